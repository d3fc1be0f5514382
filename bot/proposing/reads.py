"""What does a proposed source read now? By the reader that will read it for good."""

from dataclasses import dataclass
from datetime import datetime

from bot.model.item import Item, RawItem
from bot.model.reply import Reply
from bot.model.source import Source
from bot.sources import KINDS
from bot.text.normalise import normalise


@dataclass(frozen=True, slots=True)
class Reads:
    """A source, and what one reply holds for it."""

    source: Source
    raws: tuple[RawItem, ...]
    items: tuple[Item, ...]

    @property
    def dated(self) -> int:
        """How many items have a date that can be read."""
        return sum(item.published is not None for item in self.items)

    @property
    def newest(self) -> datetime | None:
        """When the latest of them came out."""
        return max((item.published.start for item in self.items if item.published), default=None)


def read_as(source: Source, reply: Reply, now: datetime) -> Reads:
    """What ``source`` reads. Raises SourceError."""
    raws = tuple(KINDS[source.kind].read(source, reply))
    return Reads(source, raws, tuple(normalise(raw, source, now) for raw in raws))
