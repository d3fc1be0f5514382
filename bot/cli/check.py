"""``readout check``: can these watchlists be used? With --live: do the sources answer as their entries say?"""

import json
from dataclasses import asdict
from typing import Annotated

import typer

from bot.cli.options import BAD_CONFIG, SOME_FAILED, Database, Json, Watchlists, Zone


def check(
    sources: Annotated[list[str] | None, typer.Argument(metavar="[SOURCE]...", help="With --live: which sources.")] = None,
    *,
    live: Annotated[bool, typer.Option("--live", help="Ask the sources now and show what they hold; nothing is recorded.")] = False,
    strict: Annotated[bool, typer.Option("--strict", help="Take warnings for faults.")] = False,
    read: Annotated[bool, typer.Option("--read", help="Find words that are in too much of what was read.")] = False,
    watchlists: Watchlists = None,
    database: Database = None,
    zone: Zone = None,
    as_json: Json = False,
) -> None:
    """Check the watchlists: every fault with its file, line and column. Exit code 3 when a source that was asked is not well."""
    from bot.settings import load_settings

    settings = load_settings(watchlists=watchlists, database=database, zone=zone)
    if sources and not live:
        raise typer.BadParameter("sources are named with --live")
    if live:
        from bot.cli.live import show_live

        if show_live(settings, sources or (), as_json=as_json):
            raise typer.Exit(SOME_FAILED)
        return
    from bot.operating import check_watchlist

    counts, faults, warnings = check_watchlist(settings, read=read)
    good = not faults and not (strict and warnings)
    if as_json:
        found = {"faults": [asdict(fault) for fault in faults], "warnings": [asdict(warning) for warning in warnings]}
        typer.echo(json.dumps({"ok": good, **counts, **found}, ensure_ascii=False))
    else:
        for fault in faults:
            typer.echo(str(fault), err=True)
        for warning in warnings:
            typer.echo(f"{warning.where}: warning: {str(warning).removeprefix(f'{warning.where}: ')}", err=True)
        if good:
            named = ", ".join(f"{number} {name}" for name, number in counts.items() if name != "digest")
            typer.echo(f"ok: {named}" + (f"; {len(warnings)} warnings" if warnings else ""))
    if not good:
        raise typer.Exit(BAD_CONFIG)
