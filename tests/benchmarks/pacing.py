"""Does adaptive pacing see items sooner than polling everybody alike? ``python -m tests.benchmarks.pacing [--json]``.

Two hundred sources for four weeks, of which the first two are for learning: log-normal rates (sd of the log 1.5), nights eight times as
quiet as days, quiet weekends, hours of their own. The paces learn from nothing but their own checks. Uniform polling makes as
many requests. One item in a hundred is on the storyline. Exit code 1 when a bound is broken.
"""

import heapq
import json
import math
import random
import sys
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from statistics import mean, quantiles

from bot.model.source import Source
from bot.pacing.due import Pace, after_failure, after_success
from bot.pacing.plan import Paced, ceiling, plan
from bot.pacing.rate import Arrivals, rate_at, seen

SOURCES, DAYS, LEARNING = 200, 28, 14
BUDGET = 300.0
"""Requests an hour: uniform polling would ask everybody every forty minutes."""
PLAN_EVERY = timedelta(minutes=10)
WINDOW = 20
START = datetime(2025, 11, 3, tzinfo=UTC)
CHANCE = random.Random(20251124)
LIMITED = 0.002
"""Answers that are 429 with a Retry-After."""


@dataclass(slots=True)
class Place:
    """A source, what it publishes when, and what we know of it."""

    source: Source
    dates: list[datetime]
    arrivals: Arrivals = field(default_factory=lambda: Arrivals(START))
    pace: Pace = field(default_factory=Pace)
    planned: float | None = None
    checked: datetime = START - timedelta(hours=1)
    due: datetime = START
    not_before: datetime = START
    told_to_wait: bool = False
    """Whether its server did, so that what scrolls by meanwhile is not ours to save."""


def dates_of(number: int) -> list[datetime]:
    """An inhomogeneous Poisson process, by thinning."""
    per_hour = math.exp(CHANCE.gauss(math.log(0.15), 1.5))
    peak, at, dates = CHANCE.randrange(24), START, []
    while (at := at + timedelta(hours=CHANCE.expovariate(per_hour * 2))) < START + timedelta(days=DAYS):
        day = 0.125 + 0.875 * (1 + math.cos((at.hour + at.minute / 60 - peak) / 24 * 2 * math.pi)) / 2
        if CHANCE.random() < day * (0.4 if at.weekday() > 4 else 1.0):
            dates.append(at)
    return dates


def adaptive(places: list[Place]) -> tuple[list[float], int, int, int]:
    """Delays in minutes, requests, requests before a Retry-After, items that scrolled by, all after the weeks of learning."""
    measured, queue = START + timedelta(days=LEARNING), [(place.due, number) for number, place in enumerate(places)]
    heapq.heapify(queue)
    delays: list[float] = []
    requests = early = lost = 0
    next_plan = START
    while queue and (now := queue[0][0]) < START + timedelta(days=DAYS):
        if now >= next_plan:
            _plan(places, queue, now)
            next_plan = now + PLAN_EVERY
            continue
        _, number = heapq.heappop(queue)
        place = places[number]
        if now != place.due:
            continue  # a plan has brought it forward
        counts = now >= measured
        requests += counts
        early += now < place.not_before
        if CHANCE.random() < LIMITED:
            wait = CHANCE.uniform(60, 7200)
            place.due = after_failure(place.source, now, 1, "failing", status=429, retry_after=wait)
            place.not_before = now + timedelta(seconds=wait)
            place.told_to_wait = True
        else:
            new = place.dates[bisect_right(place.dates, place.checked) : bisect_right(place.dates, now)]
            if counts:
                lost += 0 if place.told_to_wait else max(0, len(new) - WINDOW)
                delays += [(now - date).total_seconds() / 60 for date in new]
            _checked(place, new, now)
        heapq.heappush(queue, (place.due, number))
    return delays, requests, early, lost


def _checked(place: Place, new: list[datetime], now: datetime) -> None:
    if new:
        place.arrivals = seen(place.arrivals, new, now)
    place.due, place.pace = after_success(
        place.source,
        now,
        place.pace,
        planned=place.planned,
        lifetime=0,
        news=any(date.microsecond % 100 == 0 for date in new),
        overflow=len(new) >= WINDOW,
    )
    place.checked, place.not_before, place.told_to_wait = now, now, False


def _plan(places: list[Place], queue: list[tuple[datetime, int]], now: datetime) -> None:
    paced = [
        Paced(
            place.source.id, "", rate_at(place.arrivals, now, START), place.source.every.total_seconds(),
            ceiling(place.source, now).total_seconds(),
        )
        for place in places
    ]  # fmt: skip
    intervals = plan(paced, BUDGET)
    for number, place in enumerate(places):
        place.planned = intervals[place.source.id]
        sooner = max(place.checked + timedelta(seconds=place.planned), place.not_before, now)
        if sooner < place.due:
            place.due = sooner
            heapq.heappush(queue, (sooner, number))


def uniform(places: list[Place], requests: int) -> list[float]:
    """The delays when everybody is asked alike, with as many requests."""
    measured, end = START + timedelta(days=LEARNING), START + timedelta(days=DAYS)
    interval = (end - measured) * len(places) / requests
    delays = []
    for number, place in enumerate(places):
        phase = interval * (number / len(places))
        for date in place.dates[bisect_left(place.dates, measured) :]:
            waited = interval - (date - measured - phase) % interval
            delays.append(waited.total_seconds() / 60)
    return delays


def rows() -> Iterator[tuple[str, float, float, bool]]:
    """What, how much, at most, good."""
    source = Source("s", "S", "INT", "media", "feed", "https://x.example/", "UTC", ("en",), "s", "S", every=timedelta(minutes=5))
    places = [Place(replace(source, id=f"s{number}"), dates_of(number)) for number in range(SOURCES)]
    ours, requests, early, lost = adaptive(places)
    alike = uniform(places, requests)
    for what, value, most in (
        ("mean delay, of uniform polling's", mean(ours) / mean(alike), 0.65),
        ("95th percentile, of uniform polling's", quantiles(ours, n=20)[18] / quantiles(alike, n=20)[18], 1.0),
        ("requests before a Retry-After", early, 0),
        ("items lost from a window of 20", lost, 0),
    ):
        yield what, value, most, value <= most
    print(
        f"     {len(ours)} items, {requests} requests; mean delay {mean(ours):.1f} instead of {mean(alike):.1f} minutes",
        file=sys.stderr,
    )


def main() -> None:
    """Simulate, and say what broke its bound."""
    good = True
    for what, value, most, fine in rows():
        good = good and fine
        if "--json" in sys.argv:
            print(json.dumps({"what": what, "value": value, "bound": most, "good": fine}), flush=True)
        else:
            print(f"{'ok  ' if fine else 'OVER'} {what:<40} {value:6.2f} (at most {most:g})", flush=True)
    sys.exit(not good)


if __name__ == "__main__":
    main()
