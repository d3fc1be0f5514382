"""What does one side's account of a call name that the other side's does not? A signal, worded as one, with both quoted.

Two accounts are of one call when the same principals are in their headlines (or first sentence) and they came out within a day
and a half: the 24th in Washington is the 25th in Tokyo. Only the sides' own accounts are compared; what newsrooms tell of a call
is not anybody's readout.
"""

from collections.abc import Mapping, Sequence
from datetime import timedelta

from bot.model.finding import Telling
from bot.model.followup import FollowUp
from bot.model.watchlist import Readouts, Storyline, Watchlist
from bot.storyline.documents import belongs
from bot.text.sentences import quote

ONE_CALL = timedelta(hours=36)
"""Between two accounts of one call."""
LEAD = 120
"""Code points after the headline in which the principals are looked for."""
TELLINGS_MAX = 60
OWN = frozenset({"official", "bridge"})
"""Roles in which a side speaks for itself."""


def telling_of(followup: FollowUp, storyline: Storyline, readouts: Readouts, watchlist: Watchlist) -> Telling | None:
    """The document as a side's own account of a call, when it is one."""
    if followup.source.role not in OWN or not belongs(followup, readouts.among, f"{storyline.id}/readout/{readouts.id}", watchlist):
        return None
    item, held = followup.item, followup.scan.held
    near = len(item.title) + LEAD
    entities = followup.scan.entities
    principals = tuple(name for name in readouts.principals if any(span.start < near for span in entities.get(name, ())))
    own = principals if len(principals) > 1 or followup.source.role != "bridge" else (*principals, *_author(followup, readouts))
    if len(set(own)) < 2:
        return None
    topics = {
        topic: quote(item.body, spans[0])
        for topic in readouts.topics
        if (spans := held.get(f"{storyline.id}/topic/{readouts.id}/{topic}"))
    }
    at = item.published.start if item.published else item.first_seen
    source = followup.source
    return Telling(
        readouts.id, followup.story.id, source.side, source.outlet, item.title, item.link, at, tuple(sorted(set(own))), topics
    )


def _author(followup: FollowUp, readouts: Readouts) -> Sequence[str]:
    """Who speaks in a leader's own posts, where he says "I": the principal whom the source is named after."""
    named = f"{followup.source.id} {followup.source.name}".casefold()
    return [name for name in readouts.principals if name in named]


def counterparts(telling: Telling, tellings: Sequence[Telling]) -> list[Telling]:
    """Other sides' accounts of the same call, one of each side: the one that names most."""
    found: dict[str, Telling] = {}
    for one in tellings:
        same = one.readouts == telling.readouts and one.side != telling.side and one.principals == telling.principals
        if same and one.story != telling.story and abs(one.at - telling.at) <= ONE_CALL:
            before = found.get(one.side)
            found[one.side] = one if before is None or len(one.topics) > len(before.topics) else before
    return list(found.values())


def is_news(telling: Telling, tellings: Sequence[Telling]) -> bool:
    """Whether its side has not given an account of this call before: a translation or a copy is none."""
    return not any(
        one.readouts == telling.readouts
        and one.side == telling.side
        and one.principals == telling.principals
        and abs(one.at - telling.at) <= ONE_CALL
        for one in tellings
    )


def detail(readouts: Readouts, telling: Telling, other: Telling) -> Mapping[str, object]:
    """Both accounts, and what only one of them names."""
    return {
        "type": "asymmetry",
        "readouts": readouts.id,
        "accounts": [_account(one, against) for one, against in ((other, telling), (telling, other))],
        "shared": sorted(set(telling.topics) & set(other.topics)),
    }


def _account(one: Telling, against: Telling) -> Mapping[str, object]:
    alone = {topic: said for topic, said in one.topics.items() if topic not in against.topics}
    return {
        "side": one.side,
        "outlet": one.outlet,
        "title": one.title,
        "link": one.link,
        "at": one.at.isoformat(),
        "alone": alone,
    }


def with_telling(tellings: Sequence[Telling], telling: Telling) -> tuple[Telling, ...]:
    """The accounts with this one."""
    return (*tellings, telling)[-TELLINGS_MAX:]
