"""What is new in a reading, and what of it is worth telling? Steps 5 to 10, on what the open transaction knows.

Everything here is gathering and pure calls; the caller records the outcome in the same transaction.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Literal

from bot.alerts import decide
from bot.dedupe.identity import identified, learned
from bot.dedupe.seen import fresh, story_of
from bot.dedupe.templates import recurs
from bot.following import Following, classified
from bot.match import Index, scan
from bot.model.alert import Account, Alert
from bot.model.finding import TELLING, Finding
from bot.model.followup import FollowUp
from bot.model.item import Item, Known, Revision
from bot.model.page import Behind, Page, PageClaim, PageEnd
from bot.model.source import Mark, Source
from bot.model.story import Outlet, Story, Take
from bot.model.watchlist import Storyline
from bot.ports import Checking, Outcome, StoredItem
from bot.preparing import Prepared, prepare
from bot.reading import Reading, was_there
from bot.revisions.watching import Seen
from bot.storyline import again, opening, takes
from bot.storyline.corrections import WITHIN, corrected_by, is_correction
from bot.storyline.rewording import is_told, removed, reworded
from bot.storyline.takes import when
from bot.text.credits import agency_in, called, credited, origin_of
from bot.text.language import language_of
from bot.text.urls import canonical

Verdict = Literal["tell", "digest", "seen"]
"""Tell each held item as news, all of them on one card, or none."""
SUDDEN_MAX = 20
"""Items at once that are new and not dated since we last looked: a ministry posts up to eight a day."""
LATE = timedelta(hours=12)
"""So long after its own date an item may appear in a list: texts of conferences, and lists that only name the day."""
BEGUN_MAX = 12
"""Stories begun just now that an item is compared with, the likeliest."""
OPENING_MAX = 500
"""Items looked at for the card that opens a storyline."""


@dataclass(frozen=True, slots=True)
class Read:
    """A reading of a source that was last read well at ``last_success``, to be decided ``now``."""

    source: Source
    reading: Reading
    now: datetime
    last_success: datetime | None


def outcome_of(reads: Sequence[Read], index: Index, transaction: Checking) -> Outcome:
    """Decide readings of different sources, in their order: what one brings is known when the next has its turn."""
    known = transaction.known([one.item for read in reads for one in read.reading.items])
    news, changed, held = _sorted_out(reads, known, transaction)
    deciding = _Deciding(index, transaction, _candidates([one for _, _, one in news], transaction))
    for read, baseline, one in news:
        deciding.take(one, read.source, baseline=baseline)
    for source, revision in changed:
        deciding.revise(revision, source)
    findings = [_tied(finding, index, transaction) for finding in deciding.findings]
    alerts = _decided(findings, index, transaction, max(read.now for read in reads))
    return Outcome(
        deciding.stored,
        alerts,
        deciding.following.moved,
        takes=_takes(deciding.newcomers, alerts, transaction),
        held=held,
        distrust=_distrust(reads, known),
        behind=_behind(alerts, index),
    )


def _tied(finding: Finding, index: Index, transaction: Checking) -> Finding:
    """A correction as the answer to what it corrects."""
    if finding.replies_to_story or not is_correction(finding) or finding.item is None or finding.source is None:
        return finding
    accounts = transaction.accounts(finding.storyline, when(finding.item) - WITHIN)
    source = finding.source
    outlets = {one.outlet for one in index.watchlist.sources.values() if one.origin == source.origin} | {source.outlet}
    return replace(finding, replies_to_story=corrected_by(finding, accounts, outlets))


def _candidates(new: Sequence[Prepared], transaction: Checking) -> Mapping[str, Sequence[Story]]:
    return transaction.candidates([one.item for one in new], {one.item.key: one.signature for one in new})


def _sorted_out(
    reads: Sequence[Read], known: Mapping[str, Known], transaction: Checking
) -> tuple[list[tuple[Read, bool, Prepared]], list[tuple[Source, Revision]], list[Item]]:
    """What is new, and whether it was there before we looked; what says something else than before; what is to be held."""
    news: list[tuple[Read, bool, Prepared]] = []
    changed: list[tuple[Source, Revision]] = []
    held: list[Item] = []
    sudden = transaction.held([read.source.id for read in reads if read.reading.cursor.baselined])
    for read in reads:
        ready = {one.item.key: one for one in (_identified(one, known) for one in read.reading.items)}
        new, revisions = fresh([one.item for one in ready.values()], known)
        changed += [(read.source, revision) for revision in revisions]
        new, aside = _set_aside([item for item in new if item.key not in sudden], read)
        held += aside
        # Lists have the newest on top, which decides among those of one day.
        items = [(read, was_there(item, read.source, read.reading.cursor, read.now), ready[item.key]) for item in reversed(new)]
        # What was there before we looked is history, and so is known when the news comes; and what happened first is told first.
        news += sorted(items, key=lambda each: (not each[1], _time_of(each[2].item)))
    return news, changed, held


def _identified(one: Prepared, known: Mapping[str, Known]) -> Prepared:
    item = identified(one.item, known)
    return one if item is one.item else replace(one, item=item)


def _distrust(reads: Sequence[Read], known: Mapping[str, Known]) -> dict[str, frozenset[Mark]]:
    """By source, what does not tell its items apart, where that is more or less than was known."""
    learnt = {}
    for read in reads:
        before = read.reading.cursor.distrust
        after = learned(before, [one.item for one in read.reading.items], known)
        if after != before:
            learnt[read.source.id] = after
    return learnt


def reviewed(how: Verdict, source: Source, index: Index, transaction: Checking, now: datetime) -> Outcome:
    """What an operator's verdict on the held items of a source leads to."""
    held = transaction.held([source.id])
    waiting = [prepare(item, source, index) for item in sorted(held.values(), key=_time_of)]
    deciding = _Deciding(index, transaction, _candidates(waiting, transaction))
    for one in waiting:
        deciding.take(one, source, baseline=how != "tell")
    findings = [*deciding.findings, *(_digests(deciding, source, index, now) if how == "digest" else ())]
    alerts = _decided(findings, index, transaction, now)
    return Outcome(deciding.stored, alerts, states=deciding.following.moved, released=list(held), behind=_behind(alerts, index))


def _digests(deciding: "_Deciding", source: Source, index: Index, now: datetime) -> Iterator[Finding]:
    """One card per storyline that the items belong to."""
    for storyline in index.watchlist.storylines.values():
        items = [one.item for one in deciding.stored if one.on_story and _on(storyline, one.item, index)]
        if items:
            yield opening.digest(storyline, source, items, index.watchlist, now)


def _set_aside(new: list[Item], read: Read) -> tuple[list[Item], list[Item]]:
    """What is to be taken, and what to be held: so much at once that is not dated since we last looked is a redesign, not news."""
    cursor, last = read.reading.cursor, read.last_success
    if len(new) <= SUDDEN_MAX or last is None or not cursor.baselined:
        return new, []
    sudden = {item.key for item in new if not _since(item, last) and not was_there(item, read.source, cursor, read.now)}
    if len(sudden) <= SUDDEN_MAX:
        return new, []
    return [item for item in new if item.key not in sudden], [item for item in new if item.key in sudden]


def _since(item: Item, last_success: datetime) -> bool:
    return item.published is not None and item.published.end >= last_success - LATE


def _time_of(item: Item) -> datetime:
    return item.published.start if item.published else item.first_seen


def rechecked(claim: PageClaim, seen: Seen, index: Index, transaction: Checking, now: datetime) -> Outcome:
    """What another look at the page behind an alert leads to."""
    page, edit = seen.watched.page, seen.change
    version = page if claim.watched.page is None or (edit and edit.severity != "none") else None
    end = PageEnd(claim, seen.watched, seen.next_due, version, edit.what if edit and claim.watched.page else "")
    source, storyline = index.watchlist.sources.get(claim.source), index.watchlist.storylines.get(claim.storyline)
    if page is None or source is None or storyline is None:
        return Outcome(pages=[end])
    findings = []
    if seen.gone or (edit and not seen.returned and is_told(edit, source.role, seen.watched.grown)):
        followup = _followup_of(claim, page, source, index, now)
        findings = [reworded(followup, storyline, edit) if edit and not seen.gone else removed(followup, storyline)]
    return Outcome(alerts=_decided(findings, index, transaction, now), pages=[end])


def _followup_of(claim: PageClaim, page: Page, source: Source, index: Index, now: datetime) -> FollowUp:
    """A page as the document that it is."""
    title, text = page.title, "\n".join(page.sentences)
    item = Item(
        claim.story, source.id, canonical(claim.url), claim.url, title, text, language_of(text, source.languages), None, now, ""
    )
    story = Story(claim.story, item.key, title, text, item.lang, now)
    return classified(item, source, story, scan(item, source, index), index)


def _behind(alerts: Sequence[Alert], index: Index) -> list[Behind]:
    """The pages to look at again: of what was told, where a source's items have pages of their own."""
    return [
        Behind(one.url, one.source, one.story, one.storyline)
        for one in alerts
        if one.change in TELLING
        and one.url.startswith(("https://", "http://"))
        and _has_pages(index.watchlist.sources.get(one.source))
    ]


def _has_pages(source: Source | None) -> bool:
    return source is not None and source.kind not in {"page", "pdf_table"}


def lapsed(index: Index, transaction: Checking, now: datetime) -> Outcome | None:
    """What no single item brings about: documents that did not come, and the card that opens a storyline.

    None when there is nothing to write.
    """
    following = Following(index, transaction.state)
    overdue = following.lapse(now)
    openings = (found for storyline in index.watchlist.storylines.values() for found in _opening(storyline, index, transaction))
    lasting = (found for storyline in index.watchlist.storylines.values() for found in _lasting(storyline, transaction, now))
    alerts = _decided([*openings, *overdue, *lasting], index, transaction, now)
    states = following.moved
    return Outcome(alerts=alerts, states=states) if alerts or states else None


def _lasting(storyline: Storyline, transaction: Checking, now: datetime) -> list[Finding]:
    """What is overdue still and is to be said again."""
    if storyline.routing.repeat_interval is None:
        return []
    state = transaction.state(storyline.id)
    late = sorted({one.story for one in state.pending if one.state == "overdue"})
    return again(state, storyline, transaction.told(late), now) if late else []


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


@dataclass(frozen=True, slots=True)
class _Newcomer:
    """A story that began just now and is on a storyline."""

    storyline: str
    take: Take
    entities: Mapping[str, int]


def _takes(newcomers: Sequence[_Newcomer], alerts: Sequence[Alert], transaction: Checking) -> list[tuple[str, Take]]:
    """What is to be listed where: new texts under alerts about the same event, and older accounts under new alerts."""
    if not newcomers:
        return []
    told = {one.story: one for one in alerts if one.change in TELLING}
    listed: list[tuple[str, Take]] = []
    for storyline in dict.fromkeys(one.storyline for one in newcomers):
        mine = [one for one in newcomers if one.storyline == storyline]
        accounts = list(transaction.accounts(storyline, min(one.take.at for one in mine) - takes.WITHIN))
        for one in mine:
            alert = told.get(one.take.story)
            own = Account(alert.id, storyline, one.take, one.entities) if alert and alert.storyline == storyline else None
            for n, account in enumerate(accounts):
                if takes.joins(one.take, one.entities, account):
                    listed.append((account.alert, one.take))
                    accounts[n] = takes.with_take(account, one.take)
                if own and takes.joins(account.take, account.entities, own):
                    listed.append((own.alert, account.take))
                    own = takes.with_take(own, account.take)
            accounts += [own] if own else []
    return listed


@dataclass(slots=True)
class _Deciding:
    """Readings on their way through steps 6 to 9, an item at a time."""

    index: Index
    transaction: Checking
    candidates: Mapping[str, Sequence[Story]]
    """By item key, of the stories that the store knows."""
    stored: list[StoredItem] = field(default_factory=list)
    begun: dict[int, tuple[Story, ...]] = field(default_factory=dict)
    """Stories that began just now, which the store does not know yet, by the numbers of their signatures."""
    told: dict[str, list[Story]] = field(default_factory=dict)
    """Stories that may be told or were, by storyline, as far as that was asked."""
    findings: list[Finding] = field(default_factory=list)
    newcomers: list[_Newcomer] = field(default_factory=list)
    following: Following = field(init=False)

    def __post_init__(self) -> None:
        self.following = Following(self.index, self.transaction.state)

    def take(self, one: Prepared, source: Source, *, baseline: bool) -> None:
        """A new item: its story, its kinds, and what it means for the storylines."""
        item = one.item
        on = [] if baseline else list(dict.fromkeys(match.storyline for match in one.scan.matches))
        candidates = {
            its.id: its for its in (*self.candidates.get(item.key, ()), *self._begun(one.signature), *self._told(on, item))
        }
        story = story_of(item, list(candidates.values()), self.index.naming, lambda: self._recurs(item))
        began = story.id == item.key
        if began:
            self._begin(story, one.signature)
            for storyline in on:
                self.told[storyline].append(story)
        followup, findings = self.following.take(item, source, story, one.scan, baseline=baseline)
        self._store(followup, one.signature, new_story=began, baseline=baseline)
        self.findings += findings
        if began and not baseline:
            self.newcomers += self._newcomers(followup)

    def _told(self, storylines: Sequence[str], item: Item) -> Iterator[Story]:
        """What these storylines told of lately: whoever was told a story is not told it again, however few words a copy shares."""
        for name in storylines:
            if name not in self.told:
                self.told[name] = list(self.transaction.told_stories(name, item.first_seen))
            yield from self.told[name]

    def _recurs(self, item: Item) -> bool:
        """Whether its source has used such a headline before, again and again."""
        now = [one.item.title for one in self.stored if one.item.source == item.source]
        return recurs(item.title, [*now, *self.transaction.titles(item.source)], self.index.naming)

    def _newcomers(self, followup: FollowUp) -> Iterator[_Newcomer]:
        item, source = followup.item, followup.source
        for name in dict.fromkeys(match.storyline for match in followup.matches):
            take = takes.take_of(item, source, followup.story)
            entities = takes.entities_of(item, followup.scan, self.index.watchlist.storylines[name])
            yield _Newcomer(name, take, entities)

    def revise(self, revision: Revision, source: Source) -> None:
        """A later text of an item that we know."""
        followup, findings = self.following.revise(revision, source)
        self._store(followup, revision=True)
        self.findings += findings

    def _begun(self, signature: Sequence[int]) -> list[Story]:
        """Stories begun just now that the text may belong to, the likeliest first."""
        if self.begun.keys().isdisjoint(signature):
            return []
        met = [story for number in signature for story in self.begun.get(number, ())]
        stories = {story.id: story for story in met}
        return [stories[name] for name, _ in Counter(story.id for story in met).most_common(BEGUN_MAX)]

    def _begin(self, story: Story, signature: Sequence[int]) -> None:
        if self.begun.keys().isdisjoint(signature):
            self.begun.update(dict.fromkeys(signature, (story,)))
        else:
            self.begun.update({number: (*self.begun.get(number, ()), story) for number in signature})

    def _store(
        self,
        followup: FollowUp,
        signature: tuple[int, ...] = (),
        *,
        new_story: bool = False,
        baseline: bool = False,
        revision: bool = False,
    ) -> None:
        """The item as it is to be stored."""
        source, item = followup.source, followup.item
        outlet = _outlet(source, item)
        on_story = bool(followup.matches)
        self.stored.append(
            StoredItem(item, followup.story, new_story, outlet, on_story, followup.kinds, signature, baseline, revision)
        )


def _outlet(source: Source, item: Item) -> Outlet:
    """Who carries it, and whose text it says it is: in its byline, its dateline or its last line."""
    agency = agency_in(item.byline) or credited(item.text)[0]
    origin = origin_of(agency) if agency else source.origin
    return Outlet(source.id, source.outlet, source.side, origin, item.link, called(agency), source.role)
