"""Can a link on somebody's page make us visit what only we can reach?"""

import socket

import httpx
import pytest
from httpx_aiohttp import AiohttpTransport
from hypothesis import given
from hypothesis import strategies as st

from bot.errors import FetchFailed, Refused
from bot.fetch import HttpFetcher, client, guard
from bot.fetch.guard import NotPublicError, public
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
async def test_every_spelling_of_loopback_is_refused(fetcher: HttpFetcher, host: str) -> None:
    with pytest.raises(Refused, match=r"not a public address|not a canonical IPv4 address"):
        await fetcher.fetch(asked(f"http://{host}/"))


async def test_https_is_guarded_as_well(fetcher: HttpFetcher) -> None:
    with pytest.raises(Refused, match="not a public address"):
        await fetcher.fetch(asked("https://169.254.169.254/latest/meta-data/"))


async def test_other_ports_than_those_of_the_web_are_refused(site: Site, fetcher: HttpFetcher) -> None:
    with pytest.raises(Refused, match="only 80 and 443"):
        await fetcher.fetch(asked(site.base))
    assert site.connections == 0


async def test_a_redirect_to_a_private_address_is_refused(
    site: Site, fetcher: HttpFetcher, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = public
    monkeypatch.setattr(guard, "public", lambda address: address == "127.0.0.1" or real(address))
    monkeypatch.setattr(client, "_PORTS", {None, int(site.host.partition(":")[2])})
    site.answer = always(http(b"", "Location: http://169.254.169.254/", status="302 Found"))
    with pytest.raises(Refused, match=r"169\.254\.169\.254"):
        await fetcher.fetch(asked(site.base))
    assert len(site.visits) == 1


async def test_https_is_not_redirected_down_to_http(fetcher: HttpFetcher, monkeypatch: pytest.MonkeyPatch) -> None:
    async def redirect(self: AiohttpTransport, request: httpx.Request) -> httpx.Response:
        return httpx.Response(302, headers={"Location": "http://example.org/"})

    monkeypatch.setattr(AiohttpTransport, "handle_async_request", redirect)
    with pytest.raises(Refused, match="down to"):
        await fetcher.fetch(asked("https://example.org/"))


async def test_a_name_that_also_means_a_private_address_is_refused(fetcher: HttpFetcher, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(guard, "_resolve", lambda *_: answers("93.184.215.14", "10.0.0.1"))
    with pytest.raises(Refused, match=r"rebind\.example is 10\.0\.0\.1"):
        await fetcher.fetch(asked("http://rebind.example/"))


async def test_a_name_that_is_loopback_the_second_time_is_refused_the_second_time(
    site: Site, fetcher: HttpFetcher, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = public
    monkeypatch.setattr(guard, "public", lambda address: address == "127.0.0.1" or real(address))
    monkeypatch.setattr(client, "_PORTS", {None, int(site.host.partition(":")[2])})
    by_turn = iter([answers("127.0.0.1"), answers("127.0.0.2")])
    monkeypatch.setattr(guard, "_resolve", lambda *_: next(by_turn))
    site.answer = always(http(b"once", "Connection: close"))
    url = f"http://rebind.example:{site.host.partition(':')[2]}/"
    await fetcher.fetch(asked(url))
    with pytest.raises(NotPublicError):  # what the connector's cache would hide for ten seconds
        await guard.PublicResolver().resolve("rebind.example", 80)
    assert site.connections == 1


def test_the_address_a_socket_is_opened_for_is_looked_at_again() -> None:
    with pytest.raises(NotPublicError, match=r"127\.0\.0\.1"):
        guard.public_socket((socket.AF_INET, socket.SOCK_STREAM, 6, "", ("127.0.0.1", 80)))
    guard.public_socket((socket.AF_INET, socket.SOCK_STREAM, 6, "", ("93.184.215.14", 80))).close()


async def test_a_name_that_does_not_resolve_is_a_failure(fetcher: HttpFetcher, monkeypatch: pytest.MonkeyPatch) -> None:
    def unknown(*_: object) -> object:
        raise OSError(-2, "Name or service not known")

    monkeypatch.setattr(guard, "_resolve", unknown)
    with pytest.raises(FetchFailed, match="Name or service not known"):
        await fetcher.fetch(asked("http://nowhere.example/"))


async def test_a_label_too_long_for_any_name_is_a_failure(fetcher: HttpFetcher) -> None:
    with pytest.raises((FetchFailed, Refused)):
        await fetcher.fetch(asked(f"http://{'a' * 70}.example/"))


async def test_allow_private_is_the_way_round_and_does_not_leak_to_others(
    site: Site, fetcher: HttpFetcher, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(client, "_PORTS", {None, int(site.host.partition(":")[2])})
    await fetcher.fetch(ask(site.base))
    with pytest.raises(Refused, match="not a public address"):
        await fetcher.fetch(asked(site.base))
    assert site.connections == 1


def asked(url: str) -> Request:
    """A request of a source that may go to public addresses only."""
    return Request("s", url, heed_robots=False)


def answers(*addresses: str) -> list[tuple[object, ...]]:
    return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, 80)) for address in addresses]
