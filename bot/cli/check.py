"""``readout check``: can these watchlists be used?"""

import json

import typer

from bot.cli.options import BAD_CONFIG, Json, Watchlists


def check(*, watchlists: Watchlists = None, as_json: Json = False) -> None:
    """Check the watchlists: every fault with its file, line and column."""
    from bot.errors import ConfigError
    from bot.settings import load_settings
    from bot.watchlist import load_watchlist

    try:
        loaded = load_watchlist(load_settings(watchlists=watchlists).watchlists)
    except ConfigError as error:
        faults = [{"where": f.where, "problem": f.problem, "hint": f.hint} for f in error.faults]
        typer.echo(json.dumps({"ok": False, "faults": faults}, ensure_ascii=False) if as_json else str(error), err=not as_json)
        raise typer.Exit(BAD_CONFIG) from None
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
