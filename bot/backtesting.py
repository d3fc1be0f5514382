"""What would a watchlist have told, had it been in force? The archive once more, step by step, beside what was told.

Stories are those that were found then: a watchlist changes what is wanted, not which texts are copies of one another.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from bot.alerts import decide
from bot.following import Following
from bot.match import Index, scan
from bot.model.alert import Alert, Told
from bot.model.finding import Finding, StorylineState
from bot.model.item import Revision
from bot.ports import Archived

Key = tuple[str, str, str, str]
"""Storyline, story, change, and of a change in words the words: what makes two alerts one, whichever watch asked."""
NOT_TOLD = frozenset({"baseline", "notice"})
"""Changes that no item brings about."""


class Rehearsal:
    """A watchlist being told the archive."""

    def __init__(self, index: Index) -> None:
        self._index = index
        self._following = Following(index, lambda _: StorylineState())
        self._told: dict[str, list[Told]] = defaultdict(list)
        self.unread = 0
        """Items of sources that it does not have."""

    def take(self, one: Archived) -> list[Alert]:
        """The alerts that this would have led to, after those that time alone had brought about by then."""
        item = one.item
        alerts = self.until(item.first_seen)
        source = self._index.watchlist.sources.get(item.source)
        if source is None:
            self.unread += 1
            return alerts
        if one.before is not None:
            _, findings = self._following.revise(Revision(item, one.before), source)
        else:
            found = scan(item, source, self._index)
            _, findings = self._following.take(item, source, one.story, found, baseline=one.baseline)
        return alerts + self._decided(findings, item.first_seen)

    def until(self, now: datetime) -> list[Alert]:
        """What time alone brings about until then."""
        return self._decided(self._following.lapse(now), now)

    def _decided(self, findings: Sequence[Finding], now: datetime) -> list[Alert]:
        if not findings:
            return []
        stories = {name for finding in findings for name in (finding.story, finding.replies_to_story) if name}
        told = [one for name in sorted(stories) for one in self._told[name]]
        alerts = decide(findings, told, self._index.watchlist.entities, now)
        for alert in alerts:
            entry = Told(alert.id, alert.storyline, alert.watch, alert.story, alert.change, alert.first_seen, alert.severity)
            self._told[alert.story].append(entry)
        return alerts


@dataclass(frozen=True, slots=True)
class WatchRow:
    """One watch: alerts that were sent, that it would have sent, and how much of that readers would call noise."""

    storyline: str
    watch: str
    did: int
    would: int
    added: int
    removed: int
    judged: int
    """Of the sent ones, how many readers judged."""
    noise: float | None
    """Share of what it would have sent that readers would call noise; None when they judged nothing of this watch."""


@dataclass(frozen=True, slots=True)
class Backtest:
    """An edited watchlist beside the live one, on one archive."""

    since: datetime
    until: datetime
    items: int
    unread: int
    """Items of sources that the edited watchlist does not have."""
    untried: tuple[str, ...]
    """Sources of the edited watchlist of which nothing was ever read."""
    did: tuple[Alert, ...]
    would: tuple[Alert, ...]
    added: tuple[Alert, ...]
    removed: tuple[Alert, ...]
    watches: tuple[WatchRow, ...]
    days: Mapping[date, tuple[int, int]]
    """Day to alerts that were sent, and that would have been."""


def backtest(
    archive: Iterable[Archived],
    edited: Index,
    live: Index,
    sent: Sequence[Alert],
    feedback: Mapping[str, tuple[int, int]],
    *,
    since: datetime,
    until: datetime,
    zone: ZoneInfo,
    progress: Callable[[int], None] = lambda _: None,
) -> Backtest:
    """Tell both watchlists the archive. What came before ``since`` teaches them, but is not counted. Pure but for ``progress``."""
    new, old = Rehearsal(edited), Rehearsal(live)
    same = edited.watchlist.digest == live.watchlist.digest
    would: list[Alert] = []
    would_live: list[Alert] = []
    seen: set[str] = set()
    items = 0
    for number, one in enumerate(archive, 1):
        would += new.take(one)
        would_live += [] if same else old.take(one)
        seen.add(one.item.source)
        items += one.item.first_seen >= since and one.before is None
        progress(number)
    would += new.until(until)
    would_live = would if same else would_live + old.until(until)
    counted = [alert for alert in would if alert.first_seen >= since]
    before = [alert for alert in would_live if alert.first_seen >= since]
    did = tuple(alert for alert in sent if alert.first_seen >= since and alert.change not in NOT_TOLD)
    ours, theirs = {key_of(alert) for alert in counted}, {key_of(alert) for alert in before}
    added = tuple(alert for alert in counted if key_of(alert) not in theirs)
    removed = tuple(alert for alert in before if key_of(alert) not in ours)
    return Backtest(
        since=since,
        until=until,
        items=items,
        unread=new.unread,
        untried=tuple(sorted(name for name, source in edited.watchlist.sources.items() if source.enabled and name not in seen)),
        did=did,
        would=tuple(counted),
        added=added,
        removed=removed,
        watches=_watches(did, counted, added, removed, feedback),
        days=_days(did, counted, zone),
    )


def key_of(alert: Alert) -> Key:
    """What makes alerts of two watchlists the same."""
    words = alert.title if alert.change in {"edited", "corrected"} else alert.watch if alert.change == "overdue" else ""
    return alert.storyline, alert.story, alert.change if words else "told", words


def _watches(
    did: Sequence[Alert],
    would: Sequence[Alert],
    added: Sequence[Alert],
    removed: Sequence[Alert],
    feedback: Mapping[str, tuple[int, int]],
) -> tuple[WatchRow, ...]:
    counts = [Counter(map(_watch_of, alerts)) for alerts in (did, would, added, removed)]
    verdicts = {key_of(alert): noise for alert in did if (noise := _is_noise(feedback.get(alert.id, (0, 0)))) is not None}
    rows = []
    for watch in sorted({watch for count in counts for watch in count}):
        judged = [verdicts[key_of(alert)] for alert in did if _watch_of(alert) == watch and key_of(alert) in verdicts]
        keys = [key_of(alert) for alert in would if _watch_of(alert) == watch]
        sent, wanted, more, fewer = (count[watch] for count in counts)
        rows.append(WatchRow(*watch, sent, wanted, more, fewer, len(judged), _noise(keys, verdicts, judged)))
    return tuple(rows)


def _watch_of(alert: Alert) -> tuple[str, str]:
    return alert.storyline, alert.watch


def _is_noise(votes: tuple[int, int]) -> bool | None:
    useful, noise = votes
    return noise > useful if useful + noise else None


def _noise(keys: Sequence[Key], verdicts: Mapping[Key, bool], judged: Sequence[bool]) -> float | None:
    """Those that readers judged count as they said, the others as the watch's judged ones do on average."""
    if not judged or not keys:
        return None
    average = sum(judged) / len(judged)
    return sum(verdicts.get(key, average) for key in keys) / len(keys)


def _days(did: Sequence[Alert], would: Sequence[Alert], zone: ZoneInfo) -> dict[date, tuple[int, int]]:
    counts = [Counter(alert.first_seen.astimezone(zone).date() for alert in alerts) for alerts in (did, would)]
    return {day: (counts[0][day], counts[1][day]) for day in sorted({*counts[0], *counts[1]})}
