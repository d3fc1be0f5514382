"""Is who waits owed exactly once, and does a silence stay what it was?"""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import datetime, timedelta

from bot.model.alert import Chat
from bot.model.routing import Matcher, Route, Silence
from bot.ports import Outcome
from bot.store import SqlStore
from tests.store.make import CONSOLE, GROUP, LEASE, MINUTE, NOW, an_alert, deliver, opened, record, stored
from tests.store.make import an_item as item

DAY = timedelta(days=1)
SILENCE = Silence(0, (Matcher("kind", "report"), Matcher("side", "US|JP", pattern=True)), "op", "why", NOW, NOW + DAY)


def decided(store: SqlStore, *routes: Route, now: datetime = NOW, names: tuple[str, ...] = ("a", "b")) -> None:
    opened(store)
    with store.deadlines(now) as transaction:
        transaction.record(Outcome(alerts=[an_alert(name) for name in names], routes=routes))


def test_who_waits_is_owed_when_his_wait_is_over(store: SqlStore) -> None:
    decided(store, Route("alert-a", "waiting", NOW + MINUTE))
    assert deliver(store) == [("send", "alert-b")]
    assert (store.waits(NOW), store.waits(NOW + MINUTE)) == (False, True)
    store.follow([], NOW)
    assert store.next_event() == NOW + MINUTE
    with store.deadlines(NOW + MINUTE) as transaction:
        (waiting,) = transaction.situation([], NOW - DAY, NOW).waiting
        assert (waiting.id, waiting.at, waiting.labels["kind"]) == ("alert-a", NOW + MINUTE, "readout")
        transaction.record(Outcome(routes=[Route("alert-a", "told", NOW + MINUTE)]))
    assert deliver(store, NOW + MINUTE) == [("send", "alert-a")]
    assert not store.waits(NOW + DAY)
    assert store.next_event() is None


def test_two_processes_owe_it_once(store: SqlStore, url: str) -> None:
    decided(store, Route("alert-a", "waiting", NOW), names=("a",))

    def release(_: int) -> None:
        with store.deadlines(NOW) as transaction:
            transaction.record(Outcome(routes=[Route("alert-a", "told", NOW)]))

    if url == "sqlite://":
        release(0)
        release(1)
    else:
        with ThreadPoolExecutor(4) as threads:
            list(threads.map(release, range(4)))
    assert deliver(store) == [("send", "alert-a")]


def test_who_waits_comes_before_who_came_later(store: SqlStore) -> None:
    decided(store, Route("alert-a", "waiting", NOW))
    with store.deadlines(NOW) as transaction:
        transaction.record(Outcome(routes=[Route("alert-a", "told", NOW)]))
    assert deliver(store) == [("send", "alert-a"), ("send", "alert-b")]


def test_who_is_kept_silent_is_recorded_and_never_owed(store: SqlStore) -> None:
    decided(
        store,
        Route("alert-a", "inhibited", NOW, "alert-b", "alert-b (denial)"),
        Route("alert-b", "silenced", NOW, "1", "silence 1"),
    )
    assert deliver(store) == []
    assert {alert.id for alert in store.alerts()} == {"alert-a", "alert-b"}
    with store.deadlines(NOW) as transaction:
        assert transaction.situation(["taiwan"], NOW - DAY, NOW).told == ()
        transaction.record(Outcome(routes=[Route("alert-a", "told", NOW)]))  # nobody who is not waiting
    assert deliver(store) == []


def test_what_was_told_lately_is_known_by_when_it_was_told(store: SqlStore) -> None:
    decided(store, Route("alert-a", "waiting", NOW + DAY), names=("a", "b", "c"))
    decided(store, names=("d",), now=NOW + MINUTE)
    with store.deadlines(NOW + 2 * DAY) as transaction:
        transaction.record(Outcome(routes=[Route("alert-a", "told", NOW + 2 * DAY)]))
        told = transaction.situation(["taiwan"], NOW + MINUTE, NOW).told
        assert [(one.id, one.at) for one in told] == [("alert-a", NOW + 2 * DAY), ("alert-d", NOW + MINUTE)]
        assert transaction.situation(["other"], NOW - DAY, NOW).told == ()


def test_the_item_says_what_became_of_its_alert(store: SqlStore) -> None:
    opened(store)
    route = Route("alert-call", "silenced", NOW, "1", "silence 1")
    record(store, stored(item()))
    with store.deadlines(NOW) as transaction:
        transaction.record(Outcome(alerts=[an_alert()], routes=[route]))
    found = store.trace("alert-call", "")
    assert found
    assert (found.routes, found.sent) == ((route,), ())


def test_a_silence_is_kept_as_it_was_and_its_first_end_counts(store: SqlStore) -> None:
    numbers = [store.silence(SILENCE), store.silence(replace(SILENCE, comment="second"))]
    assert numbers[0] < numbers[1]
    assert store.silences() == [replace(SILENCE, id=numbers[1], comment="second"), replace(SILENCE, id=numbers[0])]
    ended = store.expire(numbers[0], "somebody", NOW + MINUTE)
    assert ended == replace(SILENCE, id=numbers[0], expired_at=NOW + MINUTE, expired_by="somebody")
    assert store.expire(numbers[0], "another", NOW + 2 * MINUTE) == ended
    assert store.expire(numbers[1], "late", NOW + 2 * DAY) == replace(SILENCE, id=numbers[1], comment="second")
    assert store.expire(99, "nobody", NOW) is None


def test_only_active_silences_count(store: SqlStore) -> None:
    active = store.silence(SILENCE)
    for changed in ({"ends_at": NOW}, {"starts_at": NOW + MINUTE}, {"expired_at": NOW}):
        store.silence(replace(SILENCE, **changed))  # type: ignore[arg-type]  # instants
    with store.deadlines(NOW) as transaction:
        assert [one.id for one in transaction.situation([], NOW, NOW).silences] == [active]


def test_a_feed_holds_what_was_told_the_newest_first(store: SqlStore) -> None:
    chat = Chat("feeds:files")
    store.subscribe([chat])
    decided(store, Route("alert-b", "silenced", NOW), Route("alert-c", "waiting", NOW + DAY), names=("a", "b", "c", "d"))
    assert [alert.id for alert, _ in store.feed("taiwan", chat.id, 10)] == ["alert-d", "alert-a"]
    assert [alert.id for alert, _ in store.feed("taiwan", chat.id, 1)] == ["alert-d"]
    assert store.feed("other", chat.id, 10) == []
    store.claim_deliveries(NOW + MINUTE, 10, LEASE)
    assert [(alert.id, at) for alert, at in store.feed("taiwan", chat.id, 10)] == [("alert-d", NOW), ("alert-a", NOW + MINUTE)]


def test_chats_of_a_channel_can_be_withdrawn(store: SqlStore) -> None:
    kept, gone = Chat("webhook:kept"), Chat("webhook:gone")
    opened(store, chats=(CONSOLE, GROUP, kept, gone))
    store.withdraw(["webhook"], [kept])
    decided(store, names=("a",))
    assert {one.chat.id for one in store.claim_deliveries(NOW, 10, LEASE)} == {CONSOLE.id, GROUP.id, kept.id}
