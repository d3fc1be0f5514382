"""Which stories might this text belong to, and who carries them?"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from datetime import timedelta
from typing import Any

from sqlalchemy import Connection, Select, bindparam, func, literal, select, union_all

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
_SAME_WORDS = 1000
"""Votes of an equal digest: more than any sketch can give."""


def _likeliest() -> Select[*tuple[Any, ...]]:
    """Stories by how many of :hashes they share since :since; those that hold an item with :digest come before all."""
    same = select(item.c.story, item.c.first_seen, literal(_SAME_WORDS).label("votes"))
    alike = select(sketch.c.story, sketch.c.first_seen, literal(1).label("votes"))
    found = union_all(
        same.where(item.c.digest == bindparam("digest"), item.c.digest != ""),
        alike.where(sketch.c.key.in_(bindparam("hashes", expanding=True)), sketch.c.first_seen >= bindparam("since")),
    ).subquery()
    order = (func.sum(found.c.votes).desc(), func.max(found.c.first_seen).desc(), found.c.story)
    rank = func.row_number().over(order_by=order).label("rank")
    ranked = select(found.c.story, rank).group_by(found.c.story).order_by(rank).limit(CANDIDATES_MAX).subquery()
    return select(story).join(ranked, ranked.c.story == story.c.id).order_by(ranked.c.rank)


_LIKELIEST = _likeliest()
"""Asked for every new item, so put together once: that takes longer than asking."""


def candidates(connection: Connection, one: Item, hashes: Sequence[int]) -> list[Story]:
    """Stories that share hashes with ``one`` and began within 14 days before it, or have its very words; likeliest first."""
    asked = {"digest": one.digest, "hashes": hashes, "since": one.first_seen - RECENT}
    return [story_of(row) for row in connection.execute(_LIKELIEST, asked).mappings()]


def add(connection: Connection, stored: Iterable[StoredItem], sketch_of: Sketch) -> None:
    """Record the stories that began, each with its sketch."""
    begun = {one.story.id: one.story for one in stored if one.new_story}
    insert_missing(connection, story, [plain(one) for one in begun.values()])
    sketched = ((one, key) for one in begun.values() for key in sketch_of(one.title, one.text))
    hashes = [{"key": key, "first_seen": one.first_seen, "story": one.id} for one, key in sketched]
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
