"""Does the relay hide where the newsroom really is?"""

from datetime import timedelta

import pytest

from bot.model.reply import NotModified, Reply, Request
from bot.newsroom import Relay
from bot.newsroom.relay import path_of

BASE = "http://127.0.0.1:8080"


class Redirecting:
    """A Fetcher that is sent elsewhere."""

    def __init__(self, to: str) -> None:
        self.to = to
        self.asked: list[Request] = []
        self.closed = False

    async def fetch(self, request: Request) -> Reply | NotModified:
        self.asked.append(request)
        return Reply(self.to or request.url, b"x") if self.to != "304" else NotModified(request.url)

    async def close(self) -> None:
        self.closed = True


@pytest.mark.parametrize(
    ("url", "path"),
    [
        ("https://www.mfa.gov.cn/web/x/", "/https/www.mfa.gov.cn/web/x/"),
        ("https://www.ccg.gov.cn", "/https/www.ccg.gov.cn/"),
        ("http://a.example:8000/f?x=1&y=/2#part", "/http/a.example:8000/f?x=1&y=/2"),
    ],
)
def test_every_address_has_a_place(url: str, path: str) -> None:
    assert path_of(url) == path


async def test_the_request_goes_to_the_newsroom_without_waiting_and_keeps_its_validators() -> None:
    inner = Redirecting("")
    request = Request("s", "https://a.example/f?x=1", '"e"', "then", (("A", "b"),), timedelta(seconds=5))
    reply = await Relay(inner, BASE).fetch(request)
    assert reply == Reply("https://a.example/f?x=1", b"x")
    there = f"{BASE}/https/a.example/f?x=1"
    assert inner.asked == [Request("s", there, '"e"', "then", (("A", "b"),), timedelta(0), heed_robots=False, allow_private=True)]


@pytest.mark.parametrize(
    ("to", "seen"),
    [
        (f"{BASE}/https/b.example/g?h", "https://b.example/g?h"),
        ("https://outside.example/", "https://outside.example/"),
        (f"{BASE}0/https/b.example/", f"{BASE}0/https/b.example/"),
    ],
)
async def test_a_redirected_address_is_made_real_again(to: str, seen: str) -> None:
    reply = await Relay(Redirecting(to), BASE).fetch(Request("s", "https://a.example/"))
    assert reply.url == seen


async def test_not_modified_bears_the_real_address_and_closing_closes_the_inner_one() -> None:
    inner = Redirecting("304")
    relay = Relay(inner, BASE)
    assert await relay.fetch(Request("s", "https://a.example/", etag='"e"')) == NotModified("https://a.example/")
    await relay.close()
    assert inner.closed
