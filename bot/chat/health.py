"""Do we still hear what is said to us? When we last did, and what keeps us from it."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

from bot.model.vigil import Sign, Signs
from bot.text.speech import phrase

COLOURS = (phrase("green"), phrase("yellow"), phrase("red"))
DEAF = timedelta(seconds=90)
"""Without an answer for so long, listening begins anew."""
REFUSED_MAX = timedelta(minutes=10)
"""A token that is refused for so long was revoked: somebody has to act."""


@dataclass(slots=True)
class Running:
    """The talk while it goes on, for whoever started it."""

    lost: bool = False
    """Whether the token was lost for good: the process has to end, and say so."""


@dataclass(slots=True)
class Health:
    """How listening goes. All instants are ``now`` of whoever writes them down."""

    since: datetime
    last_poll: datetime | None = None
    """When Telegram last answered."""
    refused_since: datetime | None = None
    """Since when it refuses the token; None when it does not."""
    conflict: bool = False
    """Whether somebody else listens with our token."""
    restarts: int = 0
    trouble: str = ""
    """The last failure, in a word; never with an address or a name."""

    def polled(self, now: datetime) -> None:
        """It answered."""
        self.last_poll = now
        self.refused_since, self.conflict, self.trouble = None, False, ""

    def refused(self, now: datetime) -> None:
        """It refuses the token."""
        self.refused_since = self.refused_since or now
        self.trouble = phrase("the token is refused")

    def failed(self, trouble: str, *, conflict: bool = False) -> None:
        """It could not be asked."""
        self.trouble, self.conflict = trouble, conflict

    def deaf(self, now: datetime) -> bool:
        """Whether it has been silent for too long; a clock that was put back says nothing."""
        return now - (self.last_poll or self.since) > DEAF

    def signs(self, now: datetime) -> Signs:
        """The same for the vigil; nothing before it answered for the first time, or ought to have."""
        if self.deaf(now):
            return {"hearing": Sign(self.last_poll or self.since, self.trouble)}
        return {"hearing": None} if self.last_poll else {}

    def lost(self, now: datetime) -> bool:
        """Whether there is no hope without a new token."""
        return self.refused_since is not None and now - self.refused_since >= REFUSED_MAX

    def colour(self, now: datetime) -> Literal["green", "yellow", "red"]:
        """Green: we hear. Yellow: not just now. Red: not without somebody's help, or not for long."""
        if self.refused_since is not None or (self.deaf(now) and self.last_poll is not None):
            return "red"
        return "yellow" if self.trouble or self.last_poll is None else "green"
