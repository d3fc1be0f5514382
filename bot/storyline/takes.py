"""Is it another account of the same event? Other words, perhaps another language, but the same names on the same day.

Across languages texts share no words, but they share who and what they name. An entity that the storyline's scope names says
little, since nearly all that is told of it names them; any other says three times as much, and in the headline twice that. Two
accounts of one event have a cosine of .6 or more (``readout evaluate``: takes).
"""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from math import sqrt

from bot.model.alert import Account
from bot.model.item import Item
from bot.model.match import Scan
from bot.model.source import Source
from bot.model.story import Story, Take
from bot.model.watchlist import Storyline

SAME_EVENT = 0.6
SHARED_MIN = 2
"""Names that both must have: one alone is a topic."""
WITHIN = timedelta(days=1)
"""Between two accounts of an event; where a source names only the day, between those days."""
TAKES_MAX = 9
PER_SIDE = 3
"""Takes listed of one side: a reader wants the other sides' accounts, not all of one."""
_LITTLE, _MUCH, _HEADLINE = 1, 3, 2


def entities_of(item: Item, found: Scan, storyline: Storyline) -> dict[str, int]:
    """Who and what an item names, and how much that says."""
    return {
        entity: (_LITTLE if entity in storyline.about else _MUCH) * (_HEADLINE if spans[0].start < len(item.title) else 1)
        for entity, spans in sorted(found.entities.items())
        if spans
    }


def same_event(a: Mapping[str, int], b: Mapping[str, int], apart: timedelta) -> bool:
    """Whether two texts that name these, published so far apart, are about one event."""
    both = a.keys() & b.keys()
    if abs(apart) > WITHIN or len(both) < SHARED_MIN:
        return False
    shared = sum(a[entity] * b[entity] for entity in both)
    return shared >= SAME_EVENT * sqrt(sum(w * w for w in a.values()) * sum(w * w for w in b.values()))


def when(item: Item) -> datetime:
    """When it was published, or else first seen."""
    return item.published.start if item.published else item.first_seen


def take_of(item: Item, source: Source, story: Story) -> Take:
    """An item as it is listed under alerts."""
    exact = item.published is None or item.published.exact
    return Take(story.id, source.side, source.outlet, item.title, item.link, when(item), exact)


def joins(take: Take, entities: Mapping[str, int], account: Account) -> bool:
    """Whether a text is to be listed under an account of the same event that is not its own, while there is room."""
    if take.story == account.take.story or take.story in account.stories or len(account.sides) >= TAKES_MAX:
        return False
    if account.sides.count(take.side) >= PER_SIDE:
        return False
    return same_event(entities, account.entities, take.at - account.take.at)


def with_take(account: Account, take: Take) -> Account:
    """The account with a further take listed under it."""
    return replace(account, sides=(*account.sides, take.side), stories=account.stories | {take.story})
