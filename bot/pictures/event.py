"""What is one dot of a timeline?"""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Event:
    """One development of a storyline, as its picture shows it."""

    id: str
    """Unique within a picture; of two with one id the first is drawn."""
    at: datetime
    """When it happened, with its zone; it is drawn on the day that it was for the reader."""
    side: str
    """The lane (CN, JP, US, …)."""
    kind: str
    """A follow-up kind (denial, report, …): the colour."""
    label: str
    """A headline in any language; what does not fit is cut."""
    replies_to: str = ""
    """The id of the event that it answers; one that is not in the picture is not pointed at."""
