"""What does a newsroom show at an instant? Pure: a scenario and a time in, entries as readers see them out."""

from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import cached_property
from itertools import chain
from urllib.parse import urljoin
from zoneinfo import ZoneInfo

from bot.newsroom.scenario import Change, Document, Entry, Outage, Scenario, said


@dataclass(frozen=True, slots=True)
class Shown:
    """One entry as one source shows it: the words that templates use."""

    id: str
    link: str
    """As the page writes it, perhaps relative."""
    url: str
    """The same made absolute."""
    guid: str
    title: str
    summary: str
    body: tuple[str, ...]
    """Paragraphs."""
    dated: datetime
    """In the document's zone."""
    label: str
    """午前 or 午後, by the hour it is dated, unless the entry has its own."""


class Editions:
    """Everything one document ever shows, and when it changes."""

    def __init__(self, scenario: Scenario, document: Document) -> None:
        self.document = document
        self._starts = scenario.starts
        self._entries = tuple(entry for entry in scenario.entries if document.source in entry.sources)
        ids = {entry.id for entry in self._entries}
        self._changes = sorted((c for c in scenario.changes if c.entry in ids), key=lambda change: change.at)
        self._outages = tuple(outage for outage in scenario.faults if outage.source == document.source)

    @cached_property
    def moments(self) -> tuple[datetime, ...]:
        """The instants at which something may look different, outages included, in order."""
        edges = chain.from_iterable((outage.at, outage.until) for outage in self._outages)
        return tuple(sorted({*self._contents, *edges}))

    @cached_property
    def _contents(self) -> tuple[datetime, ...]:
        return tuple(sorted({*(entry.at for entry in self._entries), *(change.at for change in self._changes)}))

    def changed_at(self, now: datetime) -> datetime:
        """When the content as of ``now`` came to be; the scenario's start when it was there from the beginning."""
        return max((moment for moment in self._contents if moment <= now), default=min(self._starts, now)).astimezone(UTC)

    def outage(self, now: datetime) -> Outage | None:
        """What is wrong at ``now``, if anything."""
        return next((outage for outage in self._outages if outage.at <= now < outage.until), None)

    def shown(self, now: datetime) -> tuple[Shown, ...]:
        """What the list holds at ``now``, newest first."""
        visible = [entry for entry in self._entries if entry.at <= now and not self._removed(entry, now)]
        visible.sort(key=lambda entry: (entry.date, entry.at), reverse=True)
        return tuple(self._seen(entry, now) for entry in visible[: self.document.window])

    def entry(self, id_: str, now: datetime) -> Shown | None:
        """One entry at ``now``; None when it is not out yet or gone again."""
        found = next((entry for entry in self._entries if entry.id == id_), None)
        return self._seen(found, now) if found and found.at <= now and not self._removed(found, now) else None

    def every(self, now: datetime) -> tuple[Shown, ...]:
        """All entries, whether out or not, with the changes up to ``now``."""
        return tuple(self._seen(entry, now) for entry in self._entries)

    def _removed(self, entry: Entry, now: datetime) -> bool:
        return any(change.remove for change in self._changes_of(entry, now))

    def _changes_of(self, entry: Entry, now: datetime) -> list[Change]:
        return [change for change in self._changes if change.entry == entry.id and change.at <= now]

    def _seen(self, entry: Entry, now: datetime) -> Shown:
        source = self.document.source
        dated = entry.date.astimezone(ZoneInfo(self.document.zone))
        link = said(entry.link, source) or ""
        shown = Shown(
            id=entry.id,
            link=link,
            url=urljoin(self.document.url, link),
            guid=said(entry.guid, source) or "",
            title=said(entry.title, source) or "",
            summary=(said(entry.summary, source) or "").strip(),
            body=_paragraphs(said(entry.body, source) or ""),
            dated=dated,
            label=entry.label or ("午前" if dated.hour < 12 else "午後"),
        )
        for change in self._changes_of(entry, now):
            shown = _edited(shown, change, source)
        return shown


def _edited(shown: Shown, change: Change, source: str) -> Shown:
    """The entry after one change, where it says something for this source."""
    title, summary, body = (said(text, source) for text in (change.title, change.summary, change.body))
    return replace(
        shown,
        title=shown.title if title is None else title,
        summary=shown.summary if summary is None else summary.strip(),
        body=shown.body if body is None else _paragraphs(body),
    )


def _paragraphs(text: str) -> tuple[str, ...]:
    return tuple(line.strip() for line in text.splitlines() if line.strip())
