"""What kind of development is an item, and which words say so? (step 8)"""

from dataclasses import dataclass

from bot.model.item import Item
from bot.model.match import Match, Scan
from bot.model.source import Source
from bot.model.story import Story


@dataclass(frozen=True, slots=True)
class Evidence:
    """A quoted sentence, the words in it that count, and where they stand in the item's body (code points)."""

    kind: str
    """The follow-up kind or finding that this speaks for."""
    cue: str
    quote: str
    offset: int


@dataclass(frozen=True, slots=True)
class FollowUp:
    """An on-story item with its kinds, the telling one first, each with its evidence."""

    item: Item
    source: Source
    story: Story
    scan: Scan
    matches: tuple[Match, ...]
    kinds: tuple[str, ...]
    evidence: tuple[Evidence, ...]
