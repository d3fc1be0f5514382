"""Which stories might this text belong to, and who carries them?"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime, timedelta

from sqlalchemy import Connection, select

from bot.dedupe.near import likely
from bot.model.item import Item
from bot.model.story import Outlet, Story
from bot.ports import StoredItem
from bot.store.codec import chunks, outlet_of, plain, story_of
from bot.store.insert import insert_missing
from bot.store.tables import item, sketch, story, story_outlet

Sketch = Callable[[str, str], tuple[int, ...]]
"""Title and text to a few hashes that near-identical texts share (``bot.dedupe.near.sketch``)."""
RECENT = timedelta(days=14)
CANDIDATES_MAX = 64
_HASHES_AT_ONCE = 5000
_SAME_WORDS = 1000
"""Votes of an equal digest: more than any sketch can give."""


def candidates(connection: Connection, items: Sequence[Item], sketch_of: Sketch) -> dict[str, list[Story]]:
    """By item key: stories that share hashes with it and began within 14 days before it, or have its very words.

    The likeliest come first.
    """
    votes: dict[str, dict[str, int]] = defaultdict(lambda: defaultdict(int))
    by_digest, by_hash = _asking(items, sketch_of)
    for chunk in chunks(by_digest):
        for same in connection.execute(select(item.c.digest, item.c.story).where(item.c.digest.in_(chunk))):
            for one in by_digest[same.digest]:
                votes[one.key][same.story] += _SAME_WORDS
    asked = {one.key: len(sketch_of(one.title, one.text)) for one in items}
    since = min((_seconds(one.first_seen - RECENT) for one in items), default=0)
    for numbers in chunks(by_hash, _HASHES_AT_ONCE):
        recent = select(sketch).where(sketch.c.key.in_(numbers), sketch.c.began >= since)
        for number, began, name in connection.execute(recent):
            for one in by_hash[number]:
                if began >= _seconds(one.first_seen - RECENT):
                    votes[one.key][name] += 1
    worth = {
        key: likeliest
        for key, counted in votes.items()
        if (likeliest := {name: count for name, count in counted.items() if likely(count, asked[key])})
    }
    return _likeliest(connection, worth)


def _asking(items: Sequence[Item], sketch_of: Sketch) -> tuple[dict[str, list[Item]], dict[int, list[Item]]]:
    """Which items ask for a digest, and which for a hash."""
    by_digest: dict[str, list[Item]] = defaultdict(list)
    by_hash: dict[int, list[Item]] = defaultdict(list)
    for one in items:
        if one.digest:
            by_digest[one.digest].append(one)
        for number in sketch_of(one.title, one.text):
            by_hash[number].append(one)
    return by_digest, by_hash


def _likeliest(connection: Connection, votes: Mapping[str, Mapping[str, int]]) -> dict[str, list[Story]]:
    """The stories with the most votes, the latest first among equals."""
    stories: dict[str, Story] = {}
    for chunk in chunks(name for counted in votes.values() for name in counted):
        for row in connection.execute(select(story).where(story.c.id.in_(chunk))).mappings():
            stories[row["id"]] = story_of(row)
    ranked: dict[str, list[Story]] = {}
    for key, counted in votes.items():
        found = sorted((stories[name] for name in counted), key=lambda each: each.id)
        found.sort(key=lambda each: each.first_seen, reverse=True)
        found.sort(key=lambda each: counted[each.id], reverse=True)
        ranked[key] = found[:CANDIDATES_MAX]
    return ranked


def _seconds(moment: datetime) -> int:
    return int(moment.timestamp())


def add(connection: Connection, stored: Iterable[StoredItem], sketch_of: Sketch) -> None:
    """Record the stories that began, each with its sketch."""
    begun = {one.story.id: one.story for one in stored if one.new_story}
    insert_missing(connection, story, [plain(one) for one in begun.values()])
    sketched = ((one, key) for one in begun.values() for key in sketch_of(one.title, one.text))
    hashes = [{"key": key, "began": _seconds(one.first_seen), "story": one.id} for one, key in sketched]
    insert_missing(connection, sketch, hashes)


def join(connection: Connection, stored: Sequence[StoredItem]) -> list[str]:
    """Record who carries the stories. Returns the stories that readers now see under a further name."""
    joining = {(one.story.id, one.outlet.source): one for one in reversed(stored)}
    named: set[tuple[str, str]] = set()
    for chunk in chunks(name for name, _ in joining):
        for row in connection.execute(select(story_outlet).where(story_outlet.c.story.in_(chunk))):
            joining.pop((row.story, row.source), None)
            named.add((row.story, row.outlet))
    rows = [{**plain(one.outlet), "story": name, "first_seen": one.item.first_seen} for (name, _), one in reversed(joining.items())]
    insert_missing(connection, story_outlet, rows)
    return [name for (name, _), one in joining.items() if (name, one.outlet.outlet) not in named]


def outlets(connection: Connection, stories: Iterable[str]) -> dict[str, list[Outlet]]:
    """Story to who carries it, in order of appearance."""
    carried: dict[str, list[Outlet]] = defaultdict(list)
    for chunk in chunks(stories):
        rows = select(story_outlet).where(story_outlet.c.story.in_(chunk)).order_by(story_outlet.c.sequence)
        for row in connection.execute(rows).mappings():
            carried[row["story"]].append(outlet_of(row))
    return carried
