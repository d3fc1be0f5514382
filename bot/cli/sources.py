"""``readout sources``: how is every source doing?"""

import json
from datetime import datetime
from zoneinfo import ZoneInfo

import typer

from bot.cli.options import Database, Json, Watchlists, Zone
from bot.model.source import Source
from bot.ports import SourceReport


def sources(*, watchlists: Watchlists = None, database: Database = None, zone: Zone = None, as_json: Json = False) -> None:
    """Show every source: its state, last item, last success, when it is due, and what it yielded."""
    from bot.app import open_database
    from bot.settings import load_settings
    from bot.watchlist import load_watchlist

    settings = load_settings(watchlists=watchlists, database=database, zone=zone)
    known = load_watchlist(settings.watchlists).sources
    store = open_database(settings)
    try:
        reports = {report.source: report for report in store.reports()}
    finally:
        store.close()
    rows = [(source, reports.get(source.id)) for source in known.values()]
    if as_json:
        for source, report in rows:
            typer.echo(json.dumps(_line(source, report), ensure_ascii=False))
    else:
        _table(rows, ZoneInfo(settings.zone))


_DISTRUSTED = {"guid": "its ids do not tell items apart", "link": "its links do not tell items apart"}


def _state(source: Source, report: SourceReport | None) -> str:
    return "disabled" if not source.enabled else report.state if report else "new"


def _line(source: Source, report: SourceReport | None) -> dict[str, object]:
    return {
        "id": source.id, "name": source.name, "side": source.side, "role": source.role, "kind": source.kind,
        "origin": source.origin, "languages": list(source.languages), "state_media": source.state_media, "enabled": source.enabled,
        "verified": source.verified.isoformat() if source.verified else None,
        "state": _state(source, report),
        "since": _iso(report.since) if report else None,
        "last_item": _iso(report.last_item) if report else None,
        "last_success": _iso(report.last_success) if report else None,
        "next_due": _iso(report.next_due) if report else None,
        "items": report.items if report else 0,
        "on_story": report.on_story if report else 0,
        "held": report.held if report else 0,
        "moved": report.moved if report else "",
        "distrust": list(report.distrust) if report else [],
        "error": report.error if report else "",
        "url": source.url,
    }  # fmt: skip


def _iso(moment: datetime | None) -> str | None:
    return moment.isoformat() if moment else None


def _table(rows: list[tuple[Source, SourceReport | None]], zone: ZoneInfo) -> None:
    """The same for people: times in their zone, what is wrong in words, and in the end how many are in which state."""
    from collections import Counter

    from rich.console import Console
    from rich.markup import escape
    from rich.table import Table

    def local(moment: datetime | None) -> str:
        return f"{moment.astimezone(zone):%d %b %H:%M}" if moment else "–"

    colours = {"ok": "green", "disabled": "dim", "new": "cyan", "quiet": "yellow", "undated": "yellow"}
    head = ("source", "side", "state", "last item", "last success", "next due", "items", "on story")
    table = Table(*head, title=f"Sources (times in {zone.key})")
    for source, report in rows:
        state = _state(source, report)
        colour = colours.get(state, "red")
        error = report.error if report else ""
        remarks = [
            error,
            f"moved to {report.moved}" if report and report.moved else "",
            f"{report.held} held" if report and report.held else "",
            *(_DISTRUSTED[mark] for mark in (report.distrust if report else ()) if mark in _DISTRUSTED),
        ]
        words = "".join(f"\n[dim]{escape(remark)}[/]" for remark in remarks if remark)
        times = (report.last_item, report.last_success, report.next_due) if report and source.enabled else (None, None, None)
        table.add_row(
            source.id, source.side, f"[{colour}]{state}[/]{words}", *map(local, times),
            str(report.items if report else 0), str(report.on_story if report else 0),
        )  # fmt: skip
    console = Console()
    console.print(table)
    counts = Counter(_state(*row) for row in rows)
    sides = len({source.side for source, _ in rows})
    console.print(
        f"{len(rows)} sources of {sides} sides: " + ", ".join(f"{number} {state}" for state, number in counts.most_common())
    )
