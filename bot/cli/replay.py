"""``readout replay``: a recorded storyline through the ordinary pipeline, on the scenario's clock."""

import asyncio
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
    """Replay a scenario and check that it told what it should; exit code 1 when it did not.

    With --json, alerts go to standard output, one a line, and the summary as one line to standard error.
    """
    from bot.cli.summary import as_line, progress_bar, show
    from bot.logs import set_up_logs
    from bot.replay import replay_scenario
    from bot.settings import load_settings

    set_up_logs(verbose=verbose)
    settings = load_settings(watchlists=watchlists, database=database or "sqlite://", zone=zone, token="", token_file=None)
    with progress_bar() as progress:
        summary = asyncio.run(replay_scenario(path, settings, progress, as_json=as_json))
    if as_json:
        typer.echo(as_line(summary), err=True)
    else:
        show(summary)
    if not summary.good:
        raise typer.Exit(FAILURE)
