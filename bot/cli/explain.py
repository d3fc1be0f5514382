"""``readout explain``: why was it told, or why not?"""

import json
from typing import Annotated
from zoneinfo import ZoneInfo

import typer

from bot.cli.options import FAILURE, Database, Json, Watchlists, Zone


def explain(
    reference: Annotated[str, typer.Argument(metavar="URL|ALERT", help="An address, or an alert's id or how it begins.")],
    *,
    watchlists: Watchlists = None,
    database: Database = None,
    zone: Zone = None,
    as_json: Json = False,
) -> None:
    """Show the whole decision about one thing that was published, told or not. Exit code 1 when nothing is known of it."""
    from bot.cli.explanation import lines_of
    from bot.explaining import as_json as in_json
    from bot.operating import explain_item, sources_at
    from bot.settings import load_settings

    settings = load_settings(watchlists=watchlists, database=database, zone=zone)
    found = explain_item(settings, reference)
    if found is None:
        known = sources_at(settings, reference)
        if as_json:
            typer.echo(json.dumps({"reason": "never read", "sources": known}, ensure_ascii=False))
        else:
            typer.echo(_unknown(reference, known), err=True)
        raise typer.Exit(FAILURE)
    if as_json:
        typer.echo(json.dumps(in_json(found), ensure_ascii=False))
        return
    for line in lines_of(found, ZoneInfo(settings.zone), settings.zone):
        typer.echo(line)


def _unknown(reference: str, known: list[dict[str, str]]) -> str:
    if not known:
        return f"{reference} was never read, and no source of the watchlist is at its host: add one (readout new source URL)."
    lines = [f"  {one['id']}: {one['state']}, last read {one['last_success'] or 'never'}, {one['items']} items" for one in known]
    look = f"If it stands in one of their lists, look closer: readout check --live {known[0]['id']}"
    return "\n".join([f"{reference} was never read. Sources at its host:", *lines, look])
