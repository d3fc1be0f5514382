"""What does an entry say of what was read: its languages, how fresh it ought to be, and how sure each line is?"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

from bot.model.item import Item
from bot.model.source import Source
from bot.proposing.entry import Draft
from bot.proposing.naming import Naming
from bot.proposing.reads import Reads

SHOWN = 5
_STEPS = tuple(timedelta(days=days) for days in (1, 2, 3, 5, 7, 14, 30, 45, 60, 120))
_DATES = 20
"""Newest dates looked at."""
_DATES_MIN = 4
_OLD = timedelta(days=60)
_HALF_A_DAY, _WEEK, _WEEKEND = timedelta(hours=12), timedelta(days=8), timedelta(days=4)
"""Who publishes on working days is silent from Friday to Monday, which dates of a few days do not tell."""
_LINE = 100


def finished(
    found: Reads, known: Sequence[Source], title: str, language: str, now: datetime, why: dict[str, str], *, follow: bool
) -> Draft:
    """The entry for what was read. ``why`` is what was learnt on the way, by key."""
    titles = "\n".join(item.title for item in found.items[:50])
    asked = found.source
    draft = Naming(known).draft(asked.kind, asked.url, title, language=language, text=titles)
    fresh, reason = freshness(found, now)
    source = replace(
        draft.source, selectors=asked.selectors, encoding=asked.encoding, allow_private=asked.allow_private, follow=follow,
        fresh=fresh, distrust=frozenset({"guid"} if _ids_repeat(found) else ()), zone=draft.source.zone,
    )  # fmt: skip
    reasons = {
        **draft.why, "fresh": reason, "selectors": _defaults(found), "zone": _zone(found, draft),
        "guid": "the feed gives one id to several items", **why,
    }  # fmt: skip
    return Draft(source, reasons)


def with_readings(draft: Draft, found: Reads, now: datetime) -> Draft:
    """The entry under what it reads now."""
    lines = [f"On {now:%Y-%m-%d} it read {len(found.items)} items, {found.dated} of them dated:"]
    lines += [f"- {when(item, draft.source.zone)}  {item.title[:_LINE]}" for item in found.items[:SHOWN]]
    return replace(draft, above=lines)


def when(item: Item, zone: str) -> str:
    """When an item came out, as its source counts days."""
    if item.published is None:
        return "undated"
    local = item.published.start.astimezone(ZoneInfo(zone))
    return f"{local:%Y-%m-%d %H:%M}" if item.published.exact else f"{local:%Y-%m-%d}"


def freshness(found: Reads, now: datetime) -> tuple[timedelta | None, str]:
    """How old the newest item may become, and why; None where its dates do not tell."""
    dates = sorted({item.published.start for item in found.items if item.published}, reverse=True)[:_DATES]
    if len(dates) < _DATES_MIN:
        return None, ""
    gaps = sorted(upper - lower for upper, lower in pairwise(dates))
    usual = 2 * gaps[int(0.9 * (len(gaps) - 1))]
    if usual > _HALF_A_DAY and dates[0] - dates[-1] < _WEEK:
        usual = max(usual, _WEEKEND)
    age = now - dates[0]
    fits = [step for step in _STEPS if step >= usual]
    if not fits:
        return None, ""
    wide = [step for step in fits if step >= age]
    if wide and age < _OLD:
        return wide[0], f"guessed from {len(dates)} dates: check"
    local = dates[0].astimezone(ZoneInfo(found.source.zone))
    return fits[0], f"guessed, but its newest item is of {local:%Y-%m-%d}: is it still in use?"


def _defaults(found: Reads) -> str:
    """What the reader of a page finds without being told."""
    said = found.source.selectors
    if found.source.kind != "list_page":
        return ""
    date = "what stands beside the link" if any(raw.date for raw in found.raws) else "that of its address, if any"
    date = "" if said.date or said.heading else f"date: {date}"
    link = "" if said.link else "link: the row's first"
    title = "" if said.title else "title: the link's text"
    return "; ".join(filter(None, (link, title, date)))


def _zone(found: Reads, draft: Draft) -> str:
    if found.dated and all(len(raw.date) > 19 and _has_offset(raw.date) for raw in found.raws):
        return "its dates bear their own offset"
    return draft.why["zone"]


def _has_offset(date: str) -> bool:
    tail = date.rstrip()[-6:]
    return tail.endswith("Z") or "GMT" in date or "UTC" in date or any(sign in tail for sign in "+-")


def _ids_repeat(found: Reads) -> bool:
    """Whether a feed's own ids are no identity: one id for documents at several addresses."""
    if found.source.kind != "feed":
        return False
    links: dict[str, set[str]] = {}
    for raw in found.raws:
        if raw.guid:
            links.setdefault(raw.guid, set()).add(raw.link)
    return any(len(some) > 1 for some in links.values())
