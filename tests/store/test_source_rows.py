"""Is every source checked when it is due, by one at a time, and never forgotten?"""

from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta

import pytest

from bot.errors import StoreError
from bot.model.item import Published
from bot.model.source import Cursor
from bot.ports import End, Outcome, SourceClaim
from bot.store import SqlStore
from tests.store.make import LATER, LEASE, MINUTE, NOW, a_source, an_item, claim, opened, record, stored

DAY = timedelta(days=1)


def names(store: SqlStore, now: datetime = NOW, limit: int = 10, *, every: bool = False) -> list[str]:
    return [one.source for one in store.claim_sources(now, limit, LEASE, every=every)]


def test_a_new_source_is_due_at_once_and_knows_since_when_it_is_followed(store: SqlStore) -> None:
    opened(store)
    assert list(store.claim_sources(NOW, 10, LEASE)) == [SourceClaim("mfa", Cursor(added_at=NOW), 1)]


def test_a_claimed_source_is_nobody_elses_until_the_lease_ends(store: SqlStore) -> None:
    opened(store)
    assert names(store) == ["mfa"]
    assert names(store, NOW + LEASE - MINUTE) == []
    assert [one.fence for one in store.claim_sources(NOW + LEASE, 10, LEASE)] == [2]


def test_the_longest_overdue_sources_come_first(store: SqlStore) -> None:
    opened(store, "a", "b", "c")
    for name, due in (("a", 3), ("b", 1), ("c", 2)):
        record(store, name=name, next_due=NOW + due * MINUTE)
    assert names(store, LATER, 2) == ["b", "c"]
    assert names(store, LATER, 2) == ["a"]


def test_a_checked_source_rests_until_it_is_due(store: SqlStore) -> None:
    opened(store)
    record(store, next_due=LATER)
    assert names(store, LATER - timedelta(microseconds=1)) == []
    assert names(store, LATER) == ["mfa"]


def test_every_takes_each_source_once_per_instant_whether_due_or_not(store: SqlStore) -> None:
    opened(store, "a", "b", "c")
    for name in "abc":
        record(store, name=name)
    now = NOW + MINUTE
    assert [*names(store, now, 2, every=True), *names(store, now, 2, every=True)] == ["a", "b", "c"]
    assert names(store, now, 2, every=True) == []


def test_a_clock_that_went_back_a_day_stops_nothing(store: SqlStore) -> None:
    opened(store)
    record(store, now=NOW + DAY, next_due=NOW + DAY + MINUTE)
    assert names(store) == ["mfa"]


def test_nor_does_a_lease_from_the_future(store: SqlStore) -> None:
    opened(store)
    assert names(store, NOW + DAY) == ["mfa"]
    assert names(store) == ["mfa"]


def test_a_clock_a_little_behind_does_not_check_twice(store: SqlStore) -> None:
    opened(store)
    record(store)
    assert names(store, NOW - timedelta(seconds=5)) == []


def test_a_lost_claim_cannot_write(store: SqlStore) -> None:
    opened(store)
    late = claim(store)
    current = claim(store, now=NOW + LEASE)
    with pytest.raises(StoreError, match="mfa: this check took longer"), store.checking(late):
        pytest.fail("the transaction opened")
    with store.checking(current) as transaction:
        transaction.record(Outcome([stored(an_item())], ends=[End("mfa", current.cursor)]))
    assert store.seen("mfa", ["mfa/call"]) == {"mfa/call"}


def test_the_same_claim_cannot_be_settled_after_another_check(store: SqlStore) -> None:
    opened(store)
    first = claim(store)
    record(store, now=LATER + LEASE)
    with pytest.raises(StoreError), store.checking(first):
        pytest.fail("the transaction opened")


def test_a_source_off_the_watchlist_rests_and_comes_back_with_its_memory(store: SqlStore) -> None:
    opened(store, "mfa", "kantei")
    record(store, stored(an_item()), cursor=Cursor(etag='"7"', baselined=True, added_at=NOW))
    store.follow([a_source("kantei")], LATER)
    assert [report.source for report in store.reports()] == ["kantei"]
    assert names(store, LATER) == ["kantei"]
    store.follow([a_source("mfa"), a_source("kantei", enabled=False)], LATER)
    (back,) = store.claim_sources(LATER, 10, LEASE)
    assert back.cursor == Cursor(etag='"7"', baselined=True, added_at=NOW)
    assert store.seen("mfa", ["mfa/call"])


def test_following_nothing_switches_everything_off(store: SqlStore) -> None:
    opened(store)
    store.follow([], LATER)
    assert names(store, LATER) == []
    assert store.next_event() is None


def test_a_failure_is_reported_and_does_not_count_as_success(store: SqlStore) -> None:
    opened(store)
    record(store, stored(an_item()))
    cursor = Cursor(failures=1, added_at=NOW)
    record(store, now=LATER, state="gone", error="mfa: 404", cursor=cursor, next_due=LATER + DAY)
    (report,) = store.reports()
    assert (report.state, report.error, report.last_success, report.items) == ("gone", "mfa: 404", NOW, 1)
    assert claim(store, now=LATER + DAY).cursor == cursor


def test_the_last_item_is_dated_by_its_source_but_never_in_the_future(store: SqlStore) -> None:
    opened(store)
    record(store, stored(an_item(published=Published(NOW - DAY, NOW))))
    assert store.reports()[0].last_item == NOW - DAY
    record(store, stored(an_item("next", published=Published(NOW + DAY, NOW + DAY))), now=LATER)
    record(store, now=LATER + MINUTE)
    assert store.reports()[0].last_item == NOW


def test_the_start_of_following_cannot_be_forgotten(store: SqlStore) -> None:
    opened(store)
    record(store, cursor=Cursor())
    assert claim(store, now=LATER).cursor.added_at == NOW


def test_the_next_event_is_the_source_that_can_be_claimed_first(store: SqlStore) -> None:
    assert store.next_event() is None
    opened(store, "a", "b")
    assert store.next_event() == NOW
    for name, due in (("a", 7), ("b", 9)):
        record(store, name=name, next_due=NOW + due * MINUTE)
    assert store.next_event() == NOW + 7 * MINUTE
    store.claim_sources(NOW + 7 * MINUTE, 1, LEASE)
    assert store.next_event() == NOW + 9 * MINUTE
    store.claim_sources(NOW + 9 * MINUTE, 1, LEASE)
    assert store.next_event() == NOW + 7 * MINUTE + LEASE


def test_claimers_at_the_same_time_never_share_a_source(store: SqlStore) -> None:
    everything = [f"s{n:03}" for n in range(200)]
    opened(store, *everything)

    def take_all(_: int) -> list[str]:
        mine: list[str] = []
        while batch := names(store, limit=7):
            mine += batch
        return mine

    with ThreadPoolExecutor(4) as pool:
        taken = [name for mine in pool.map(take_all, range(4)) for name in mine]
    assert sorted(taken) == everything


def test_a_thousand_sources_are_followed_and_a_cursor_keeps_what_waits(store: SqlStore) -> None:
    opened(store, *(f"s{n}" for n in range(1000)))
    cursor = Cursor(
        "e", "m", "d", (7, -(2**63)), 30, 2, "gone", "https://b.example/", 3, 1, 4, NOW,
        baselined=True, waiting=(("s1/x", 2), ("s1/y", 1)),
    )  # fmt: skip
    record(store, name="s1", cursor=cursor)
    assert claim(store, "s1", LATER).cursor == cursor
    assert len(store.reports()) == 1000
