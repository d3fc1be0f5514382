"""What is new in a reading, and what of it is worth telling? Steps 5 to 10, on what the open transaction knows.

Everything here is gathering and pure calls; the caller records the outcome in the same transaction.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Literal

from bot.alerts import decide
from bot.dedupe import fresh, sketch, story_of
from bot.followups import classify
from bot.match import Index, scan
from bot.model.alert import Alert
from bot.model.finding import Finding, StorylineState
from bot.model.followup import FollowUp
from bot.model.item import Item, Revision
from bot.model.source import Cursor, Source
from bot.model.story import Outlet, Story
from bot.model.watchlist import Storyline
from bot.ports import Checking, Outcome, StoredItem
from bot.reading import Reading, was_there
from bot.storyline import advance, lapse, opening, revised

Verdict = Literal["tell", "digest", "seen"]
"""Tell each held item as news, all of them on one card, or none."""
SUDDEN_MAX = 20
"""Items at once that are new and not dated since we last looked: a ministry posts up to eight a day."""
LATE = timedelta(hours=12)
"""So long after its own date an item may appear in a list: texts of conferences, and lists that only name the day."""
OPENING_MAX = 500
"""Items looked at for the card that opens a storyline."""


def outcome_of(
    reading: Reading, source: Source, index: Index, transaction: Checking, now: datetime, last_success: datetime | None
) -> Outcome:
    """Decide a reading of a source that was last read at ``last_success``."""
    deciding = _Deciding(source, index, transaction)
    new, changed = fresh(reading.items, transaction.known(reading.items))
    new, held = _set_aside(new, source, reading.cursor, transaction, now, last_success)
    # Lists have the newest on top, which decides among those of one day.
    items = [(was_there(item, source, reading.cursor, now), item) for item in reversed(new)]
    # What was there before we looked is history, and so is known when the news comes; and what happened first is told first.
    for baseline, item in sorted(items, key=lambda pair: (not pair[0], _time_of(pair[1]))):
        deciding.take(item, baseline=baseline)
    for revision in changed:
        deciding.revise(revision)
    alerts = _decided(deciding.findings, index, transaction, now)
    return Outcome(deciding.stored, alerts, deciding.states, replace(reading.cursor, baselined=True), held=held)


def reviewed(how: Verdict, source: Source, index: Index, transaction: Checking, now: datetime) -> Outcome:
    """What an operator's verdict on the held items of a source leads to."""
    held = transaction.held()
    deciding = _Deciding(source, index, transaction)
    for item in sorted(held.values(), key=_time_of):
        deciding.take(item, baseline=how != "tell")
    findings = [*deciding.findings, *(_digests(deciding, source, index, now) if how == "digest" else ())]
    alerts = _decided(findings, index, transaction, now)
    return Outcome(deciding.stored, alerts, deciding.states, released=list(held))


def _digests(deciding: "_Deciding", source: Source, index: Index, now: datetime) -> Iterator[Finding]:
    """One card per storyline that the items belong to."""
    for storyline in index.watchlist.storylines.values():
        items = [one.item for one in deciding.stored if one.on_story and _on(storyline, one.item, index)]
        if items:
            yield opening.digest(storyline, source, items, index.watchlist, now)


def _set_aside(
    new: list[Item], source: Source, cursor: Cursor, transaction: Checking, now: datetime, last_success: datetime | None
) -> tuple[list[Item], list[Item]]:
    """What is new, and what is to be held: so much at once that is not dated since we last looked is a redesign, not news."""
    if not new or last_success is None or not cursor.baselined:
        return new, []
    held_already = transaction.held()
    new = [item for item in new if item.key not in held_already]
    sudden = [item for item in new if not _since(item, last_success) and not was_there(item, source, cursor, now)]
    if len(sudden) <= SUDDEN_MAX:
        return new, []
    return [item for item in new if item not in sudden], sudden


def _since(item: Item, last_success: datetime) -> bool:
    return item.published is not None and item.published.end >= last_success - LATE


def _time_of(item: Item) -> datetime:
    return item.published.start if item.published else item.first_seen


def lapsed(index: Index, transaction: Checking, now: datetime) -> Outcome | None:
    """What no single item brings about: documents that did not come, and the card that opens a storyline.

    None when there is nothing to write.
    """
    states: dict[str, StorylineState] = {}
    findings: list[Finding] = []
    for storyline in index.watchlist.storylines.values():
        before = transaction.state(storyline.id)
        after, found = lapse(before, storyline, now)
        if after != before:
            states[storyline.id] = after
        findings += [*_opening(storyline, index, transaction), *found]
    alerts = _decided(findings, index, transaction, now)
    return Outcome(alerts=alerts, states=states) if alerts or states else None


def _opening(storyline: Storyline, index: Index, transaction: Checking) -> Iterator[Finding]:
    """The card of a storyline that has none yet, as soon as anything could be read."""
    if transaction.told([opening.story_of(storyline)]):
        return
    overview = transaction.overview(OPENING_MAX)
    if overview.sources:
        kept = [item for item in overview.kept if _on(storyline, item, index)]
        counts = {"sources": overview.sources, "failed": overview.failed, "items": overview.items}
        yield opening.opening(storyline, index.watchlist, kept, counts)


def _on(storyline: Storyline, item: Item, index: Index) -> bool:
    source = index.watchlist.sources.get(item.source)
    return source is not None and any(match.storyline == storyline.id for match in scan(item, source, index).matches)


def _decided(findings: Sequence[Finding], index: Index, transaction: Checking, now: datetime) -> list[Alert]:
    stories = {name for finding in findings for name in (finding.story, finding.replies_to_story) if name}
    told = transaction.told(sorted(stories)) if stories else ()
    return decide(findings, told, index.watchlist.entities, now)


@dataclass(slots=True)
class _Deciding:
    """One reading on its way through steps 6 to 9, an item at a time."""

    source: Source
    index: Index
    transaction: Checking
    stored: list[StoredItem] = field(default_factory=list)
    begun: list[tuple[Story, frozenset[int]]] = field(default_factory=list)
    """Stories that this reading began, which the store does not know yet, with their sketches."""
    states: dict[str, StorylineState] = field(default_factory=dict)
    """The storylines' states that moved."""
    findings: list[Finding] = field(default_factory=list)

    def take(self, item: Item, *, baseline: bool) -> None:
        """A new item: its story, its matches, its kinds, and what it means for the storylines."""
        hashes = frozenset(sketch(item.title, item.text))
        begun = [story for story, its in self.begun if hashes & its]
        story = story_of(item, [*self.transaction.candidates(item), *begun])
        began = story.id == item.key
        if began:
            self.begun.append((story, hashes))
        followup = self._read(item, story, new_story=began, baseline=baseline)
        for storyline in self.index.watchlist.storylines.values():
            before = self.states.get(storyline.id) or self.transaction.state(storyline.id)
            after, found = advance(before, [followup], storyline, self.index.watchlist, baseline=baseline)
            if after != before:
                self.states[storyline.id] = after
            self.findings += found

    def revise(self, revision: Revision) -> None:
        """A later text of an item that we know; it stays in its story."""
        item = revision.item
        story = Story(revision.before.story, item.key, item.title, item.text, item.lang, item.first_seen)
        followup = self._read(item, story, revision=True)
        revisions = (revised(followup, revision, storyline) for storyline in self.index.watchlist.storylines.values())
        self.findings += [finding for finding in revisions if finding]

    def _read(
        self, item: Item, story: Story, *, new_story: bool = False, baseline: bool = False, revision: bool = False
    ) -> FollowUp:
        """Steps 7 and 8, and the item as it is to be stored."""
        source = self.source
        followup = classify(item, source, story, scan(item, source, self.index), self.index.watchlist.kinds)
        outlet = Outlet(source.id, source.outlet, source.side, source.origin, item.link)
        on_story = bool(followup.matches)
        self.stored.append(StoredItem(item, story, new_story, outlet, on_story, followup.kinds, baseline, revision))
        return followup
