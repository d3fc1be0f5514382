"""Is what a storyline accumulated read back exactly, however it grew?"""

from dataclasses import replace

from bot.model.finding import Answer, FormulaUse, Pending, StorylineState
from bot.ports import End, Outcome
from bot.store import SqlStore
from tests.store.make import LATER, LEASE, NOW, claim, opened, record

US = Answer("taiwan", "initiator", "us", "mfa", "CN", "MFA", "mfa/call", "at the request of", "https://mfa.example/call", NOW)
WAIT = Pending("taiwan", "readout", "mfa/call", "The call", "https://mfa.example/call", NOW, LATER)
USE = FormulaUse("taiwan", "request", "mfa/call", "The call", NOW, present=True)
STATE = StorylineState((US, replace(US, answer="cn")), (WAIT,), (USE,))


def state(store: SqlStore, storyline: str = "taiwan") -> StorylineState:
    with store.deadlines(LATER) as transaction:
        return transaction.state(storyline)


def test_an_unknown_storyline_has_accumulated_nothing(store: SqlStore) -> None:
    assert state(store) == StorylineState()


def test_a_state_grows_and_changes_in_place(store: SqlStore) -> None:
    opened(store)
    record(store, states={"taiwan": STATE})
    assert state(store) == STATE
    grown = StorylineState((*STATE.answers, US), (replace(WAIT, state="met"), WAIT), (*STATE.uses, replace(USE, present=False)))
    record(store, states={"taiwan": grown}, now=LATER)
    assert state(store) == grown
    assert state(store, "diaoyu") == StorylineState()


def test_two_storylines_may_use_the_same_names(store: SqlStore) -> None:
    opened(store)
    other = StorylineState(pending=(replace(WAIT, storyline="diaoyu"),))
    record(store, states={"taiwan": STATE, "diaoyu": other})
    assert (state(store), state(store, "diaoyu")) == (STATE, other)


def test_a_state_can_shrink(store: SqlStore) -> None:
    opened(store)
    record(store, states={"taiwan": STATE})
    record(store, states={"taiwan": StorylineState(STATE.answers[1:])}, now=LATER)
    assert state(store) == StorylineState(STATE.answers[1:])


def test_a_check_sees_what_it_has_just_recorded(store: SqlStore) -> None:
    opened(store)
    with store.deadlines(NOW) as transaction:
        assert transaction.state("taiwan") == StorylineState()
    mine = claim(store)
    with store.checking(mine) as transaction:
        transaction.record(Outcome(states={"taiwan": STATE}, ends=[End("mfa", mine.cursor)]))
        assert transaction.state("taiwan") == STATE


def test_the_next_event_is_the_first_open_deadline(store: SqlStore) -> None:
    opened(store)
    record(store, states={"taiwan": STATE})
    store.follow([], NOW)
    assert store.next_event() == LATER
    with store.deadlines(LATER) as transaction:
        over = replace(STATE, pending=(replace(WAIT, state="overdue"), replace(WAIT, due=LATER + LEASE)))
        transaction.record(Outcome(states={"taiwan": over}))
    assert store.next_event() == LATER + LEASE
