"""Does every alert arrive in every chat, in order, and is the one possible double labelled?"""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from sqlalchemy import text

from bot.model.alert import Chat, Receipt
from bot.model.story import Take
from bot.ports import Outcome
from bot.store import SqlStore
from bot.store.lane_rows import EDIT_GAP
from bot.store.tables import OWED
from tests.store.make import (
    CONSOLE,
    GROUP,
    LATER,
    LEASE,
    MINUTE,
    NOW,
    a_source,
    a_story,
    an_alert,
    an_item,
    an_outlet,
    claim,
    deliver,
    only,
    opened,
    record,
    stored,
)

CALL = an_item()
COPY = replace(CALL, key="xinhua/copy", source="xinhua", url="https://xinhua.example/copy", digest="copy")
SENT = Receipt("sent", "m1")
RESTED = NOW + EDIT_GAP


def told(store: SqlStore, *alerts: str, chats: tuple[Chat, ...] = (CONSOLE,)) -> None:
    """A store in which these alerts have been decided; the first is about CALL."""
    opened(store, "mfa", "xinhua", "cgtn", chats=chats)
    record(store, stored(CALL), alerts=[an_alert(name) for name in alerts or ("call",)])


def joins(store: SqlStore, name: str = "xinhua", now: datetime = NOW) -> None:
    """Another outlet carries CALL."""
    store.follow([a_source(each) for each in ("mfa", "xinhua", "cgtn", name)], now)
    copy = replace(COPY, key=f"{name}/copy", source=name, url=f"https://{name}.example/copy", digest=f"copy {name}")
    record(store, stored(copy, a_story(CALL)), name=name, now=now)


def test_a_delivery_carries_the_whole_alert_and_the_chat(store: SqlStore) -> None:
    told(store, chats=(GROUP,))
    one = only(store.claim_deliveries(NOW, 10, LEASE))
    assert one.alert == an_alert(outlets=(an_outlet(CALL),))
    assert (one.chat, one.action, one.fence, one.attempts) == (GROUP, "send", 1, 0)
    assert (one.reply_to, one.message_id, one.possible_duplicate) == ("", "", False)


def test_outlets_are_those_of_the_moment_of_the_claim(store: SqlStore) -> None:
    told(store)
    joins(store)
    assert [outlet.source for outlet in only(store.claim_deliveries(NOW, 10, LEASE)).alert.outlets] == ["mfa", "xinhua"]
    assert store.claim_deliveries(NOW, 10, LEASE) == []


def test_each_chat_gets_its_alerts_one_by_one_in_order(store: SqlStore) -> None:
    told(store, "a", "b", "c", chats=(CONSOLE, GROUP))
    first = store.claim_deliveries(NOW, 10, LEASE)
    assert [(one.chat, one.alert.id) for one in first] == [(CONSOLE, "alert-a"), (GROUP, "alert-a")]
    assert store.claim_deliveries(NOW, 10, LEASE) == []
    store.settle(first[1], SENT, NOW)
    assert [(one.chat, one.alert.id) for one in store.claim_deliveries(NOW, 10, LEASE)] == [(GROUP, "alert-b")]


def test_the_oldest_alert_goes_first_whichever_chat_it_is_for(store: SqlStore) -> None:
    told(store, "a")
    store.subscribe([GROUP])
    record(store, alerts=[an_alert("b")])
    assert [(one.chat, one.alert.id) for one in store.claim_deliveries(NOW, 1, LEASE)] == [(CONSOLE, "alert-a")]
    assert [(one.chat, one.alert.id) for one in store.claim_deliveries(NOW, 1, LEASE)] == [(GROUP, "alert-b")]


def test_a_retry_waits_and_everything_younger_in_that_chat_waits_behind_it(store: SqlStore) -> None:
    told(store, "a", "b", chats=(CONSOLE, GROUP))
    first, _ = store.claim_deliveries(NOW, 10, LEASE)
    assert store.settle(first, Receipt("retry", not_before=NOW + MINUTE, reason="429"), NOW)
    assert store.claim_deliveries(NOW, 10, LEASE) == []
    again = only(store.claim_deliveries(NOW + MINUTE, 10, LEASE))
    assert (again.alert.id, again.attempts, again.fence, again.possible_duplicate) == ("alert-a", 1, 2, False)
    store.settle(again, SENT, NOW)
    assert only(store.claim_deliveries(NOW + MINUTE, 10, LEASE)).alert.id == "alert-b"


def test_a_retry_without_a_time_is_due_at_once(store: SqlStore) -> None:
    told(store)
    store.settle(only(store.claim_deliveries(NOW, 10, LEASE)), Receipt("retry"), NOW)
    assert store.claim_deliveries(NOW, 10, LEASE)


def test_a_dead_delivery_holds_nothing_up(store: SqlStore) -> None:
    told(store, "a", "b")
    store.settle(only(store.claim_deliveries(NOW, 10, LEASE)), Receipt("dead", reason="blocked"), NOW)
    assert deliver(store) == [("send", "alert-b")]


def test_a_lease_that_ends_unsettled_is_a_possible_double(store: SqlStore) -> None:
    told(store)
    lost = only(store.claim_deliveries(NOW, 10, LEASE))
    assert store.claim_deliveries(NOW + LEASE - MINUTE, 10, LEASE) == []
    again = only(store.claim_deliveries(NOW + LEASE, 10, LEASE))
    assert (again.id, again.attempts, again.possible_duplicate) == (lost.id, 1, True)
    assert not store.settle(lost, SENT, NOW + LEASE)
    assert store.settle(again, SENT, NOW + LEASE)
    assert not store.settle(again, SENT, NOW + LEASE)


def test_an_uncertain_send_is_labelled_for_good(store: SqlStore) -> None:
    told(store)
    store.settle(only(store.claim_deliveries(NOW, 10, LEASE)), Receipt("retry", not_before=NOW, possible_duplicate=True), NOW)
    again = only(store.claim_deliveries(NOW, 10, LEASE))
    assert again.possible_duplicate
    store.settle(again, SENT, NOW)
    joins(store)
    assert only(store.claim_deliveries(RESTED, 10, LEASE)).possible_duplicate


def test_a_clock_that_went_back_delays_no_delivery(store: SqlStore) -> None:
    told(store)
    future = NOW + timedelta(days=365)
    store.settle(only(store.claim_deliveries(future, 10, LEASE)), Receipt("retry", not_before=future + MINUTE), future)
    assert store.claim_deliveries(NOW, 10, LEASE)


def test_an_answer_is_a_reply_to_the_message_it_answers(store: SqlStore) -> None:
    told(store)
    record(store, alerts=[an_alert("fix", change="corrected", story="mfa/call", replies_to="alert-call")])
    store.settle(only(store.claim_deliveries(NOW, 10, LEASE)), Receipt("sent", "77"), NOW)
    reply = only(store.claim_deliveries(NOW, 10, LEASE))
    assert (reply.alert.id, reply.reply_to, reply.message_id) == ("alert-fix", "77", "")


def test_an_answer_to_what_this_chat_never_got_stands_alone(store: SqlStore) -> None:
    told(store)
    deliver(store)
    store.subscribe([GROUP])
    record(store, alerts=[an_alert("fix", replies_to="alert-call"), an_alert("x", replies_to="alert-never")])
    replies = {(one.chat, one.reply_to) for one in store.claim_deliveries(NOW, 10, LEASE)}
    assert replies == {(CONSOLE, "m1"), (GROUP, "")}


def test_a_new_outlet_edits_what_was_sent_once(store: SqlStore) -> None:
    told(store, chats=(CONSOLE, GROUP))
    deliver(store)
    joins(store)
    joins(store)
    joins(store, "cgtn")
    edits = store.claim_deliveries(RESTED, 10, LEASE)
    assert [(one.action, one.chat, one.message_id) for one in edits] == [("edit", CONSOLE, "m1"), ("edit", GROUP, "m2")]
    assert [outlet.source for outlet in edits[0].alert.outlets] == ["mfa", "xinhua", "cgtn"]
    assert store.settle(edits[0], Receipt("sent"), RESTED)
    assert store.claim_deliveries(RESTED, 10, LEASE) == []


def test_an_edit_rests_a_minute_after_its_message_was_touched_and_holds_up_nobody(store: SqlStore) -> None:
    told(store)
    deliver(store)
    joins(store)
    assert store.claim_deliveries(NOW, 10, LEASE) == []
    record(store, alerts=[an_alert("urgent", story="mfa/other")])
    assert deliver(store) == [("send", "alert-urgent")]
    store.follow([], NOW)
    assert store.next_event() == RESTED
    assert deliver(store, RESTED) == [("edit", "alert-call")]
    joins(store, "cgtn", now=RESTED + LEASE)
    assert deliver(store, RESTED + LEASE) == [("edit", "alert-call")]


def test_a_clock_that_went_back_delays_no_edit(store: SqlStore) -> None:
    told(store)
    later = NOW + timedelta(days=365)
    deliver(store, later)
    joins(store, now=later)
    assert deliver(store, later) == []
    assert deliver(store) == [("edit", "alert-call")]


def test_the_eightieth_copy_changes_nothing_for_readers(store: SqlStore) -> None:
    told(store)
    deliver(store)
    edits, at = 0, NOW
    for number in range(120):
        at += LEASE
        joins(store, f"paper{number}", now=at)
        edits += len(deliver(store, at))
    assert edits == 13  # eight names, nine, ten; more than 10, 20, 50, 100


def test_what_others_say_of_the_event_is_listed_under_the_alert_once(store: SqlStore) -> None:
    told(store)
    deliver(store)
    take = Take("jp/own", "JP", "NHK", "首相が電話", "https://nhk.example/1", NOW)
    for _ in range(2):
        mine = claim(store)
        with store.checking(mine) as transaction:
            transaction.record(Outcome(takes=[("alert-call", take)]))
            (account,) = transaction.accounts("taiwan", NOW)
            assert (account.alert, account.sides, set(account.stories)) == ("alert-call", ("JP",), {"jp/own"})
            assert transaction.accounts("taiwan", NOW + MINUTE) == []
    edit = only(store.claim_deliveries(RESTED, 10, LEASE))
    assert (edit.action, edit.alert.takes) == ("edit", (take,))


def test_an_outlet_after_an_edit_makes_another_edit_of_the_same_message(store: SqlStore) -> None:
    told(store)
    deliver(store)
    joins(store)
    deliver(store, RESTED)
    joins(store, "cgtn", now=RESTED)
    edit = only(store.claim_deliveries(RESTED + LEASE, 10, LEASE))
    assert (edit.action, edit.message_id) == ("edit", "m1")


def test_an_outlet_that_joins_while_the_message_is_on_its_way_edits_it_afterwards(store: SqlStore) -> None:
    told(store)
    under_way = only(store.claim_deliveries(NOW, 10, LEASE))
    joins(store)
    assert store.claim_deliveries(NOW, 10, LEASE) == []
    store.settle(under_way, Receipt("sent", "5"), NOW)
    edit = only(store.claim_deliveries(RESTED, 10, LEASE))
    assert (edit.action, edit.message_id) == ("edit", "5")


def test_and_while_an_edit_is_on_its_way_another_follows(store: SqlStore) -> None:
    told(store)
    deliver(store)
    joins(store)
    under_way = only(store.claim_deliveries(RESTED, 10, LEASE))
    joins(store, "cgtn", now=RESTED)
    store.settle(under_way, Receipt("sent"), RESTED)
    assert deliver(store, RESTED + MINUTE) == [("edit", "alert-call")]


def test_there_is_nothing_to_edit_where_the_message_died(store: SqlStore) -> None:
    told(store)
    under_way = only(store.claim_deliveries(NOW, 10, LEASE))
    joins(store)
    store.settle(under_way, Receipt("dead", reason="blocked"), NOW)
    joins(store, "cgtn")
    assert deliver(store) == []


def test_a_lost_edit_is_simply_repeated(store: SqlStore) -> None:
    told(store)
    deliver(store)
    joins(store)
    store.claim_deliveries(RESTED, 10, LEASE)
    again = only(store.claim_deliveries(RESTED + LEASE, 10, LEASE))
    assert (again.action, again.possible_duplicate) == ("edit", False)


def test_the_next_event_is_the_delivery_whose_turn_it_is(store: SqlStore) -> None:
    told(store, "a", "b")
    store.follow([], NOW)
    assert store.next_event() == NOW
    one = only(store.claim_deliveries(NOW, 10, LEASE))
    assert store.next_event() == NOW + LEASE
    store.settle(one, Receipt("retry", not_before=LATER), NOW)
    assert store.next_event() == LATER
    deliver(store, LATER)
    assert store.next_event() is None


def test_claimers_at_the_same_time_never_share_a_delivery(store: SqlStore) -> None:
    told(store, chats=tuple(Chat(f"telegram:{n}") for n in range(100)))

    def take_all(_: int) -> list[int]:
        mine: list[int] = []
        while batch := store.claim_deliveries(NOW, 7, LEASE):
            mine += [one.id for one in batch]
        return mine

    with ThreadPoolExecutor(4) as pool:
        taken = [name for mine in pool.map(take_all, range(4)) for name in mine]
    assert len(taken) == len(set(taken)) == 100


@pytest.mark.parametrize("count", [0, 3])
def test_a_limit_is_a_limit(store: SqlStore, count: int) -> None:
    told(store, chats=tuple(Chat(f"telegram:{n}") for n in range(5)))
    assert len(store.claim_deliveries(NOW, count, LEASE)) == count


def test_what_is_done_long_ago_is_not_read_again(store: SqlStore) -> None:
    """SQLite says how it would look for what is owed; PostgreSQL's planner decides by size."""
    if not store._engines.embedded:
        with store._reading() as connection:
            index = connection.scalar(text("SELECT indexdef FROM pg_indexes WHERE indexname = 'ix_delivery_owed'"))
        assert "WHERE" in index
        return
    with store._reading() as connection:
        plan = connection.execute(text("EXPLAIN QUERY PLAN SELECT id FROM delivery WHERE " + OWED.text)).all()
    assert "ix_delivery_owed" in str(plan)
