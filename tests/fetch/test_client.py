"""Does a fetch end, in time and in bounds, with one of our own words for whatever the network did?"""

import asyncio
import gzip
import zlib
from contextlib import suppress
from datetime import timedelta
from email.utils import format_datetime

import pytest

from bot.errors import Challenged, FetchFailed, Refused, SourceError, SourceGone
from bot.fetch import HttpFetcher
from bot.model.reply import NotModified, Reply
from tests.fetch.site import NOW, FakeClock, Site, Visit, always, ask, http, says_and_hangs_up


async def reply(fetcher: HttpFetcher, url: str) -> Reply:
    got = await fetcher.fetch(ask(url))
    assert isinstance(got, Reply)
    return got


# --- what arrives ----------------------------------------------------------------------------------------------------


async def test_a_reply_carries_the_body_and_what_describes_it(site: Site, fetcher: HttpFetcher) -> None:
    site.answer = always(
        http(b"\xb9\xfa", "Content-Type: text/html; charset=gb2312", 'ETag: W/"x"', "Last-Modified: yesterday-ish")
    )
    got = await fetcher.fetch(ask(f"{site.base}/a?b=c"))
    assert got == Reply(f"{site.base}/a?b=c", b"\xb9\xfa", "text/html; charset=gb2312", 'W/"x"', "yesterday-ish")
    assert site.visits[0].path == "/a?b=c"


async def test_we_say_who_we_are_and_ask_for_codings_we_can_bound(site: Site, fetcher: HttpFetcher) -> None:
    await reply(fetcher, site.base)
    headers = site.visits[0].headers
    assert headers["user-agent"].startswith("readout-bot/")
    assert headers["user-agent"].endswith(" (+https://example.org/bot)")
    assert headers["accept-encoding"] == "gzip, deflate"


async def test_a_source_may_ask_with_its_own_headers(site: Site, fetcher: HttpFetcher) -> None:
    await fetcher.fetch(ask(site.base, headers=(("user-agent", "Mozilla/5.0"), ("Accept-Language", "ja"))))
    assert site.visits[0].headers["user-agent"] == "Mozilla/5.0"
    assert site.visits[0].headers["accept-language"] == "ja"


async def test_validators_are_echoed_byte_for_byte_and_304_is_an_answer(site: Site, fetcher: HttpFetcher) -> None:
    site.answer = always(b"HTTP/1.1 304 Not Modified\r\n\r\n")
    got = await fetcher.fetch(ask(site.base, etag='W/"x日"', last_modified="Mon, 24 Nov 2025 10:00:00 CST"))
    assert got == NotModified(site.base)
    assert site.visits[0].headers["if-none-match"].encode("latin-1").decode() == 'W/"x日"'
    assert site.visits[0].headers["if-modified-since"] == "Mon, 24 Nov 2025 10:00:00 CST"


async def test_a_304_that_nobody_asked_for_is_a_failure(site: Site, fetcher: HttpFetcher) -> None:
    site.answer = always(b"HTTP/1.1 304 Not Modified\r\n\r\n")
    with pytest.raises(FetchFailed, match="304"):
        await reply(fetcher, site.base)


async def test_an_empty_body_is_a_reply_for_the_reader_to_judge(site: Site, fetcher: HttpFetcher) -> None:
    site.answer = always(http(b"", "Content-Encoding: gzip"))
    assert (await reply(fetcher, site.base)).body == b""


async def test_cookies_are_not_kept(site: Site, fetcher: HttpFetcher) -> None:
    site.answer = always(http(b"x", "Set-Cookie: id=1; Path=/"))
    await reply(fetcher, site.base)
    await reply(fetcher, site.base)
    assert "cookie" not in site.visits[1].headers


async def test_a_proxy_in_the_environment_is_not_used(
    site: Site, other: Site, fetcher: HttpFetcher, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HTTP_PROXY", other.base)
    assert (await reply(fetcher, site.base)).body == b"hello"
    assert other.visits == []


# --- codings ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("coding", "body"),
    [
        ("gzip", gzip.compress(b"text")),
        ("X-GZip", gzip.compress(b"text")),
        ("gzip", gzip.compress(b"te") + gzip.compress(b"xt")),
        ("deflate", zlib.compress(b"text")),
        ("deflate", zlib.compress(b"text", wbits=-15)),
        ("identity", b"text"),
    ],
    ids=["gzip", "the older name of gzip", "two gzip members", "deflate", "deflate without a header", "none"],
)
async def test_codings_are_undone(site: Site, fetcher: HttpFetcher, coding: str, body: bytes) -> None:
    site.answer = always(http(body, f"Content-Encoding: {coding}"))
    assert (await reply(fetcher, site.base)).body == b"text"


@pytest.mark.parametrize("coding", ["gzip, gzip", "br", "zstd", "gzip\r\nContent-Encoding: gzip"])
async def test_stacked_and_unknown_codings_are_refused(site: Site, fetcher: HttpFetcher, coding: str) -> None:
    site.answer = always(http(gzip.compress(gzip.compress(bytes(50_000))), f"Content-Encoding: {coding}"))
    with pytest.raises(Refused, match="coding"):
        await reply(fetcher, site.base)


async def test_a_gzip_bomb_is_refused(site: Site, fetcher: HttpFetcher) -> None:
    site.answer = always(http(gzip.compress(bytes(50_000_000)), "Content-Encoding: gzip"))
    with pytest.raises(Refused, match="unpacks to more than"):
        await reply(fetcher, site.base)


async def test_a_body_beyond_the_limit_is_refused(site: Site, fetcher: HttpFetcher) -> None:
    site.answer = always(http(bytes(100_001)))
    with pytest.raises(Refused, match="body of more than"):
        await reply(fetcher, site.base)


async def test_a_body_at_the_limit_is_not(site: Site, fetcher: HttpFetcher) -> None:
    site.answer = always(http(bytes(100_000)))
    assert len((await reply(fetcher, site.base)).body) == 100_000


# --- broken transfers ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "said",
    [
        http(b"half of it", length=20),
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n",
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\nhello\r\n0\r\n\r\n",
        http(gzip.compress(b"text" * 100)[:-9], "Content-Encoding: gzip"),
        http(b"\x1f\x8b\x08garbage-garbage", "Content-Encoding: gzip"),
        b"HTTP/1.1 200 OK\r\nContent-Length: many\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nContent-Length: 5\r\nContent-Length: 6\r\n\r\nhello",
        b"HTTP/1.1 200 OK\r\nX: " + b"x" * 200_000 + b"\r\n\r\n",
        b"SSH-2.0-OpenSSH_9.2\r\n",
        b"\x00\xff" * 100,
        b"",
    ],
    ids=[
        "short",
        "chunks cut",
        "chunk size",
        "gzip cut",
        "gzip junk",
        "length",
        "lengths",
        "head",
        "ssh",
        "noise",
        "none",
    ],
)
async def test_a_broken_transfer_is_a_failure(site: Site, fetcher: HttpFetcher, said: bytes) -> None:
    site.answer = says_and_hangs_up(said)
    with pytest.raises(FetchFailed):
        await reply(fetcher, site.base)


async def test_a_body_longer_than_declared_is_a_failure_and_does_not_spoil_the_next_reply(site: Site, fetcher: HttpFetcher) -> None:
    site.answer = always(http(b"declared, and more", length=8))
    with pytest.raises(FetchFailed):
        await reply(fetcher, site.base)
    site.answer = always(http(b"next"))
    assert (await reply(fetcher, site.base)).body == b"next"


async def test_a_refused_connection_is_a_failure(site: Site, fetcher: HttpFetcher) -> None:
    await site.close()
    with pytest.raises(FetchFailed, match="Cannot connect"):
        await reply(fetcher, site.base)


async def test_an_answer_in_plain_text_where_tls_was_expected_is_a_failure(fetcher: HttpFetcher) -> None:
    async def plain(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(http(b"plain"))
        writer.close()

    async with await asyncio.start_server(plain, "127.0.0.1", 0) as server:
        with pytest.raises(FetchFailed, match="Cannot connect"):
            await reply(fetcher, f"https://127.0.0.1:{server.sockets[0].getsockname()[1]}/")


async def test_a_server_that_never_shakes_hands_is_a_failure(site: Site, clock: FakeClock) -> None:
    fetcher = HttpFetcher(clock, deadline=1.0)
    with pytest.raises(FetchFailed, match=r"imeout|no complete answer"):
        await reply(fetcher, f"https://{site.host}/")
    await fetcher.close()


async def test_a_kept_connection_that_went_stale_is_replaced(site: Site, fetcher: HttpFetcher) -> None:
    await reply(fetcher, site.base)
    stale = iter([None])

    async def hang_up_once(visit: Visit) -> bytes | None:
        return next(stale, http(b"fresh"))

    site.answer = hang_up_once
    assert (await reply(fetcher, site.base)).body == b"fresh"
    assert site.connections == 2


async def test_a_dripping_server_meets_the_total_deadline(site: Site, clock: FakeClock) -> None:
    gone = asyncio.Event()

    async def drip(visit: Visit) -> bytes | None:
        visit.writer.write(http(length=1000))
        while not visit.writer.is_closing():
            visit.writer.write(b".")
            await visit.writer.drain()
            with suppress(TimeoutError):
                await asyncio.wait_for(gone.wait(), 0.01)
        return None

    site.answer = drip
    fetcher = HttpFetcher(clock, deadline=1.0)
    with pytest.raises(FetchFailed, match=r"no complete answer within 1 s"):
        await reply(fetcher, site.base)
    gone.set()
    await fetcher.close()


async def test_a_silent_server_meets_the_deadline_and_leaves_the_fetcher_usable(site: Site, clock: FakeClock) -> None:
    silence = asyncio.Event()

    async def hang(visit: Visit) -> None:
        await silence.wait()

    site.answer = hang
    fetcher = HttpFetcher(clock, deadline=1.0, concurrency=1)
    with pytest.raises(FetchFailed, match="no complete answer"):
        await reply(fetcher, site.base)
    site.answer = always(http(b"back"))
    assert (await reply(fetcher, site.base)).body == b"back"
    silence.set()
    await fetcher.close()


# --- statuses --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("status", ["404 Not Found", "410 Gone"])
async def test_an_address_that_no_longer_exists_is_gone(site: Site, fetcher: HttpFetcher, status: str) -> None:
    site.answer = always(http(b"no such page, said at length " * 10_000, status=status))
    with pytest.raises(SourceGone, match=status):
        await reply(fetcher, site.base)


@pytest.mark.parametrize("status", ["429 Too Many Requests", "503 Service Unavailable"])
@pytest.mark.parametrize(
    ("said", "seconds"),
    [
        ("120", 120.0),
        (format_datetime(NOW.replace(minute=45), usegmt=True), 900.0),
        ("Mon, 24 Nov 2025 14:45:00 -0000", 900.0),
        ("Mon, 24 Nov 2025 14:00:00 GMT", 0.0),
        ("soon", None),
        ("-5", None),
        ("", None),
    ],
)
async def test_retry_after_is_understood_in_both_forms(
    site: Site, fetcher: HttpFetcher, status: str, said: str, seconds: float | None
) -> None:
    site.answer = always(http(b"", f"Retry-After: {said}", status=status))
    with pytest.raises(FetchFailed) as caught:
        await reply(fetcher, site.base)
    assert caught.value.retry_after == seconds


@pytest.mark.parametrize(
    ("status", "body", "error"),
    [("404 Not Found", b"", SourceGone), ("403 Forbidden", b"<title>Just a moment...</title>", Challenged)],
)
async def test_whoever_shuts_the_door_may_say_for_how_long(
    site: Site, fetcher: HttpFetcher, status: str, body: bytes, error: type[SourceError]
) -> None:
    site.answer = always(http(body, "Retry-After: 7200", status=status))
    with pytest.raises(error) as caught:
        await reply(fetcher, site.base)
    assert (caught.value.retry_after, caught.value.status) == (7200.0, int(status[:3]))


@pytest.mark.parametrize(
    "body",
    [
        b"<title>Just a moment...</title>",
        "<p>请完成安全验证</p>".encode(),
        "<p>请完成安全验证</p>".encode("gb18030"),
        b"<iframe src='https://geo.captcha-delivery.com/'>",
    ],
)
@pytest.mark.parametrize("status", ["401 Unauthorized", "403 Forbidden", "418 I'm a teapot"])
async def test_a_bot_check_is_told_from_a_plain_refusal(site: Site, fetcher: HttpFetcher, body: bytes, status: str) -> None:
    site.answer = always(http(body, status=status))
    with pytest.raises(Challenged):
        await reply(fetcher, site.base)
    site.answer = always(http(b"<h1>Forbidden</h1>", status=status))
    with pytest.raises(FetchFailed, match=status):
        await reply(fetcher, site.base)


@pytest.mark.parametrize("status", ["204 No Content", "206 Partial Content", "400 Bad Request", "500 Internal Server Error"])
async def test_any_other_answer_is_a_failure(site: Site, fetcher: HttpFetcher, status: str) -> None:
    site.answer = always(http(b"", status=status))
    with pytest.raises(FetchFailed, match=status[:3]):
        await reply(fetcher, site.base)


# --- redirects and addresses -----------------------------------------------------------------------------------------


async def test_redirects_are_followed_and_the_reply_says_where_it_was_found(site: Site, other: Site, fetcher: HttpFetcher) -> None:
    site.answer = always(http(b"", f"Location: {other.base}/there", status="301 Moved Permanently"))
    got = await fetcher.fetch(ask(site.base, headers=(("Authorization", "Basic x"), ("Accept-Language", "ja"))))
    assert got == Reply(f"{other.base}/there", b"hello", moved=f"{other.base}/there")
    assert site.visits[0].headers["authorization"] == "Basic x"
    assert "authorization" not in other.visits[0].headers
    assert other.visits[0].headers["accept-language"] == "ja"


async def test_only_permanent_redirects_move_a_source(site: Site, fetcher: HttpFetcher) -> None:
    where = {"/": ("308 Permanent Redirect", "/b"), "/b": ("302 Found", "/c")}

    async def answer(visit: Visit) -> bytes:
        status, target = where.get(visit.path, ("200 OK", ""))
        return http(b"", f"Location: {target}", status=status) if target else http(b"there")

    site.answer = answer
    got = await reply(fetcher, f"{site.base}/")
    assert (got.url, got.moved) == (f"{site.base}/c", f"{site.base}/b")
    assert (await reply(fetcher, f"{site.base}/b")).moved == ""


@pytest.mark.parametrize(
    ("headers", "seconds"),
    [
        (["Cache-Control: public, max-age=600"], 600),
        (["Cache-Control: max-age=600", "Age: 100"], 500),
        (["Cache-Control: no-cache, max-age=600"], 0),
        (["Cache-Control: s-maxage=600"], 0),
        (["Expires: Mon, 24 Nov 2025 14:40:00 GMT", "Date: Mon, 24 Nov 2025 14:30:00 GMT"], 600),
        (["Expires: 0"], 0),
        ([], 0),
    ],
)
async def test_the_server_says_for_how_long_asking_again_is_pointless(
    site: Site, fetcher: HttpFetcher, headers: list[str], seconds: float
) -> None:
    site.answer = always(http(b"x", *headers))
    assert (await reply(fetcher, site.base)).lifetime == seconds


async def test_a_browsers_name_is_used_only_where_the_entry_says_so(site: Site, fetcher: HttpFetcher) -> None:
    await fetcher.fetch(ask(site.base, as_browser=True))
    assert site.visits[0].headers["user-agent"].startswith("Mozilla/5.0")


async def test_a_redirect_loop_ends(site: Site, fetcher: HttpFetcher) -> None:
    site.answer = always(http(b"", "Location: /again", status="302 Found"))
    with pytest.raises(FetchFailed, match="more than 5 redirects"):
        await reply(fetcher, site.base)
    assert len(site.visits) == 6


async def test_a_redirect_to_nowhere_is_a_failure(site: Site, fetcher: HttpFetcher) -> None:
    site.answer = always(http(b"", status="302 Found"))
    with pytest.raises(FetchFailed, match="without a Location"):
        await reply(fetcher, site.base)


@pytest.mark.parametrize("target", ["file:///etc/passwd", "ftp://example.org/", "gopher://127.0.0.1:70/", "http://[::1"])
async def test_a_redirect_to_another_scheme_is_refused(site: Site, fetcher: HttpFetcher, target: str) -> None:
    site.answer = always(http(b"", f"Location: {target}", status="302 Found"))
    with pytest.raises(Refused):
        await reply(fetcher, site.base)


@pytest.mark.parametrize("url", ["", "example.org", "file:///etc/passwd", "http://", "http://a\x00b/", "javascript:alert(1)"])
async def test_what_is_not_a_web_address_is_refused(fetcher: HttpFetcher, url: str) -> None:
    with pytest.raises(Refused):
        await reply(fetcher, url)


async def test_an_etag_that_could_not_be_echoed_is_not_kept(site: Site, fetcher: HttpFetcher) -> None:
    site.answer = always(http(b"x", 'ETag: W/"x\xe9"'))
    assert (await reply(fetcher, site.base)).etag == ""


async def test_a_header_that_would_split_the_request_is_not_sent(site: Site, fetcher: HttpFetcher) -> None:
    with pytest.raises(FetchFailed):
        await fetcher.fetch(ask(site.base, etag='"x"\r\nX-Evil: 1'))
    assert site.visits == []


# --- manners ---------------------------------------------------------------------------------------------------------


async def test_a_hundred_unchanged_answers_share_one_connection(site: Site, fetcher: HttpFetcher) -> None:
    site.answer = always(b"HTTP/1.1 304 Not Modified\r\n\r\n")
    gap = timedelta(seconds=1)  # taken in turns, on a clock that does not wait
    got = await asyncio.gather(*(fetcher.fetch(ask(f"{site.base}/{n}", etag='"x"', min_gap=gap)) for n in range(100)))
    assert all(isinstance(answer, NotModified) for answer in got)
    assert site.connections == 1
