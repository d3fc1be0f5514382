"""How long may each source wait between checks, when all of them together may cost so many requests?

The mean delay of an item is least when intervals are inverse to the square root of how often sources publish, each weighed by how
much it matters (Lagrange: four times the items, twice as often). What binds: nobody is asked more often than he allows, nobody is
left alone for longer than his ceiling, and a host's sources share the host's patience.
"""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from bot.model.source import Source

CEILING = timedelta(hours=6)
OFFICE_CEILING = timedelta(hours=1)
_OFFICE = range(9, 19)
SLOWEST = 2.0
"""Nobody waits longer than so many times what he would if all were asked alike: else what seldom comes would come late."""
TRACKED = 4.0
"""Weight of sources that a storyline names or that yielded something to it."""
PER_HOST = 720.0
"""Requests an hour at one host at most: twelve a minute."""
_STEPS = 60
_RELAXED = 6
"""Times that the slowest may be given twice as long, until the budget holds or their own ceilings bind."""
_LEAST, _MOST = 1e-6, 1e9


@dataclass(frozen=True, slots=True)
class Paced:
    """What planning needs to know of a source: seconds, items per hour, requests per check."""

    id: str
    host: str
    """Empty: takes no turns."""
    rate: float
    floor: float
    ceiling: float
    gap: float = 0.0
    weight: float = 1.0
    cost: float = 1.0

    def interval(self, c: float) -> float:
        """Seconds between checks."""
        return min(max(c / math.sqrt(self.weight * max(self.rate, 1e-9)), self.floor), self.ceiling)

    def requests(self, c: float) -> float:
        """Requests per hour."""
        return 3600.0 * self.cost / self.interval(c)


def plan(sources: Sequence[Paced], budget: float) -> dict[str, float]:
    """Seconds between checks by source: all together cost at most ``budget`` requests per hour, as far as ceilings allow."""
    fair = 3600.0 * sum(one.cost for one in sources) / budget
    slowest, intervals = SLOWEST, dict[str, float]()
    for _ in range(_RELAXED):  # where floors and ceilings bind so many that the budget is overspent, the slow ones wait longer
        intervals = _planned(sources, budget, slowest * fair)
        if sum(3600.0 * one.cost / intervals[one.id] for one in sources) <= budget * 1.001:
            break
        slowest *= 2
    return intervals


def _planned(sources: Sequence[Paced], budget: float, slowest: float) -> dict[str, float]:
    groups: dict[str, list[Paced]] = {}
    patient: dict[str, list[Paced]] = {}
    for one in sources:
        host = one.host if one.gap else ""
        patient.setdefault(host, []).append(one)
        groups.setdefault(host, []).append(replace(one, ceiling=max(one.floor, min(one.ceiling, slowest))))
    free = groups.pop("", [])
    # A host whose sources want more than it bears gives them what it bears; what that saves is for the others.
    capped: dict[str, float] = {}
    while True:
        open_ = [*free, *(one for host, group in groups.items() if host not in capped for one in group)]
        spent = sum(one.requests(c) for host, c in capped.items() for one in patient[host])
        c = _solved(open_, budget - spent)
        over = {host: group for host, group in groups.items() if host not in capped and _wants(group, c) > _bears(group) * 1.001}
        if not over:
            break
        capped |= {host: _solved(patient[host], _bears(group)) for host, group in over.items()}
    intervals = {one.id: one.interval(c) for one in open_}
    return intervals | {one.id: one.interval(c) for host, c in capped.items() for one in patient[host]}


def _solved(sources: Sequence[Paced], budget: float) -> float:
    """The c at which these sources cost ``budget``; the least when they cost less anyway, the most when they cannot."""
    low, high = _LEAST, _MOST
    if _wants(sources, low) <= budget:
        return low
    for _ in range(_STEPS):
        middle = (low * high) ** 0.5
        low, high = (middle, high) if _wants(sources, middle) > budget else (low, middle)
    return high


def _wants(sources: Iterable[Paced], c: float) -> float:
    return sum(one.requests(c) for one in sources)


def _bears(group: Sequence[Paced]) -> float:
    return min(3600.0 / max(one.gap for one in group), PER_HOST)


def ceiling(source: Source, now: datetime) -> timedelta:
    """How long a source may be left alone now: officials an hour while they are in their offices."""
    local = now.astimezone(ZoneInfo(source.zone))
    at_work = source.role == "official" and local.weekday() < 5 and local.hour in _OFFICE
    return max(source.every, OFFICE_CEILING if at_work else CEILING)
