"""Why was it told, or why not? The whole decision about one item: what was written down, and what the watchlist says of it now."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from bot.dedupe.seen import compared
from bot.following import classified
from bot.match import Index, compile_index, scan
from bot.model.alert import Alert
from bot.model.followup import FollowUp
from bot.model.item import Item
from bot.model.query import And, Has, Near, Not, Or, Query, Ref, Term, Within
from bot.model.routing import Route
from bot.model.source import Source
from bot.model.story import Story
from bot.model.watchlist import Storyline, Watch, Watchlist
from bot.ports import Trace
from bot.text.naming import Naming

_WORD = re.compile(r"(?!(?:AND|OR|NOT|O?NEAR/\d+)$)[^\s()\":@\-!~][^\s()\":]*")
"""What needs no quotes."""
NEAREST = 5
"""Queries shown that did not hold, the nearest first."""
SHOWN_MAX = 120
"""Characters of a clause that are shown."""


@dataclass(frozen=True, slots=True)
class Clause:
    """A query, or a part of one, asked of one item."""

    text: str
    """As an operator would write it."""
    held: bool
    quotes: tuple[str, ...] = ()
    """The item's words that make it hold, or that forbid it."""
    share: float = 0.0
    """How much of it holds, 0 to 1."""
    failing: tuple[str, ...] = ()
    """What is missing: the fewest of its parts without which it does not hold."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What a watch makes of an item."""

    storyline: str
    watch: str
    scope: Clause
    match: Clause
    wants: tuple[str, ...]
    """The kinds it wants."""
    kinds: tuple[str, ...]
    """Those of them that the item is."""

    @property
    def holds(self) -> bool:
        """Whether the watch is about this item."""
        return self.scope.held and self.match.held

    @property
    def near(self) -> float:
        """How close it came."""
        return (self.scope.share + self.match.share) / 2


@dataclass(frozen=True, slots=True)
class Explanation:
    """The decision about one item."""

    reason: str
    """In one sentence."""
    item: Item
    trace: Trace
    source: Source | None
    story: str
    """Why it is a story of its own, or a copy."""
    followup: FollowUp | None = None
    """What it is under the watchlist now; None when its source is not in it."""
    asked: tuple[Asked, ...] = field(default_factory=tuple)
    """The watches that hold, then those that came nearest."""


def explained(trace: Trace, index: Index) -> Explanation:
    """Why a traced item was told, or was not."""
    item, watchlist = trace.item, index.watchlist
    source = watchlist.sources.get(item.source)
    if source is None:
        reason = f"its source {item.source} is no longer in the watchlist"
        return Explanation(reason, item, trace, None, _story(trace, index.naming))
    about = trace.story or Story(item.key, item.key, item.title, item.text, item.lang, item.first_seen)
    followup = classified(item, source, about, scan(item, source, index), index)
    asked = sorted(_asked(item, source, followup, watchlist), key=lambda one: (not one.holds, -one.near))
    shown = [one for one in asked if one.holds] or asked[:NEAREST]
    return Explanation(_reason(trace, followup, asked), item, trace, source, _story(trace, index.naming), followup, tuple(shown))


def _asked(item: Item, source: Source, followup: FollowUp, watchlist: Watchlist) -> Iterator[Asked]:
    for storyline in watchlist.storylines.values():
        scope = clause_of(watchlist.queries[f"{storyline.id}/scope"], item, source, watchlist)
        for watch in storyline.watches:
            match = clause_of(watchlist.queries[_name(storyline, watch)], item, source, watchlist, followup.kinds)
            kinds = tuple(kind for kind in followup.kinds if kind in watch.kinds)
            yield Asked(storyline.id, watch.id, scope, match, watch.kinds, kinds)


def _name(storyline: Storyline, watch: Watch) -> str:
    return f"{storyline.id}/watch/{watch.id}"


def _story(trace: Trace, naming: Naming) -> str:
    """Why it belongs to its story."""
    item, story = trace.item, trace.story
    if story is None:
        return "none yet: it waits for a decision"
    if story.id == item.key:
        others = len(trace.outlets) - 1
        return "its own: it was the first to say this" + (f"; {others} others carry it" if others > 0 else "")
    (_, found), *_ = compared(item, [story], naming)
    ways = {
        "words": "the same words",
        "headline": "the same headline",
        "text": "the same text, or part of it",
        "facts": "the same facts in other words",
        "": "the same story then",
    }
    return f"that of {story.id}: {ways[found.by]} (likeness {found.likeness:.2f}), “{story.title}”"


def _reason(trace: Trace, followup: FollowUp, asked: Sequence[Asked]) -> str:
    """In one sentence: why it was told, or the first thing that kept it from being told."""
    own = [alert for alert in trace.alerts if alert.url == trace.item.link or alert.source == trace.item.source]
    if own:
        return _told(own, trace.routes)
    if trace.held:
        return "its source presented too many old items at once: it waits for an operator (readout held)"
    if trace.baseline:
        return "it was there before we looked: history is recorded, not told"
    if trace.alerts:
        first, kept = trace.alerts[0], {route.alert: route for route in trace.routes}.get(trace.alerts[0].id)
        if kept and kept.verdict != "told":
            return f"its story was decided already: {first.id}, when {first.outlet} carried it; {_kept(kept)}"
        return f"its story was told already: {first.id}, when {first.outlet} carried it"
    return _unwanted(trace, followup, asked)


def _told(own: Sequence[Alert], routes: Sequence[Route]) -> str:
    """Its alerts that were told; and what became of those that were not."""
    kept = {route.alert: route for route in routes if route.verdict != "told"}
    told = [f"{alert.id} ({alert.change}, {alert.watch})" for alert in own if alert.id not in kept]
    others = [f"{alert.id} ({alert.change}, {alert.watch}) {_kept(kept[alert.id])}" for alert in own if alert.id in kept]
    return "; ".join([*([f"it was told: {', '.join(told)}"] if told else []), *others])


def _kept(route: Route) -> str:
    """Why an alert was recorded and not told, or not yet."""
    match route.verdict:
        case "waiting":
            return f"waits for company until {route.at.isoformat(timespec='seconds')}"
        case "inhibited":
            return f"was recorded, not told: inhibited by {route.why}"
        case "silenced":
            return f"was recorded, not told: silenced by {route.why}"
        case _:
            return f"was told at {route.at.isoformat(timespec='seconds')}"


def _unwanted(trace: Trace, followup: FollowUp, asked: Sequence[Asked]) -> str:
    """Why no watch wants it; or that one does now."""
    holding = [one for one in asked if one.holds]
    if wanted := [one.watch for one in holding if one.kinds]:
        return f"the watchlist wants it now ({', '.join(wanted)}), but did not then: it was recorded as {_kinds(trace.kinds)}"
    if holding:
        wants = sorted({kind for one in holding for kind in one.wants})
        return f"it is on the storyline, but {_kinds(followup.kinds)}, and the watches want {', '.join(wants)}"
    if any(one.scope.held for one in asked):
        return f"it is in scope, but no watch asks for it; nearest: {asked[0].watch}, which misses {_missing(asked[0].match)}"
    if not asked or asked[0].scope.share == 0:
        return "it is about something else: nothing that the storyline's scope asks for is in it"
    return f"it is not in the storyline's scope, which misses {_missing(asked[0].scope)}"


def _kinds(kinds: Sequence[str]) -> str:
    return f"a {' and '.join(kinds)}" if kinds else "of no kind that we know"


def _missing(clause: Clause) -> str:
    return " and ".join(clause.failing[:3]) or clause.text


def clause_of(query: Query, item: Item, source: Source, watchlist: Watchlist, kinds: Sequence[str] = ()) -> Clause:
    """How much of a query holds: every part of it is asked as a query of its own, by the same matcher."""
    parts = {str(number): part for number, part in enumerate(_parts(query))}
    asked = Watchlist({}, watchlist.entities, {}, {}, parts, "")
    held = scan(item, source, compile_index(asked), kinds).held
    spans = {id(part): held.get(name) for name, part in parts.items()}
    body = item.body

    def clause(part: Query) -> Clause:
        found = spans[id(part)]
        quotes = tuple(dict.fromkeys(body[span.start : span.end] for span in found or ()))[:5]
        text = _short(written(part))
        if found is not None:
            return Clause(text, True, quotes, 1.0)
        match part:
            case And(parts=inner):
                inside = [clause(one) for one in inner]
                missing = tuple(text for one in inside if not one.held for text in one.failing)
                return Clause(text, False, (), sum(one.share for one in inside) / len(inside), missing)
            case Or(parts=inner):
                best = max((clause(one) for one in inner), key=lambda one: one.share)
                return Clause(text, False, (), best.share, best.failing if best.share else (text,))
            case Not(part=inner):
                forbidding = clause(inner)
                why = f"{text} (there is “{forbidding.quotes[0]}”)" if forbidding.quotes else text
                return Clause(text, False, forbidding.quotes, 0.0, (why,))
            case _:
                return Clause(text, False, (), 0.0, (text,))

    return clause(query)


def _parts(query: Query) -> Iterator[Query]:
    yield query
    match query:
        case And(parts=inner) | Or(parts=inner):
            for part in inner:
                yield from _parts(part)
        case Not(part=inner_part):
            yield from _parts(inner_part)
        case _:
            return


def written(query: Query) -> str:
    """A query as an operator would write it."""
    match query:
        case Term():
            words = query.written if _WORD.fullmatch(query.written) else f'"{query.written}"'
            return _fielded(query.field, f"!{words}" if query.cased else words)
        case Ref():
            return _fielded(query.field, f"@{query.entity}")
        case Within():
            return _fielded(query.field, f'"{" ".join(word.written for word in query.words)}"~{query.distance}')
        case Has():
            return f"{query.attribute}:{query.value}"
        case And(parts=parts):
            return " ".join(_bracketed(part) for part in parts)
        case Or(parts=parts):
            return " OR ".join(written(part) for part in parts)
        case Not(part=part):
            return f"NOT {_bracketed(part)}"
        case Near():
            name = "ONEAR" if query.ordered else "NEAR"
            return f"{_bracketed(query.left)} {name}/{query.distance} {_bracketed(query.right)}"


def _fielded(field: str, words: str) -> str:
    return words if field == "any" else f"{field}:{words}"


def _bracketed(query: Query) -> str:
    return f"({written(query)})" if isinstance(query, Or | And) else written(query)


def _short(text: str) -> str:
    return text if len(text) <= SHOWN_MAX else f"{text[: SHOWN_MAX - 1]}…"


def as_json(found: Explanation) -> Mapping[str, object]:
    """An explanation as JSON."""
    trace, item, followup = found.trace, found.item, found.followup
    routes = {route.alert: route for route in trace.routes}
    return {
        "reason": found.reason,
        "item": {
            "key": item.key, "url": item.url, "link": item.link, "title": item.title, "lang": item.lang, "source": item.source,
            "first_seen": item.first_seen.isoformat(),
            "published": [item.published.start.isoformat(), item.published.end.isoformat()] if item.published else None,
            "also_known_as": list(trace.names), "former_titles": list(trace.former),
        },
        "recorded": {
            "on_story": trace.on_story, "kinds": list(trace.kinds), "baseline": trace.baseline, "held": trace.held,
            "story": trace.story.id if trace.story else None, "outlets": [outlet.outlet for outlet in trace.outlets],
        },
        "story": found.story,
        "now": {
            "kinds": list(followup.kinds) if followup else [],
            "entities": sorted(followup.scan.entities) if followup else [],
            "evidence": [{"kind": p.kind, "cue": p.cue, "quote": p.quote} for p in followup.evidence] if followup else [],
            "watches": [
                {
                    "storyline": one.storyline, "watch": one.watch, "holds": one.holds, "wants": list(one.wants),
                    "kinds": list(one.kinds), "scope": _clause_json(one.scope), "match": _clause_json(one.match),
                }
                for one in found.asked
            ],
        },
        "alerts": [
            {"id": a.id, "change": a.change, "watch": a.watch, "title": a.title, "outlet": a.outlet, "at": a.first_seen.isoformat(),
             "route": _route_json(routes.get(a.id))}
            for a in trace.alerts
        ],
        "deliveries": [
            {
                "alert": s.alert, "chat": s.chat, "action": s.action, "state": s.state, "attempts": s.attempts, "error": s.error,
                "message": s.message_id, "tried_at": s.tried_at.isoformat() if s.tried_at else None,
                "not_before": s.not_before.isoformat() if s.not_before else None,
            }
            for s in trace.sent
        ],
    }  # fmt: skip


def _route_json(route: Route | None) -> Mapping[str, object] | None:
    """None for an alert that was told as soon as it was decided."""
    return {"verdict": route.verdict, "at": route.at.isoformat(), "by": route.by, "why": route.why} if route else None


def _clause_json(clause: Clause) -> Mapping[str, object]:
    return {
        "query": clause.text, "held": clause.held, "quotes": list(clause.quotes), "share": round(clause.share, 3),
        "failing": list(clause.failing),
    }  # fmt: skip
