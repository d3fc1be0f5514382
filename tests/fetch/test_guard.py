"""Can a link on somebody's page make us visit what only we can reach?"""

import httpcore
import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.errors import FetchFailed, Refused
from bot.fetch import HttpFetcher, guard
from bot.fetch.client import guard as put_under
from bot.fetch.guard import GuardedBackend, NotPublicError, public
from bot.model.reply import Request
from tests.fetch.site import Site, always, ask, http


@pytest.mark.parametrize(
    "address",
    [
        "0.0.0.0", "10.1.2.3", "100.64.0.1", "100.100.100.200", "127.0.0.1", "127.255.255.254", "168.63.129.16",
        "169.254.169.254", "172.16.0.1", "172.31.255.255", "192.0.0.192", "192.0.2.1", "192.88.99.1", "192.168.1.1",
        "198.18.0.1", "198.19.255.255", "198.51.100.7", "203.0.113.9", "224.0.0.251", "239.1.1.1", "240.0.0.1",
        "255.255.255.255",
        "::", "::1", "::127.0.0.1", "::ffff:127.0.0.1", "::ffff:10.0.0.1", "64:ff9b::7f00:1", "64:ff9b::a9fe:a9fe",
        "64:ff9b:1::808:808", "100::1", "2001::1", "2001:0:4136:e378::", "2001:2::1", "2001:10::1", "2001:db8::1",
        "2002:7f00:1::", "2002:808:808::1", "3fff::1", "5f00::1", "fc00::1", "fd00:ec2::254", "fe80::1", "fe80::1%eth0",
        "fec0::1", "ff02::1",
        "", "localhost", "127.1", "2130706433", "0x7f000001", "8.8.8.8/32", "8.8.8.8 ",
    ],
)  # fmt: skip
def test_these_are_not_public(address: str) -> None:
    assert not public(address)


@pytest.mark.parametrize(
    "address",
    ["8.8.8.8", "1.1.1.1", "100.128.0.1", "172.32.0.1", "198.20.0.1", "2001:4860:4860::8888", "2606:4700::1111",
     "2a00:1450::1", "::ffff:8.8.8.8", "64:ff9b::808:808"],
)  # fmt: skip
def test_these_are(address: str) -> None:
    assert public(address)


@given(st.ip_addresses(v=4))
def test_an_embedded_address_is_as_public_as_the_one_inside(inner: object) -> None:
    assert public(f"::ffff:{inner}") == public(f"64:ff9b::{inner}") == public(str(inner))


@pytest.mark.parametrize(
    "host",
    ["127.0.0.1", "localhost", "2130706433", "0x7f000001", "127.1", "0.0.0.0", "[::1]", "[::ffff:127.0.0.1]", "0"],
)
async def test_every_spelling_of_loopback_is_refused(site: Site, fetcher: HttpFetcher, host: str) -> None:
    port = site.host.partition(":")[2]
    with pytest.raises(Refused, match="not a public address"):
        await fetcher.fetch(Request("s", f"http://{host}:{port}/"))
    assert site.connections == 0


async def test_https_is_guarded_as_well(fetcher: HttpFetcher) -> None:
    with pytest.raises(Refused, match="not a public address"):
        await fetcher.fetch(Request("s", "https://169.254.169.254/latest/meta-data/"))


async def test_a_redirect_to_a_private_address_is_refused(
    site: Site, other: Site, fetcher: HttpFetcher, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = public
    monkeypatch.setattr(guard, "public", lambda address: address == "127.0.0.1" or real(address))
    site.answer = always(http(b"", "Location: http://169.254.169.254/", status="302 Found"))
    with pytest.raises(Refused, match=r"169\.254\.169\.254"):
        await fetcher.fetch(Request("s", site.base))
    assert len(site.visits) == 1


async def test_https_is_not_redirected_down_to_http(fetcher: HttpFetcher, monkeypatch: pytest.MonkeyPatch) -> None:
    async def redirect(self: httpx.AsyncHTTPTransport, request: httpx.Request) -> httpx.Response:
        return httpx.Response(302, headers={"Location": "http://example.org/"})

    monkeypatch.setattr(httpx.AsyncHTTPTransport, "handle_async_request", redirect)
    with pytest.raises(Refused, match="down to"):
        await fetcher.fetch(Request("s", "https://example.org/"))


async def test_a_name_that_also_means_a_private_address_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(guard, "_resolve", lambda *_: answers("93.184.215.14", "10.0.0.1"))
    with pytest.raises(NotPublicError, match=r"10\.0\.0\.1"):
        await GuardedBackend().connect_tcp("rebind.example", 80)


async def test_the_connection_goes_to_the_address_that_was_checked(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []
    backend = GuardedBackend()
    monkeypatch.setattr(backend, "_network", Network(asked, down={"2606:4700::1"}))
    answers_by_turn = iter([answers("2606:4700::1", "93.184.215.14"), answers("127.0.0.1")])
    monkeypatch.setattr(guard, "_resolve", lambda *_: next(answers_by_turn))
    await backend.connect_tcp("rebind.example", 80)
    assert asked == ["2606:4700::1", "93.184.215.14"]
    with pytest.raises(NotPublicError):
        await backend.connect_tcp("rebind.example", 80)


async def test_a_name_that_does_not_resolve_is_a_failure(fetcher: HttpFetcher, monkeypatch: pytest.MonkeyPatch) -> None:
    def unknown(host: str, port: int) -> object:
        raise OSError(-2, "Name or service not known")

    monkeypatch.setattr(guard, "_resolve", unknown)
    with pytest.raises(FetchFailed, match="does not resolve"):
        await fetcher.fetch(Request("s", "http://nowhere.example/"))


async def test_a_label_too_long_for_any_name_is_a_failure(fetcher: HttpFetcher) -> None:
    with pytest.raises(FetchFailed, match="does not resolve"):
        await fetcher.fetch(Request("s", f"http://{'a' * 70}.example/"))


async def test_allow_private_is_the_way_round_and_does_not_leak_to_others(site: Site, fetcher: HttpFetcher) -> None:
    await fetcher.fetch(ask(site.base))
    with pytest.raises(Refused):
        await fetcher.fetch(Request("s", site.base))
    assert site.connections == 1


async def test_httpx_still_keeps_its_network_where_we_put_the_guard() -> None:
    transport = httpx.AsyncHTTPTransport()
    assert isinstance(transport._pool._network_backend, httpcore.AsyncNetworkBackend)
    backend = GuardedBackend()
    put_under(transport, backend)
    with pytest.raises(NotPublicError):
        await transport.handle_async_request(httpx.Request("GET", "http://127.0.0.1:9/"))
    await transport.aclose()


def answers(*addresses: str) -> list[tuple[object, ...]]:
    return [(None, None, None, "", (address, 80)) for address in addresses]


class Network(httpcore.AsyncNetworkBackend):
    def __init__(self, asked: list[str], down: set[str]) -> None:
        self.asked, self.down = asked, down

    async def connect_tcp(self, host: str, *rest: object) -> httpcore.AsyncNetworkStream:
        del rest
        self.asked.append(host)
        if host in self.down:
            raise httpcore.ConnectError("unreachable")
        return httpcore.AsyncNetworkStream()
