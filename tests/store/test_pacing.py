"""Is no chat and no token written to more often than it may be, whoever claims, and does what is urgent overtake?"""

from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta

import pytest
from sqlalchemy import select

from bot.model.alert import Chat, Delivery, Receipt
from bot.pacing.sending import CHAT_GAP, GROUP_GAP, HORIZON, TOKEN_GAP
from bot.store import SqlStore
from bot.store.tables import pace
from tests.store.make import LEASE, NOW, an_alert, only, opened, record

SECOND = timedelta(seconds=1)
SENT = Receipt("sent", "1")
PRIVATE, GROUP = Chat("telegram:1"), Chat("telegram:-1001")


def told(store: SqlStore, *chats: Chat, alerts: tuple[str, ...] = ("a",), severity: str = "normal") -> SqlStore:
    opened(store, chats=chats)
    record(store, alerts=[an_alert(name, severity=severity) for name in alerts])
    return store


def many(count: int) -> tuple[Chat, ...]:
    return tuple(Chat(f"telegram:{n}") for n in range(1, count + 1))


def take(store: SqlStore, turn: datetime, limit: int = 100) -> list[Delivery]:
    return list(store.claim_deliveries(turn, limit, LEASE, turn=turn))


@pytest.mark.parametrize(
    ("chat", "gap"), [(PRIVATE, CHAT_GAP), (GROUP, GROUP_GAP), (Chat("telegram:@readers"), GROUP_GAP)], ids=str
)
def test_a_chat_gets_one_message_a_second_and_a_group_eighteen_a_minute(store: SqlStore, chat: Chat, gap: timedelta) -> None:
    told(store, chat, alerts=("a", "b"))
    one = only(take(store, NOW))
    store.settle(one, SENT, NOW)
    assert take(store, NOW + gap - timedelta(milliseconds=1)) == []
    assert store.next_turn_to_send() == NOW + gap
    assert only(take(store, NOW + gap)).send_at == NOW + gap


def test_the_topics_of_a_group_share_what_it_may_be_sent(store: SqlStore) -> None:
    told(store, Chat("telegram:-1001/7"), Chat("telegram:-1001/8"))
    assert len(take(store, NOW)) == 1
    assert len(take(store, NOW + GROUP_GAP)) == 1


def test_a_token_sends_twenty_five_a_second(store: SqlStore) -> None:
    told(store, *many(100))
    began = take(store, NOW)
    assert len(began) == 29, "four turns that nobody took, and those of a second"
    assert max(one.send_at for one in began if one.send_at) < NOW + HORIZON
    assert take(store, NOW) == []
    assert len(take(store, NOW + SECOND)) == 25


def test_other_channels_are_not_paced(store: SqlStore) -> None:
    told(store, *(Chat(f"console:{n}") for n in range(60)))
    claimed = take(store, NOW)
    assert len(claimed) == 60
    assert {one.send_at for one in claimed} == {None}


def test_processes_share_the_turns(store: SqlStore) -> None:
    told(store, *many(60))
    with ThreadPoolExecutor(4) as pool:
        taken = [one for batch in pool.map(lambda _: take(store, NOW, 10), range(8)) for one in batch]
    assert len(taken) == len({one.id for one in taken}) == 29
    at = sorted(one.send_at for one in taken if one.send_at)
    assert at[-1] - NOW <= 25 * TOKEN_GAP


def test_retry_after_is_heeded_to_the_second_by_the_whole_chat_and_by_no_other(store: SqlStore) -> None:
    told(store, Chat("telegram:-1001/7"), Chat("telegram:-1001/8"), PRIVATE, alerts=("a", "b"))
    topic, private = sorted(take(store, NOW), key=lambda one: one.chat.id)
    until = NOW + timedelta(seconds=41)
    store.settle(topic, Receipt("retry", not_before=until, flooded=True), NOW)
    store.settle(private, SENT, NOW)
    assert [one.chat for one in take(store, NOW + SECOND)] == [PRIVATE]
    assert take(store, until - timedelta(milliseconds=1)) == []
    assert only(take(store, until)).chat.id.startswith("telegram:-1001/")


def test_two_chats_flooded_within_a_second_are_the_token(store: SqlStore) -> None:
    told(store, *many(4))
    first, second = take(store, NOW, 2)
    until = NOW + timedelta(seconds=30)
    store.settle(first, Receipt("retry", not_before=until, flooded=True), NOW)
    store.settle(second, Receipt("retry", not_before=until, flooded=True), NOW + SECOND / 2)
    assert take(store, NOW + 2 * SECOND) == []
    assert take(store, until - HORIZON) == []
    due = take(store, until)
    assert len(due) == 4
    assert min(one.send_at for one in due if one.send_at) >= until


def test_two_floods_far_apart_are_two_chats(store: SqlStore) -> None:
    told(store, *many(4))
    first, second = take(store, NOW, 2)
    store.settle(first, Receipt("retry", not_before=NOW + 30 * SECOND, flooded=True), NOW)
    store.settle(second, Receipt("retry", not_before=NOW + 32 * SECOND, flooded=True), NOW + 2 * SECOND)
    assert len(take(store, NOW + 3 * SECOND)) == 2


def test_a_refused_token_stops_everything_until_somebody_starts_us_again(store: SqlStore) -> None:
    told(store, *many(3), Chat("console:x"))
    hour = NOW + timedelta(hours=1)
    refused = take(store, NOW, 2)[1]
    store.settle(refused, Receipt("retry", not_before=hour, refused=True, reason="the token is refused"), NOW)
    assert store.refusals(NOW + SECOND) == {"telegram": "the token is refused"}
    record(store, alerts=[an_alert("b")], now=NOW + SECOND)
    assert take(store, NOW + 2 * SECOND) == []
    store.subscribe(many(1))
    assert store.refusals(NOW + 2 * SECOND) == {}
    assert take(store, hour)


def test_what_is_urgent_overtakes_across_chats_and_not_within_one(store: SqlStore) -> None:
    told(store, *(Chat(f"console:{n}") for n in range(4)), alerts=("slow",))
    for one in store.claim_deliveries(NOW, 2, LEASE):
        store.settle(one, SENT, NOW)
    record(store, alerts=[an_alert("grave", severity="critical")])
    order = []
    while claimed := store.claim_deliveries(NOW, 1, LEASE):
        order.append((claimed[0].chat.address, claimed[0].alert.id))
        store.settle(claimed[0], SENT, NOW)
    grave, slow = "alert-grave", "alert-slow"
    assert order == [("0", grave), ("1", grave), ("2", slow), ("2", grave), ("3", slow), ("3", grave)]


def test_a_chat_that_is_owed_very_much_is_one_among_many(store: SqlStore) -> None:
    told(store, Chat("console:huge"), alerts=tuple(f"old{n}" for n in range(50)))
    store.subscribe([Chat("console:x"), Chat("console:y")])
    record(store, alerts=[an_alert("new", severity="normal")], now=NOW + SECOND)
    order = []
    for number in range(4):
        (one,) = store.claim_deliveries(NOW + number * SECOND, 1, LEASE)
        order.append(one.chat.address)
        store.settle(one, SENT, NOW + number * SECOND + SECOND)
    assert set(order) >= {"x", "y"}


def test_a_clock_that_went_back_holds_nobody(store: SqlStore) -> None:
    told(store, PRIVATE, alerts=("a", "b"))
    future = NOW + timedelta(days=365)
    store.settle(only(take(store, future)), SENT, future)
    assert only(take(store, NOW)).alert.id == "alert-b"


def test_what_was_written_to_long_ago_is_forgotten_and_what_waits_is_not(store: SqlStore) -> None:
    told(store, PRIVATE, GROUP, alerts=("a", "b"))
    first, second = take(store, NOW)
    store.settle(first, SENT, NOW)
    store.settle(second, Receipt("retry", not_before=NOW + timedelta(days=2), flooded=True), NOW)
    store.prune_paces(NOW + timedelta(days=1))
    with store._reading() as connection:
        assert list(connection.scalars(select(pace.c.name))) == [second.chat.id]
