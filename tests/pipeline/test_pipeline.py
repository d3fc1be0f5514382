"""From a feed to a chat, through everything that can go wrong on the way."""

from collections.abc import Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from bot.clock import SystemClock
from bot.errors import Challenged, FetchFailed, Migrated, RetryLater, SourceGone, StoreError, Uncertain, Undeliverable
from bot.pipeline import World, check_due, cycle
from bot.ports import Checking, SourceClaim
from bot.store.sql import SqlRecording
from tests.pipeline.make import DENIAL, EMPTY, NOW, REPORT, Network, Telling, feeds, later, rss, small_world

LIST = "<ul>{}</ul>"
ROW = "<li><a href='./20251124_{0}.html'>{1}</a> 2025-11-24 20:30</li>"
PAGE = "<main><p>{0}</p></main>"


@pytest.fixture
def network() -> Network:
    return Network(dict(feeds()))


@pytest.fixture
def telling() -> Telling:
    return Telling()


async def begin(folder: Path, network: Network, telling: Telling, *, sources: tuple[str, ...] = ("mfa", "wire")) -> None:
    """The first cycle."""
    with small_world(folder, network, telling, sources=sources) as world:
        await cycle(world)


async def cycle_at(moment: datetime, folder: Path, network: Network, telling: Telling, **options: tuple[str, ...]) -> list[str]:
    """One cycle; returns what failed."""
    with small_world(folder, network, telling, moment, sources=options.get("sources", ("mfa", "wire"))) as world:
        return [f"{error.source}: {error.state}" for error in await cycle(world)]


async def test_a_first_run_is_silent_but_for_one_card(tmp_path: Path, network: Network, telling: Telling) -> None:
    network.pages.update(
        feeds(mfa=rss(DENIAL, at=NOW - timedelta(days=2)), wire=rss(("x", "Weather", "Rain."), at=NOW - timedelta(hours=1)))
    )
    await begin(tmp_path, network, telling)
    (card,) = telling.sent
    assert (card.alert.change, card.alert.kind, card.silent) == ("baseline", "state-of-play", True)
    finding = card.alert.finding
    assert {key: finding[key] for key in ("sources", "failed", "items", "on_story")} == {
        "sources": 2,
        "failed": 0,
        "items": 2,
        "on_story": 1,
    }
    assert DENIAL[1] in card.text
    await cycle_at(later(20), tmp_path, network, telling)
    assert len(telling.sent) == 1


async def test_what_comes_after_is_told_once_with_its_evidence(tmp_path: Path, network: Network, telling: Telling) -> None:
    await begin(tmp_path, network, telling)
    network.pages.update(feeds(wire=rss(DENIAL, at=later(10))))
    await cycle_at(later(20), tmp_path, network, telling)
    await cycle_at(later(40), tmp_path, network, telling)
    renamed = ("other-guid", *DENIAL[1:])
    network.pages.update(feeds(wire=rss(renamed, at=later(10))))
    await cycle_at(later(60), tmp_path, network, telling)
    assert telling.told() == [("new", DENIAL[1])]
    (alert,) = (message.alert for message in telling.sent if message.alert.change == "new")
    assert (alert.watch, alert.kind, alert.side, alert.first_seen) == ("denials", "denial", "JP", later(20))
    assert "denied" in {piece.cue for piece in alert.evidence}


async def test_nothing_modified_is_nothing_new_and_validators_are_echoed(
    tmp_path: Path, network: Network, telling: Telling
) -> None:
    await begin(tmp_path, network, telling)
    network.pages["https://wire.example/rss"] = None
    assert await cycle_at(later(20), tmp_path, network, telling) == []
    assert network.requests[-1].etag == '"e"'


async def test_one_failing_source_does_not_disturb_the_others_and_catches_up(
    tmp_path: Path, network: Network, telling: Telling
) -> None:
    await begin(tmp_path, network, telling)
    troubles = (
        (FetchFailed("mfa", "HTTP 503", 60.0), "empty"),
        (Challenged("mfa", "bot check"), "empty"),
        (Challenged("mfa", "bot check"), "challenged"),
        (SourceGone("mfa", "HTTP 404"), "challenged"),
        (RuntimeError("a bug"), "challenged"),
        (RuntimeError("a bug"), "failing"),
    )
    for minute, (trouble, state) in enumerate(troubles, start=20):
        network.pages.update(feeds(wire=rss(DENIAL, at=later(10))))
        network.pages["https://mfa.example/rss"] = trouble
        with small_world(tmp_path, network, telling, later(minute)) as world:
            await cycle(world, every=True)
            reports = {report.source: report for report in world.store.reports()}
        assert reports["wire"].state == "ok"
        assert reports["mfa"].state == state
        assert reports["mfa"].error != ""
        assert reports["mfa"].last_success == NOW
    assert telling.told() == [("new", DENIAL[1])]
    network.pages.update(feeds(mfa=rss(REPORT, at=later(10)), wire=rss(DENIAL, at=later(10))))
    await cycle_at(later(600), tmp_path, network, telling)
    assert telling.told()[1:] == [("new", REPORT[1])]


async def test_a_check_whose_lease_is_lost_does_not_disturb_the_others(
    tmp_path: Path, network: Network, telling: Telling, monkeypatch: pytest.MonkeyPatch
) -> None:
    with small_world(tmp_path, network, telling) as world:
        ours = SqlRecording.checking

        def taken(recording: SqlRecording, claims: Sequence[SourceClaim], *, undo: bool = True) -> AbstractContextManager[Checking]:
            if any(claim.source == "mfa" for claim in claims):
                raise StoreError("given to another")
            return ours(recording, claims, undo=undo)

        monkeypatch.setattr(SqlRecording, "checking", taken)
        failures = await cycle(world)
        assert [failure.source for failure in failures] == ["mfa"]
        assert {report.source: report.last_success for report in world.store.reports()} == {"mfa": None, "wire": NOW}


async def test_failures_back_off_and_retry_after_is_heeded(tmp_path: Path, network: Network, telling: Telling) -> None:
    await begin(tmp_path, network, telling)
    network.pages["https://mfa.example/rss"] = FetchFailed("mfa", "HTTP 503", 7200.0)
    assert await cycle_at(later(20), tmp_path, network, telling) == ["mfa: failing"]
    asked = network.asked.count("https://mfa.example/rss")
    assert await cycle_at(later(60), tmp_path, network, telling) == []
    assert network.asked.count("https://mfa.example/rss") == asked
    assert await cycle_at(later(300), tmp_path, network, telling) == ["mfa: failing"]


async def test_a_page_that_lost_its_rows_is_a_failure_not_silence(tmp_path: Path, network: Network, telling: Telling) -> None:
    network.pages["https://kantei.example/list/"] = LIST.format(ROW.format(1, "Old"))
    await begin(tmp_path, network, telling, sources=("kantei",))
    network.pages["https://kantei.example/list/"] = "<ul></ul>"
    assert await cycle_at(later(20), tmp_path, network, telling, sources=("kantei",)) == ["kantei: empty"]


async def test_new_items_are_read_in_full_from_their_own_pages(tmp_path: Path, network: Network, telling: Telling) -> None:
    network.pages["https://kantei.example/list/"] = LIST.format(ROW.format(1, "Old"))
    await begin(tmp_path, network, telling, sources=("kantei",))
    assert network.asked == ["https://kantei.example/list/"]
    network.pages["https://kantei.example/list/"] = LIST.format(ROW.format(2, "Press conference") + ROW.format(1, "Old"))
    network.pages["https://kantei.example/list/20251124_2.html"] = PAGE.format("Asked about the strait, he denied it.")
    await cycle_at(later(20), tmp_path, network, telling, sources=("kantei",))
    assert telling.told() == [("new", "Press conference")]
    assert telling.sent[-1].alert.evidence[0].quote == "Asked about the strait, he denied it."


async def test_a_page_that_cannot_be_read_is_tried_again_before_its_headline_must_do(
    tmp_path: Path, network: Network, telling: Telling
) -> None:
    network.pages["https://kantei.example/list/"] = LIST.format(ROW.format(1, "Old"))
    await begin(tmp_path, network, telling, sources=("kantei",))
    network.pages["https://kantei.example/list/"] = LIST.format(
        ROW.format(2, "He denied it about the strait") + ROW.format(1, "Old")
    )
    for minutes in (20, 40):
        await cycle_at(later(minutes), tmp_path, network, telling, sources=("kantei",))
        assert telling.told() == []
        assert network.requests[-2].etag == "" or minutes == 20, "an incomplete reading must not be skipped by a 304"
    await cycle_at(later(60), tmp_path, network, telling, sources=("kantei",))
    assert telling.told() == [("new", "He denied it about the strait")]


async def test_an_archive_that_comes_to_light_is_not_news(tmp_path: Path, network: Network, telling: Telling) -> None:
    await begin(tmp_path, network, telling)
    network.pages.update(feeds(wire=rss(DENIAL, at=NOW - timedelta(days=30))))
    await cycle_at(later(20), tmp_path, network, telling)
    assert telling.told() == []


async def test_copies_join_the_story_and_edit_the_message(tmp_path: Path, network: Network, telling: Telling) -> None:
    await begin(tmp_path, network, telling)
    network.pages.update(feeds(wire=rss(DENIAL, at=later(10))))
    await cycle_at(later(20), tmp_path, network, telling)
    copy = ("copy", DENIAL[1], DENIAL[2])
    network.pages.update(feeds(mfa=rss(copy, at=later(25)), wire=rss(DENIAL, at=later(10))))
    await cycle_at(later(40), tmp_path, network, telling)
    assert telling.told() == [("new", DENIAL[1])]
    (edit,) = telling.edited
    assert [outlet.source for outlet in edit.alert.outlets] == ["wire", "mfa"]
    assert edit.edits == "chat/2"


async def test_a_silently_changed_headline_answers_the_first_alert(tmp_path: Path, network: Network, telling: Telling) -> None:
    await begin(tmp_path, network, telling)
    network.pages.update(feeds(wire=rss(DENIAL, at=later(10))))
    await cycle_at(later(20), tmp_path, network, telling)
    changed = ("d1", "Tokyo partly denied the account of the strait", DENIAL[2])
    network.pages.update(feeds(wire=rss(changed, at=later(10))))
    await cycle_at(later(40), tmp_path, network, telling)
    await cycle_at(later(60), tmp_path, network, telling)
    assert telling.told() == [("new", DENIAL[1]), ("edited", changed[1])]
    first, edit = (message for message in telling.sent if message.alert.change != "baseline")
    assert (edit.alert.kind, edit.alert.replies_to, edit.reply_to) == ("silent-edit", first.alert.id, "chat/2")


async def test_what_did_not_come_is_said_once(tmp_path: Path, network: Network, telling: Telling) -> None:
    await begin(tmp_path, network, telling)
    network.pages.update(feeds(mfa=rss(REPORT, at=later(10))))
    await cycle_at(later(20), tmp_path, network, telling)
    for minutes in (24 * 60, 24 * 60 + 15, 48 * 60):
        await cycle_at(later(minutes), tmp_path, network, telling)
    assert telling.told() == [("new", REPORT[1]), ("overdue", "An answer")]


async def test_a_chat_service_that_is_down_delays_but_loses_nothing_and_keeps_the_order(
    tmp_path: Path, network: Network, telling: Telling
) -> None:
    await begin(tmp_path, network, telling)
    network.pages.update(feeds(wire=rss(DENIAL, REPORT, at=later(10))))
    telling.troubles = [RetryLater("test:chat", "down", 30.0)]
    await cycle_at(later(20), tmp_path, network, telling)
    assert telling.told() == []
    await cycle_at(later(21), tmp_path, network, telling)
    assert sorted(telling.told()) == sorted([("new", DENIAL[1]), ("new", REPORT[1])])


async def test_an_unsure_delivery_is_repeated_and_says_so(tmp_path: Path, network: Network, telling: Telling) -> None:
    await begin(tmp_path, network, telling)
    network.pages.update(feeds(wire=rss(DENIAL, at=later(10))))
    telling.troubles = [Uncertain("test:chat", "no answer")]
    await cycle_at(later(20), tmp_path, network, telling)
    await cycle_at(later(21), tmp_path, network, telling)
    (message,) = telling.sent[1:]
    assert "already" in message.text.lower() or "twice" in message.text.lower() or "duplicate" in message.text.lower()


async def test_a_chat_that_is_gone_does_not_block_the_rest(tmp_path: Path, network: Network, telling: Telling) -> None:
    await begin(tmp_path, network, telling)
    network.pages.update(feeds(wire=rss(DENIAL, REPORT, at=later(10))))
    telling.troubles = [Undeliverable("test:chat", "message refused")]
    await cycle_at(later(20), tmp_path, network, telling)
    assert len(telling.told()) == 1


async def test_a_chat_that_moved_is_followed(tmp_path: Path, network: Network, telling: Telling) -> None:
    await begin(tmp_path, network, telling)
    network.pages.update(feeds(wire=rss(DENIAL, at=later(10))))
    telling.troubles = [Migrated("test:chat", "moved", "test:new")]
    await cycle_at(later(20), tmp_path, network, telling)
    assert telling.told() == [("new", DENIAL[1])]


async def test_checking_all_checks_each_source_once_while_the_clock_runs(
    tmp_path: Path, network: Network, telling: Telling
) -> None:
    with small_world(tmp_path, network, telling) as world:
        running = World(world.index, world.store, world.fetcher, world.channels, Running())
        await check_due(running, every=True)
    assert sorted(network.asked) == ["https://mfa.example/rss", "https://wire.example/rss"]


@dataclass
class Running(SystemClock):
    """A clock that moves by a second each time it is read."""

    at: datetime = NOW

    def now(self) -> datetime:
        self.at += timedelta(seconds=1)
        return self.at


async def test_an_empty_feed_is_a_good_answer(tmp_path: Path, network: Network, telling: Telling) -> None:
    network.pages.update(feeds(mfa=EMPTY, wire=EMPTY))
    assert await cycle_at(NOW, tmp_path, network, telling) == []
