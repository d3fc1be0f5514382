"""How does an explanation look in a terminal?"""

from collections.abc import Iterator
from datetime import datetime
from zoneinfo import ZoneInfo

from bot.explaining import Asked, Explanation


def lines_of(found: Explanation, zone: ZoneInfo, name: str) -> Iterator[str]:
    """From the reason down to what became of each message."""
    item, trace = found.item, found.trace

    def at(moment: datetime) -> str:
        return f"{moment.astimezone(zone):%d %b %Y %H:%M:%S} {name}"

    yield f"{item.title}\n{item.link}\n"
    yield f"Because {found.reason}.\n"
    yield f"source     {item.source}" + (
        f" ({found.source.outlet}, {found.source.side}, {found.source.role})" if found.source else ""
    )
    yield f"first seen {at(item.first_seen)}" + (" (was there before we looked)" if trace.baseline else "")
    if item.published:
        until = "" if item.published.exact else f" to {at(item.published.end)}"
        yield f"published  {at(item.published.start)}{until}"
    yield f"identity   {item.key}" + (f", also {', '.join(trace.names)}" if trace.names else "")
    yield from (f"formerly   {title}" for title in trace.former)
    yield f"story      {found.story}"
    if trace.outlets:
        yield f"carried by {', '.join(dict.fromkeys(outlet.outlet for outlet in trace.outlets))}"
    if followup := found.followup:
        yield f"kinds      {', '.join(followup.kinds) or 'none'}" + (f" (then: {', '.join(trace.kinds)})" if trace.kinds else "")
        yield from (f"           {piece.kind}: “{piece.cue}” in “{piece.quote}”" for piece in followup.evidence)
        yield f"names      {', '.join(f'@{entity}' for entity in sorted(followup.scan.entities)) or 'nothing we know'}"
    for one in found.asked:
        yield from _watch_lines(one)
    for number, (since, page, what) in enumerate(trace.versions):
        yield f"page       since {at(since)}: {_changed(what, number)}; “{page.title}”, {len(page.sentences)} sentences"
    for alert in trace.alerts:
        yield f"alert      {alert.id} {alert.change} by {alert.watch} at {at(alert.first_seen)}"
        for route in (route for route in trace.routes if route.alert == alert.id):
            by = f" by {route.why}" if route.why else ""
            yield f"           {route.verdict} {'until' if route.verdict == 'waiting' else 'at'} {at(route.at)}{by}"
        for sent in (sent for sent in trace.sent if sent.alert == alert.id):
            when = f" at {at(sent.tried_at)}" if sent.tried_at else ""
            waits = f", not before {at(sent.not_before)}" if sent.not_before and sent.state in {"new", "retry", "held"} else ""
            said = f": {sent.error}" if sent.error else ""
            yield f"           {sent.action} to {sent.chat}: {sent.state}{when}{waits}{said}"


def _changed(what: str, number: int) -> str:
    return f"{what} changed" if what else "as it was first read" if not number else "other words for the same"


def _watch_lines(one: Asked) -> Iterator[str]:
    kinds = f"wants {', '.join(one.wants)}" + ("" if one.kinds or not one.holds else ": it is none of these")
    yield f"watch      {one.storyline}/{one.watch}: {'holds' if one.holds else 'does not hold'}; {kinds}"
    for name, clause in (("scope", one.scope), ("match", one.match)):
        if clause.held:
            yield f"           {name} holds" + (f": {', '.join(f'“{quote}”' for quote in clause.quotes)}" if clause.quotes else "")
        else:
            yield f"           {name} holds to {clause.share:.0%}; missing: {' and '.join(clause.failing[:3]) or clause.text}"
