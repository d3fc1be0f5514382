"""``readout held``: what did a source present in too great a number at once, and what becomes of it?"""

import json
from typing import Annotated

import typer

from bot.cli.options import Database, Json, Watchlists, Zone


def held(
    source: Annotated[str | None, typer.Argument(metavar="[SOURCE]", help="The source to look at or to decide about.")] = None,
    *,
    tell: Annotated[bool, typer.Option("--tell", help="Tell each of its held items as news.")] = False,
    digest: Annotated[bool, typer.Option("--digest", help="Tell all of them on one card.")] = False,
    seen: Annotated[bool, typer.Option("--seen", help="Tell none: record them as seen.")] = False,
    watchlists: Watchlists = None,
    database: Database = None,
    zone: Zone = None,
    as_json: Json = False,
) -> None:
    """Show what is held back; with one of --tell, --digest and --seen, decide about it."""
    from bot.deciding import Verdict
    from bot.operating import held_items, review_held
    from bot.settings import load_settings

    settings = load_settings(watchlists=watchlists, database=database, zone=zone)
    choices: dict[Verdict, bool] = {"tell": tell, "digest": digest, "seen": seen}
    verdicts = [verdict for verdict, chosen in choices.items() if chosen]
    if len(verdicts) > 1 or (verdicts and not source):
        raise typer.BadParameter("name one source and one of --tell, --digest and --seen")
    if source and verdicts:
        decided = review_held(settings, source, verdicts[0])
        line = {"source": source, "verdict": verdicts[0], **decided}
        words = f"{decided['items']} items of {source}: {verdicts[0]}; {decided['alerts']} alerts are on their way"
        typer.echo(json.dumps(line) if as_json else words)
        return
    items = held_items(settings, source)
    for item in items:
        line = {"source": item.source, "title": item.title, "link": item.link, "since": item.first_seen.isoformat()}
        typer.echo(json.dumps(line, ensure_ascii=False) if as_json else f"{item.source}: {item.title}\n    {item.link}")
    if not as_json:
        typer.echo(f"{len(items)} items are held back." if items else "Nothing is held back.")
