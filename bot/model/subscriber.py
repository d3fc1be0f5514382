"""What does a chat want to hear, when, and in which words?"""

from dataclasses import dataclass
from datetime import datetime, time
from typing import Literal

from bot.model.record import Record
from bot.model.watchlist import Severity

Breaks = Severity | Literal["none"]
"""The least severity that is told at once although it is quiet; none: nothing is."""


@dataclass(frozen=True, slots=True)
class Quiet(Record):
    """Hours of the chat's own zone in which it is left alone. That start and end are the same means never."""

    start: time
    end: time
    breaks: Breaks = "critical"


@dataclass(frozen=True, slots=True)
class Preferences(Record):
    """What one chat wants. The default wants everything, at once."""

    follows: frozenset[str] = frozenset()
    """Storylines ("taiwan-remarks") and watches ("taiwan-remarks/protests"); empty: all of them."""
    kinds: frozenset[str] = frozenset()
    """Kinds of follow-ups; empty: all of them."""
    severity: Severity = "low"
    """The least severity that it wants."""
    quiet: Quiet | None = None
    digest: tuple[time, ...] = ()
    """Times of day at which it gets what came since, in its own zone; empty: each alert by itself."""
    muted_until: datetime | None = None
    """Until then it is told nothing."""
    muted: tuple[tuple[str, datetime], ...] = ()
    """Storylines that it is told nothing of, and until when."""
