"""Do we keep away from where a host does not want us, without asking for its robots.txt each time?"""

from datetime import datetime, timedelta

import pytest

from bot.errors import FetchFailed, Refused
from bot.fetch import HttpFetcher
from bot.model.reply import Request
from tests.fetch.site import NOW, Answer, FakeClock, Site, Visit, ask, http

FORBIDDING = b"User-agent: *\nDisallow: /private\nCrawl-delay: 7\n"


class Memory:
    """A RobotsMemory."""

    def __init__(self) -> None:
        self.files: dict[str, tuple[str, datetime]] = {}

    def robots(self, origin: str) -> tuple[str, datetime] | None:
        return self.files.get(origin)

    def remember_robots(self, origin: str, text: str, fetched_at: datetime) -> None:
        self.files[origin] = text, fetched_at


def with_robots(file: bytes, status: str = "200 OK") -> Answer:
    async def answer(visit: Visit) -> bytes:
        return http(file, status=status) if visit.path == "/robots.txt" else http(b"hello")

    return answer


def polite(site: Site, path: str = "/feed", **more: object) -> Request:
    return ask(f"{site.base}{path}", heed_robots=True, **more)


@pytest.fixture(autouse=True)
def _loopback_has_rules_too(monkeypatch: pytest.MonkeyPatch) -> None:
    """The file is asked for as a stranger's is, which loopback must not be."""
    monkeypatch.setattr("bot.fetch.client._PORTS", range(65536))
    monkeypatch.setattr("bot.fetch.guard.public", lambda _: True)


async def test_what_is_forbidden_is_refused_and_told_how_to_be_allowed(site: Site, fetcher: HttpFetcher) -> None:
    site.answer = with_robots(FORBIDDING)
    with pytest.raises(Refused, match=r"robots\.txt keeps us from /private/a: .*ignore_robots"):
        await fetcher.fetch(polite(site, "/private/a"))
    assert [visit.path for visit in site.visits] == ["/robots.txt"]


async def test_a_rule_for_us_by_name_wins_over_that_for_all(site: Site, fetcher: HttpFetcher) -> None:
    site.answer = with_robots(b"User-agent: *\nDisallow: /\n\nUser-agent: readout-bot\nAllow: /\n")
    await fetcher.fetch(polite(site))


async def test_an_override_asks_at_once(site: Site, fetcher: HttpFetcher) -> None:
    site.answer = with_robots(FORBIDDING)
    await fetcher.fetch(ask(f"{site.base}/private/a", heed_robots=False))
    assert [visit.path for visit in site.visits] == ["/private/a"]


async def test_the_file_is_asked_for_once_a_day_and_its_delay_is_kept(site: Site, clock: FakeClock, fetcher: HttpFetcher) -> None:
    site.answer = with_robots(FORBIDDING)
    for _ in range(3):
        await fetcher.fetch(polite(site, min_gap=timedelta(seconds=2)))
    assert [visit.path for visit in site.visits].count("/robots.txt") == 1
    assert clock.slept == [pytest.approx(7.0)] * 3


async def test_another_process_learns_it_from_memory(site: Site, clock: FakeClock) -> None:
    site.answer, memory = with_robots(FORBIDDING), Memory()
    for _ in range(2):
        fetcher = HttpFetcher(clock, memory)
        await fetcher.fetch(polite(site))
        await fetcher.close()
    assert [visit.path for visit in site.visits] == ["/robots.txt", "/feed", "/feed"]
    assert memory.files == {site.base: (FORBIDDING.decode(), NOW)}


@pytest.mark.parametrize("status", ["404 Not Found", "401 Unauthorized", "403 Forbidden", "410 Gone", "418 I'm a teapot"])
async def test_a_host_without_the_file_forbids_nothing(site: Site, fetcher: HttpFetcher, status: str) -> None:
    site.answer = with_robots(b"", status)
    await fetcher.fetch(polite(site))


async def test_a_page_of_html_in_its_place_forbids_nothing(site: Site, fetcher: HttpFetcher) -> None:
    site.answer = with_robots("<!doctype html><p>系统维护".encode())
    await fetcher.fetch(polite(site))


@pytest.mark.parametrize("status", ["500 Oops", "503 Service Unavailable", "429 Too Many Requests"])
async def test_where_nobody_can_tell_we_wait(site: Site, fetcher: HttpFetcher, status: str) -> None:
    site.answer = with_robots(b"", status)
    with pytest.raises(FetchFailed, match=r"robots\.txt: HTTP"):
        await fetcher.fetch(polite(site))


async def test_what_was_known_stands_in_for_a_file_that_cannot_be_had(site: Site, clock: FakeClock) -> None:
    memory = Memory()
    memory.files[site.base] = "User-agent: *\nDisallow: /private", NOW - timedelta(days=2)
    site.answer, fetcher = with_robots(b"", "500 Oops"), HttpFetcher(clock, memory)
    await fetcher.fetch(polite(site))
    with pytest.raises(Refused):
        await fetcher.fetch(polite(site, "/private"))
    await fetcher.close()
