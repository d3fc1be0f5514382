"""``readout replay``: a recorded storyline through the ordinary pipeline, on the scenario's clock."""

import asyncio
import json
import sys
from pathlib import Path
from typing import Annotated

import typer

from bot.cli.options import FAILURE, Database, Json, Verbose, Watchlists, Zone


def replay(
    path: Annotated[
        Path | None, typer.Argument(metavar="PATH", help="A scenario folder; the shipped storyline when left out.")
    ] = None,
    *,
    watchlists: Watchlists = None,
    database: Database = None,
    zone: Zone = None,
    as_json: Json = False,
    verbose: Verbose = False,
) -> None:
    """Replay a scenario and check that it told what it should; exit code 1 when it did not."""
    from bot.app import replay_scenario
    from bot.logs import set_up_logs
    from bot.settings import load_settings

    set_up_logs(verbose=verbose)
    settings = load_settings(
        watchlists=watchlists, database=database or "sqlite://", zone=zone, token="", token_file=None
    )
    summary = asyncio.run(replay_scenario(path, settings, as_json=as_json))
    if as_json:
        rows = [
            {
                "row": line.row.row, "event": line.row.event, "kinds": list(line.row.kinds), "alerts": [alert.id for alert in line.alerts],
                "latency_seconds": line.latency.total_seconds() if line.latency is not None else None,
            }
            for line in summary.lines
        ]  # fmt: skip
        report = {
            "rows": rows,
            "alerts": len(summary.alerts),
            "hard_negatives": summary.hard,
            "raised": [a.id for a in summary.raised],
        }
        print(json.dumps(report, ensure_ascii=False), file=sys.stderr)
    else:
        _table(summary)
    if not summary.good:
        raise typer.Exit(FAILURE)


def _table(summary: Summary) -> None:
    """One line per row of the storyline."""
    from rich.console import Console
    from rich.table import Table

    table = Table(
        "row", "what happened", "kind", "side", "alert", "after", title="What the storyline led to", expand=False
    )
    for line in summary.lines:
        if not line.alerts:
            table.add_row(str(line.row.row), line.row.event, "[red]missing[/]", "", "", "")
        for number, alert in enumerate(line.alerts):
            after = f"{line.latency.total_seconds() / 60:.0f} min" if line.latency is not None and number == 0 else ""
            kind = alert.kind if alert.change == "new" else f"{alert.kind} ({alert.change})"
            first = number == 0
            table.add_row(
                str(line.row.row) if first else "",
                line.row.event if first else "",
                kind,
                alert.side,
                alert.id[:8],
                after,
            )
    console = Console()
    console.print(table)
    missing = sum(not line.alerts for line in summary.lines)
    raised = ", ".join(f"{alert.id[:8]} {alert.title}" for alert in summary.raised)
    console.print(
        f"{len(summary.alerts)} alerts; {len(summary.lines) - missing} of {len(summary.lines)} rows told; "
        f"{summary.hard} look-alikes in the feeds raised {len(summary.raised) or 'nothing'}{': ' + raised if raised else ''}."
    )
