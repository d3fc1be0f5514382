"""How does a change to the watchlist come into force? Read whole, checked, told the archive, and then all at once; or not at all.

The files that are in force are kept in the database, so that a file broken by hand takes nothing away, not even over a restart.
"""

import logging
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from difflib import unified_diff
from pathlib import Path
from tempfile import TemporaryDirectory
from zoneinfo import ZoneInfo

from bot.alerts.notices import Words
from bot.backtesting import Backtest, backtest
from bot.errors import ConfigError, Fault
from bot.match import Index, compile_index
from bot.model.alert import Alert
from bot.model.watchlist import Watchlist
from bot.noticing import of_watchlist
from bot.ports import Activation, Outcome, Store
from bot.text.speech import phrase
from bot.watchlist import load_watchlist

log = logging.getLogger(__name__)

SINCE = timedelta(days=30)
"""What a change is told of the past before it comes into force."""
EXAMPLES = 5
"""Alerts named in a notice, added and removed each."""
_TRIES = 5
_DIFF_MAX = 200_000
"""Characters kept of a diff: more than anybody reads."""

Files = Mapping[str, str]
"""Name within the folder to content."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """A watchlist as its files were at one moment."""

    files: Files
    index: Index

    @property
    def watchlist(self) -> Watchlist:
        """The watchlist."""
        return self.index.watchlist


def read(folder: Path) -> Candidate:
    """The watchlist in a folder. Raises ConfigError; what changes while it is read is read again, never half of it."""
    for _ in range(_TRIES):
        before = files_of(folder)
        try:
            watchlist = load_watchlist(folder)
        except ConfigError:
            if files_of(folder) == before:
                raise
            continue
        if files_of(folder) == before:
            return Candidate(before, compile_index(watchlist))
    raise ConfigError([Fault(str(folder), "the files go on changing while they are read", "try again when they are at rest")])


def files_of(folder: Path) -> Files:
    """Every watchlist file of a folder. One that vanishes meanwhile is none."""
    found: dict[str, str] = {}
    for file in sorted(folder.glob("*/*.yaml")):
        try:
            found[str(file.relative_to(folder))] = file.read_text(encoding="utf-8", errors="replace")
        except FileNotFoundError:
            continue
    return found


@contextmanager
def _written(files: Files) -> Iterator[Path]:
    with TemporaryDirectory() as name:
        folder = Path(name)
        for file, content in files.items():
            (folder / file).parent.mkdir(parents=True, exist_ok=True)
            (folder / file).write_text(content, encoding="utf-8")
        yield folder


def in_force(store: Store) -> Candidate | None:
    """The watchlist that came into force last, as its files were then; None when there is none, or this Readout cannot read it."""
    latest = next(iter(store.activations(1)), None)
    if latest is None or not latest.files:
        return None
    with _written(latest.files) as folder:
        try:
            return Candidate(latest.files, compile_index(load_watchlist(folder)))
        except ConfigError as error:
            log.warning("the watchlist in force cannot be read by this Readout: %s", error)
            return None


def difference(before: Files, after: Files) -> str:
    """A unified diff of all files that differ."""
    lines: list[str] = []
    for name in sorted({*before, *after}):
        if before.get(name) != after.get(name):
            old, new = before.get(name, "").splitlines(keepends=True), after.get(name, "").splitlines(keepends=True)
            lines += [line if line.endswith("\n") else f"{line}\n" for line in unified_diff(old, new, f"a/{name}", f"b/{name}")]
    return "".join(lines)[:_DIFF_MAX]


def tried(
    candidate: Candidate,
    live: Index | None,
    store: Store,
    *,
    now: datetime,
    since: timedelta = SINCE,
    zone: str = "UTC",
    progress: Callable[[int, int], None] = lambda _done, _all: None,
) -> Backtest:
    """What a watchlist would have told, beside the live one. What came before ``since`` teaches both."""
    with store.archive(now - since - since) as (count, archive):
        return backtest(
            archive, candidate.index, live or candidate.index, store.alerts(), store.feedback(),
            since=now - since, until=now, zone=ZoneInfo(zone), progress=lambda done: progress(done, count),
        )  # fmt: skip


def activate(candidate: Candidate, report: Backtest, store: Store, now: datetime) -> Activation:
    """Put a watchlist into force for whoever has this database, and tell the operators."""
    former = next(iter(store.activations(1)), None)
    diff = difference(former.files, candidate.files) if former else ""
    activation = Activation(candidate.watchlist.digest, diff, candidate.files, as_json(report), now)
    store.follow([source for source in candidate.watchlist.sources.values() if source.enabled], now)
    store.activate(activation)
    if former:
        title = _said(report)
        tell(store, of_watchlist(title, _examples(report), f"{candidate.watchlist.digest} {now.isoformat()}", now), now)
    return activation


def refused(error: ConfigError, store: Store, now: datetime) -> None:
    """Tell the operators that a change cannot come into force."""
    faults = [f"{fault.where}: {fault.problem}" for fault in error.faults[:EXAMPLES]]
    more = len(error.faults) - EXAMPLES
    rest = [{"say": phrase("and {count} more: {command}"), "count": str(more), "command": "readout check"}] if more > 0 else []
    stays = phrase("The watchlist was changed but has faults ({count}): the former stays in force")
    title = {"say": stays, "count": str(len(error.faults))}
    tell(store, of_watchlist(title, [*faults, *rest], str(error), now), now)


def tell(store: Store, notice: Alert, now: datetime) -> None:
    """Owe a notice to the operators' chats; one that they had is not told again."""
    with store.deadlines(now) as transaction:
        transaction.record(Outcome(notices=[notice]))


def _said(report: Backtest) -> Words:
    numbers = {
        "days": (report.until - report.since).days, "would": len(report.would), "did": len(report.did),
        "added": len(report.added), "removed": len(report.removed),
    }  # fmt: skip
    changed = phrase("The watchlist changed: over {days} days it would have told {would}, {did} were told (+{added}, -{removed})")
    return {"say": changed, **{name: str(number) for name, number in numbers.items()}}


def _examples(report: Backtest) -> list[Words]:
    def named(sign: str, alerts: Sequence[Alert]) -> list[Words]:
        shown = [f"{sign} {alert.watch}: {alert.title} ({alert.outlet or alert.kind})" for alert in alerts[:EXAMPLES]]
        more = {"say": phrase("{sign} and {count} more"), "sign": sign, "count": str(len(alerts) - EXAMPLES)}
        return [*shown, more] if len(alerts) > EXAMPLES else [*shown]

    return [*named("+", report.added), *named("-", report.removed)]


def as_json(report: Backtest) -> dict[str, object]:
    """A backtest in numbers and headlines."""
    return {
        "since": report.since.isoformat(),
        "until": report.until.isoformat(),
        "items": report.items,
        "items_of_other_sources": report.unread,
        "sources_never_read": list(report.untried),
        "did_send": len(report.did),
        "would_send": len(report.would),
        "added": [_line(alert) for alert in report.added],
        "removed": [_line(alert) for alert in report.removed],
        "watches": [
            {
                "storyline": row.storyline, "watch": row.watch, "did_send": row.did, "would_send": row.would, "added": row.added,
                "removed": row.removed, "judged": row.judged, "noise": row.noise,
            }
            for row in report.watches
        ],
        "days": {str(day): {"did_send": did, "would_send": would} for day, (did, would) in report.days.items()},
    }  # fmt: skip


def _line(alert: Alert) -> dict[str, object]:
    return {
        "storyline": alert.storyline, "watch": alert.watch, "kind": alert.kind, "change": alert.change, "severity": alert.severity,
        "title": alert.title, "outlet": alert.outlet, "side": alert.side, "url": alert.url, "at": alert.first_seen.isoformat(),
        "quote": alert.evidence[0].quote if alert.evidence else "",
    }  # fmt: skip
