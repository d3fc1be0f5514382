"""What do we know of ourselves: when we last lived, and what does not work?"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal


@dataclass(frozen=True, slots=True)
class Sign:
    """That something does not work."""

    since: datetime
    why: str = ""


Signs = Mapping[str, Sign | None]
"""By what it is about: ``sources``, ``hearing``, a way out (``out telegram``). None: it works. What is missing is not known."""


@dataclass(frozen=True, slots=True)
class Trouble:
    """A sign that was there when we looked last."""

    since: datetime
    seen: datetime
    """When we first saw it."""
    told: bool = False
    """Whether the operators were told."""


@dataclass(frozen=True, slots=True)
class Vigil:
    """What is remembered from one look to the next, also over a restart."""

    alive: datetime | None = None
    """When we last looked; None: never."""
    troubles: Mapping[str, Trouble] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Turn:
    """Something that the operators are to hear."""

    what: Literal["gap", "begun", "over"]
    """Nobody lived; something has not worked for a while; it works again."""
    name: str
    """What it is about, as in ``Signs``; of a gap empty."""
    since: datetime
    why: str = ""
