"""What happened at sea or in the air, as one account tells it? (step 9)"""

from dataclasses import dataclass
from datetime import date, time
from typing import Literal

from bot.model.record import Record

Action = Literal[
    "entered", "expelled", "patrolled", "approached", "collided", "radar", "detained", "water-cannon", "flew", "left"
]  # fmt: skip
Slot = Literal["vessel", "authority", "count", "hulls", "time"]


@dataclass(frozen=True, slots=True)
class Vessel(Record):
    """A boat's name as one account writes it."""

    name: str
    lang: str
    """BCP 47: of the text, or en where the name is in Latin letters."""
    flag: str = ""
    """Whose boat it is (JP, CN, TW), when name or words say so."""
    entity: str = ""
    """The watchlist's id, when it knows this boat: one boat under all its names."""


@dataclass(frozen=True, slots=True)
class Incident(Record):
    """One account of one incident. What the account does not say is empty or None, never a guess."""

    action: Action
    place: str
    """Entity id of the most specific place; empty when none is named."""
    day: date
    """As the account counts days, see ``zone``."""
    zone: str
    """IANA zone in which ``day`` and the clock times are."""
    dated: bool = False
    """Whether the text gives the day; else it is the day of publication."""
    until: date | None = None
    """The last day, when the account sums up several: it is then no account of a single incident."""
    begun: time | None = None
    ended: time | None = None
    vessels: tuple[Vessel, ...] = ()
    described: tuple[str, ...] = ()
    """Ships without a name, as written: a Japanese fishing vessel, 日本漁船."""
    hulls: tuple[str, ...] = ()
    """Numbers painted on coast guard ships: 1307."""
    formation: bool = False
    """Whether a formation is named by its leader: its hull then says nothing about how many ships there were."""
    count: int | None = None
    """Ships counted; boats that fish are not."""
    authority: tuple[str, ...] = ()
    """By what right, in the words of the account: 依法采取必要管控措施并警告驱离, 厳重に抗議."""
    quotes: tuple[str, ...] = ()
    """The sentences it comes from."""


@dataclass(frozen=True, slots=True)
class Difference(Record):
    """What two accounts of one incident say of one slot, in their words; empty where one of them is silent."""

    slot: Slot
    a: str
    b: str
