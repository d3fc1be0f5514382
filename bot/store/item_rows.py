"""Have we recorded this item, under this or another name, and what did it say before?"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from sqlalchemy import Connection, RowMapping, func, insert, select, union, update

from bot.model.item import Item, Known
from bot.ports import StoredItem
from bot.store.bulk import insert_missing, listed
from bot.store.codec import chunks, item_of, item_row, known_of
from bot.store.tables import item, item_alias, revision

TITLES_MAX = 200
"""Headlines that show whether a source uses templates."""
NAMES_MAX = 16
"""Names that are kept of an item: who gives it a new one each time it is asked gives names that never come back."""
_NAME_MAX = 2000
"""Longer addresses are no names: they are not how an item comes back, and PostgreSQL cannot index them."""


def seen(connection: Connection, source: str, keys: Sequence[str]) -> frozenset[str]:
    """Those of ``keys`` under which an item of ``source`` is recorded."""
    found: set[str] = set()
    for chunk in chunks(keys):
        ours = select(item.c.key).where(item.c.source == source, item.c.key.in_(chunk))
        aliases = select(item_alias.c.name).where(item_alias.c.source == source, item_alias.c.name.in_(chunk))
        found.update(connection.scalars(union(ours, aliases)))
    return frozenset(found)


def known(connection: Connection, items: Sequence[Item]) -> dict[str, Known]:
    """What is remembered of ``items``: by key, else by another name, else by address, else by the very same words."""
    if not items:  # most checks: nothing has changed
        return {}
    memory = _Memory(connection, items)
    known = {one.key: before for one in items if (before := memory.of(one))}
    former = {one.key: one for one in _former(connection, known.values())}
    return {key: replace(former[one.key], met=one.met) if one.key in former else one for key, one in known.items()}


class _Memory:
    """Everything recorded that could be one of some items, read in two queries per 500 of them."""

    def __init__(self, connection: Connection, items: Sequence[Item]) -> None:
        self._aliases = dict(_aliases(connection, items))
        self._keys: dict[str, Known] = {}
        self._addresses: dict[tuple[str, str], Known] = {}
        self._words: dict[tuple[str, str], Known] = {}
        for row in _rows(connection, items, self._aliases.values()):
            one = known_of(row)
            self._keys[one.key] = one
            self._addresses.setdefault((one.source, one.url), one)
            self._words.setdefault((one.source, one.digest), one)

    def of(self, one: Item) -> Known | None:
        """By key, by another key that it had, by address, by its words: the first that is anything."""
        keyed = self._keys.get(one.key) or self._also(one, one.key)
        address = (self._also(one, one.url) or self._addresses.get((one.source, one.url))) if one.url else None
        if keyed and address and keyed.url != one.url:  # one id for several documents
            keyed = None
        words = self._words.get((one.source, one.digest)) if one.digest else None
        if keyed:
            return keyed
        if address:
            return replace(address, met="address")
        return replace(words, met="words") if words else None

    def _also(self, one: Item, name: str) -> Known | None:
        key = self._aliases.get((one.source, name))
        return self._keys.get(key) if key else None


def _former(connection: Connection, known: Iterable[Known]) -> Iterator[Known]:
    """What was revised, with its former words."""
    revised = {one.key: one for one in known if one.revisions}
    words: dict[str, list[RowMapping]] = {}
    for chunk in chunks(revised):
        wanted = select(revision.c.item, revision.c.digest, revision.c.title).where(revision.c.item.in_(chunk))
        for row in connection.execute(wanted).mappings():
            words.setdefault(row["item"], []).append(row)
    for key, rows in words.items():
        titles = tuple(dict.fromkeys(row["title"] for row in rows))
        yield replace(revised[key], former=tuple(row["digest"] for row in rows), former_titles=titles)


def _aliases(connection: Connection, items: Sequence[Item]) -> Iterator[tuple[tuple[str, str], str]]:
    names = listed(connection, [name for one in items for name in (one.key, one.url) if name])
    for row in connection.execute(select(item_alias).where(item_alias.c.name.in_(select(names.c.value)))):
        yield (row.source, row.name), row.item


def _rows(connection: Connection, items: Sequence[Item], others: Iterable[str]) -> Iterator[RowMapping]:
    """Recorded items, oldest first, that share a key, an address or their words with one of ``items``."""
    revisions = select(func.count()).where(revision.c.item == item.c.key).scalar_subquery().label("revisions")
    wanted = (
        (item.c.key, [*(one.key for one in items), *others]),
        (item.c.url, [one.url for one in items if one.url]),
        (item.c.digest, [one.digest for one in items if one.digest]),
    )
    for column, values in wanted:
        if values:
            among = column.in_(select(listed(connection, values).c.value))
            yield from connection.execute(select(item, revisions).where(among).order_by(item.c.first_seen, item.c.key)).mappings()


def count(connection: Connection) -> int:
    """How many items are recorded."""
    return connection.scalar(select(func.count()).select_from(item)) or 0


def titles(connection: Connection, source: str) -> Sequence[str]:
    """The latest TITLES_MAX headlines of a source."""
    latest = select(item.c.title).where(item.c.source == source).order_by(item.c.first_seen.desc()).limit(TITLES_MAX)
    return connection.scalars(latest).all()


def wanted(connection: Connection, limit: int) -> list[Item]:
    """The latest items that a watch wanted, newest first."""
    newest = func.coalesce(item.c.published_start, item.c.first_seen).desc()
    rows = connection.execute(select(item).where(item.c.on_story).order_by(newest, item.c.key).limit(limit))
    return [item_of(row) for row in rows.mappings()]


def add(connection: Connection, stored: Sequence[StoredItem]) -> None:
    """Record new items and new words of known ones; what they said before is kept."""
    changed = known(connection, [one.item for one in stored if one.revision])
    new = [one for one in stored if one.item.key not in changed]
    insert_missing(connection, item, [{**item_row(one.item), **_judged(one), "baseline": one.baseline} for one in new])
    for one in stored:
        if before := changed.get(one.item.key):
            _revise(connection, one, before)


def _judged(one: StoredItem) -> dict[str, Any]:
    """What we made of it. The text of what no watch wanted is kept once, with the story that it began."""
    text = "" if one.new_story and not one.on_story else one.item.text
    return {"story": one.story.id, "on_story": one.on_story, "kinds": one.kinds, "text": text}


def _revise(connection: Connection, one: StoredItem, before: Known) -> None:
    """Give a known item its new words. Its key, its address and when we first saw it are its identity and stay."""
    if before.digest not in before.former:  # each wording is kept once, however often it comes back
        former = {"item": before.key, "title": before.title, "text": before.text, "digest": before.digest}
        connection.execute(insert(revision).values(**former, replaced_at=one.item.first_seen))
    columns = {**item_row(one.item), **_judged(one)}
    for fixed in ("key", "source", "url", "first_seen"):
        del columns[fixed]
    connection.execute(update(item).where(item.c.key == before.key).values(columns))


def remember_names(connection: Connection, items: Mapping[str, Item], memory: Mapping[str, Known]) -> None:
    """Keep the other key or address under which a known item came back, up to NAMES_MAX of them."""
    names = [
        {"source": one.source, "name": name, "item": memory[key].key}
        for key, one in items.items()
        if key in memory
        for name in (one.key, one.url)
        if name and name not in {memory[key].key, memory[key].url} and len(name) <= _NAME_MAX
    ]
    full: set[str] = set()
    for chunk in chunks(row["item"] for row in names):
        many = select(item_alias.c.item).where(item_alias.c.item.in_(chunk)).group_by(item_alias.c.item)
        full.update(connection.scalars(many.having(func.count() >= NAMES_MAX)))
    insert_missing(connection, item_alias, [row for row in names if row["item"] not in full])
