"""Which document ought to follow, by when, and did it?"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

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
    return Pending(storyline.id, expectation.id, followup.story.id, item.title, item.link, since, since + expectation.within)


def settle(pending: Sequence[Pending], one: Pending, state: str) -> tuple[Pending, ...]:
    """The same waits, with ``one`` ended."""
    done = replace(one, state="met" if state == "met" else "overdue")
    return tuple(done if p is one else p for p in pending)


def overdue(pending: Sequence[Pending], now: datetime) -> tuple[Pending, ...]:
    """The open waits whose time is up."""
    return tuple(p for p in pending if p.state == "open" and p.due <= now)
