"""Have we seen this item? (step 5) And is it a copy of a text that we know? (step 6)"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from bot.dedupe.near import alike, copy_of, skeleton
from bot.dedupe.slots import contradiction, wording
from bot.model.item import Item, Known, Revision
from bot.model.story import Story
from bot.text.naming import Naming

REVISIONS_MAX = 24
"""More changes than this to one item is a page that prints the time, not a newsroom at work (reader's lesson)."""


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


def story_of(item: Item, candidates: Sequence[Story], naming: Naming, recurs: Callable[[], bool] = bool) -> Story:
    """The story that ``item`` carries: one of ``candidates`` (compared with its first member), or a new one.

    ``recurs``: whether its source uses such a headline again and again, so that only the same day's makes it the same story.
    """
    best, score = Story(item.key, item.key, item.title, item.text, item.lang, item.first_seen), -1.0
    for story, found in compared(item, candidates, naming):
        if found.same and found.likeness > score and not recurs():
            best, score = story, found.likeness
    return best


@dataclass(frozen=True, slots=True)
class Comparison:
    """What makes two texts one story, or does not."""

    likeness: float
    """Jaccard of headline and lead, 0 to 1."""
    by: Literal["words", "headline", "text", ""] = ""
    """What makes them the same; empty when nothing does."""
    differ: str = ""
    """What they say otherwise (``bot.dedupe.slots.contradiction``), which forbids it; empty when nothing does."""

    @property
    def same(self) -> bool:
        """Whether they are one story."""
        return bool(self.by) and not self.differ


def compared(item: Item, candidates: Sequence[Story], naming: Naming) -> Iterator[tuple[Story, Comparison]]:
    """Each candidate, and how ``item`` compares with its first member."""
    mine = None
    for story in candidates:
        mine = mine or copy_of(item.title, item.text)
        likeness, by = alike(mine, copy_of(story.title, story.text))
        said = contradiction(wording(item.title, item.text, naming), wording(story.title, story.text, naming)) if by else ""
        yield story, Comparison(likeness, by, said)
