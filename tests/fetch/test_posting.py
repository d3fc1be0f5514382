"""Is a POST made once, to a public address, and does it say what it knows?"""

import asyncio
from collections.abc import AsyncIterator

import pytest

from bot.fetch import HttpHeart, HttpPoster
from tests.fetch.site import FakeClock, Site, Visit, always, http


@pytest.fixture
async def poster() -> AsyncIterator[HttpPoster]:
    poster = HttpPoster(FakeClock(), allow_private=True, deadline=2.0)
    yield poster
    await poster.close()
    await poster.close()


async def test_what_is_posted_arrives_as_it_is(site: Site, poster: HttpPoster) -> None:
    site.answer = always(http(b"thanks", status="202 Accepted"))
    done = await poster.post(f"{site.base}/hook?a=b", b'{"a": 1}', {"X-Readout-Event": "alert", "Content-Type": "application/json"})
    assert (done.status, done.problem) == (202, "")
    (visit,) = site.visits
    assert visit.path == "/hook?a=b"
    assert (visit.headers["content-length"], visit.headers["x-readout-event"]) == ("8", "alert")
    assert visit.headers["content-type"] == "application/json"


async def test_a_redirect_is_not_followed(site: Site, poster: HttpPoster) -> None:
    site.answer = always(http(b"", f"Location: {site.base}/other", status="307 Temporary Redirect"))
    assert (await poster.post(site.base, b"{}", {})).status == 307
    assert len(site.visits) == 1


async def test_how_long_to_wait_is_told(site: Site, poster: HttpPoster) -> None:
    site.answer = always(http(b"", "Retry-After: 30", status="429 Too Many Requests"))
    done = await poster.post(site.base, b"{}", {})
    assert (done.status, done.wait) == (429, 30.0)


async def test_no_answer_is_in_doubt(site: Site, poster: HttpPoster) -> None:
    site.answer = always(None)
    done = await poster.post(f"{site.base}/secret", b"{}", {})
    assert (done.status, done.arrived) == (0, True)
    assert "secret" not in done.problem


async def test_an_answer_that_takes_too_long_is_in_doubt(site: Site) -> None:
    async def hangs(_: Visit) -> bytes | None:
        await asyncio.Event().wait()
        return None

    site.answer = hangs
    poster = HttpPoster(FakeClock(), allow_private=True, deadline=1.0)
    done = await poster.post(site.base, b"{}", {})
    await poster.close()
    assert (done.status, done.arrived) == (0, True)


async def test_where_nobody_listens_nothing_arrived(site: Site, poster: HttpPoster) -> None:
    await site.close()
    done = await poster.post(f"{site.base}/secret", b"{}", {})
    assert (done.status, done.arrived) == (0, False)
    assert "secret" not in done.problem


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "[::1]", "169.254.169.254"])
async def test_private_addresses_are_for_who_allows_them(site: Site, host: str) -> None:
    poster = HttpPoster(FakeClock(), deadline=2.0)
    done = await poster.post(f"http://{host}:{site.host.partition(':')[2]}/", b"{}", {})
    await poster.close()
    assert (done.status, done.arrived, site.visits) == (0, False, [])
    assert "not public" in done.problem


@pytest.mark.parametrize(
    ("status", "problem"), [("200 OK", ""), ("202 Accepted", ""), ("302 Found", "127.0.0.1 answered 302"), ("404 Not Found", "127.0.0.1 answered 404")]
)  # fmt: skip
async def test_a_heartbeat_is_one_get_of_which_only_the_host_is_ever_said(
    site: Site, poster: HttpPoster, status: str, problem: str
) -> None:
    site.answer = always(http(b"OK", status=status))
    heart = HttpHeart(f"{site.base}/ping/S3CRET", poster)
    assert await heart.beat() == problem
    (visit,) = site.visits
    assert (visit.path, visit.headers["user-agent"]) == ("/ping/S3CRET", "readout-bot")
    await site.close()
    said = await heart.beat()
    assert ("cannot be reached" in said, "S3CRET" in said) == (True, False)
    await heart.close()


async def test_a_heartbeat_to_a_private_address_is_for_who_allows_it(site: Site) -> None:
    heart = HttpHeart(f"{site.base}/ping/S3CRET", HttpPoster(FakeClock(), deadline=2.0))
    assert "not public" in await heart.beat()
    assert site.visits == []
    await heart.close()
