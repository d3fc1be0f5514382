"""``readout import-opml`` and ``readout export-opml``: subscriptions from other readers, and ours for them."""

import json
from pathlib import Path
from typing import Annotated

import typer

from bot.cli.options import Json, Watchlists


def import_opml(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="Subscriptions as OPML, as other readers export them.")],
    *,
    write: Annotated[Path | None, typer.Option("--write", metavar="FILE", help="Write them there; never over a file.")] = None,
    watchlists: Watchlists = None,
    as_json: Json = False,
) -> None:
    """Turn subscriptions into source entries for review. What the watchlist reads already is left out."""
    from bot.operating import opml_entries
    from bot.settings import load_settings

    found, text = opml_entries(load_settings(watchlists=watchlists), file)
    if write:
        _write_new(write, text)
    if as_json:
        line = {
            "sources": [
                {
                    "id": one.id,
                    "name": one.name,
                    "side": one.side,
                    "languages": list(one.languages),
                    "zone": one.zone,
                    "url": one.url,
                }
                for one in (draft.source for draft in found.drafts)
            ],
            "known": [{"url": url, "source": source} for url, source in found.known],
            "repeated": list(found.repeated),
            "refused": [{"title": title, "problem": problem} for title, problem in found.refused],
            "yaml": text,
        }
        typer.echo(json.dumps(line, ensure_ascii=False))
        return
    if not write:
        typer.echo(text, nl=False)
    for url, source in found.known:
        typer.echo(f"known already: {url} is {source}", err=True)
    for title, problem in found.refused:
        typer.echo(f"left out: {title}: {problem}", err=True)
    counts = (
        f"{len(found.drafts)} new, {len(found.known)} known already, {len(found.repeated)} repeated, {len(found.refused)} left out"
    )
    typer.echo(f"{write}: {counts}. Look through it, then: readout check --live" if write else counts, err=not write)


def export_opml(
    *,
    write: Annotated[Path | None, typer.Option("--write", metavar="FILE", help="Write it there.")] = None,
    watchlists: Watchlists = None,
    as_json: Json = False,
) -> None:
    """Print the watchlist's feeds as OPML, one folder per side. Sources of other kinds are named in a comment."""
    from bot.errors import ConfigError, Fault
    from bot.operating import opml_of
    from bot.settings import load_settings

    text, feeds, others = opml_of(load_settings(watchlists=watchlists))
    if write:
        try:
            write.write_text(text, encoding="utf-8")
        except OSError as error:
            raise ConfigError([Fault(str(write), f"cannot be written: {error.strerror}")]) from error
    if as_json:
        typer.echo(json.dumps({"feeds": feeds, "others": others, "opml": text}, ensure_ascii=False))
    elif write:
        typer.echo(f"{write}: {feeds} feeds; {others} other sources are named in a comment")
    else:
        typer.echo(text, nl=False)


def _write_new(file: Path, text: str) -> None:
    """Never over a file that somebody may have worked on."""
    from bot.errors import ConfigError, Fault

    try:
        with file.open("x", encoding="utf-8") as out:
            out.write(text)
    except OSError as error:
        raise ConfigError([Fault(str(file), f"cannot be written: {error.strerror}", "name another file")]) from error
