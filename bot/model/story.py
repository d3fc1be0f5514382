"""What is one text, however many outlets carry it? (step 6)"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Story:
    """Near-identical copies of one text. Named after its first member, and compared only with that one."""

    id: str
    lead_key: str
    title: str
    text: str
    lang: str
    first_seen: datetime


@dataclass(frozen=True, slots=True)
class Outlet:
    """One place that carries a story."""

    source: str
    outlet: str
    side: str
    origin: str
    """Whose text it is: what it credits, else its source's own group."""
    link: str
    credit: str = ""
    """The agency that it credits, by name; empty when it credits none."""
    role: str = "media"

    @property
    def speaks_for_itself(self) -> bool:
        """Whether it says whose text it is, or publishes nothing but its own."""
        return bool(self.credit) or self.role in _OWN


@dataclass(frozen=True, slots=True)
class Take:
    """Another text about the event of an alert, listed there beside it."""

    story: str
    side: str
    outlet: str
    title: str
    link: str
    at: datetime
    """When it was published, or else first seen."""
    exact: bool = True
    """Whether that is an instant, and not the beginning of the day that its source names."""


_OWN = frozenset({"official", "wire"})
_CLONES = frozenset({"aggregator", "bridge"})
"""Who only repeats others confirms nothing."""
NAMED = 8
"""Outlets named beside the alert's own; the rest are counted."""
_COARSE = (10, 20, 50, 100, 200, 500, 1000)
"""Beyond these the count of outlets is a bound: the eighty-first copy changes nothing for whoever reads it."""


@dataclass(frozen=True, slots=True)
class Carriers:
    """Who carries a story, as readers see it: each outlet once, those that only repeat others left out unless they are alone."""

    outlets: tuple[str, ...]
    """The first of them, in order of appearance."""
    count: str
    """How many: exactly up to ten, beyond that a bound."""
    origins: tuple[tuple[str, str], ...]
    """Whose texts these are: the origin, and the name that stands for it."""


def carriers(outlets: Sequence[Outlet]) -> Carriers:
    """Who carries a story, and on whose word.

    A copy that does not say whose text it is carries the text of the first one that does, or else that of the first one.
    """
    counted = [one for one in outlets if one.role not in _CLONES] or list(outlets)
    names = tuple(dict.fromkeys(one.outlet for one in counted))
    lead = next((one for one in counted if one.speaks_for_itself), counted[0] if counted else None)
    origins: dict[str, str] = {}
    for one in counted:
        voice = one if one.speaks_for_itself or lead is None else lead
        origins.setdefault(voice.origin, voice.credit or voice.outlet)
    bound = max((bound for bound in _COARSE if len(names) > bound), default=0)
    return Carriers(names[: NAMED + 1], f"{bound}+" if bound else str(len(names)), tuple(origins.items()))
