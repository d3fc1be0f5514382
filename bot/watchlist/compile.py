"""From checked entries to the nouns of ``bot/model/watchlist.py``, with every query parsed and named."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from difflib import get_close_matches
from typing import get_args
from zoneinfo import available_timezones

from bot.errors import Fault
from bot.model.finding import Change
from bot.model.query import Has, Or, Query, Ref, Term, parts_of
from bot.model.routing import Inhibition, Label, Matcher, Routing
from bot.model.watchlist import (
    SEVERITIES,
    Claim,
    Cue,
    Document,
    Expectation,
    Formula,
    KindPack,
    Office,
    Readouts,
    Storyline,
    Text,
    Watch,
    Wording,
)
from bot.text.fold import folded
from bot.text.tags import in_language
from bot.text.yaml import Place, YamlFile
from bot.watchlist.query import QueryError, parse
from bot.watchlist.schema import DocumentEntry, ExpectationEntry, KindFile, StorylineFile, Words

OURS = frozenset({"silent-edit", "overdue", "state-of-play"})
"""Kinds of what we observe ourselves."""
GROUP_MAX = timedelta(hours=24)
REPEAT_MIN = timedelta(minutes=5)


@dataclass(frozen=True, slots=True)
class Queries:
    """Parses queries in place and gathers them by name; what is wrong with one becomes a fault where it stands."""

    entities: frozenset[str]
    sources: frozenset[str]
    kinds: frozenset[str]
    faults: list[Fault]
    by_name: dict[str, Query] = field(default_factory=dict)

    def add(self, name: str, text: str | None, document: YamlFile, place: Place) -> None:
        """Parse ``text`` (None: there is no such query) and keep it under ``name``."""
        if text is None:
            return
        try:
            query = parse(text)
        except QueryError as error:
            where = document.inside(place, error.column)
            self.faults.append(Fault(where, f"{error.problem} (character {error.column} of the query)", error.hint))
            return
        for entity in sorted(_named(query) - self.entities):
            at = text.find(f"@{entity}") + 1
            self.faults.append(Fault(document.inside(place, at), f"unknown entity @{entity}", "define it in entities/*.yaml"))
        for part in parts_of(query):
            if isinstance(part, Has) and (problem := self._unfit(part, name)):
                at = text.find(f"{part.attribute}:{part.value}") + 1
                self.faults.append(Fault(document.inside(place, at), *problem))
        self.by_name[name] = query

    def _unfit(self, part: Has, name: str) -> tuple[str, str] | None:
        """What is wrong with an attribute that only the whole watchlist can tell."""
        known = {"source": self.sources, "kind": self.kinds}.get(part.attribute)
        if part.attribute == "kind" and "/watch/" not in name:
            return "kind: can be asked by a watch only", "kinds are known when cues, scope and claims have been looked for"
        if known is None or part.value in known:
            return None
        near = get_close_matches(part.value, sorted(known), 1)
        hint = f"did you mean {near[0]!r}?" if near else f"define it in {part.attribute}s/*.yaml"
        return f"unknown {part.attribute} {part.value!r}", hint

    def known_sources(self, entry: DocumentEntry, document: YamlFile, place: Place) -> tuple[str, ...]:
        """The sources an entry names, by id or by the first words of several ids: cn_mfa is cn_mfa_presser_zh and its like."""
        names = [entry.from_] if isinstance(entry.from_, str) else list(entry.from_)
        found: list[str] = []
        for name in names:
            family = sorted(source for source in self.sources if source == name or source.startswith(f"{name}_"))
            if not family:
                near = get_close_matches(name, sorted(self.sources), 1)
                hint = f"did you mean {near[0]!r}?" if near else "define it in sources/*.yaml"
                self.faults.append(Fault(document.where((*place, "from")), f"unknown source {name!r}", hint))
            found += family
        return tuple(dict.fromkeys(found))


def _named(query: Query) -> set[str]:
    return {part.entity for part in parts_of(query) if isinstance(part, Ref)}


def build_kind(file: KindFile, document: YamlFile, queries: Queries) -> KindPack:
    """A kind with its cues."""
    for i, cue in enumerate(file.cues):
        queries.add(f"cue/{file.kind}/{cue.id}", cue.match, document, ("cues", i, "match"))
        queries.add(f"cue/{file.kind}/{cue.id}/unless", cue.unless, document, ("cues", i, "unless"))
    cues = tuple(Cue(cue.id, file.kind, cue.where, tuple(cue.roles)) for cue in file.cues)
    return KindPack(file.kind, file.names, file.rank, cues)


def build_storyline(file: StorylineFile, document: YamlFile, queries: Queries, kinds: frozenset[str]) -> Storyline:
    """A storyline with its watches, claims, expectations and formulas."""
    builder = _Builder(file, document, queries, kinds)
    queries.add(f"{file.storyline}/scope", file.scope, document, ("scope",))
    return Storyline(
        file.storyline,
        file.title,
        file.since,
        tuple(builder.watch(i) for i in range(len(file.watches))),
        tuple(builder.claim(i) for i in range(len(file.claims))),
        tuple(builder.expectation(i) for i in range(len(file.expectations))),
        tuple(builder.formula(i) for i in range(len(file.formulas))),
        tuple(builder.wording(i) for i in range(len(file.wordings))),
        tuple(builder.readouts(i) for i in range(len(file.readouts))),
        tuple(file.rivals),
        frozenset(_named(scope) if (scope := queries.by_name.get(f"{file.storyline}/scope")) else ()),
        builder.routing(),
    )


@dataclass(frozen=True, slots=True)
class _Builder:
    file: StorylineFile
    document: YamlFile
    queries: Queries
    kinds: frozenset[str]

    def _add(self, role: str, name: str, text: str | None, place: Place) -> None:
        self.queries.add(f"{self.file.storyline}/{role}/{name}", text, self.document, place)

    def _kind(self, kind: str | None, place: Place) -> str:
        if kind and kind not in self.kinds:
            self.queries.faults.append(
                Fault(self.document.where(place), f"unknown kind {kind!r}", f"known: {', '.join(sorted(self.kinds))}")
            )
        return kind or ""

    def watch(self, i: int) -> Watch:
        entry = self.file.watches[i]
        for j, kind in enumerate(entry.kinds):
            self._kind(kind, ("watches", i, "kinds", j))
        # A watch without its own query wants whatever is in scope.
        place: Place = ("watches", i, "match") if entry.match else ("scope",)
        self._add("watch", entry.id, entry.match or self.file.scope, place)
        return Watch(entry.id, self.file.storyline, tuple(entry.kinds), entry.severity, entry.title or {})

    def claim(self, i: int) -> Claim:
        entry = self.file.claims[i]
        self._add("claim", entry.id, entry.about or self.file.scope, ("claims", i, "about"))
        for answer, text in entry.answers.items():
            self._add("claim", f"{entry.id}/{answer}", text, ("claims", i, "answers", answer))
        return Claim(entry.id, _english(entry.ask), tuple(entry.answers), entry.severity, _texts(entry.ask))

    def _document(self, entry: DocumentEntry, role: str, name: str, place: Place) -> Document:
        self._add(role, name, entry.match, (*place, "match"))
        kind = self._kind(entry.kind, (*place, "kind"))
        return Document(kind, self.queries.known_sources(entry, self.document, place), entry.side, entry.role)

    def expectation(self, i: int) -> Expectation:
        entry = self.file.expectations[i]
        after = self._document(entry.after, "after", entry.id, ("expectations", i, "after"))
        expect = self._document(entry.expect, "expect", entry.id, ("expectations", i, "expect"))
        place: Place = ("expectations", i, "cancelled_by")
        cancelled = self._document(entry.cancelled_by, "cancel", entry.id, place) if entry.cancelled_by else None
        office = self._office(entry, ("expectations", i, "office"))
        title = entry.title or {"en": entry.id}
        return Expectation(entry.id, title, after, expect, entry.within, entry.severity, office, cancelled)

    def _office(self, entry: ExpectationEntry, place: Place) -> Office | None:
        if entry.office is None:
            return None
        hours = entry.office
        if hours.zone not in available_timezones():
            self.queries.faults.append(
                Fault(self.document.where((*place, "zone")), f"no time zone is called {hours.zone!r}", "IANA names: Asia/Tokyo")
            )
        elif hours.opens >= hours.closes:
            self.queries.faults.append(
                Fault(self.document.where(place), f"an office that closes at {hours.closes:%H:%M} before it opens", "opens: 09:00")
            )
        else:
            return Office(hours.zone, hours.opens, hours.closes)
        return None

    def formula(self, i: int) -> Formula:
        entry = self.file.formulas[i]
        among = self._document(entry.in_, "formula", entry.id, ("formulas", i, "in"))
        phrases = tuple(Term(folded(phrase), phrase) for phrase in entry.phrase)
        self.queries.by_name[f"{self.file.storyline}/phrase/{entry.id}"] = Or(phrases) if len(phrases) > 1 else phrases[0]
        return Formula(entry.id, among, tuple(entry.phrase), entry.alert_when, _english(entry.note), _texts(entry.note))

    def wording(self, i: int) -> Wording:
        entry = self.file.wordings[i]
        among = self._document(entry.in_, "wording", entry.id, ("wordings", i, "in"))
        return Wording(entry.id, among, _english(entry.note), _texts(entry.note))

    def readouts(self, i: int) -> Readouts:
        entry = self.file.readouts[i]
        among = self._document(entry.in_, "readout", entry.id, ("readouts", i, "in"))
        for j, principal in enumerate(entry.principals):
            if principal not in self.queries.entities:
                where = self.document.where(("readouts", i, "principals", j))
                self.queries.faults.append(Fault(where, f"unknown entity {principal!r}", "define it in entities/*.yaml"))
        for topic, text in entry.topics.items():
            self._add("topic", f"{entry.id}/{topic}", text, ("readouts", i, "topics", topic))
        for topic in sorted(entry.called.keys() - entry.topics.keys()):
            where = self.document.where(("readouts", i, "called", topic))
            self.queries.faults.append(Fault(where, f"unknown topic {topic!r}", f"known: {', '.join(entry.topics)}"))
        return Readouts(entry.id, among, tuple(entry.principals), tuple(entry.topics), entry.called)

    def routing(self) -> Routing:
        entry = self.file.routing
        for name in ("group_wait", "group_interval"):
            if getattr(entry, name) > GROUP_MAX:
                self._fault(("routing", name), "nobody waits for company longer than a day", "such as 30s, 5m")
        if entry.repeat_interval is not None and entry.repeat_interval < REPEAT_MIN:
            self._fault(("routing", "repeat_interval"), "it would be said again and again", "at least 5m, such as 4h")
        inhibit = [
            Inhibition(
                self._matchers(one.source, ("inhibit", i, "source")),
                self._matchers(one.target, ("inhibit", i, "target")),
                tuple(one.equal),
            )
            for i, one in enumerate(self.file.inhibit)
        ]
        return Routing(tuple(entry.group_by), entry.group_wait, entry.group_interval, entry.repeat_interval, tuple(inhibit))

    def _matchers(self, entry: Mapping[Label, str], place: Place) -> tuple[Matcher, ...]:
        watches = [*(one.id for one in self.file.watches), *(one.id for one in self.file.expectations)]
        known: dict[str, list[str]] = {
            "kind": sorted(self.kinds | OURS),
            "watch": watches,
            "severity": list(SEVERITIES),
            "source": sorted(self.queries.sources),
            "storyline": [self.file.storyline],
            "change": list(get_args(Change)),
        }
        for label, value in entry.items():
            if label in known and value not in known[label]:
                near = get_close_matches(value, known[label], 1)
                self._fault((*place, label), f"unknown {label} {value!r}", f"did you mean {near[0]!r}?" if near else "")
        return tuple(Matcher(label, value) for label, value in entry.items())

    def _fault(self, place: Place, problem: str, hint: str) -> None:
        self.queries.faults.append(Fault(self.document.where(place), problem, hint))


def _english(words: Words) -> str:
    return words if isinstance(words, str) else in_language(words, "en")


def _texts(words: Words) -> Text:
    return {} if isinstance(words, str) else words
