"""What does a document mean for the storylines? Steps 8 and 9 for one item of a known story, coming in now or read long ago."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

from bot.followups import at_least, classify
from bot.match import Index, scan
from bot.model.finding import Finding, StorylineState
from bot.model.followup import FollowUp
from bot.model.item import Item, Revision
from bot.model.match import Scan
from bot.model.source import Source
from bot.model.story import Story
from bot.storyline import advance, lapse, recounted, revised


class Following:
    """All storylines of a watchlist, and where they stand."""

    def __init__(self, index: Index, state_of: Callable[[str], StorylineState]) -> None:
        """``state_of`` a storyline when it is first asked for."""
        self._index = index
        self._state_of = state_of
        self.moved: dict[str, StorylineState] = {}
        """The states that are others than at first."""

    def take(self, item: Item, source: Source, story: Story, found: Scan, *, baseline: bool) -> tuple[FollowUp, list[Finding]]:
        """A new item: its kinds, and what is worth deciding about it."""
        watchlist = self._index.watchlist
        followup = classified(item, source, story, found, self._index)
        findings: list[Finding] = []
        for storyline in watchlist.storylines.values() if found.held else ():  # else it holds nothing that any of them asks for
            before = self._state(storyline.id)
            after, new = advance(before, [followup], storyline, watchlist, baseline=baseline)
            self._move(storyline.id, before, after)
            findings += new
        return followup, findings

    def revise(self, revision: Revision, source: Source) -> tuple[FollowUp, list[Finding]]:
        """A later text of an item that we know; it stays in its story."""
        item = revision.item
        story = Story(revision.before.story, item.key, item.title, item.text, item.lang, item.first_seen)
        followup = classified(item, source, story, scan(item, source, self._index), self._index)
        findings = []
        for storyline in self._index.watchlist.storylines.values():
            before = self._state(storyline.id)
            after, counted = recounted(before, followup, storyline)
            self._move(storyline.id, before, after)
            findings += [counted, revised(followup, revision, storyline)]
        return followup, [finding for finding in findings if finding]

    def lapse(self, now: datetime) -> list[Finding]:
        """What time alone brings about: documents that did not come."""
        findings: list[Finding] = []
        for storyline in self._index.watchlist.storylines.values():
            before = self._state(storyline.id)
            after, new = lapse(before, storyline, now)
            self._move(storyline.id, before, after)
            findings += new
        return findings

    def _state(self, storyline: str) -> StorylineState:
        return self.moved.get(storyline) or self._state_of(storyline)

    def _move(self, storyline: str, before: StorylineState, after: StorylineState) -> None:
        if after != before:
            self.moved[storyline] = after


def classified(item: Item, source: Source, story: Story, found: Scan, index: Index) -> FollowUp:
    """Step 8; and where watches ask for kinds, step 7 once more, since these are known only now."""
    packs = index.watchlist.kinds
    followup = at_least(classify(item, source, story, found, packs), packs)
    if index.kinded and found.held:
        again = scan(item, source, index, followup.kinds)
        return replace(followup, scan=again, matches=again.matches)
    return followup
