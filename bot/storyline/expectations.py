"""Which document ought to follow, by when, and did it?"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Literal
from zoneinfo import ZoneInfo

from bot.model.finding import Pending
from bot.model.followup import FollowUp
from bot.model.watchlist import Expectation, Storyline, Watchlist
from bot.storyline.documents import belongs


def meets(followup: FollowUp, storyline: Storyline, expectation: Expectation, watchlist: Watchlist) -> bool:
    """Whether this is the document that was expected."""
    return belongs(followup, expectation.expect, f"{storyline.id}/expect/{expectation.id}", watchlist)


def opened(
    followup: FollowUp, storyline: Storyline, expectation: Expectation, pending: Sequence[Pending], watchlist: Watchlist
) -> Pending | None:
    """The wait that this document starts, unless one for the same thing is running."""
    if not belongs(followup, expectation.after, f"{storyline.id}/after/{expectation.id}", watchlist):
        return None
    item = followup.item
    since = item.published.start if item.published and item.published.exact else item.first_seen
    mine = [p for p in pending if p.expectation == expectation.id and p.storyline == storyline.id]
    if any(p.story == followup.story.id or (p.state == "open" and since < p.due) for p in mine):
        return None
    return Pending(storyline.id, expectation.id, followup.story.id, item.title, item.link, since, due(since, expectation))


def due(since: datetime, expectation: Expectation) -> datetime:
    """When a wait that began ``since`` is over: outside office hours not before they end, on a working day."""
    at, office = since + expectation.within, expectation.office
    if office is None:
        return at
    zone = ZoneInfo(office.zone)
    there = at.astimezone(zone)
    day = there.date()
    if _works(day) and office.opens <= there.time() <= office.closes:
        return at
    if there.time() > office.closes:
        day += timedelta(days=1)
    while not _works(day):
        day += timedelta(days=1)
    return datetime.combine(day, office.closes, zone).astimezone(UTC)


def _works(day: date) -> bool:
    return day.weekday() < 5


def cancels(followup: FollowUp, storyline: Storyline, expectation: Expectation, watchlist: Watchlist) -> bool:
    """Whether this document says that the other one will not come."""
    if expectation.cancelled_by is None:
        return False
    return belongs(followup, expectation.cancelled_by, f"{storyline.id}/cancel/{expectation.id}", watchlist)


def settle(pending: Sequence[Pending], one: Pending, state: Literal["met", "overdue", "cancelled"]) -> tuple[Pending, ...]:
    """The same waits, with ``one`` ended."""
    done = replace(one, state=state)
    return tuple(done if p is one else p for p in pending)


def overdue(pending: Sequence[Pending], now: datetime) -> tuple[Pending, ...]:
    """The open waits whose time is up."""
    return tuple(p for p in pending if p.state == "open" and p.due <= now)
