"""``readout silence``: what is recorded and not told for a while, by whose word and why?"""

import json
from datetime import datetime, timedelta
from typing import Annotated
from zoneinfo import ZoneInfo

import typer

from bot.cli.options import FAILURE, Database, Json, Zone
from bot.errors import ConfigError
from bot.model.routing import Silence

silence = typer.Typer(no_args_is_help=True)
By = Annotated[str, typer.Option("--by", metavar="NAME", help="Who says so.")]
_UNITS = {"m": 60, "h": 3600, "d": 86400, "w": 604800}


@silence.callback()
def _group() -> None:
    """What is recorded and not told for a while."""


@silence.command("add")
def add(
    *,
    match: Annotated[list[str], typer.Option("--match", metavar="LABEL=VALUE", help="kind=report, side=~US|JP; all must hold.")],
    lasts: Annotated[str, typer.Option("--for", metavar="SPAN", help="How long: 30m, 4h, 2d, 1w.")],
    comment: Annotated[str, typer.Option("--comment", metavar="WORDS", help="Why.")],
    by: By = "operator",
    database: Database = None,
    zone: Zone = None,
    as_json: Json = False,
) -> None:
    """Silence what matches, from now on. It is recorded as ever, and `readout explain` says that it was silenced."""
    from bot.operating import add_silence
    from bot.settings import load_settings

    settings = load_settings(database=database, zone=zone)
    try:
        made, hits, of = add_silence(settings, match, _span(lasts), by, comment)
    except ConfigError as error:
        raise typer.BadParameter(str(error)) from None
    if as_json:
        typer.echo(
            json.dumps({**_json(made, made.starts_at), "matched_last_week": hits, "alerts_last_week": of}, ensure_ascii=False)
        )
        return
    typer.echo(_line(made, made.starts_at, ZoneInfo(settings.zone)))
    typer.echo(f"It would have silenced {hits} of the last week's {of} alerts.")


@silence.command("list")
def list_all(
    *,
    every: Annotated[bool, typer.Option("--all", help="Those that are over as well.")] = False,
    database: Database = None,
    zone: Zone = None,
    as_json: Json = False,
) -> None:
    """Show the silences that are not over, the newest first."""
    from bot.operating import all_silences
    from bot.settings import load_settings

    settings = load_settings(database=database, zone=zone)
    silences, now = all_silences(settings)
    shown = [one for one in silences if every or one.state(now) != "expired"]
    for one in shown:
        typer.echo(json.dumps(_json(one, now), ensure_ascii=False) if as_json else _line(one, now, ZoneInfo(settings.zone)))
    if not as_json and not shown:
        typer.echo("Nothing is silenced.")


@silence.command("expire")
def expire(
    number: Annotated[int, typer.Argument(metavar="ID", help="The silence's number.")],
    *,
    by: By = "operator",
    database: Database = None,
    zone: Zone = None,
    as_json: Json = False,
) -> None:
    """End a silence now; what it was stays on record. Exit code 1 when there is none of that number."""
    from bot.operating import expire_silence
    from bot.settings import load_settings

    settings = load_settings(database=database, zone=zone)
    ended = expire_silence(settings, number, by)
    if ended is None:
        typer.echo(f"There is no silence {number}.", err=True)
        raise typer.Exit(FAILURE)
    typer.echo(
        json.dumps(_json(ended, ended.over_at), ensure_ascii=False)
        if as_json
        else _line(ended, ended.over_at, ZoneInfo(settings.zone))
    )


def _span(text: str) -> timedelta:
    number, unit = text[:-1], text[-1:]
    if not number.isdecimal() or len(number) > 5 or unit not in _UNITS:
        raise typer.BadParameter(f"{text!r} is not a span such as 30m, 4h, 2d or 1w")
    return timedelta(seconds=int(number) * _UNITS[unit])


def _json(one: Silence, now: datetime) -> dict[str, object]:
    return {
        "id": one.id,
        "state": one.state(now),
        "matchers": [str(matcher) for matcher in one.matchers],
        "creator": one.creator,
        "comment": one.comment,
        "starts_at": one.starts_at.isoformat(),
        "ends_at": one.ends_at.isoformat(),
        "expired_at": one.expired_at.isoformat() if one.expired_at else None,
        "expired_by": one.expired_by,
    }


def _line(one: Silence, now: datetime, zone: ZoneInfo) -> str:
    times = f"{one.starts_at.astimezone(zone):%d %b %Y %H:%M} to {one.over_at.astimezone(zone):%d %b %Y %H:%M} {zone.key}"
    ended = f", ended early by {one.expired_by}" if one.expired_at else ""
    return f"{one.id}: {one.state(now)} {' '.join(map(str, one.matchers))}\n    {times}{ended}\n    {one.creator}: {one.comment}"
