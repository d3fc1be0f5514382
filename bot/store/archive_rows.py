"""What did we read, and when did we read it? Everything recorded, in the order in which it came."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from heapq import merge
from typing import Any

from sqlalchemy import Connection, func, not_, select

from bot.model.item import Item, Known
from bot.model.story import Story
from bot.ports import Archived
from bot.store.codec import Row, item_of
from bot.store.tables import item, revision, story

_AT_ONCE = 500
_STORY = ("lead_key", "title", "text", "lang", "first_seen")


def count(connection: Connection, since: datetime) -> int:
    """How many items came since then."""
    return connection.scalar(select(func.count()).where(item.c.first_seen >= since)) or 0


def archive(connection: Connection, since: datetime) -> Iterator[Archived]:
    """Items as they came, and their later words as these came, oldest first; what was there before we looked in front."""
    revisions = _revisions(connection)
    whole = select(item, *(story.c[name].label(f"story_{name}") for name in _STORY)).join(story, item.c.story == story.c.id)
    began = func.coalesce(item.c.published_start, item.c.first_seen)
    order = (item.c.first_seen, not_(item.c.baseline), began, item.c.key)
    rows = connection.execution_options(yield_per=_AT_ONCE).execute(whole.where(item.c.first_seen >= since).order_by(*order))
    firsts = (_first(row, revisions.get(row["key"], [])) for row in rows.mappings())
    changed = connection.execute(whole.where(item.c.key.in_(select(revision.c.item)))).mappings().all() if revisions else []
    laters = sorted((later for row in changed for later in _later(row, revisions[row["key"]])), key=_when)
    return merge(firsts, (later for later in laters if later.item.first_seen >= since), key=_when)


def _when(one: Archived) -> datetime:
    return one.item.first_seen


def _revisions(connection: Connection) -> dict[str, list[Row]]:
    """Item to its former words, in their order."""
    found: dict[str, list[Row]] = defaultdict(list)
    for row in connection.execute(select(revision).order_by(revision.c.sequence)).mappings():
        found[row["item"]].append(row)
    return found


def _first(row: Row, revisions: list[Row]) -> Archived:
    """An item in its first words."""
    now = _now(row)
    if revisions:
        words = revisions[0]
        now = replace(now, title=words["title"], text=words["text"] or _text(row), digest=words["digest"])
    return Archived(now, _story(row), row["baseline"], row["on_story"], tuple(row["kinds"]))


def _later(row: Row, revisions: list[Row]) -> Iterator[Archived]:
    """Its later words, each as of when they took the place of the former."""
    former = [(words["title"], words["text"] or _text(row), words["digest"]) for words in revisions]
    now = _now(row)
    words = [*former[1:], (now.title, now.text, now.digest)]
    for number, (before, after) in enumerate(zip(former, words, strict=True)):
        title, text, digest = before
        known = Known(now.key, now.source, now.url, title, text, digest, row["story"], number)
        at = revisions[number]["replaced_at"]
        later = replace(now, title=after[0], text=after[1], digest=after[2], first_seen=at)
        yield Archived(later, _story(row), row["baseline"], row["on_story"], tuple(row["kinds"]), known)


def _now(row: Row) -> Item:
    one = item_of(row)
    return one if one.text else replace(one, text=_text(row))


def _text(row: Row) -> str:
    """The text that is kept with the story because the item began it."""
    text: str = row["story_text"] if row["story_lead_key"] == row["key"] else row["text"]
    return text


def _story(row: Row) -> Story:
    fields: dict[str, Any] = {name: row[f"story_{name}"] for name in _STORY}
    return Story(row["story"], **fields)
