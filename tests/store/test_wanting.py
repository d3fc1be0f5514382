"""Is a chat owed what it wants, and an answer wherever what it answers was told?"""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import event, func, select

from bot.model.alert import Chat, Receipt
from bot.model.subscriber import Preferences
from bot.store import SqlStore
from bot.store.owing_rows import AWAY_MAX
from bot.store.tables import chat, delivery
from tests.store.make import CONSOLE, LEASE, MINUTE, NOW, an_alert, deliver, only, opened, record

READER = Chat("console:reader")
SOON = NOW + timedelta(hours=1)


def reader(store: SqlStore, **wants: Any) -> SqlStore:
    opened(store, chats=())
    store.save_chat(replace(READER, wants=Preferences(**wants)))
    return store


def owed(store: SqlStore) -> list[str]:
    with store._reading() as connection:
        rows = connection.execute(select(delivery.c.alert).where(delivery.c.chat == READER.id).order_by(delivery.c.id))
        return [row.alert.removeprefix("alert-") for row in rows]


@pytest.mark.parametrize(
    ("wants", "told"),
    [
        ({}, True),
        ({"follows": frozenset({"taiwan"})}, True),
        ({"follows": frozenset({"taiwan/calls"})}, True),
        ({"follows": frozenset({"taiwan/protests", "other"})}, False),
        ({"kinds": frozenset({"readout"})}, True),
        ({"kinds": frozenset({"denial", "correction"})}, False),
        ({"severity": "high"}, True),
        ({"severity": "critical"}, False),
        ({"muted_until": SOON}, False),
        ({"muted_until": NOW - MINUTE}, True),
        ({"muted": (("taiwan", SOON),)}, False),
        ({"muted": (("taiwan", NOW - MINUTE), ("other", SOON))}, True),
    ],
)
def test_what_a_chat_wants(store: SqlStore, wants: dict[str, Any], *, told: bool) -> None:
    record(reader(store, **wants), alerts=[an_alert("a")])
    assert owed(store) == (["a"] if told else [])


@pytest.mark.parametrize("change", ["edited", "corrected", "removed", "conflict", "graver", "met"])
def test_an_answer_goes_to_whoever_was_told_whatever_he_wants_now(store: SqlStore, change: str) -> None:
    record(reader(store, severity="low", kinds=frozenset({"readout"})), alerts=[an_alert("a")])
    store.save_chat(replace(READER, wants=Preferences(severity="critical")))
    record(store, alerts=[an_alert("fix", change=change, replies_to="alert-a")])
    assert owed(store) == ["a", "fix"]
    store.save_chat(replace(READER, wants=Preferences(muted_until=SOON)))
    record(store, alerts=[an_alert("other", change=change, replies_to="alert-a")])
    assert owed(store) == ["a", "fix"]


@pytest.mark.parametrize(("change", "told"), [("corrected", False), ("removed", False), ("conflict", True), ("graver", True)])
@pytest.mark.parametrize("wants", [{}, {"severity": "normal"}], ids=["default", "particular"])
def test_what_mends_an_alert_is_for_those_alone_who_were_told_it(
    store: SqlStore, change: str, wants: dict[str, Any], *, told: bool
) -> None:
    record(opened(store), alerts=[an_alert("a")])
    reader(store, **wants)
    record(store, alerts=[an_alert("fix", change=change, replies_to="alert-a")])
    assert owed(store) == (["fix"] if told else [])
    record(store, alerts=[an_alert("alone", change=change)])
    assert owed(store)[-1:] == ["alone"], "what answers nothing stands by itself"


def test_a_hundred_thousand_chats_without_preferences_are_owed_in_one_statement(store: SqlStore) -> None:
    opened(store)
    rows = [
        {"id": f"telegram:{n}", "active": True, "zone": "UTC", "language": "en", "wants": {}, "operators": False}
        for n in range(20_000)
    ]
    with store._writing() as connection:
        connection.execute(chat.insert(), rows)
    said: list[str] = []
    event.listen(store._engines.writer, "before_cursor_execute", lambda *_, **__: said.append(_[2]))
    record(store, alerts=[an_alert("a")])
    assert len([words for words in said if words.startswith("INSERT INTO delivery")]) == 1
    with store._reading() as connection:
        assert connection.scalar(select(func.count()).select_from(delivery)) == 20_001


@pytest.mark.parametrize("wants", [{}, {"severity": "normal", "kinds": frozenset({"statement"})}], ids=["default", "particular"])
def test_what_mends_an_alert_is_owed_with_it_in_one_breath_and_without_it_never(store: SqlStore, wants: dict[str, Any]) -> None:
    reader(store, **wants)
    record(
        store,
        alerts=[
            an_alert("first", kind="statement"),
            an_alert("second", kind="statement", change="edited", replies_to="alert-first"),
            an_alert("stray", kind="statement", change="edited", replies_to="alert-unknown"),
        ],
    )
    assert owed(store) == ["first", "second"]


def test_a_chat_that_shut_us_out_gets_the_last_day_when_it_lets_us_in_again_and_the_rest_as_a_number(store: SqlStore) -> None:
    reader(store)
    record(store, alerts=[an_alert("owed"), an_alert("waiting")])
    one = only(store.claim_deliveries(NOW, 10, LEASE))
    assert store.settle(one, Receipt("closed", reason="bot was blocked by the user"), NOW)
    assert store.claim_deliveries(NOW + LEASE, 10, LEASE) == []
    known = store.chat(READER.id)
    assert known is not None
    assert not known.active
    later = NOW + AWAY_MAX
    record(store, alerts=[an_alert("missed")], now=NOW + MINUTE)
    record(store, alerts=[an_alert("fresh")], now=later)
    back = later + 2 * MINUTE
    store.save_chat(replace(known, active=True))
    first = only(store.claim_deliveries(back, 10, LEASE))
    assert (first.alert.id, first.missed) == ("alert-fresh", 3)
    store.settle(first, Receipt("sent", "1"), back)
    record(store, alerts=[an_alert("next")], now=back)
    assert only(store.claim_deliveries(back, 10, LEASE)).missed == 0


def test_one_that_comes_back_within_the_day_has_missed_nothing_and_gets_it_in_order(store: SqlStore) -> None:
    record(reader(store), alerts=[an_alert("a")])
    store.settle(only(store.claim_deliveries(NOW, 10, LEASE)), Receipt("closed"), NOW)
    record(store, alerts=[an_alert("b")], now=NOW + MINUTE)
    store.subscribe([READER])
    assert deliver(store, SOON) == [("send", "alert-a"), ("send", "alert-b")]


def test_one_that_shut_us_out_is_tried_again_when_we_are_told_to_and_one_that_said_stop_is_not(store: SqlStore) -> None:
    record(reader(store), alerts=[an_alert("a")])
    store.settle(only(store.claim_deliveries(NOW, 10, LEASE)), Receipt("closed"), NOW)
    silent = replace(READER, id="telegram:99", active=False)
    store.save_chat(silent)
    store.reopen([READER.id, silent.id, "telegram:100"])
    assert store.chat(silent.id) == silent
    record(store, alerts=[an_alert("b")], now=NOW + MINUTE)
    assert deliver(store, SOON) == [("send", "alert-a"), ("send", "alert-b")]


def test_one_that_moved_before_it_shut_us_out_is_tried_again_where_it_is(store: SqlStore) -> None:
    record(reader(store), alerts=[an_alert("a")])
    store.move_chat(READER.id, "telegram:-100", NOW)
    store.settle(only(store.claim_deliveries(NOW, 10, LEASE)), Receipt("closed"), NOW)
    store.reopen([READER.id])
    assert deliver(store, SOON) == [("send", "alert-a")]


def test_who_left_of_his_own_will_is_owed_nothing_of_the_time_between(store: SqlStore) -> None:
    record(reader(store), alerts=[an_alert("a")])
    store.save_chat(replace(READER, active=False))
    assert store.claim_deliveries(NOW, 10, LEASE) == []
    record(store, alerts=[an_alert("b")], now=NOW + MINUTE)
    store.save_chat(READER)
    assert deliver(store, SOON) == [("send", "alert-a")]


def test_notices_reach_operators_whatever_storylines_they_follow(store: SqlStore) -> None:
    opened(store, chats=())
    wants = Preferences(follows=frozenset({"another"}), severity="critical")
    store.save_chat(Chat("console:ops", operators=True, wants=wants))
    with store.deadlines(NOW) as transaction:
        from bot.ports import Outcome  # noqa: PLC0415 - used once

        transaction.record(Outcome(notices=[an_alert("down", change="notice", storyline="", severity="normal")]))
    assert [one.chat.id for one in store.claim_deliveries(NOW, 10, LEASE)] == ["console:ops"]
    assert CONSOLE.id != "console:ops"


def test_time_is_that_of_the_decision(store: SqlStore) -> None:
    record(reader(store, muted_until=SOON), alerts=[an_alert("a")], now=SOON)
    assert owed(store) == ["a"]
    assert isinstance(SOON, datetime)
