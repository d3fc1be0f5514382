"""Which stories might this text belong to, and who carries them?"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, Select, TableValuedAlias, func, select

from bot.model.finding import TELLING
from bot.model.item import Item
from bot.model.story import Outlet, Story, carriers
from bot.ports import StoredItem
from bot.store.bulk import insert_missing, insert_missing_integers, rows_about
from bot.store.codec import chunks, outlet_of, plain, story_of
from bot.store.tables import Instant, alert, band, item, story, story_outlet

RECENT = timedelta(days=14)
CANDIDATES_MAX = 8
"""The likeliest; with more, a template's hundreds would be read and nothing else found (``python -m tests.benchmarks.stories``)."""
SINGLE_MAX = 4
"""Of those that share but one number, the latest: among a million stories every text shares one with a few by chance."""
TOLD_MAX = 64
"""As many as a reader may remember to have been told."""
PER_BAND = 16
"""The latest stories with a number that are looked at: a template's numbers belong to thousands."""
_SAME_WORDS = 1000
"""Votes of an equal digest: more than any signature can give."""


def candidates(connection: Connection, items: Sequence[Item], signatures: Mapping[str, Sequence[int]]) -> dict[str, list[Story]]:
    """By item key: stories that share numbers with it and began within 14 days before it, or have its very words.

    The likeliest come first.
    """
    votes: dict[str, dict[int, int]] = defaultdict(lambda: defaultdict(int))
    same = _same(connection, [one.digest for one in items if one.digest])
    met = _met(connection, [number for one in items for number in signatures[one.key]])
    for one in items if same or met else ():
        for sequence in same.get(one.digest, ()):
            votes[one.key][sequence] += _SAME_WORDS
        for number in signatures[one.key]:
            for sequence in met.get(number, ()):
                votes[one.key][sequence] += 1
    return _likeliest(connection, {one.key: (one, votes[one.key]) for one in items if one.key in votes})


def _same(connection: Connection, digests: Sequence[str]) -> Mapping[str, set[int]]:
    """Digest to the stories of items that have it."""
    if not digests:
        return {}
    return _gathered(rows_about(connection, _stories_of_digests, digests))


def _stories_of_digests(asked: TableValuedAlias) -> Select[Any]:
    joined = asked.join(item, item.c.digest == asked.c.value).join(story, item.c.story == story.c.id)
    return select(item.c.digest, story.c.sequence).select_from(joined)


def _met(connection: Connection, wanted: Sequence[int]) -> Mapping[int, set[int]]:
    """Number to the latest stories that have it."""
    if not wanted:
        return {}
    return _gathered(rows_about(connection, _stories_of_numbers, wanted))


def _stories_of_numbers(asked: TableValuedAlias) -> Select[Any]:
    others = band.alias()
    oldest = (
        select(others.c.story).where(others.c.key == asked.c.value).order_by(others.c.story.desc()).limit(1).offset(PER_BAND - 1)
    )
    latest = band.c.story >= func.coalesce(oldest.scalar_subquery(), 0)
    joined = asked.join(band, band.c.key == asked.c.value)
    return select(band.c.key, band.c.story).select_from(joined).where(latest)


def _gathered(rows: Iterable[Any]) -> dict[Any, set[int]]:
    """First column to the values of the second."""
    gathered: dict[Any, set[int]] = defaultdict(set)
    for key, sequence in rows:
        gathered[key].add(sequence)
    return gathered


def _likeliest(connection: Connection, votes: Mapping[str, tuple[Item, Mapping[int, int]]]) -> dict[str, list[Story]]:
    """The stories with the most votes, the latest first among equals."""
    ranked = {key: _ranked(counted) for key, (_, counted) in votes.items()}
    stories = _numbered(connection, list({number for found in ranked.values() for number in found}))
    return {
        key: recent[:CANDIDATES_MAX]
        for key, (one, counted) in votes.items()
        if (recent := [stories[number] for number in ranked[key] if _still(one, stories[number], counted[number])])
    }


def _ranked(votes: Mapping[int, int]) -> list[int]:
    """The numbers of stories worth reading, twice as many as are compared, since some will be too old."""
    several = sorted((number for number, count in votes.items() if count > 1), key=lambda one: (votes[one], one), reverse=True)
    single = sorted((number for number, count in votes.items() if count == 1), reverse=True)
    return [*several[: 2 * CANDIDATES_MAX], *single[:SINGLE_MAX]]


def _numbered(connection: Connection, numbers: Sequence[int]) -> dict[int, Story]:
    """Stories by their numbers."""
    if not numbers:
        return {}
    read: Any = Instant().dialect_impl(connection.dialect).result_processor(connection.dialect, None)
    return {
        number: Story(name, lead, title, text, lang, read(instant) if read else instant)
        for number, name, lead, title, text, lang, instant in rows_about(connection, _stories_numbered, numbers)
    }


def _stories_numbered(asked: TableValuedAlias) -> Select[Any]:
    columns = (story.c.sequence, story.c.id, story.c.lead_key, story.c.title, story.c.text, story.c.lang, story.c.first_seen)
    return select(*columns).select_from(asked.join(story, story.c.sequence == asked.c.value))


def _still(one: Item, other: Story, votes: int) -> bool:
    """Whether a story is recent enough for a copy; the very same words are the same story for good."""
    return votes >= _SAME_WORDS or other.first_seen >= one.first_seen - RECENT


def told(connection: Connection, storyline: str, now: datetime) -> list[Story]:
    """The stories of the latest TOLD_MAX alerts by which a storyline told of any that is RECENT; the latest first."""
    alerts = select(story).join(alert, alert.c.story == story.c.id).order_by(alert.c.sequence.desc()).limit(TOLD_MAX)
    about = alerts.where(alert.c.storyline == storyline, alert.c.change.in_(sorted(TELLING)), story.c.first_seen >= now - RECENT)
    return list({row["id"]: story_of(row) for row in connection.execute(about).mappings()}.values())


def add(connection: Connection, stored: Iterable[StoredItem]) -> None:
    """Record the stories that began, in their order, each with its signature."""
    begun = {one.story.id: one for one in stored if one.new_story}
    for (name,) in rows_about(connection, _named_stories, list(begun)) if begun else ():
        del begun[name]
    if not begun:
        return
    last = connection.exec_driver_sql("SELECT coalesce(max(sequence), 0) FROM story").scalar_one()
    counted = list(enumerate(begun.values(), last + 1))
    insert_missing(connection, story, [{**plain(one.story), "sequence": sequence} for sequence, one in counted])
    insert_missing_integers(connection, band, [(key, sequence) for sequence, one in counted for key in one.signature])


def _named_stories(asked: TableValuedAlias) -> Select[Any]:
    return select(story.c.id).select_from(asked.join(story, story.c.id == asked.c.value))


def join(connection: Connection, stored: Sequence[StoredItem]) -> list[str]:
    """Record who carries the stories. Returns the stories whose carriers look otherwise to readers now."""
    joining = {(one.story.id, one.outlet.source): one for one in reversed(stored)}
    before = outlets(connection, (name for name, _ in joining))
    for name, there in before.items():
        for outlet in there:
            joining.pop((name, outlet.source), None)
    after: dict[str, list[Outlet]] = defaultdict(list)
    rows = []
    for (name, _), one in reversed(joining.items()):
        after[name].append(one.outlet)
        rows.append({**plain(one.outlet), "story": name, "first_seen": one.item.first_seen})
    insert_missing(connection, story_outlet, rows)
    told_before = ((name, before[name], new) for name, new in after.items() if name in before)
    return [name for name, some, new in told_before if carriers([*some, *new]) != carriers(some)]


def outlets(connection: Connection, stories: Iterable[str]) -> dict[str, list[Outlet]]:
    """Story to who carries it, in order of appearance."""
    carried: dict[str, list[Outlet]] = defaultdict(list)
    for chunk in chunks(stories):
        rows = select(story_outlet).where(story_outlet.c.story.in_(chunk)).order_by(story_outlet.c.sequence)
        for row in connection.execute(rows).mappings():
            carried[row["story"]].append(outlet_of(row))
    return carried
