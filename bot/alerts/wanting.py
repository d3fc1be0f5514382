"""Does a chat want to hear of an alert, and may it be told at once?"""

from datetime import datetime

from bot.alerts.quiet import is_quiet, next_digest, quiet_ends
from bot.model.alert import Alert
from bot.model.finding import Change
from bot.model.subscriber import Preferences
from bot.model.watchlist import SEVERITIES

MENDS: frozenset[Change] = frozenset({"edited", "corrected", "removed"})
"""Changes that mend what was told: they are for those alone who were told it."""
ANSWERS: frozenset[Change] = MENDS | {"conflict", "graver", "met"}
"""Changes that whoever was told of the first wants to hear of, whatever else he wants."""


def mends(alert: Alert) -> bool:
    """Whether it is for those alone who were told what it answers."""
    return bool(alert.replies_to) and alert.change in MENDS


def wanted(wants: Preferences, alert: Alert, now: datetime, *, told: bool) -> bool:
    """Whether a chat is owed an alert; ``told`` says whether it was owed the one that this one answers."""
    if wants.muted_until and wants.muted_until > now:
        return False
    if alert.change == "notice":  # has no storyline; who reads them chose to by being an operator
        return True
    if any(storyline == alert.storyline and until > now for storyline, until in wants.muted):
        return False
    if alert.replies_to and alert.change in ANSWERS and told:
        return True
    return not mends(alert) and _filtered(wants, alert)


def _filtered(wants: Preferences, alert: Alert) -> bool:
    follows = not wants.follows or not wants.follows.isdisjoint({alert.storyline, f"{alert.storyline}/{alert.watch}"})
    kind = not wants.kinds or not wants.kinds.isdisjoint({alert.kind, *alert.kinds})
    return follows and kind and _rank(alert.severity) >= _rank(wants.severity)


def held_until(wants: Preferences, zone: str, alert: Alert, now: datetime, *, sent: bool, waited: bool = False) -> datetime | None:
    """Until when it must wait; None: it may be told now. ``sent`` says whether the chat has read what it answers.

    That is the next digest's time, unless it has ``waited`` for one already, and if it is quiet then, the end of that.
    """
    if alert.replies_to and alert.change in MENDS and sent:
        return None
    until = now
    if wants.digest and not waited and alert.severity != "critical":
        until = next_digest(wants.digest, zone, now)
    quiet = wants.quiet
    if quiet and not _breaks(quiet.breaks, alert.severity) and is_quiet(quiet, zone, until):
        until = quiet_ends(quiet, zone, until)
    return until if until > now else None


def _breaks(breaks: str, severity: str) -> bool:
    return breaks != "none" and _rank(severity) >= _rank(breaks)


def _rank(severity: str) -> int:
    return [*map(str, SEVERITIES)].index(severity)
