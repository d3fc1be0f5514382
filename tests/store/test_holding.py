"""Is what must wait for morning held, told in one message, and never lost, doubled or forgotten?"""

from dataclasses import replace
from datetime import UTC, datetime, time, timedelta
from typing import Any

import pytest
from sqlalchemy import select

from bot.model.alert import Alert, Chat, Delivery, Receipt
from bot.model.subscriber import Preferences, Quiet
from bot.store import SqlStore
from bot.store.tables import delivery
from tests.store.make import CONSOLE, LEASE, MINUTE, a_story, an_alert, an_item, only, opened, record, stored

ZONE = "Europe/London"
NIGHT = Quiet(time(22), time(7))
EVENING = datetime(2025, 11, 24, 23, tzinfo=UTC)
MORNING = datetime(2025, 11, 25, 7, tzinfo=UTC)
READER = Chat("console:reader", ZONE)


def reader(store: SqlStore, **wants: Any) -> None:
    """The reader has these preferences."""
    store.save_chat(replace(READER, wants=Preferences(**wants)))


def night(store: SqlStore, **wants: Any) -> SqlStore:
    """A store with one reader whom nobody wakes."""
    opened(store, chats=())
    reader(store, **({"quiet": NIGHT} | wants))
    return store


def decide(store: SqlStore, *alerts: Alert, now: datetime = EVENING) -> None:
    record(store, alerts=alerts, now=now)


def normal(name: str, **changes: Any) -> Alert:
    return an_alert(name, **({"severity": "normal", "story": f"mfa/{name}"} | changes))


def take(store: SqlStore, now: datetime) -> list[Delivery]:
    return list(store.claim_deliveries(now, 10, LEASE))


def names(one: Delivery) -> list[str]:
    return [alert.id.removeprefix("alert-") for alert in one.digest or (one.alert,)]


def states(store: SqlStore) -> dict[str, str]:
    with store._reading() as connection:
        return {row.alert.removeprefix("alert-"): row.state for row in connection.execute(select(delivery))}


def test_one_that_was_held_goes_out_as_itself_in_the_morning(store: SqlStore) -> None:
    decide(night(store), normal("a"))
    assert states(store) == {"a": "held"}
    assert take(store, EVENING) == take(store, MORNING - MINUTE) == []
    store.follow([], EVENING)
    assert store.next_event() == MORNING
    one = only(take(store, MORNING))
    assert (names(one), one.digest) == (["a"], ())


def test_several_are_one_digest_to_which_later_answers_are_replies(store: SqlStore) -> None:
    decide(night(store), normal("a"), normal("b"))
    decide(store, normal("c"), now=EVENING + MINUTE)
    digest = only(take(store, MORNING))
    assert names(digest) == ["a", "b", "c"]
    assert take(store, MORNING) == []
    assert store.settle(digest, Receipt("sent", "77"), MORNING)
    assert states(store) == {"a": "sent", "b": "sent", "c": "sent"}
    decide(store, normal("fix", change="corrected", replies_to="alert-b"), now=MORNING)
    assert only(take(store, MORNING)).reply_to == "77"


def test_a_digest_is_never_edited(store: SqlStore) -> None:
    opened(night(store), "mfa", "xinhua", chats=())
    first = an_item("a")
    record(store, stored(first), alerts=[normal("a"), normal("b")], now=EVENING)
    store.settle(only(take(store, MORNING)), Receipt("sent", "77"), MORNING)
    copy = replace(first, key="xinhua/a", source="xinhua", url="https://xinhua.example/a", digest="copy")
    record(store, stored(copy, a_story(first)), name="xinhua", now=MORNING)
    assert take(store, MORNING + 5 * MINUTE) == []


@pytest.mark.parametrize(
    ("wants", "severity", "held"),
    [
        ({}, "high", True),
        ({}, "critical", False),
        ({"quiet": Quiet(time(22), time(7), "high")}, "high", False),
        ({"quiet": Quiet(time(22), time(7), "none")}, "critical", True),
        ({"quiet": Quiet(time(7), time(7))}, "low", False),
        ({"quiet": Quiet(time(12), time(14))}, "low", False),
        ({"quiet": None, "digest": (time(8),)}, "high", True),
        ({"quiet": None, "digest": (time(8),)}, "critical", False),
    ],
)
def test_what_breaks_through(store: SqlStore, wants: dict[str, Any], severity: str, *, held: bool) -> None:
    decide(night(store, **wants), normal("a", severity=severity))
    assert states(store) == {"a": "held" if held else "new"}


def test_what_mends_something_that_was_read_breaks_through_and_what_mends_something_held_waits_with_it(store: SqlStore) -> None:
    evening = EVENING - timedelta(hours=2)
    decide(night(store), normal("read"), now=evening)
    store.settle(only(take(store, evening)), Receipt("sent", "1"), evening)
    decide(store, normal("held"))
    decide(store, normal("fix", change="corrected", replies_to="alert-read"))
    decide(store, normal("gone", change="removed", replies_to="alert-held"))
    assert names(only(take(store, EVENING))) == ["fix"]
    assert states(store) == {"read": "sent", "held": "held", "fix": "sending", "gone": "held"}


def test_a_digest_time_in_the_quiet_hours_waits_for_their_end(store: SqlStore) -> None:
    decide(night(store, digest=(time(6),)), normal("a"))
    assert take(store, MORNING - MINUTE) == []
    assert take(store, MORNING)


def test_quiet_that_begins_before_its_turn_came_holds_it(store: SqlStore) -> None:
    decide(night(store), normal("late"), normal("later"), now=EVENING - timedelta(hours=2))
    assert take(store, EVENING) == []
    assert names(only(take(store, MORNING))) == ["late", "later"]


def test_what_waited_for_a_digest_does_not_wait_for_the_next_one(store: SqlStore) -> None:
    decide(night(store, quiet=None, digest=(time(8),)), normal("a"))
    eight = MORNING + timedelta(hours=1)
    one = only(take(store, eight + MINUTE))
    store.settle(one, Receipt("retry", not_before=eight + 2 * MINUTE), eight + MINUTE)
    assert names(only(take(store, eight + 2 * MINUTE))) == ["a"]


def test_preferences_that_change_plan_anew_and_lose_nothing(store: SqlStore) -> None:
    decide(night(store), normal("a"), normal("b"))
    reader(store, quiet=Quiet(time(22), time(9)))
    assert take(store, MORNING) == []
    nine = MORNING + timedelta(hours=2)
    assert names(only(take(store, nine))) == ["a", "b"]


def test_and_they_let_it_go_at_once_when_nothing_is_quiet_any_more(store: SqlStore) -> None:
    decide(night(store), normal("a"), normal("b"))
    reader(store, follows=frozenset({"another"}))
    assert names(only(take(store, EVENING))) == ["a", "b"]


def test_a_digest_whose_end_nobody_wrote_down_goes_out_again_as_it_was_with_a_label(store: SqlStore) -> None:
    decide(night(store), normal("a"), normal("b"))
    lost = only(take(store, MORNING))
    decide(store, normal("c"), now=MORNING)
    again = only(take(store, MORNING + LEASE))
    assert (names(again), again.possible_duplicate, again.doubts) == (["a", "b"], True, 1)
    assert not store.settle(lost, Receipt("sent", "1"), MORNING + LEASE)
    assert store.settle(again, Receipt("sent", "2"), MORNING + LEASE)
    assert names(only(take(store, MORNING + LEASE))) == ["c"]


@pytest.mark.parametrize("receipt", [Receipt("retry", not_before=MORNING), Receipt("migrated", new_chat="console:other")], ids=str)
def test_a_digest_that_did_not_go_out_goes_out_later_with_all_that_is_in_it(store: SqlStore, receipt: Receipt) -> None:
    decide(night(store), normal("a"), normal("b"))
    store.settle(only(take(store, MORNING)), receipt, MORNING)
    again = only(take(store, MORNING + MINUTE))
    assert (names(again), again.possible_duplicate) == (["a", "b"], False)
    store.settle(again, Receipt("sent", "1"), MORNING)
    assert states(store) == {"a": "sent", "b": "sent"}


def test_a_chat_without_preferences_is_told_at_once(store: SqlStore) -> None:
    night(store)
    store.subscribe([CONSOLE])
    decide(store, normal("a"))
    assert [one.chat for one in take(store, EVENING)] == [CONSOLE]
