"""When is a source due next, given how the last check went?

Healthy sources keep their interval. Failing ones back off by doubling, but never give up: a source that is silently
dropped after N errors is a source whose news is missed.
"""

from datetime import UTC, datetime, timedelta
from hashlib import blake2b

from bot.model.source import Source

LONGEST_BACKOFF = timedelta(hours=6)
LONGEST_RETRY_AFTER = timedelta(hours=24)
_JITTER = 0.1
_DOUBLINGS = 16
"""Enough for any interval of half a second or more to reach the cap, and far from overflowing a timedelta."""


def next_due(source: Source, now: datetime, failures: int, retry_after: float | None = None) -> datetime:
    """The next instant at which to check ``source``; ``failures`` in a row have happened up to ``now``.

    ``retry_after`` (seconds) is what the server asked for (RFC 9110 §10.2.3): never earlier, believed up to a day.
    """
    due = now + jittered(source, now, _wait(source.every, failures))
    if retry_after is not None and retry_after > 0:
        due = max(due, now + min(timedelta(seconds=min(retry_after, 1e6)), LONGEST_RETRY_AFTER))
    return due


def _wait(every: timedelta, failures: int) -> timedelta:
    """The first failure costs nothing (most are passing), each further one doubles the interval.

    A source slower than the cap keeps its own interval: failing must not make us ask more often.
    """
    doublings = min(max(failures - 1, 0), _DOUBLINGS)
    return min(every * (1 << doublings), max(every, LONGEST_BACKOFF))


def jittered(source: Source, now: datetime, wait: timedelta) -> timedelta:
    """``wait``, a tenth more or less."""
    return wait * (1 + _jitter(source.id, now))


def _jitter(source: str, now: datetime) -> float:
    """A number in [-0.1, 0.1) drawn from source and instant: spreads the load, yet every test and replay is exact."""
    seed = f"{source}\0{now.astimezone(UTC).isoformat()}".encode()
    draw = int.from_bytes(blake2b(seed, digest_size=8).digest()) / 2**64
    return (2 * draw - 1) * _JITTER
