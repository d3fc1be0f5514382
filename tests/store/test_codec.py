"""Does every noun come back from the database exactly as it went in?"""

from dataclasses import fields
from datetime import UTC, datetime, timedelta, timezone
from itertools import count

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.model.alert import Alert
from bot.model.finding import Answer, FormulaUse, Pending, StorylineState
from bot.model.followup import Evidence
from bot.model.item import Item, Published
from bot.model.source import Cursor
from bot.model.story import Outlet, Story
from bot.ports import End, Outcome, StoredItem
from bot.store import SqlStore
from bot.store.codec import chunks
from tests.store.make import NOW, a_source, claim

serial = count()
words = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=30)
zones = st.sampled_from([UTC, timezone(timedelta(hours=9)), timezone(-timedelta(hours=4, minutes=30))])
instants = st.datetimes(datetime(1949, 10, 1), datetime(2100, 1, 1), timezones=zones)  # noqa: DTZ001 - hypothesis adds the zone
published = st.none() | st.builds(Published, instants, instants)
numbers = st.integers(0, 2**31 - 1)
documents = st.dictionaries(words, words | st.booleans() | st.lists(st.dictionaries(words, numbers), max_size=2), max_size=3)
evidence = st.lists(st.builds(Evidence, words, words, words, numbers), max_size=3).map(tuple)
cursors = st.builds(
    Cursor,
    words,
    words,
    words,
    st.lists(st.integers(-(2**63), 2**63 - 1), max_size=3).map(tuple),
    numbers,
    numbers,
    words,
    words,
    numbers,
    numbers,
    numbers,
    instants,
    st.booleans(),
    st.lists(st.tuples(words, numbers), max_size=3).map(tuple),
)


def named(kind: type, **known: object) -> st.SearchStrategy[object]:
    """Any value in every field of ``kind`` that is not given."""
    by_type = {"str": words, "datetime": instants, "bool": st.booleans(), "Published": published}
    guessed = {field.name: by_type.get(getattr(field.type, "__name__", "")) for field in fields(kind)}
    guessed |= {name: value if isinstance(value, st.SearchStrategy) else st.just(value) for name, value in known.items()}
    return st.builds(kind, **{name: strategy for name, strategy in guessed.items() if strategy is not None})


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_an_item_its_story_and_its_cursor_come_back(store: SqlStore, data: st.DataObject) -> None:
    store.follow([a_source()], NOW)
    key = f"mfa/{next(serial)}"
    item = data.draw(named(Item, key=key, source="mfa", url=key, digest=key, published=published))
    story = data.draw(named(Story, id=key, lead_key=key))
    cursor = data.draw(cursors)
    assert isinstance(item, Item)
    assert isinstance(story, Story)
    mine = claim(store)
    with store.checking(mine) as transaction:
        transaction.record(
            Outcome([StoredItem(item, story, True, Outlet("mfa", "", "", "", ""), on_story=True)], ends=[End("mfa", cursor)])
        )
    with store.checking(claim(store)) as transaction:
        known = transaction.known([item])[key]
        assert (known.title, known.text, known.digest, known.story, known.url) == (item.title, item.text, key, key, key)
        assert transaction.candidates([item], {item.key: ()})[item.key][0] == story
    assert claim(store).cursor == cursor


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_an_alert_comes_back(store: SqlStore, data: st.DataObject) -> None:
    alert = data.draw(
        named(
            Alert, id=str(next(serial)), change="met", published=published, evidence=evidence, gloss=st.dictionaries(words, words),
            finding=documents, kinds=st.lists(words, max_size=3).map(tuple), outlets=(), story="none",
        )
    )  # fmt: skip
    assert isinstance(alert, Alert)
    with store.deadlines(NOW) as transaction:
        transaction.record(Outcome(alerts=[alert]))
    back = store.alerts()[-1]
    assert back == alert
    assert list(back.gloss) == list(alert.gloss)
    assert back.first_seen.tzinfo is UTC


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_a_state_comes_back(store: SqlStore, data: st.DataObject) -> None:
    def some(kind: type, **known: object) -> st.SearchStrategy[tuple[object, ...]]:
        return st.lists(named(kind, storyline="taiwan", **known), max_size=3).map(tuple)

    state = data.draw(
        st.builds(StorylineState, some(Answer), some(Pending, state=st.sampled_from(["open", "met", "overdue"])), some(FormulaUse))
    )
    with store.deadlines(NOW) as transaction:
        transaction.record(Outcome(states={"taiwan": state}))
    with store.deadlines(NOW) as transaction:
        assert transaction.state("taiwan") == state


def test_chunks_are_distinct_and_bounded() -> None:
    assert [len(chunk) for chunk in chunks([str(n % 1201) for n in range(5000)])] == [500, 500, 201]
    assert list(chunks([])) == []
