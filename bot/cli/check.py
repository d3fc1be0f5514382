"""``readout check``: can these watchlists be used? With --live: do the sources answer as their entries say?"""

import json
from typing import Annotated

import typer

from bot.cli.options import BAD_CONFIG, SOME_FAILED, Json, Watchlists, Zone


def check(
    sources: Annotated[list[str] | None, typer.Argument(metavar="[SOURCE]...", help="With --live: which sources.")] = None,
    *,
    live: Annotated[bool, typer.Option("--live", help="Ask the sources now and show what they hold; nothing is recorded.")] = False,
    watchlists: Watchlists = None,
    zone: Zone = None,
    as_json: Json = False,
) -> None:
    """Check the watchlists: every fault with its file, line and column. Exit code 3 when a source that was asked is not well."""
    from bot.errors import ConfigError
    from bot.settings import load_settings
    from bot.watchlist import load_watchlist

    settings = load_settings(watchlists=watchlists, zone=zone)
    if sources and not live:
        raise typer.BadParameter("sources are named with --live")
    try:
        loaded = load_watchlist(settings.watchlists)
    except ConfigError as error:
        faults = [{"where": f.where, "problem": f.problem, "hint": f.hint} for f in error.faults]
        typer.echo(json.dumps({"ok": False, "faults": faults}, ensure_ascii=False) if as_json else str(error), err=not as_json)
        raise typer.Exit(BAD_CONFIG) from None
    if live:
        from bot.cli.live import show_live

        if show_live(settings, sources or (), as_json=as_json):
            raise typer.Exit(SOME_FAILED)
        return
    counts = {
        "sources": len(loaded.sources),
        "enabled": sum(source.enabled for source in loaded.sources.values()),
        "entities": len(loaded.entities),
        "kinds": len(loaded.kinds),
        "storylines": len(loaded.storylines),
        "queries": len(loaded.queries),
    }
    if as_json:
        typer.echo(json.dumps({"ok": True, "digest": loaded.digest, **counts}))
    else:
        typer.echo("ok: " + ", ".join(f"{number} {name}" for name, number in counts.items()))
