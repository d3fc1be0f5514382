"""Are pages looked at when they are due, by one at a time, and is what they said kept?"""

from datetime import datetime, timedelta

import pytest

from bot.errors import StoreError
from bot.model.page import Behind, Page, PageEnd, Watched
from bot.ports import Outcome
from bot.store import SqlStore
from tests.store.make import LATER, LEASE, MINUTE, NOW, a_source, opened

CALL = Behind("https://mfa.example/call", "mfa", "mfa/call", "taiwan")
LETTER = Behind("https://mfa.example/letter", "mfa", "mfa/letter", "taiwan")
WATCHED = Watched(
    NOW, 3, Page("A call", ("They spoke.", "For an hour.")), "en", Page("A call", ("They spoke.",)), 1, frozenset({"a"}), frozenset({"b"}), 2,
    ("f",), 1, 2, NOW, 3, '"e"', "yesterday",
)  # fmt: skip


def behind(store: SqlStore, *pages: Behind, now: datetime = NOW) -> None:
    with store.deadlines(now) as transaction:
        transaction.record(Outcome(behind=pages))


def ended(store: SqlStore, end: PageEnd, now: datetime = NOW) -> None:
    with store.deadlines(now) as transaction:
        transaction.record(Outcome(pages=[end]))


def test_a_page_is_due_at_once_and_claimed_by_one(store: SqlStore) -> None:
    opened(store)
    behind(store, CALL)
    (claim,) = store.claim_pages(NOW, 10, LEASE)
    assert (claim.url, claim.source, claim.story, claim.storyline) == (CALL.url, "mfa", "mfa/call", "taiwan")
    assert claim.watched == Watched(NOW)
    assert store.claim_pages(NOW, 10, LEASE) == []
    assert len(store.claim_pages(NOW + LEASE, 10, LEASE)) == 1


def test_pages_of_one_host_take_turns(store: SqlStore) -> None:
    store.follow([a_source(min_gap=timedelta(seconds=5))], NOW)
    behind(store, CALL, LETTER)
    assert len(store.claim_pages(NOW, 10, LEASE)) == 1
    assert store.claim_pages(NOW + timedelta(seconds=4), 10, LEASE) == []
    assert len(store.claim_pages(NOW + timedelta(seconds=5), 10, LEASE)) == 1


def test_what_is_remembered_of_a_page_comes_back_as_it_was(store: SqlStore) -> None:
    opened(store)
    behind(store, CALL)
    (claim,) = store.claim_pages(NOW, 10, LEASE)
    ended(store, PageEnd(claim, WATCHED, LATER, WATCHED.page, "number"))
    assert store.claim_pages(LATER - MINUTE, 10, LEASE) == []
    (again,) = store.claim_pages(LATER, 10, LEASE)
    assert again.watched == WATCHED
    assert store.versions(CALL.url) == [(NOW, WATCHED.page, "number")]


def test_a_page_that_is_done_is_never_due(store: SqlStore) -> None:
    opened(store)
    behind(store, CALL)
    (claim,) = store.claim_pages(NOW, 10, LEASE)
    ended(store, PageEnd(claim, WATCHED, None))
    assert store.claim_pages(NOW + timedelta(days=400), 10, LEASE) == []


def test_a_second_alert_about_a_page_changes_nothing(store: SqlStore) -> None:
    opened(store)
    behind(store, CALL)
    (claim,) = store.claim_pages(NOW, 10, LEASE)
    ended(store, PageEnd(claim, WATCHED, LATER))
    behind(store, CALL, now=NOW + MINUTE)
    (again,) = store.claim_pages(LATER, 10, LEASE)
    assert again.watched == WATCHED


def test_who_lost_his_claim_writes_nothing(store: SqlStore) -> None:
    opened(store)
    behind(store, CALL)
    (first,) = store.claim_pages(NOW, 10, LEASE)
    (second,) = store.claim_pages(NOW + LEASE, 10, LEASE)
    with pytest.raises(StoreError, match="discarded"):
        ended(store, PageEnd(first, WATCHED, LATER))
    ended(store, PageEnd(second, WATCHED, LATER))
    assert store.versions(CALL.url) == []


def test_an_address_longer_than_any_is_not_followed(store: SqlStore) -> None:
    opened(store)
    behind(store, Behind(f"https://mfa.example/{'a' * 3000}", "mfa", "mfa/call", "taiwan"))
    assert store.claim_pages(NOW, 10, LEASE) == []


def test_the_next_event_is_the_page_that_is_due_first(store: SqlStore) -> None:
    opened(store)
    behind(store, CALL)
    (claim,) = store.claim_pages(NOW, 10, LEASE)
    ended(store, PageEnd(claim, WATCHED, NOW - timedelta(days=1)))
    assert store.next_event() == NOW - timedelta(days=1)
