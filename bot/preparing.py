"""What does a reply hold, and what follows from that alone? Steps 3 and 4, the signatures of step 6, and step 7.

None of it needs the store, so all of it is worked out where the reply is read, beside the transaction that decides. Pure.
"""

from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace
from datetime import datetime
from hashlib import blake2b

from bot.dedupe.identity import distrusted
from bot.dedupe.near import signatures
from bot.match import Index, scan
from bot.model.item import Item, RawItem
from bot.model.match import Scan
from bot.model.record import Record
from bot.model.reply import Reply
from bot.model.source import Mark, Source
from bot.sources import KINDS, article
from bot.text.normalise import normalise


@dataclass(frozen=True, slots=True)
class Prepared(Record):
    """An item ready to be decided about."""

    item: Item
    signature: tuple[int, ...]
    scan: Scan


@dataclass(frozen=True, slots=True)
class Shown(Record):
    """What a reply shows, whether new or not."""

    digests: tuple[int, ...]
    """Of everything that is published about each item."""
    distrust: frozenset[Mark] = frozenset()
    """What does not tell its items apart."""


Ready = tuple[tuple[Prepared, ...], Shown]
"""What is new in a reply, ready to be decided about, and all that it shows."""


def ready_of(source: Source, reply: Reply, now: datetime, shown: AbstractSet[int], index: Index) -> Ready:
    """All of it. Raises SourceError."""
    pairs, shows = looked_at(source, reply, now, shown)
    return prepared([item for _, item in pairs], source, index), shows


def items_of(source: Source, reply: Reply, now: datetime) -> list[tuple[RawItem, Item]]:
    """Steps 3 and 4: what a reply holds, as published and normalised. Raises SourceError."""
    return looked_at(source, reply, now, frozenset())[0]


def looked_at(source: Source, reply: Reply, now: datetime, shown: AbstractSet[int]) -> tuple[list[tuple[RawItem, Item]], Shown]:
    """The same but for what was ``shown`` before in the same words; and all that is shown now."""
    raws = KINDS[source.kind].read(source, reply)
    digests = tuple(map(_digest, raws))
    distrust = source.distrust | distrusted(raws)
    source = replace(source, distrust=distrust)
    pairs = [(raw, normalise(raw, source, now)) for raw, its in zip(raws, digests, strict=True) if its not in shown]
    return pairs, Shown(digests, distrust)


def _digest(raw: RawItem) -> int:
    """Of everything that was published about an item; signed, as databases count."""
    said = f"{raw.guid}\x00{raw.link}\x00{raw.title}\x00{raw.text}\x00{raw.date}\x00{raw.byline}".encode("utf-8", "replace")
    return int.from_bytes(blake2b(said, digest_size=8).digest(), signed=True)


def item_of(source: Source, raw: RawItem, reply: Reply, now: datetime) -> Item:
    """The item with its own page's text. Raises SourceError."""
    return normalise(article.read(source, raw, reply), source, now)


def prepared(items: Sequence[Item], source: Source, index: Index) -> tuple[Prepared, ...]:
    """Items made ready."""
    numbers = signatures([(item.title, item.text) for item in items])
    return tuple(Prepared(item, its, scan(item, source, index)) for item, its in zip(items, numbers, strict=True))


def prepare(item: Item, source: Source, index: Index) -> Prepared:
    """Ready an item. Pure."""
    return prepared([item], source, index)[0]
