"""Is a transaction whole or nothing, whatever happens, however many ask at once?"""

import os
import signal
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from threading import Barrier

import pytest

from bot.errors import StoreError
from bot.model.source import Cursor
from bot.ports import End, Outcome, Store
from bot.store import SqlStore, open_store
from tests.store.make import LATER, MIGRATIONS, MINUTE, NOW, an_alert, an_item, claim, deliver, opened, record, stored
from tests.store.test_storyline_rows import STATE, US

CALL = an_item()
EVERYTHING = Outcome([stored(CALL)], [an_alert()], {"taiwan": STATE}, [End("mfa", Cursor(etag="new"), LATER)])


def test_the_store_is_the_port(store: SqlStore) -> None:
    port: Store = store
    assert port.alerts() == []


class BrokenError(Exception):
    """Something in the pipeline broke."""


def test_a_crash_after_recording_leaves_nothing_behind(store: SqlStore) -> None:
    opened(store)
    mine = claim(store)
    with pytest.raises(BrokenError), store.checking(mine) as transaction:  # noqa: PT012 - the block is the transaction
        transaction.record(EVERYTHING)
        raise BrokenError
    assert store.alerts() == []
    assert deliver(store) == []
    with store.checking(mine) as transaction:
        assert transaction.known([CALL]) == {}
        assert transaction.candidates([CALL], {CALL.key: ()}) == {}
        assert transaction.state("taiwan").answers == ()
    assert claim(store, now=LATER).cursor == mine.cursor


def test_what_the_database_refuses_takes_everything_with_it(store: SqlStore) -> None:
    opened(store)
    orphan = replace(stored(CALL), new_story=False)
    with pytest.raises(StoreError, match="refused"):
        record(store, orphan, alerts=[an_alert()])
    assert store.alerts() == []


def test_a_store_error_in_the_block_is_not_swallowed(store: SqlStore) -> None:
    opened(store)
    with pytest.raises(StoreError, match="mine"), store.checking(claim(store)):
        raise StoreError("mine")


def test_deadlines_write_alerts_and_states_and_touch_no_source(store: SqlStore) -> None:
    opened(store)
    before = store.reports()
    with store.deadlines(LATER) as transaction:
        transaction.record(replace(EVERYTHING, items=(), ends=()))
    assert store.reports() == before
    assert [alert.id for alert in store.alerts()] == ["alert-call"]
    assert deliver(store) == [("send", "alert-call")]


def test_eight_threads_lose_no_update(store: SqlStore) -> None:
    def add(thread: int) -> None:
        for n in range(50):
            with store.deadlines(NOW) as transaction:
                before = transaction.state("taiwan")
                answer = replace(US, answer=f"{thread}/{n}")
                transaction.record(Outcome(states={"taiwan": replace(before, answers=(*before.answers, answer))}))

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(add, range(8)))
    with store.deadlines(NOW) as transaction:
        assert len({answer.answer for answer in transaction.state("taiwan").answers}) == 400


def test_two_stores_on_one_database_decide_one_after_the_other(url: str, store: SqlStore) -> None:
    """Two processes are two stores; memory cannot be shared, so there both threads use the one."""
    other = store if url == "sqlite://" else open_store(url, MIGRATIONS)
    opened(store, "a", "b")
    both = Barrier(2)

    def check(one: SqlStore, name: str) -> bool:
        mine = claim(one, name)
        both.wait()
        with one.checking(mine) as transaction:
            untold = not transaction.told([CALL.key])
            transaction.record(Outcome(alerts=[an_alert(name, story=CALL.key)] * untold))
            return untold

    with ThreadPoolExecutor(2) as pool:
        told = list(pool.map(check, [store, other], ["a", "b"]))
    assert sorted(told) == [False, True]
    assert len(store.alerts()) == 1
    if other is not store:
        other.close()


def test_what_was_recorded_is_there_when_the_store_is_opened_again(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'readout.sqlite'}"
    first = opened(open_store(url, MIGRATIONS))
    record(first, stored(CALL), alerts=[an_alert()], states={"taiwan": STATE})
    first.close()
    second = open_store(url, MIGRATIONS)
    with second.deadlines(NOW) as transaction:
        assert transaction.state("taiwan") == STATE
    assert deliver(second) == [("send", "alert-call")]
    second.close()


# --- kill -9 -----------------------------------------------------------------------------------------------------------

_RECORD_FOR_EVER = """
import sys
from itertools import count
from pathlib import Path
from bot.model.source import Cursor
from bot.store import open_store
from tests.store.make import MIGRATIONS, an_alert, an_item, opened, record, stored

store = opened(open_store(sys.argv[1], MIGRATIONS))
for n in count(1):
    record(store, stored(an_item(f"n{n}")), alerts=[an_alert(f"n{n}", story=f"mfa/n{n}")], cursor=Cursor(items=n))
    print(n, flush=True)
"""
_STOP_BEFORE_THE_COMMIT = """
import sys
from bot.ports import Outcome
from bot.store import open_store
from tests.store.make import MIGRATIONS, an_alert, an_item, claim, opened, stored

store = opened(open_store(sys.argv[1], MIGRATIONS))
with store.checking(claim(store)) as transaction:
    transaction.record(Outcome([stored(an_item())], [an_alert()]))
    print("recorded", flush=True)
    sys.stdin.read()
"""


def killed(program: str, url: str, lines: int) -> str:
    """Run ``program`` in a process of its own, kill it after so many lines; returns the last line read."""
    child = subprocess.Popen(
        [sys.executable, "-c", program, url],
        cwd=MIGRATIONS.parent,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        env={**os.environ, "PYTHONPATH": str(MIGRATIONS.parent)},
    )
    with child:
        assert child.stdout
        said = [child.stdout.readline() for _ in range(lines)][-1]
        child.send_signal(signal.SIGKILL)
    assert child.returncode == -signal.SIGKILL
    return said.strip()


@pytest.mark.parametrize("lines", [1, 7, 40])
def test_a_killed_process_leaves_whole_transactions_only(tmp_path: Path, lines: int) -> None:
    url = f"sqlite:///{tmp_path / 'readout.sqlite'}"
    said = int(killed(_RECORD_FOR_EVER, url, lines))
    store = open_store(url, MIGRATIONS)
    recorded = claim(store).cursor.items
    assert recorded >= said
    assert store.reports()[0].items == len(store.alerts()) == len(deliver(store)) == recorded
    assert all(alert.outlets for alert in store.alerts())
    store.close()


def test_killed_just_before_the_commit_it_never_happened(url: str, store: SqlStore, tmp_path: Path) -> None:
    if url == "sqlite://":
        url = f"sqlite:///{tmp_path / 'another.sqlite'}"
    assert killed(_STOP_BEFORE_THE_COMMIT, url, 1) == "recorded"
    again = open_store(url, MIGRATIONS)
    assert again.alerts() == []
    record(again, stored(CALL), alerts=[an_alert()], now=LATER + MINUTE)
    assert deliver(again, LATER + MINUTE) == [("send", "alert-call")]
    again.close()
