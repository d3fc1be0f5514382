"""``readout backtest`` and ``readout reload``: what will a change do, and let it be done."""

import json
import re
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import Path
from typing import Annotated, Any
from zoneinfo import ZoneInfo

import typer

from bot.cli.options import Database, Json, Watchlists, Zone

_UNITS = {"h": timedelta(hours=1), "d": timedelta(days=1), "w": timedelta(weeks=1)}


def _span(text: str) -> timedelta:
    found = re.fullmatch(r"([1-9]\d{0,3})([hdw])", text)
    if not found:
        raise typer.BadParameter(f"{text!r} is no span of time such as 24h, 30d or 8w")
    return int(found[1]) * _UNITS[found[2]]


def backtest(
    path: Annotated[
        Path | None, typer.Argument(metavar="[PATH]", help="The edited watchlists; those of Readout when left out.")
    ] = None,
    *,
    since: Annotated[str, typer.Option("--since", metavar="SPAN", help="How far back: 24h, 30d, 8w.")] = "30d",
    examples: Annotated[int, typer.Option("--examples", metavar="N", min=0, help="Alerts shown, added and removed each.")] = 10,
    show_diff: Annotated[bool, typer.Option("--diff", help="Show how the files differ from those in force.")] = False,
    watchlists: Watchlists = None,
    database: Database = None,
    zone: Zone = None,
    as_json: Json = False,
) -> None:
    """Try an edited watchlist on what was read, beside the one in force: what would it have told? Changes nothing."""
    from bot.operating import try_watchlist
    from bot.settings import load_settings

    settings = load_settings(watchlists=watchlists, database=database, zone=zone)
    with _bar() as progress:
        report, diff = try_watchlist(settings, path or settings.watchlists, _span(since), progress)
    if as_json:
        typer.echo(json.dumps({**report, "diff": diff}, ensure_ascii=False))
        return
    if show_diff and diff:
        typer.echo(diff)
    show(report, examples, settings.zone)


def reload(
    *,
    log: Annotated[bool, typer.Option("--log", help="Show the latest activations with their differences instead.")] = False,
    watchlists: Watchlists = None,
    database: Database = None,
    zone: Zone = None,
    as_json: Json = False,
) -> None:
    """Check the watchlists, try them on what was read, and bring them into force; a Readout that runs takes them over at once."""
    from bot.operating import past_activations, reload_watchlist
    from bot.settings import load_settings

    settings = load_settings(watchlists=watchlists, database=database, zone=zone)
    if log:
        for one in past_activations(settings, 20):
            _show_activation(one.digest, one.at, one.diff, one.report, settings.zone, as_json=as_json)
        return
    with _bar() as progress:
        report = reload_watchlist(settings, progress)
    if as_json:
        typer.echo(json.dumps({"activated": bool(report), **report}, ensure_ascii=False))
    elif report:
        show(report, 10, settings.zone)
        typer.echo("This watchlist is in force now.")
    else:
        typer.echo("This watchlist is in force already.")


def feedback(
    alert: Annotated[str, typer.Argument(help="The alert's id.")],
    verdict: Annotated[str, typer.Argument(metavar="useful|noise", help="What you think of it.")],
    *,
    database: Database = None,
    as_json: Json = False,
) -> None:
    """Say what you think of an alert; backtests estimate false alarms by that."""
    from bot.operating import judge_alert
    from bot.ports import Verdict
    from bot.settings import load_settings

    verdicts: dict[str, Verdict] = {"useful": "useful", "noise": "noise"}
    if verdict not in verdicts:
        raise typer.BadParameter("say useful or noise")
    if not judge_alert(load_settings(database=database), alert, verdicts[verdict]):
        raise typer.BadParameter(f"there is no alert {alert!r}; readout explain shows the ids")
    typer.echo(json.dumps({"alert": alert, "verdict": verdict}) if as_json else f"{alert}: {verdict}")


@contextmanager
def _bar() -> Iterator[Callable[[int, int], None]]:
    """A bar on standard error while somebody watches it."""
    from rich.console import Console
    from rich.progress import Progress

    with Progress(console=Console(stderr=True), transient=True, disable=not sys.stderr.isatty()) as bar:
        task = bar.add_task("what was read", total=None)

        def progress(done: int, count: int) -> None:
            if done % 100 == 0:
                bar.update(task, completed=done, total=count)

        yield progress


def show(report: Mapping[str, Any], examples: int, zone: str) -> None:
    """A backtest as tables."""
    from rich.box import SIMPLE_HEAD
    from rich.console import Console
    from rich.table import Table

    console = Console(highlight=False)
    since, until = (datetime.fromisoformat(report[key]).astimezone(ZoneInfo(zone)) for key in ("since", "until"))
    console.print(
        f"{report['items']} items from {since:%d %b %Y %H:%M} to {until:%d %b %Y %H:%M} ({zone}): "
        f"{report['did_send']} alerts were sent, {report['would_send']} would have been"
        f" (+{len(report['added'])}, -{len(report['removed'])} against the watchlist in force)."
    )
    table = Table("watch", *(_right(name) for name in ("sent", "would", "added", "removed", "noise")), box=SIMPLE_HEAD)
    for row in report["watches"]:
        noise = f"{row['noise']:.0%} ({row['judged']} judged)" if row["noise"] is not None else "nobody said"
        table.add_row(
            f"{row['storyline']}/{row['watch']}",
            *(str(row[name]) for name in ("did_send", "would_send", "added", "removed")),
            noise,
        )
    if report["watches"]:
        console.print(table)
    if report["days"]:
        days = Table("day", _right("sent"), _right("would"), "", box=SIMPLE_HEAD)
        most = max(max(counts.values()) for counts in report["days"].values())
        for day, counts in report["days"].items():
            bar = "█" * max(1, round(30 * counts["would_send"] / most)) if counts["would_send"] else ""
            days.add_row(day, str(counts["did_send"]), str(counts["would_send"]), bar)
        console.print(days)
    for title, sign in (("added", "+"), ("removed", "-")):
        for alert in report[title][:examples]:
            typer.echo(f"{sign} {alert['watch']} · {alert['kind']} · {alert['outlet']}: {alert['title']}\n    {alert['url']}")
        if (more := len(report[title]) - examples) > 0:
            typer.echo(f"{sign} and {more} more")
    if untried := report["sources_never_read"]:
        typer.echo(f"{len(untried)} sources were never read, so nothing is known of what they would add: {_some(untried)}")
    if report["items_of_other_sources"]:
        typer.echo(f"{report['items_of_other_sources']} items are of sources that this watchlist does not have.")


def _some(names: Sequence[str]) -> str:
    return ", ".join(names[:8]) + (", …" if len(names) > 8 else "")


def _right(name: str) -> Any:
    from rich.table import Column

    return Column(name, justify="right")


def _show_activation(digest: str, at: datetime, diff: str, report: Mapping[str, Any], zone: str, *, as_json: bool) -> None:
    if as_json:
        line = {"digest": digest, "at": at.isoformat(), "diff": diff, "report": report}
        typer.echo(json.dumps(line, ensure_ascii=False))
        return
    local = at.astimezone(ZoneInfo(zone))
    counts = f"sent {report['did_send']}, would {report['would_send']}, +{len(report['added'])}, -{len(report['removed'])}"
    typer.echo(f"{local:%d %b %Y %H:%M} {zone} · {digest} · {counts}\n{diff or '(the first)'}")
