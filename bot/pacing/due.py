"""When is a source due next, given how the check went?"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.model.source import Source
from bot.pacing.backoff import jittered, next_due

BURST = 3
"""Checks at the shortest interval after news of a storyline: what happens there seldom happens alone."""
CALM = 8
"""Checks without an overflow after which one halving is taken back."""
HALVINGS_MAX = 6
LIFETIME_MAX = timedelta(minutes=60)
"""What a server says of how long its answer stays good is believed up to here: some say a year."""
_LEAST = timedelta(seconds=60)
_BELOW = 4
"""An overflow may bring a source to be asked this many times more often than its entry says: what scrolls past unseen is lost."""
_SHUT = timedelta(hours=1)
_TOO_MANY = timedelta(hours=4)
_GONE = timedelta(hours=24)
"""Doors that stay shut are not knocked at every few minutes; a 403 or 429 without a time is answered by a longer pause."""


@dataclass(frozen=True, slots=True)
class Pace:
    """What the last checks say about the next: quick ones still to come after news, halvings after overflows, calm ones since."""

    burst: int = 0
    halvings: int = 0
    calm: int = 0


def after_success(
    source: Source, now: datetime, pace: Pace, *, planned: float | None, lifetime: float, news: bool, overflow: bool
) -> tuple[datetime, Pace]:
    """When it is due, and the pace from here.

    ``planned`` and ``lifetime`` are seconds; ``news``: it brought something that a watch wanted; ``overflow``: everything it
    held was new, so that some may have scrolled past.
    """
    pace = _next(pace, news=news, overflow=overflow)
    floor = max(source.every, min(timedelta(seconds=lifetime), LIFETIME_MAX))
    wait = floor if pace.burst or planned is None else max(timedelta(seconds=planned), floor)
    if pace.halvings:
        wait = min(wait, max(wait / 2**pace.halvings, source.every / _BELOW, _LEAST))
    return now + jittered(source, now, wait), pace


def _next(pace: Pace, *, news: bool, overflow: bool) -> Pace:
    burst = BURST if news else max(pace.burst - 1, 0)
    if overflow:
        return Pace(burst, min(pace.halvings + 1, HALVINGS_MAX), 0)
    if pace.calm + 1 >= CALM:
        return Pace(burst, max(pace.halvings - 1, 0), 0)
    return Pace(burst, pace.halvings, pace.calm + 1)


def after_failure(
    source: Source, now: datetime, failures: int, trouble: str, *, status: int = 0, retry_after: float | None = None
) -> datetime:
    """When to try again after ``failures`` in a row: with growing pauses, never before ``retry_after`` seconds, and for ever."""
    due = next_due(source, now, failures, retry_after)
    if retry_after is None and status == 429:
        return max(due, now + _TOO_MANY)
    if retry_after is None and status == 403 and failures > 1:
        return max(due, now + _TOO_MANY)
    if failures > 1:
        due = max(due, now + {"challenged": _SHUT, "refused": _SHUT, "gone": _GONE}.get(trouble, timedelta(0)))
    return due
