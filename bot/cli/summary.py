"""How does a replay look: a bar while it runs, and in the end one line per row of the storyline?"""

import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime

from rich.box import SIMPLE_HEAD
from rich.console import Console
from rich.progress import Progress as Bar
from rich.table import Table

from bot.model.alert import Alert
from bot.replay import Line, Progress, Summary


@contextmanager
def progress_bar() -> Iterator[Progress]:
    """A bar on standard error while somebody watches it."""
    with Bar(console=Console(stderr=True), transient=True, disable=not sys.stderr.isatty()) as bar:
        task = bar.add_task("", total=1.0)

        def progress(now: datetime, passed: float) -> None:
            bar.update(task, completed=passed, description=f"{now:%d %b %Y}")

        yield progress


def as_line(summary: Summary) -> str:
    """The summary as one line of JSON."""
    report = {
        "good": summary.good,
        "rows": [_row(line) for line in summary.lines],
        "alerts": len(summary.alerts),
        "hard_negatives": summary.hard,
        "raised": [alert.id for alert in summary.raised],
    }
    return json.dumps(report, ensure_ascii=False)


def _row(line: Line) -> dict[str, object]:
    return {
        "row": line.row.row,
        "event": line.row.event,
        "kinds": list(line.row.kinds),
        "alerts": [alert.id for alert in line.alerts],
        "latency_seconds": line.latency.total_seconds() if line.latency is not None else None,
    }


def show(summary: Summary) -> None:
    """The summary as a table for people."""
    head = ("row", "what happened", "kind", "side", "alert", "after")
    table = Table(
        *head, title="What the storyline led to", title_justify="left", box=SIMPLE_HEAD, pad_edge=False, padding=(0, 1, 0, 0)
    )
    for line in summary.lines:
        for number, alert in enumerate(line.alerts or (None,)):
            table.add_row(*(_first(line) if number == 0 else ("", "")), *_told(alert), _after(line) if number == 0 else "")
    console = Console()
    console.print(table)
    told = sum(bool(line.alerts) for line in summary.lines)
    raised = ", ".join(f"{alert.id[:8]} {alert.title}" for alert in summary.raised)
    console.print(
        f"{len(summary.alerts)} alerts; {told} of {len(summary.lines)} rows told; {summary.hard} look-alikes in the feeds"
        f" raised {raised or 'nothing'}."
    )


def _first(line: Line) -> tuple[str, str]:
    return str(line.row.row), line.row.event


def _told(alert: Alert | None) -> tuple[str, str, str]:
    if alert is None:
        return "[red]missing[/]", "", ""
    adds = alert.change in {"conflict", "met", "corrected"}
    return f"{alert.kind}, {alert.change}" if adds else alert.kind, alert.side, alert.id[:8]


def _after(line: Line) -> str:
    if line.latency is None:
        return ""
    minutes = round(line.latency.total_seconds() / 60)
    return f"{minutes} min" if minutes < 120 else f"{minutes / 60:.1f} h"
