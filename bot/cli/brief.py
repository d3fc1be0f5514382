"""``readout brief`` and ``readout timeline``: how does a storyline stand, and how did it come to that?"""

import json
from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer

from bot.cli.options import Database, Json, Watchlists, Zone, instant

Storyline = Annotated[str | None, typer.Argument(metavar="[STORYLINE]", help="Its id; needed when there are several.")]


def brief(
    storyline: Storyline = None,
    *,
    watchlists: Watchlists = None,
    database: Database = None,
    zone: Zone = None,
    as_json: Json = False,
) -> None:
    """The state of play on one screen: the latest of each side, what is awaited, who answers what."""
    from bot.alerts.brief import as_json as document
    from bot.alerts.brief import lines_of_brief
    from bot.alerts.markup import as_text, fit
    from bot.operating import storyline_brief
    from bot.settings import load_settings

    settings = load_settings(watchlists=watchlists, database=database, zone=zone)
    found = storyline_brief(settings, storyline)
    if as_json:
        typer.echo(json.dumps(document(found), ensure_ascii=False))
    else:
        typer.echo(as_text(fit(list(lines_of_brief(found, settings.zone)))))


def timeline(
    storyline: Storyline = None,
    *,
    png: Annotated[Path | None, typer.Option("--png", metavar="FILE", help="Draw it, with sides as lanes.")] = None,
    since: Annotated[str | None, typer.Option("--since", metavar="TIME", help="From then on: 2025-11-24.")] = None,
    watchlists: Watchlists = None,
    database: Database = None,
    zone: Zone = None,
    as_json: Json = False,
) -> None:
    """Everything that was told, in its order; with --png as a picture."""
    from bot.operating import storyline_timeline
    from bot.settings import load_settings

    settings = load_settings(watchlists=watchlists, database=database, zone=zone)
    found = storyline_timeline(settings, storyline, instant(since) if since else None)
    if png:
        png.write_bytes(found.png(settings.zone))
        typer.echo(
            json.dumps({"png": str(png), "events": len(found.entries)}) if as_json else f"{len(found.entries)} events: {png}"
        )
        return
    for entry in found.entries:
        if as_json:
            typer.echo(json.dumps(entry.as_json(), ensure_ascii=False))
        else:
            typer.echo(_line(entry.at, entry.words, settings.zone))


def _line(at: datetime, words: str, zone: str) -> str:
    from zoneinfo import ZoneInfo

    return f"{at.astimezone(ZoneInfo(zone)):%d %b %Y %H:%M}  {words}"
