"""``readout import-opml`` and ``readout export-opml``: subscriptions from another reader, and back."""

import json
from pathlib import Path
from typing import Annotated

import typer

from bot.cli.options import Json, Watchlists


def import_opml(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="Subscriptions as OPML, as every feed reader exports them.")],
    *,
    write: Annotated[Path | None, typer.Option("--write", metavar="FILE", help="Write them there; never over a file.")] = None,
    watchlists: Watchlists = None,
    as_json: Json = False,
) -> None:
    """Turn subscriptions into source entries for review; what the watchlist has already is left out."""
    from bot.errors import ConfigError, Fault
    from bot.opml import as_yaml, imported, subscriptions
    from bot.settings import load_settings
    from bot.watchlist import load_watchlist

    try:
        body = file.read_bytes()
    except OSError as error:
        raise ConfigError([Fault(str(file), f"cannot be read: {error.strerror}")]) from error
    feeds, others = subscriptions(body, str(file))
    found = imported(feeds, others, load_watchlist(load_settings(watchlists=watchlists).watchlists).sources)
    text = as_yaml(found, file.name)
    if write:
        try:
            with write.open("x", encoding="utf-8") as out:
                out.write(text)
        except OSError as error:
            raise ConfigError([Fault(str(write), f"cannot be written: {error.strerror}", "name another file")]) from error
    counts = f"{len(found.entries)} new, {len(found.known)} known already, {len(found.unusable)} without a feed"
    if as_json:
        typer.echo(json.dumps({"sources": found.entries, "known": found.known, "unusable": found.unusable}, ensure_ascii=False))
    elif write:
        typer.echo(f"{write}: {counts}. Look through it, then: readout check --live")
    else:
        typer.echo(text, nl=False)
        typer.echo(counts, err=True)


def export_opml(
    *,
    write: Annotated[Path | None, typer.Option("--write", metavar="FILE", help="Write it there.")] = None,
    watchlists: Watchlists = None,
    as_json: Json = False,
) -> None:
    """The watchlist's feeds as OPML, one folder per side. Pages and other kinds of sources are none of them."""
    from bot.opml import exported
    from bot.settings import load_settings
    from bot.watchlist import load_watchlist

    sources = list(load_watchlist(load_settings(watchlists=watchlists).watchlists).sources.values())
    text = exported(sources)
    feeds = sum(source.kind == "feed" for source in sources)
    if write:
        write.write_text(text, encoding="utf-8")
    if as_json:
        typer.echo(json.dumps({"feeds": feeds, "others": len(sources) - feeds, "opml": text}, ensure_ascii=False))
    elif write:
        typer.echo(f"{write}: {feeds} feeds; {len(sources) - feeds} sources of other kinds are left out")
    else:
        typer.echo(text, nl=False)
