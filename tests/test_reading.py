"""What was there before we looked, and how a big reply is read without holding anybody up."""

import pickle
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot import beside
from bot.errors import Challenged, FetchFailed, ReadFailed, SourceError
from bot.model.item import Published, RawItem
from bot.model.source import Cursor
from bot.pipeline import cycle
from bot.reading import was_there
from bot.text.normalise import normalise
from tests.pipeline.make import DENIAL, NOW, Network, Telling, feeds, later, rss, small_world
from tests.sources.make import source

ADDED = datetime(2025, 11, 24, 12, 0, tzinfo=UTC)
DAY = timedelta(days=1)


@pytest.mark.parametrize(
    ("published", "baselined", "checked", "there"),
    [
        (Published(ADDED - DAY, ADDED - DAY), False, ADDED, True),
        (Published(ADDED, ADDED), False, ADDED, True),  # a date ahead of us is read as of now
        (Published(ADDED + DAY / 24, ADDED + DAY / 24), False, ADDED + DAY / 12, False),
        (None, False, ADDED, True),
        (None, True, ADDED + DAY, False),
        # A day that began before we looked: history at first, but not for a source that we could not read until the evening.
        (Published(ADDED - DAY / 2, ADDED + DAY / 2), False, ADDED, True),
        (Published(ADDED - DAY / 2, ADDED + DAY / 2), False, ADDED + DAY / 3, False),
        (Published(ADDED - 1.5 * DAY, ADDED - DAY / 2), False, ADDED + DAY / 3, True),
        (Published(ADDED - DAY / 2, ADDED + DAY / 2), True, ADDED, False),
        (Published(ADDED - 20 * DAY, ADDED - 20 * DAY), True, ADDED, True),
    ],
)
def test_what_was_there_before_we_looked(published: Published | None, *, baselined: bool, checked: datetime, there: bool) -> None:
    item = replace(normalise(RawItem("g", "https://x.example/g", "A headline"), source(), checked), published=published)
    cursor = Cursor(added_at=ADDED, baselined=baselined)
    assert was_there(item, source(), cursor, checked) is there


async def test_what_happened_first_is_told_first(tmp_path: Path) -> None:
    network, telling = Network(dict(feeds())), Telling()
    with small_world(tmp_path, network, telling) as world:
        await cycle(world)
    older = ("d0", "Tokyo denied another thing about the strait", "It was denied that the strait had been named.")
    newest_on_top = rss(DENIAL, at=later(12)).replace("</channel></rss>", rss(older, at=later(10)).partition("</title>")[2])
    network.pages.update(feeds(wire=newest_on_top))
    with small_world(tmp_path, network, telling, later(20)) as world:
        await cycle(world)
    assert [title for _, title in telling.told()] == [older[1], DENIAL[1]]


async def test_a_big_reply_is_read_in_another_process_to_the_same_items(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    many = rss(*((f"g{n}", f"Item {n}", "Some words. " * 40) for n in range(30)))
    found = []
    for small in (beside.SMALL, 10):
        monkeypatch.setattr(beside, "SMALL", small)
        folder = tmp_path / str(small)
        with small_world(folder, Network(dict(feeds(mfa=many))), Telling()) as world:
            assert await cycle(world) == []
            found.append({report.source: report.items for report in world.store.reports()})
    assert found == [{"mfa": 30, "wire": 0}] * 2


async def test_what_fails_there_is_told_here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(beside, "SMALL", 10)
    pages = feeds(mfa="<html><body>Just a moment... verify you are human</body></html>", wire="<html><body>Hello</body></html>")
    with small_world(tmp_path, Network(dict(pages)), Telling()) as world:
        failures = {failure.source: failure for failure in await cycle(world)}
    assert isinstance(failures["mfa"], Challenged)
    assert isinstance(failures["wire"], ReadFailed)
    assert "an HTML page instead of a feed" in failures["wire"].problem


async def test_a_reply_that_takes_for_ever_is_given_up(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(beside, "SMALL", 10)
    monkeypatch.setattr(beside, "READ_SECONDS", 0.001)  # less than a process needs to start
    with small_world(tmp_path, Network(dict(feeds())), Telling(), NOW) as world:
        failures = await cycle(world)
    assert all("not read within 0.001 s" in failure.problem for failure in failures)
    assert len(failures) == 2


@pytest.mark.parametrize("error", [FetchFailed("a", "b", 3.0), ReadFailed("a", "b"), Challenged("a", "b")])
def test_errors_cross_processes(error: SourceError) -> None:
    again = pickle.loads(pickle.dumps(error))
    assert (type(again), str(again), vars(again)) == (type(error), str(error), vars(error))
