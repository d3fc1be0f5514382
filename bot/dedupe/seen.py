"""Have we seen this item? (step 5) And is it a copy of a text that we know? (step 6)"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from bot.dedupe.near import CONTAINED, LEAD, SAME, SAME_TITLE, SHORT, containment, grams, jaccard, skeleton
from bot.dedupe.slots import differ
from bot.model.item import Item, Known, Revision
from bot.model.story import Story

REVISIONS_MAX = 24
"""More changes than this to one item is a page that prints the time, not a newsroom at work (reader's lesson)."""
_BODY_MIN = 60
"""Grams a body needs before being contained in another one means anything."""


def fresh(items: Sequence[Item], known: Mapping[str, Known]) -> tuple[list[Item], list[Revision]]:
    """Split a reading into items never seen and later texts of items that we know.

    Whatever the order of ``items`` and however often one repeats, each is returned at most once, and none that is
    known comes back as new.
    """
    new: dict[str, Item] = {}
    digests: set[str] = set()
    revised: dict[str, Revision] = {}
    for item in items:
        before = known.get(item.key)
        if before is not None:
            later = _revision(item, before)
            if later is not None:
                revised[item.key] = later
        elif item.key not in new and item.digest not in digests:
            new[item.key] = item
            digests.add(item.digest)
    return list(new.values()), list(revised.values())


def _revision(item: Item, before: Known) -> Revision | None:
    """The change, if it is one: other words under the same identity, and not for the twenty-fifth time."""
    if item.digest == before.digest or before.revisions >= REVISIONS_MAX:
        return None
    if not item.text and before.text:
        # A list page shows only the headline of what we have read in full.
        if skeleton(item.title) == skeleton(before.title):
            return None
        item = replace(item, text=before.text)
    if skeleton(item.title) == skeleton(before.title) and skeleton(item.text) == skeleton(before.text):
        return None
    return Revision(item, before)


def story_of(item: Item, candidates: Sequence[Story]) -> Story:
    """The story that ``item`` carries: one of ``candidates`` (compared with its first member), or a new one."""
    best, score = Story(item.key, item.key, item.title, item.text, item.lang, item.first_seen), -1.0
    for story, found in compared(item, candidates):
        if found.same and found.likeness > score:
            best, score = story, found.likeness
    return best


@dataclass(frozen=True, slots=True)
class Comparison:
    """What makes two texts one story, or does not."""

    likeness: float
    """Jaccard of headline and lead, 0 to 1."""
    by: Literal["words", "headline", "abridged", ""] = ""
    """What makes them the same; empty when nothing does."""
    differ: bool = False
    """Whether a number, a half of the day or a pair of opposites in the headlines forbids it."""

    @property
    def same(self) -> bool:
        """Whether they are one story."""
        return bool(self.by) and not self.differ


def compared(item: Item, candidates: Sequence[Story]) -> Iterator[tuple[Story, Comparison]]:
    """Each candidate, and how ``item`` compares with its first member."""
    if not candidates:
        return
    title, lead = skeleton(item.title), skeleton(item.text[: 2 * LEAD])[:LEAD]
    mine, mine_title = grams(title + lead), grams(title)
    for story in candidates:
        its_title, its_lead = skeleton(story.title), skeleton(story.text[: 2 * LEAD])[:LEAD]
        likeness = jaccard(mine, grams(its_title + its_lead))
        if differ(item.title, story.title):
            yield story, Comparison(likeness, differ=True)
        elif likeness >= SAME:
            yield story, Comparison(likeness, "words")
        elif _same_title(mine_title, title, its_title, lead, its_lead):
            yield story, Comparison(likeness, "headline")
        else:
            yield story, Comparison(likeness, "abridged" if _abridged(item, story) else "")


def _same_title(mine: frozenset[str], title: str, other: str, lead: str, other_lead: str) -> bool:
    """Nearly the same headline, long enough to mean one thing, and the texts do not say otherwise."""
    if min(len(title), len(other)) < SHORT or jaccard(mine, grams(other)) < SAME_TITLE:
        return False
    return not (lead and other_lead) or jaccard(grams(lead), grams(other_lead)) >= SAME / 2


def _abridged(item: Item, story: Story) -> bool:
    """One body is a shortened copy of the other."""
    a, b = grams(skeleton(item.text[:4000])), grams(skeleton(story.text[:4000]))
    return min(len(a), len(b)) >= _BODY_MIN and containment(a, b) >= CONTAINED
