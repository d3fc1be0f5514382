"""``readout run``: poll the sources until stopped."""

import asyncio

from bot.cli.options import Database, Json, Verbose, Watchlists, Zone


def run(
    *,
    watchlists: Watchlists = None,
    database: Database = None,
    zone: Zone = None,
    as_json: Json = False,
    verbose: Verbose = False,
) -> None:
    """Poll the sources and tell what is new, until SIGINT or SIGTERM."""
    from bot.app import run_until_stopped
    from bot.logs import set_up_logs
    from bot.settings import load_settings

    set_up_logs(verbose=verbose)
    asyncio.run(run_until_stopped(load_settings(watchlists=watchlists, database=database, zone=zone), as_json=as_json))
