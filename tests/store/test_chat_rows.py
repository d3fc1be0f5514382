"""Do alerts follow a chat when its channel gives it another id?"""

import pytest

from bot.model.alert import Chat, Receipt
from bot.store import SqlStore
from tests.store.make import CONSOLE, GROUP, LATER, LEASE, NOW, an_alert, deliver, only, opened, record

SUPERGROUP = Chat("telegram:-1009", GROUP.zone, GROUP.language)
MOVED = Receipt("migrated", new_chat=SUPERGROUP.id)


def chats(store: SqlStore) -> set[Chat]:
    """Where an alert goes now."""
    record(store, alerts=[an_alert("probe")], now=LATER)
    return {one.chat for one in store.claim_deliveries(LATER, 10, LEASE)}


def test_chats_get_alerts_from_the_moment_they_subscribe(store: SqlStore) -> None:
    opened(store, chats=[CONSOLE])
    store.subscribe([GROUP])
    store.subscribe([])
    assert chats(store) == {CONSOLE, GROUP}


def test_subscribing_again_changes_zone_and_language(store: SqlStore) -> None:
    opened(store, chats=[CONSOLE, CONSOLE])
    store.subscribe([Chat(CONSOLE.id, "Asia/Tokyo", "ja")])
    assert chats(store) == {Chat(CONSOLE.id, "Asia/Tokyo", "ja")}


def test_a_moved_chat_gets_everything_it_is_owed_at_its_new_address(store: SqlStore) -> None:
    opened(store, chats=[GROUP])
    record(store, alerts=[an_alert("a"), an_alert("b")])
    one = only(store.claim_deliveries(NOW, 10, LEASE))
    assert store.settle(one, MOVED, NOW)
    again = only(store.claim_deliveries(NOW, 10, LEASE))
    assert (again.chat, again.alert.id, again.possible_duplicate) == (SUPERGROUP, "alert-a", False)
    store.settle(again, Receipt("sent", "1"), NOW)
    assert only(store.claim_deliveries(NOW, 10, LEASE)).chat == SUPERGROUP
    assert chats(store) == {SUPERGROUP}


def test_replies_find_what_was_sent_before_the_move(store: SqlStore) -> None:
    opened(store, chats=[GROUP])
    record(store, alerts=[an_alert("a")])
    deliver(store)
    record(store, alerts=[an_alert("b", replies_to="alert-a")])
    store.settle(only(store.claim_deliveries(NOW, 10, LEASE)), MOVED, NOW)
    assert only(store.claim_deliveries(NOW, 10, LEASE)).reply_to == "m1"


@pytest.mark.parametrize("before", [True, False], ids=["both listed", "old listed again"])
def test_a_list_with_the_former_id_does_not_tell_the_chat_twice(store: SqlStore, *, before: bool) -> None:
    opened(store, chats=[GROUP, SUPERGROUP] if before else [GROUP])
    record(store, alerts=[an_alert("a")])
    claimed = store.claim_deliveries(NOW, 10, LEASE)
    store.settle(next(one for one in claimed if one.chat == GROUP), MOVED, NOW)
    store.subscribe([GROUP])
    assert len([one for one in claimed if one.chat == SUPERGROUP] + list(store.claim_deliveries(NOW, 10, LEASE))) == 1
    deliver(store, NOW + LEASE)
    assert chats(store) == {SUPERGROUP}


def test_what_arrived_under_the_old_id_is_not_owed_under_the_new_one(store: SqlStore) -> None:
    opened(store, chats=[GROUP])
    record(store, alerts=[an_alert("a")])
    deliver(store)
    record(store, alerts=[an_alert("b")])
    store.subscribe([SUPERGROUP])
    record(store, alerts=[an_alert("c")])
    old, _ = store.claim_deliveries(NOW, 10, LEASE)
    store.settle(old, MOVED, NOW)
    assert deliver(store, NOW + LEASE) == [("send", "alert-b"), ("send", "alert-c")]


def test_a_chat_that_moves_twice_and_home_again_is_one_chat(store: SqlStore) -> None:
    opened(store, chats=[GROUP])
    for n, target in enumerate(["telegram:-1", "telegram:-2", GROUP.id, GROUP.id]):
        record(store, alerts=[an_alert(str(n))])
        store.settle(only(store.claim_deliveries(NOW, 10, LEASE)), Receipt("migrated", new_chat=target), NOW)
        store.subscribe([GROUP])
        deliver(store)
    assert chats(store) == {GROUP}
