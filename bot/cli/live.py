"""How does a look at the sources appear: each as it answers, under a bar on standard error while somebody watches?"""

import asyncio
import json
import sys
from collections.abc import Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

import typer
from rich.console import Console
from rich.progress import Progress

from bot.live import Look
from bot.operating import look_at_sources
from bot.settings import Settings
from bot.sources.health import ADVICE

_WIDTH = 100


def show_live(settings: Settings, names: Sequence[str], *, as_json: bool) -> int:
    """Look at the named sources, or at all; returns how many of them are not well."""
    zone, bad = ZoneInfo(settings.zone), 0
    with Progress(console=Console(stderr=True), transient=True, disable=not sys.stderr.isatty()) as bar:
        task = bar.add_task("asking", total=None)

        def seen(look: Look) -> None:
            nonlocal bad
            bad += not look.good
            bar.advance(task)
            typer.echo(json.dumps(_line(look), ensure_ascii=False) if as_json else _words(look, zone))

        asyncio.run(look_at_sources(settings, names, seen, lambda number: bar.update(task, total=number)))
    return bad


def _line(look: Look) -> dict[str, object]:
    return {
        "id": look.source.id, "state": look.state, "error": look.error, "url": look.url, "moved": look.moved,
        "seconds": round(look.seconds, 3), "bytes": look.size, "items": look.items, "dated": look.dated,
        "newest": look.newest.isoformat() if look.newest else None,
        "first": [
            {"title": item.title, "link": item.link, "published": item.published.start.isoformat() if item.published else None,
             "lang": item.lang, "text": len(item.text)}
            for item in look.first
        ],
    }  # fmt: skip


def _words(look: Look, zone: ZoneInfo) -> str:
    """A line on the source, its first items below, and what to do."""
    newest = f", newest {_local(look.newest, zone)}" if look.newest else ""
    found = f"{look.items} items, {look.dated} dated{newest}" if look.items else look.error
    lines = [f"{look.source.id}: {look.state}: {found} ({look.seconds:.1f} s, {look.size:,} bytes)"]
    for item in look.first:
        when = _local(item.published.start, zone) if item.published else "no date"
        lines.append(f"    {when}  {item.title[:_WIDTH]}  [{item.lang}, {len(item.text)} characters of text]")
    if look.moved:
        lines.append(f"    moved for good: set its url to {look.moved}")
    if look.good:
        today = f"{datetime.now(zone):%Y-%m-%d}"
        lines.append(f"    well: its entry may say verified: {today}" if look.source.verified is None else "    well")
    else:
        lines.append(f"    {ADVICE[look.state]}")
    return "\n".join(lines)


def _local(moment: datetime, zone: ZoneInfo) -> str:
    return f"{moment.astimezone(zone):%d %b %Y %H:%M}"
