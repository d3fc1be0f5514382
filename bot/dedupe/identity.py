"""What tells the items of a source apart? Its ids, else its links, else their words: whichever keeps what it promises. (step 5)

Feeds give one id to every item, or a new id to an item each time they are asked; links all lead to the front page, or carry a
token of the day. Each is believed until it has been seen to do so, and no longer.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import replace

from bot.dedupe.near import copy_of, jaccard
from bot.model.item import Item, Known, RawItem
from bot.model.source import Mark
from bot.text.normalise import key_of
from bot.text.urls import canonical

CHURNED = 3
"""So many items of one reading, and half of those that we know, have other ids at once where ids are worth nothing."""
SHARED = 3
"""So many headlines must share one link, and be half of a reading: two are a picture's and a headline's link to one document."""
_UNLIKE = 0.3
"""Likeness below which two texts are not two states of one."""


def distrusted(raws: Sequence[RawItem]) -> frozenset[Mark]:
    """What does not tell these apart, going by themselves alone."""
    marks: set[Mark] = set()
    if _several(raws):
        marks.add("guid")
    headlines = defaultdict[str, set[str]](set)
    for raw in raws:
        if raw.link:
            headlines[canonical(raw.link)].add(raw.title)
    most = max(map(len, headlines.values()), default=0)
    if most >= SHARED and 2 * most >= len(raws):
        marks.add("link")
    return frozenset(marks)


def _several(raws: Iterable[RawItem]) -> bool:
    """Whether one id stands for documents with other headlines at other addresses."""
    first: dict[str, RawItem] = {}
    return any(
        (other := first.setdefault(raw.guid, raw)) is not raw
        and other.title != raw.title
        and (other.link != raw.link or not raw.link)
        for raw in raws
        if raw.guid
    )


def learned(distrust: AbstractSet[Mark], items: Sequence[Item], known: Mapping[str, Known]) -> frozenset[Mark]:
    """What is distrusted after these came back.

    Found by address or words alone, they had other ids before; by words alone, other links as well. Once is a move to another
    system, twice is a habit. And an id that now stands for another document was none.
    """
    again = [(item, known[item.key]) for item in items if item.key in known]
    if any(is_another(item, before) for item, before in again):
        return frozenset({*distrust, "guid"})
    marks = _churned([before for _, before in again])
    if marks and "churn" not in distrust and not marks <= distrust:
        return frozenset({*distrust, "churn"})
    return frozenset({*distrust, *marks} - {"churn"}) if again else frozenset(distrust)


def _churned(back: Sequence[Known]) -> frozenset[Mark]:
    met = Counter(before.met for before in back)
    most = max(CHURNED, len(back) / 2)
    if met["words"] >= most:
        return frozenset({"guid", "link"})
    return frozenset({"guid"} if met["address"] >= most else ())


def identified(item: Item, known: Mapping[str, Known]) -> Item:
    """The item with its address for its identity, where its id is that of another document."""
    before = known.get(item.key)
    return replace(item, key=key_of(item.source, item.url)) if before and is_another(item, before) else item


def is_another(item: Item, before: Known) -> bool:
    """Whether what came under a known id is another document: elsewhere, and in altogether other words."""
    if before.met != "key" or item.key != before.key or not item.url or not before.url or item.url == before.url:
        return False
    mine, yours = copy_of(item.title, item.text), copy_of(before.title, before.text)
    return max(jaccard(mine.title_grams, yours.title_grams), jaccard(mine.grams, yours.grams)) < _UNLIKE
