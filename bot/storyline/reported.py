"""Have both sides told of this incident, and in what do they differ? Each as it says, nobody is right."""

from collections.abc import Mapping, Sequence

from bot.model.finding import Reported
from bot.model.followup import FollowUp
from bot.model.incident import Difference, Slot
from bot.model.watchlist import Storyline
from bot.storyline.accounts import differences, same_incident
from bot.storyline.incidents import incident_of
from bot.text.speech import phrase

REPORTED_MAX = 60
_CALLED: Mapping[Slot, str] = {
    "vessel": phrase("the boat"),
    "authority": phrase("by what right"),
    "count": phrase("ships"),
    "hulls": phrase("hulls"),
    "time": phrase("when"),
}


def reported_by(followup: FollowUp, storyline: Storyline) -> Reported | None:
    """A rival side's account of an incident, when this document is one; one that sums up several days is not."""
    source = followup.source
    if source.side not in storyline.rivals or "incident" not in followup.kinds:
        return None
    incident = incident_of(followup.item, followup.scan, source)
    if incident is None or not incident.place or incident.until:
        return None
    item = followup.item
    at = item.published.start if item.published else item.first_seen
    return Reported(followup.story.id, source.side, source.outlet, item.title, item.link, at, incident)


def counterpart(one: Reported, reported: Sequence[Reported]) -> Reported | None:
    """The first account of the same incident by another side; None also when this side has told of it before."""
    same = [other for other in reported if other.story != one.story and same_incident(other.incident, one.incident)]
    if any(other.side == one.side for other in same):
        return None
    return next((other for other in same if other.side != one.side), None)


def detail(one: Reported, other: Reported) -> Mapping[str, object]:
    """Both accounts, and what they say differently."""
    return {
        "type": "incident",
        "day": one.incident.day.isoformat(),
        "accounts": [_account(other), _account(one)],
        "differences": [_difference(each) for each in differences(other.incident, one.incident)],
    }


def _account(one: Reported) -> Mapping[str, object]:
    return {
        "side": one.side,
        "outlet": one.outlet,
        "title": one.title,
        "link": one.link,
        "at": one.at.isoformat(),
        "quotes": list(one.incident.quotes[:2]),
    }


def _difference(one: Difference) -> Mapping[str, object]:
    return {"slot": one.slot, "called": _CALLED[one.slot], "said": [one.a, one.b]}


def with_reported(reported: Sequence[Reported], one: Reported) -> tuple[Reported, ...]:
    """The accounts with this one."""
    return (*reported, one)[-REPORTED_MAX:]
