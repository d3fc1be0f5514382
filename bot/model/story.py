"""What is one text, however many outlets carry it? (step 6)"""

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
    link: str
