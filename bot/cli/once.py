"""``readout once``: one cycle, now or as of any instant."""

import asyncio
from typing import Annotated

import typer

from bot.cli.options import SOME_FAILED, Database, Json, Verbose, Watchlists, Zone, instant


def once(
    *,
    every: Annotated[bool, typer.Option("--all", help="Check every source, whether due or not.")] = False,
    now: Annotated[
        str | None, typer.Option("--now", metavar="TIME", help="As of this ISO 8601 instant: every timer obeys it.")
    ] = None,
    watchlists: Watchlists = None,
    database: Database = None,
    zone: Zone = None,
    as_json: Json = False,
    verbose: Verbose = False,
) -> None:
    """Check what is due, tell what is new, and stop. Exit code 3 when some sources failed."""
    from bot.app import clock_at, run_once
    from bot.logs import set_up_logs
    from bot.settings import load_settings

    set_up_logs(verbose=verbose)
    settings = load_settings(watchlists=watchlists, database=database, zone=zone)
    clock = clock_at(instant(now) if now else None)
    failures = asyncio.run(run_once(settings, clock, every=every, as_json=as_json))
    for failure in failures:
        typer.echo(failure, err=True)
    if failures:
        raise typer.Exit(SOME_FAILED)
