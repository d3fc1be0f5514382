"""What did one pass over an item find, and which watches does it satisfy? (step 7)"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from bot.model.record import Record


class Span(NamedTuple):
    """``body[start:end]`` of an item, in code points of the original text."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Match(Record):
    """A watch that an item satisfies, with the spans that satisfied it."""

    storyline: str
    watch: str
    spans: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class Scan(Record):
    """Everything one pass found: the ground on which follow-ups, claims, expectations and formulas stand."""

    entities: Mapping[str, tuple[Span, ...]] = field(default_factory=dict)
    """Entity id to where its aliases stand."""
    held: Mapping[str, tuple[Span, ...]] = field(default_factory=dict)
    """Name of each query that holds to the spans that made it hold (see ``Watchlist.queries``)."""
    matches: tuple[Match, ...] = ()
