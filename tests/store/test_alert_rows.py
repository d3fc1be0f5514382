"""Does an alert exist exactly once, with everything it says?"""

from dataclasses import replace
from datetime import timedelta

from bot.model.alert import Told
from bot.store import SqlStore
from tests.store.make import CONSOLE, GROUP, LATER, NOW, an_alert, claim, deliver, opened, record


def test_the_same_alert_recorded_twice_is_one_row_and_one_delivery_per_chat(store: SqlStore) -> None:
    opened(store, chats=[CONSOLE, GROUP])
    record(store, alerts=[an_alert(), an_alert()])
    record(store, alerts=[replace(an_alert(), title="Again"), an_alert("next")], now=LATER)
    assert [alert.title for alert in store.alerts()] == ["The call", "The next"]
    assert sorted(deliver(store, LATER)) == [("send", "alert-call")] * 2 + [("send", "alert-next")] * 2


def test_a_story_can_be_edited_more_than_once(store: SqlStore) -> None:
    opened(store)
    record(
        store,
        alerts=[an_alert(), an_alert("e1", change="edited", story="mfa/call"), an_alert("e2", change="edited", story="mfa/call")],
    )
    assert len(store.alerts()) == 3


def test_alerts_are_told_per_story_with_the_time_of_the_check(store: SqlStore) -> None:
    opened(store)
    record(store, alerts=[an_alert(first_seen=NOW - timedelta(days=1)), an_alert("other")])
    with store.checking(claim(store, now=LATER)) as transaction:
        assert transaction.told(["mfa/call", "mfa/never"]) == [
            Told("alert-call", "taiwan", "calls", "mfa/call", "new", NOW, "high")
        ]
        assert transaction.told([]) == []


def test_alerts_keep_the_order_in_which_they_were_decided_when_the_clock_goes_back(store: SqlStore) -> None:
    opened(store)
    record(store, alerts=[an_alert("first")], now=LATER)
    record(store, alerts=[an_alert("second"), an_alert("third")], now=NOW)
    assert [alert.title for alert in store.alerts()] == ["The first", "The second", "The third"]
    assert [name for _, name in deliver(store, LATER)] == ["alert-first", "alert-second", "alert-third"]


def test_a_chat_that_subscribes_later_is_not_told_of_the_past(store: SqlStore) -> None:
    opened(store, chats=[])
    record(store, alerts=[an_alert()])
    store.subscribe([CONSOLE])
    record(store, alerts=[an_alert(), an_alert("next")], now=LATER)
    assert deliver(store, LATER) == [("send", "alert-next")]
