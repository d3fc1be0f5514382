"""How often does a source publish at this hour of the week?

Items carry their own times, so that every arrival is known, however rarely we look. Counts fade by half in four weeks. Hours are
UTC's: local ones would be doubled or skipped twice a year, and the profile follows a changed clock by itself.
"""

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

HALF_LIFE = timedelta(weeks=4)
HOURS = 168
"""Of a week; the first is that of Monday 0:00 UTC."""
_PRIOR_COUNT, _PRIOR_DAYS = 1.0, 1.0
"""A source of which nothing is known publishes about once a day: Gamma(1, 1 day)."""
_TRUST = 8.0
"""Hours seen that weigh as much as what the coarser profile says: an hour of the week needs eight weeks to speak for itself."""
_MEAN_LIFE = HALF_LIFE / timedelta(days=1) / math.log(2)


@dataclass(frozen=True, slots=True)
class Arrivals:
    """Faded counts by hour of the week, as of ``at``."""

    at: datetime
    bins: tuple[float, ...] = (0.0,) * HOURS
    first: datetime | None = None
    """The earliest that was counted: what stood there when we first looked came out over a time in which we did not."""


def seen(arrivals: Arrivals, published: Iterable[datetime], now: datetime) -> Arrivals:
    """With what was published at these instants counted as well."""
    bins, first = [count * _left(now - arrivals.at) for count in arrivals.bins], arrivals.first
    for when in published:
        bins[_hour(when)] += _left(now - when)
        first = min(first or when, when)
    return Arrivals(now, tuple(bins), first)


def rate_at(arrivals: Arrivals, now: datetime, since: datetime) -> float:
    """Items per hour to expect now of a source that is watched ``since``.

    By its hour of the week, as far as that is known well enough, else by its hour of the day, else by its average.
    """
    left = _left(now - arrivals.at)
    bins = [count * left for count in arrivals.bins]
    since = min(since, arrivals.first or since)
    days = _MEAN_LIFE * (1 - _left(now - since))  # as much time as the faded counts stand for
    average = (sum(bins) + _PRIOR_COUNT) / (days + _PRIOR_DAYS) / 24
    hour = _hour(now)
    daily = (sum(bins[hour % 24 :: 24]) + _TRUST * average) / (days + _TRUST)
    return (bins[hour] + _TRUST * daily) / (days / 7 + _TRUST)


def as_json(arrivals: Arrivals) -> dict[str, object]:
    """For a column of a table."""
    first = arrivals.first.isoformat() if arrivals.first else None
    return {"at": arrivals.at.isoformat(), "bins": [round(count, 4) for count in arrivals.bins], "first": first}


def of_json(document: Mapping[str, object], now: datetime) -> Arrivals:
    """Back again; what never published has an empty document."""
    at, bins, first = document.get("at"), document.get("bins"), document.get("first")
    if not isinstance(at, str) or not isinstance(bins, list) or len(bins) != HOURS:
        return Arrivals(now)
    earliest = datetime.fromisoformat(first) if isinstance(first, str) else None
    return Arrivals(datetime.fromisoformat(at), tuple(map(float, bins)), earliest)


def _left(age: timedelta) -> float:
    """How much of a count is left after so long; a clock that went back adds nothing."""
    return float(0.5 ** (max(age, timedelta(0)) / HALF_LIFE))


def _hour(when: datetime) -> int:
    when = when.astimezone(UTC)
    return when.weekday() * 24 + when.hour
