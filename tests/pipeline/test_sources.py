"""What do operators see of their sources: floods held back, states told once, unchanged bodies not read again?"""

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from bot import beside, preparing
from bot.deciding import SUDDEN_MAX, Verdict, reviewed
from bot.errors import FetchFailed
from bot.model.alert import Chat
from bot.model.item import Item, RawItem
from bot.pipeline import check_due, cycle, deliver_due, plan_paces
from bot.text.normalise import normalise
from tests.pipeline.make import DENIAL, NOW, Network, Telling, feeds, later, rss, small_world

OPERATORS = Chat("test:operators", operators=True)
FLOOD = [
    (f"n{n}", f"Spokesman {n} denied account {n * 7919} of the strait", f"He denied number {n * 104729} in words.")
    for n in range(SUDDEN_MAX + 5)
]


async def flooded(tmp_path: Path, network: Network, telling: Telling) -> None:
    """A feed that was redesigned: items of last week under new ids and addresses."""
    network.pages.update(feeds(mfa=rss(("old", "Weather", "Rain."))))
    with small_world(tmp_path, network, telling) as world:
        world.store.subscribe([OPERATORS])
        await cycle(world)
    network.pages.update(feeds(mfa=rss(*FLOOD, at=NOW - timedelta(days=6))))
    with small_world(tmp_path, network, telling, later(20)) as world:
        await cycle(world)


async def test_a_flood_of_old_items_is_held_back_and_the_operators_are_asked_once(tmp_path: Path) -> None:
    network, telling = Network(dict(feeds())), Telling()
    await flooded(tmp_path, network, telling)
    assert not any(message.alert.change == "new" for message in telling.sent)
    with small_world(tmp_path, network, telling, later(40)) as world:
        await cycle(world)
        assert {report.source: report.held for report in world.store.reports()} == {"mfa": len(FLOOD), "wire": 0}
    asked = [m for m in telling.sent if m.alert.change == "notice" and "readout held mfa" in m.text]
    assert len(asked) == 1


@pytest.mark.parametrize(("verdict", "cards", "told"), [("tell", 0, len(FLOOD)), ("digest", 1, 0), ("seen", 0, 0)])
async def test_an_operators_verdict_decides_about_it(tmp_path: Path, verdict: Verdict, cards: int, told: int) -> None:
    network, telling = Network(dict(feeds())), Telling()
    await flooded(tmp_path, network, telling)
    telling.sent.clear()
    with small_world(tmp_path, network, telling, later(40)) as world:
        with world.store.deadlines(later(40)) as transaction:
            outcome = reviewed(verdict, world.watchlist.sources["mfa"], world.index, transaction, later(40))
            transaction.record(outcome)
        await deliver_due(world)
        with world.store.deadlines(later(40)) as transaction:
            assert transaction.held(["mfa"]) == {}
        await cycle(world, every=True)
    assert len([m for m in telling.sent if m.alert.kind == "digest"]) == cards
    assert len([m for m in telling.sent if m.alert.change == "new"]) == told


async def test_news_since_the_last_look_is_never_held_however_much_it_is(tmp_path: Path) -> None:
    network, telling = Network(dict(feeds())), Telling()
    network.pages.update(feeds(mfa=rss(("old", "Weather", "Rain."))))
    with small_world(tmp_path, network, telling) as world:
        await cycle(world)
    network.pages.update(feeds(mfa=rss(*FLOOD, at=later(300))))
    with small_world(tmp_path, network, telling, later(600)) as world:
        await cycle(world)
    assert len(telling.told()) == len(FLOOD)


async def test_operators_hear_a_change_once_with_what_to_do_and_subscribers_do_not(tmp_path: Path) -> None:
    network, telling = Network(dict(feeds(mfa=rss(DENIAL)))), Telling()
    with small_world(tmp_path, network, telling) as world:
        world.store.subscribe([OPERATORS])
        await cycle(world)
    telling.sent.clear()
    network.pages["https://mfa.example/rss"] = FetchFailed("mfa", "HTTP 503")
    for minute in (20, 60, 120, 240, 500):
        with small_world(tmp_path, network, telling, later(minute)) as world:
            await cycle(world, every=True)
    (notice,) = telling.sent
    assert "mfa: ok → failing" in notice.text
    assert "HTTP 503" in notice.text
    assert "growing pauses" in notice.text
    network.pages.update(feeds(mfa=rss(DENIAL)))
    with small_world(tmp_path, network, telling, later(600)) as world:
        await cycle(world, every=True)
    assert "1 well again" in telling.sent[-1].text
    with small_world(tmp_path, network, telling, later(620)) as world:
        assert all(alert.change != "notice" for alert in world.store.alerts())


async def test_a_body_that_is_the_same_is_not_read_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    network, telling, read = Network(dict(feeds(mfa=rss(DENIAL)))), Telling(), []
    ours = preparing.ready_of

    def counted(*arguments: Any) -> Any:
        read.append(arguments)
        return ours(*arguments)

    monkeypatch.setattr(beside, "ready_of", counted)
    for minute in (0, 20):
        with small_world(tmp_path, network, telling, later(minute), sources=["mfa"]) as world:
            await check_due(world)
    assert (len(network.asked), len(read)) == (2, 1)


async def test_of_a_list_that_has_changed_only_what_is_new_is_looked_at(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    old = [(f"n{n}", f"Weather {n}", "Rain.") for n in range(20)]
    network, telling, seen = Network(dict(feeds(mfa=rss(*old)))), Telling(), []
    ours = normalise

    def counted(raw: RawItem, *rest: Any) -> Item:
        seen.append(raw.title)
        return ours(raw, *rest)

    with small_world(tmp_path, network, telling, sources=["mfa"]) as world:
        await check_due(world)
    monkeypatch.setattr(preparing, "normalise", counted)
    network.pages.update(feeds(mfa=rss(DENIAL, *old[:10], ("n10", "Weather 10", "Snow."), *old[11:])))
    with small_world(tmp_path, network, telling, later(20), sources=["mfa"]) as world:
        await check_due(world)
        assert {report.source: report.items for report in world.store.reports()} == {"mfa": 21}
    assert seen == [DENIAL[1], "Weather 10"]


async def test_the_pace_is_planned_for_all_sources_together(tmp_path: Path) -> None:
    network, telling = Network(dict(feeds(mfa=rss(DENIAL)))), Telling()
    with small_world(tmp_path, network, telling) as world:
        await cycle(world)
        await plan_paces(world)
        intervals = {claim.source: claim.interval for claim in world.store.claim_sources(later(60), 9, timedelta(minutes=1))}
    assert set(intervals) == {"mfa", "wire"}
    assert all(interval and interval >= 900 for interval in intervals.values())
