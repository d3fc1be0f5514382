"""How does a proposed source appear? The entry on standard output; what was tried and what it reads now beside it."""

import asyncio
import json
from collections.abc import Sequence
from dataclasses import fields
from datetime import datetime
from zoneinfo import ZoneInfo

import typer

from bot.errors import SourceError
from bot.model.source import Selectors, Source
from bot.operating import scout_source
from bot.proposing.entry import written
from bot.proposing.finish import SHOWN, when
from bot.proposing.reads import Reads
from bot.scouting import Found, Tried
from bot.settings import Settings
from bot.sources.health import ADVICE

_WIDTH = 100


def show_scouted(settings: Settings, url: str, *, allow_private: bool, as_json: bool) -> bool:
    """Look at an address and show what was found; False when that is nothing."""
    tried: list[Tried] = []
    zone = ZoneInfo(settings.zone)
    try:
        found = asyncio.run(scout_source(settings, url, tried, allow_private=allow_private))
    except SourceError as error:
        if as_json:
            typer.echo(json.dumps({"url": url, "state": error.state, "error": error.problem, "tried": _tries(tried)}))
        else:
            _tell(tried, zone)
            typer.echo(f"{url}: {error.state}: {error.problem}\n    {_advice(error)}", err=True)
        return False
    if as_json:
        typer.echo(json.dumps({"url": url, **_line(found)}, ensure_ascii=False))
        return True
    _tell(found.tried, zone)
    if found.known:
        typer.echo(f"the watchlist reads this already, as {found.known}", err=True)
    for other in found.others:
        typer.echo(f"else: {_words(other, zone)}", err=True)
    typer.echo(f"{found.draft.source.id} reads now ({found.draft.source.zone}):", err=True)
    for item in found.reads.items[:SHOWN]:
        typer.echo(f"    {when(item, found.draft.source.zone)}  {item.title[:_WIDTH]}  [{item.lang}] {item.link}", err=True)
    typer.echo("# For a file in watchlists/sources/, under sources: then readout check --live and its id.")
    typer.echo(written(found.draft), nl=False)
    return True


def _advice(error: SourceError) -> str:
    if error.state == "refused" and "robots.txt" in error.problem:
        return "nothing was read; an entry may state ignore_robots with the reason, but then a person has to find its selectors"
    return ADVICE[error.state] if error.state in {"challenged", "refused", "gone"} else "nothing was proposed"


def _tell(tried: Sequence[Tried], zone: ZoneInfo) -> None:
    for one in tried:
        outcome = _words(one.reads, zone) if one.reads else f"{one.kind} {one.url}: {one.problem}"
        typer.echo(f"tried {outcome}", err=True)


def _words(reads: Reads, zone: ZoneInfo) -> str:
    rows = f" ({reads.source.selectors.row})" if reads.source.selectors.row else ""
    newest = f", newest {_local(reads.newest, zone)}" if reads.newest else ""
    return f"{reads.source.kind} {reads.source.url}{rows}: {len(reads.items)} items, {reads.dated} dated{newest}"


def _local(moment: datetime, zone: ZoneInfo) -> str:
    return f"{moment.astimezone(zone):%d %b %Y %H:%M}"


def _line(found: Found) -> dict[str, object]:
    return {
        "known": found.known or None,
        "entry": _entry(found.draft.source),
        "yaml": written(found.draft),
        "reads": {
            **_counts(found.reads),
            "first": [
                {"title": item.title, "link": item.link, "lang": item.lang,
                 "published": item.published.start.isoformat() if item.published else None}
                for item in found.reads.items[:SHOWN]
            ],
        },
        "others": [{"kind": one.source.kind, "url": one.source.url, "selectors": _said(one.source.selectors), **_counts(one)}
                   for one in found.others],
        "tried": _tries(found.tried),
    }  # fmt: skip


def _entry(source: Source) -> dict[str, object]:
    return {
        "id": source.id, "name": source.name, "side": source.side, "role": source.role, "languages": list(source.languages),
        "zone": source.zone, "kind": source.kind, "url": source.url, "follow": source.follow, "encoding": source.encoding,
        "fresh_seconds": source.fresh.total_seconds() if source.fresh else None, "selectors": _said(source.selectors),
    }  # fmt: skip


def _tries(tried: Sequence[Tried]) -> list[dict[str, object]]:
    return [{"kind": one.kind, "url": one.url, **(_counts(one.reads) if one.reads else {"result": one.problem})} for one in tried]


def _counts(reads: Reads) -> dict[str, object]:
    newest = reads.newest.isoformat() if reads.newest else None
    return {"items": len(reads.items), "dated": reads.dated, "newest": newest}


def _said(selectors: Selectors) -> dict[str, str]:
    return {one.name: value for one in fields(selectors) if (value := getattr(selectors, one.name))}
