"""Have we seen this item? (step 5) And is it a copy of a text that we know? (step 6)"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta

from bot.dedupe.near import BODY_MIN, By, Copy, alike, containment, copy_of, glimpse, may_be_retold, skeleton
from bot.dedupe.slots import contradiction, filled_in_otherwise, is_retold, wording
from bot.model.item import Item, Known, Revision
from bot.model.story import Story
from bot.revisions.volatile import steady
from bot.text.naming import Naming

SAME_DAY = timedelta(hours=20)
"""Between two outlets' copies of a headline; a daily headline comes back after 24."""
GLIMPSE = 0.45
"""Share of the shorter text's words, or characters, in the other one, below which nothing else needs to be compared."""
SURE = 0.9
"""Likeness at which no likelier candidate needs to be looked for."""
VERIFIED = 4
"""Of the candidates that look like copies, the likest whose facts are compared token by token."""
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
                revised[before.key] = later
        elif item.key not in new and item.digest not in digests:
            new[item.key] = item
            digests.add(item.digest)
    return list(new.values()), list(revised.values())


def _revision(item: Item, before: Known) -> Revision | None:
    """The change, if it is one: other words under the same identity, and not for the twenty-fifth time."""
    if item.digest == before.digest or (before.revisions >= REVISIONS_MAX and item.digest not in before.former):
        return None
    if not item.text and before.text:
        # A list page shows only the headline of what we have read in full.
        if _same(item.title, before.title):
            return None
        item = replace(item, text=before.text)
    if _same(item.title, before.title) and _same(item.text, before.text):
        return None
    return Revision(item, before)


def _same(a: str, b: str) -> bool:
    """Whether two texts are one but for spacing, punctuation and clocks."""
    return a == b or skeleton(a) == skeleton(b) or skeleton(steady(a)) == skeleton(steady(b))


def story_of(item: Item, candidates: Sequence[Story], naming: Naming, recurs: Callable[[], bool] = bool) -> Story:
    """The story that ``item`` carries: one of ``candidates`` (compared with its first member), or a new one.

    ``recurs``: whether its source uses such a headline again and again. Then only the same day makes it the same story, unless
    there is text enough to tell. Asked only where it matters.
    """
    own = Story(item.key, item.key, item.title, item.text, item.lang, item.first_seen)
    if not candidates:  # most items
        return own
    mine, words = copy_of(item.title, item.text), glimpse(item.title, item.text)
    rest: list[tuple[Comparison, Story]] = []
    for story in candidates:
        if containment(words, glimpse(story.title, story.text)) < GLIMPSE or filled_in_otherwise(item.text, story.text):
            continue
        found = _likeness(mine, item, story, naming)
        if found.likeness >= SURE and not found.bare and not _differ(item, story, naming):
            return story
        if found.by:
            rest.append((found, story))
    for found, story in sorted(rest, key=lambda pair: -pair[0].likeness)[:VERIFIED]:
        if not (_differ(item, story, naming) or (found.bare and _another_day(item, story) and recurs())):
            return story
    return own


def _likeness(mine: Copy, item: Item, story: Story, naming: Naming) -> "Comparison":
    yours = copy_of(story.title, story.text)
    likeness, by = alike(mine, yours)
    if (
        not by
        and may_be_retold(mine, yours, likeness)
        and is_retold(*(wording(one.title, one.text, naming) for one in (item, story)))
    ):
        by = "facts"
    return Comparison(likeness, by, bare=min(len(mine.lead), len(yours.lead)) < BODY_MIN)


def _differ(item: Item, story: Story, naming: Naming) -> str:
    return contradiction(wording(item.title, item.text, naming), wording(story.title, story.text, naming))


def _another_day(item: Item, story: Story) -> bool:
    return abs(item.first_seen - story.first_seen) > SAME_DAY


@dataclass(frozen=True, slots=True)
class Comparison:
    """What makes two texts one story, or does not."""

    likeness: float
    """Jaccard of headline and lead, 0 to 1."""
    by: By = ""
    """What makes them the same; empty when nothing does."""
    differ: str = ""
    """What they say otherwise (``bot.dedupe.slots.contradiction``), which forbids it; empty when nothing does."""
    bare: bool = False
    """Whether one of them is little more than a headline."""

    @property
    def same(self) -> bool:
        """Whether they are one story."""
        return bool(self.by) and not self.differ


def compared(item: Item, candidates: Sequence[Story], naming: Naming) -> Iterator[tuple[Story, Comparison]]:
    """Each candidate, and how ``item`` compares with its first member."""
    mine = copy_of(item.title, item.text)
    for story in candidates:
        found = _likeness(mine, item, story, naming)
        yield story, replace(found, differ=_differ(item, story, naming) if found.by else "")
