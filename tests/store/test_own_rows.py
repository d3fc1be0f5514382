"""What is remembered of ourselves: when a source was read well or failed last, and what went out as plain text only."""

from datetime import timedelta

from bot.model.alert import Chat, Receipt
from bot.ports import Outcome
from bot.store import SqlStore
from tests.store.make import LATER, LEASE, NOW, a_source, an_alert, only, opened, record

PLAIN = Receipt("sent", "1", unfit="Can't parse entities at byte offset 7")


def unfit(store: SqlStore) -> list[tuple[str, str]]:
    with store.deadlines(NOW) as transaction:
        return [(one.kind, one.alert) for one in transaction.unfit()]


def send(store: SqlStore, name: str, receipt: Receipt, days: float = 0, **changes: str) -> None:
    now = NOW + timedelta(days=days)
    record(store, alerts=[an_alert(name, **changes)])
    store.settle(only(list(store.claim_deliveries(now, 1, LEASE))), receipt, now)


def test_a_kind_of_message_and_a_reason_are_written_down_once_a_day(store: SqlStore) -> None:
    opened(store, chats=[Chat("test:chat")])
    send(store, "a", PLAIN)
    send(store, "b", Receipt("sent", "2", unfit="Can't parse entities at byte offset 1234"))
    send(store, "c", Receipt("sent", "3"))
    assert [alert for _, alert in unfit(store)] == ["alert-a"]
    with store.deadlines(NOW) as transaction:
        transaction.record(Outcome(unfit_told=[one.name for one in transaction.unfit()]))
    send(store, "d", PLAIN, days=0.9)
    assert unfit(store) == []
    send(store, "e", PLAIN, days=1)
    send(store, "f", PLAIN, days=1, kind="protest")
    assert sorted(alert for _, alert in unfit(store)) == ["alert-e", "alert-f"]


def test_what_was_written_down_meanwhile_is_not_taken_for_told(store: SqlStore) -> None:
    opened(store, chats=[Chat("test:chat")])
    send(store, "a", PLAIN)
    with store.deadlines(NOW) as transaction:
        names = [one.name for one in transaction.unfit()]
    send(store, "b", PLAIN, kind="protest")
    with store.deadlines(NOW) as transaction:
        transaction.record(Outcome(unfit_told=names))
    assert [alert for _, alert in unfit(store)] == ["alert-b"]


def test_when_a_source_was_read_well_and_when_one_failed(store: SqlStore) -> None:
    opened(store, "mfa", "kantei")
    assert store.last_checks() == (None, None)
    record(store)
    assert store.last_checks() == (NOW, None)
    record(store, name="kantei", now=LATER, state="failing", error="HTTP 503")
    assert store.last_checks() == (NOW, LATER)
    store.follow([a_source("mfa")], LATER)
    assert store.last_checks() == (NOW, None), "nobody misses what was switched off"
