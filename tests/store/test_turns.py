"""Does one host hear from one of us at a time, however many processes ask, and does nobody wait longer than the plan allows?"""

from datetime import datetime, timedelta

from bot.ports import End, Outcome
from bot.store import SqlStore
from tests.store.make import LATER, LEASE, MINUTE, NOW, a_source, an_item, claim, record, stored

GAP = timedelta(seconds=5)
ONE = [a_source(name, url=f"https://one.example/{name}", min_gap=GAP) for name in ("a", "b", "c")]


def names(store: SqlStore, now: datetime = NOW, turn: datetime | None = None) -> list[str]:
    return [one.source for one in store.claim_sources(now, 10, LEASE, turn=turn)]


def leave(store: SqlStore, name: str, at: datetime) -> None:
    mine = claim(store, name)
    with store.recording() as recording:
        recording.settle([(mine, End(name, mine.cursor, LATER, at=at))])


def test_a_host_is_asked_by_one_at_a_time_and_the_longest_overdue_first(store: SqlStore) -> None:
    store.follow([*ONE, a_source("d", min_gap=GAP)], NOW)
    assert names(store) == ["a", "d"]
    assert names(store) == []


def test_the_gap_runs_from_when_the_host_was_left(store: SqlStore) -> None:
    store.follow(ONE, NOW)
    assert names(store) == ["a"]
    leave(store, "a", NOW + MINUTE)
    assert names(store, NOW, NOW + MINUTE + GAP / 2) == []
    assert store.next_turn(NOW, NOW + MINUTE) == NOW + MINUTE + GAP
    assert names(store, NOW, NOW + MINUTE + GAP) == ["b"]


def test_a_source_without_a_gap_takes_no_turns(store: SqlStore) -> None:
    store.follow([a_source(name, url=f"http://localhost/{name}", min_gap=timedelta(0)) for name in ("a", "b")], NOW)
    assert names(store) == ["a", "b"]
    assert store.next_turn(NOW, NOW) is None


def test_a_source_that_is_asked_or_read_in_another_way_begins_anew(store: SqlStore) -> None:
    store.follow([a_source()], NOW)
    mine = claim(store)
    record(store, cursor=mine.cursor.__class__(etag='"1"', digest="d", items=30, baselined=True))
    store.follow([a_source(note="another remark")], NOW)
    assert claim(store).cursor.etag == '"1"'
    store.follow([a_source(url="https://mfa.example/moved")], NOW)
    assert (claim(store).cursor.etag, claim(store).cursor.items, claim(store).cursor.baselined) == ("", 0, True)


def test_a_plan_brings_forward_who_is_well_and_keeps_who_was_told_to_wait(store: SqlStore) -> None:
    store.follow([a_source(name) for name in ("well", "told", "ill")], NOW)
    for name, end in (("well", {}), ("told", {"not_before": NOW + 2 * MINUTE}), ("ill", {"error": "HTTP 503"})):
        record(store, name=name, next_due=NOW + 60 * MINUTE, **end)
    store.plan({"well": 60.0, "told": 60.0, "ill": 60.0})
    due = {report.source: report.next_due for report in store.reports()}
    assert due == {"well": NOW + MINUTE, "told": NOW + 2 * MINUTE, "ill": NOW + 60 * MINUTE}
    assert {one.source: one.interval for one in store.claim_sources(LATER, 10, LEASE)} == {"well": 60.0, "told": 60.0}


def test_what_a_source_published_is_counted_for_its_pace(store: SqlStore) -> None:
    store.follow([a_source()], NOW)
    record(store, stored(an_item()), published=[NOW - MINUTE])
    (pace,) = store.paces(NOW - MINUTE)
    assert pace.on_story
    assert sum(pace.arrivals["bins"]) > 0.99  # type: ignore[call-overload]  # a JSON document


def test_news_of_a_source_is_told_once(store: SqlStore) -> None:
    store.follow([a_source()], NOW)
    record(store, state="failing", error="HTTP 503", cursor=claim(store).cursor.__class__(moved="https://b.example/"))
    with store.deadlines(NOW) as transaction:
        (news,) = transaction.news()
        transaction.record(Outcome(news_told=True))
    assert (news.before, news.state, news.moved) == ("new", "failing", "https://b.example/")
    record(store, state="failing", error="HTTP 503", cursor=claim(store).cursor)
    with store.deadlines(NOW) as transaction:
        assert transaction.news() == []


def test_held_items_come_back_as_they_were_until_they_are_decided(store: SqlStore) -> None:
    store.follow([a_source()], NOW)
    items = [an_item("one"), an_item("two", published=None)]
    with store.checking(claim(store)) as transaction:
        transaction.record(Outcome(held=items))
        assert list(transaction.held(["mfa"]).values()) == items
    with store.deadlines(NOW) as transaction:
        assert [news.held for news in transaction.news()] == [2]
        transaction.record(Outcome(released=[items[0].key], news_told=True))
        assert list(transaction.held(["mfa"])) == [items[1].key]
        assert transaction.news() == []


def test_robots_files_are_kept(store: SqlStore) -> None:
    assert store.robots("https://a.example") is None
    for text in ("old", "new"):
        store.remember_robots("https://a.example", text, NOW)
    assert store.robots("https://a.example") == ("new", NOW)
