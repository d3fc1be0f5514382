"""``readout sources``: how is every source doing?"""

import json
from datetime import datetime
from zoneinfo import ZoneInfo

import typer

from bot.cli.options import Database, Json, Watchlists, Zone


def sources(*, watchlists: Watchlists = None, database: Database = None, zone: Zone = None, as_json: Json = False) -> None:
    """Show every source: its state, last item, last success and when it is due."""
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
    rows = []
    for source in known.values():
        report = reports.get(source.id)
        state = "disabled" if not source.enabled else report.state if report else "new"
        rows.append(
            {
                "id": source.id, "side": source.side, "role": source.role, "kind": source.kind, "state": state,
                "items": report.items if report else 0,
                "last_item": _iso(report.last_item if report else None),
                "last_success": _iso(report.last_success if report else None),
                "next_due": _iso(report.next_due if report else None),
                "error": report.error if report else "",
                "url": source.url,
            }
        )  # fmt: skip
    if as_json:
        for row in rows:
            typer.echo(json.dumps(row, ensure_ascii=False))
    else:
        _table(rows, ZoneInfo(settings.zone))


def _iso(moment: datetime | None) -> str | None:
    return moment.isoformat() if moment else None


def _table(rows: list[dict[str, object]], zone: ZoneInfo) -> None:
    """The same for people: times in their zone, failures in words."""
    from rich.console import Console
    from rich.table import Table

    def local(value: object) -> str:
        return datetime.fromisoformat(str(value)).astimezone(zone).strftime("%d %b %H:%M") if value else "–"

    colours = {"ok": "green", "disabled": "dim", "new": "cyan"}
    table = Table(
        "source",
        "side",
        "state",
        "items",
        "last item",
        "last success",
        "next due",
        title=f"Sources (times in {zone.key})",
    )
    for row in rows:
        colour = colours.get(str(row["state"]), "red")
        state = f"[{colour}]{row['state']}[/]" + (f"\n[dim]{row['error']}[/]" if row["error"] else "")
        table.add_row(
            str(row["id"]),
            str(row["side"]),
            state,
            str(row["items"]),
            *(local(row[key]) for key in ("last_item", "last_success", "next_due")),
        )
    Console().print(table)
