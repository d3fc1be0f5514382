"""What can be used but will not do what its author meant? Rules that can never hold, that add nothing, that hold for too much.

Faults keep a watchlist from being loaded; warnings do not. Each has its place and what to do.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

from bot.errors import Fault
from bot.followups import WITHOUT_CUES, classify
from bot.match import Index, compile_index, scan
from bot.model.item import Item
from bot.model.query import And, Has, Not, Or, Query, Term
from bot.model.source import Source
from bot.model.story import Story
from bot.model.watchlist import Document, Storyline, Watchlist
from bot.text.fold import folded, is_cjk
from bot.text.language import language_of
from bot.text.yaml import Place, YamlFile
from bot.watchlist.schema import EntitiesFile, KindFile, Sentences, StorylineFile, Strict

BROAD = 0.05
"""Share of what was read that a single word may be in before it says too little."""
BROAD_FROM = 200
"""Texts below which a share means nothing."""
WAIT_MAX = timedelta(days=90)
"""The longest time that an expectation may take."""
_NOW = datetime(2025, 12, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Lint:
    """One finding: a fault that must be mended, or a warning."""

    fault: Fault
    warning: bool = True


Parsed = Sequence[tuple[YamlFile, Strict]]


def lint(parsed: Parsed, watchlist: Watchlist, read: Iterable[str] = ()) -> list[Lint]:
    """Everything worth saying about a watchlist that can be loaded; beside texts that were ``read``, which words are too broad."""
    index = compile_index(watchlist)
    places = _places(parsed)
    found = [
        *_entities(parsed),
        *_impossible(watchlist, places),
        *_repeated(watchlist, places),
        *_documents(parsed, watchlist),
        *_routing(parsed),
        *_tested(parsed, watchlist, index),
        *_broad(watchlist, index, places, read),
    ]
    return sorted(found, key=lambda one: (one.warning, _order(one.fault.where)))


def _order(where: str) -> tuple[str, int, int]:
    file, _, rest = where.partition(".yaml:")
    line, _, column = rest.partition(":")
    return file, int(line or 0), int(column or 0)


def _places(parsed: Parsed) -> Mapping[str, str]:
    """Where each query of the watchlist stands, by its name."""
    places: dict[str, str] = {}
    for document, file in parsed:
        if isinstance(file, KindFile):
            for i, cue in enumerate(file.cues):
                places[f"cue/{file.kind}/{cue.id}"] = document.where(("cues", i, "match"))
                places[f"cue/{file.kind}/{cue.id}/unless"] = document.where(("cues", i, "unless"))
        elif isinstance(file, StorylineFile):
            places |= {f"{file.storyline}/{name}": document.where(place) for name, place in _asked(file)}
    return places


def _asked(file: StorylineFile) -> Iterator[tuple[str, Place]]:
    yield "scope", ("scope",)
    for i, watch in enumerate(file.watches):
        yield f"watch/{watch.id}", ("watches", i, "match") if watch.match else ("watches", i)
    for i, claim in enumerate(file.claims):
        yield f"claim/{claim.id}", ("claims", i, "about")
        for answer in claim.answers:
            yield f"claim/{claim.id}/{answer}", ("claims", i, "answers", answer)
    for i, expectation in enumerate(file.expectations):
        yield f"after/{expectation.id}", ("expectations", i, "after", "match")
        yield f"expect/{expectation.id}", ("expectations", i, "expect", "match")
        yield f"cancel/{expectation.id}", ("expectations", i, "cancelled_by", "match")
    for i, formula in enumerate(file.formulas):
        yield f"formula/{formula.id}", ("formulas", i, "in", "match")
        yield f"phrase/{formula.id}", ("formulas", i, "phrase")
    for i, wording in enumerate(file.wordings):
        yield f"wording/{wording.id}", ("wordings", i, "in", "match")
    for i, readouts in enumerate(file.readouts):
        yield f"readout/{readouts.id}", ("readouts", i, "in", "match")
        for topic in readouts.topics:
            yield f"topic/{readouts.id}/{topic}", ("readouts", i, "topics", topic)


def _warn(where: str, problem: str, hint: str) -> Lint:
    return Lint(Fault(where, problem, hint))


def _must(where: str, problem: str, hint: str) -> Lint:
    return Lint(Fault(where, problem, hint), warning=False)


def _entities(parsed: Parsed) -> Iterator[Lint]:
    """Names too short to mean one thing, and entities that share names: each pair once, where the later of them is defined."""
    first: dict[str, str] = {}
    for document, file in parsed:
        for i, entry in enumerate(file.entities if isinstance(file, EntitiesFile) else ()):
            shared: dict[str, dict[str, str]] = defaultdict(dict)
            for lang, aliases in entry.aliases.items():
                for j, alias in enumerate(aliases):
                    where, word = document.where(("entities", i, "aliases", lang, j)), folded(alias)
                    if not word or (len(word) == 1 and is_cjk(word)):
                        yield _must(where, f"{alias!r} is one character: it is in nearly every text", "write a longer name")
                    if (other := first.setdefault(word, entry.id)) != entry.id:
                        shared[other].setdefault(alias, where)
            for other, names in shared.items():
                if other in entry.shares:
                    continue
                where, some = next(iter(names.values())), ", ".join(list(names)[:5])
                yield _warn(where, f"@{entry.id} and @{other} share {len(names)} names: {some}", "a text that has one names both")


def _impossible(watchlist: Watchlist, places: Mapping[str, str]) -> Iterator[Lint]:
    """Queries that can never hold."""
    for name, query in watchlist.queries.items():
        if name in places and (why := _contradiction(query)):
            yield _must(places[name], f"this can never hold: {why}", "OR joins what need not be true at once")
    for storyline in watchlist.storylines.values():
        for watch in storyline.watches:
            where = places.get(f"{storyline.id}/watch/{watch.id}", "")
            barren = [kind for kind in watch.kinds if not watchlist.kinds[kind].cues and kind not in WITHOUT_CUES]
            if len(barren) == len(watch.kinds):
                yield _must(where, f"no cue ever yields {', '.join(barren)}", "add cues in kinds/*.yaml")


def _contradiction(query: Query) -> str:
    """Why a query can never hold; empty when it may. The sound and easy cases only."""
    match query:
        case Or(parts=parts):
            reasons = [_contradiction(part) for part in parts]
            return reasons[0] if all(reasons) else ""
        case And(parts=parts):
            flat = _flat(parts)
            for attribute in ("side", "role", "source"):
                values = {part.value.casefold() for part in flat if isinstance(part, Has) and part.attribute == attribute}
                if len(values) > 1:
                    return f"{attribute}: is {' and '.join(sorted(values))} at once"
            days = {
                name: [part.value for part in flat if isinstance(part, Has) and part.attribute == name]
                for name in ("after", "before")
            }
            if days["after"] and days["before"] and max(days["after"]) >= min(days["before"]):
                return f"after {max(days['after'])} and before {min(days['before'])}"
            wanted = {_bare(part) for part in flat}
            if refused := [part.part for part in flat if isinstance(part, Not) and _bare(part.part) in wanted]:
                return f"it wants and refuses {getattr(refused[0], 'written', None) or refused[0]}"
            return next(filter(None, map(_contradiction, parts)), "")
        case _:
            return ""


def _flat(parts: Sequence[Query]) -> list[Query]:
    return [inner for part in parts for inner in (_flat(part.parts) if isinstance(part, And) else [part])]


def _bare(query: Query) -> Query:
    """The same query however it was written."""
    match query:
        case Term() if not query.cased:
            return replace(query, written=query.folded)
        case And(parts=parts) | Or(parts=parts):
            return replace(query, parts=tuple(map(_bare, parts)))
        case Not(part=part):
            return Not(_bare(part))
        case _:
            return query


def _repeated(watchlist: Watchlist, places: Mapping[str, str]) -> Iterator[Lint]:
    """Rules that add nothing: cues that another cue of the kind covers, watches that ask what another asks."""
    for pack in watchlist.kinds.values():
        earlier: list[tuple[str, Query, object]] = []
        for cue in pack.cues:
            name = f"cue/{pack.id}/{cue.id}"
            query, reach = watchlist.queries[name], (cue.where, cue.roles, f"{name}/unless" in watchlist.queries)
            for other, before, its in earlier:
                if reach == its and not reach[2] and _covers(before, query):
                    yield _warn(places[name], f"cue {cue.id} adds nothing to {other}", "delete it, or say what it is for")
            earlier.append((cue.id, query, reach))
    for storyline in watchlist.storylines.values():
        seen: list[tuple[str, Query, frozenset[str]]] = []
        for watch in storyline.watches:
            name = f"{storyline.id}/watch/{watch.id}"
            query, kinds = _bare(watchlist.queries[name]), frozenset(watch.kinds)
            for other, before, wanted in seen:
                if before == query and kinds <= wanted:
                    yield _warn(
                        places[name], f"watch {watch.id} asks for what {other} asks for already", "delete it, or tell them apart"
                    )
            seen.append((watch.id, query, kinds))


def _covers(wide: Query, narrow: Query) -> bool:
    """Whether whatever makes ``narrow`` hold makes ``wide`` hold: alternative by alternative."""
    alternatives, others = ([_bare(part) for part in _alternatives(query)] for query in (wide, narrow))
    return all(any(_implies(one, other) for other in alternatives) for one in others)


def _alternatives(query: Query) -> Sequence[Query]:
    return query.parts if isinstance(query, Or) else (query,)


def _implies(narrow: Query, wide: Query) -> bool:
    if narrow == wide:
        return True
    if not (isinstance(narrow, Term) and isinstance(wide, Term)) or narrow.prefix or wide.cased or narrow.cased:
        return False
    if wide.field not in ("any", narrow.field):
        return False
    if wide.prefix:
        return any(word.startswith(wide.folded) for word in narrow.folded.split())
    return f" {wide.folded} " in f" {narrow.folded} " or (all(map(is_cjk, wide.folded)) and wide.folded in narrow.folded)


def _documents(parsed: Parsed, watchlist: Watchlist) -> Iterator[Lint]:
    """Expectations, formulas and the like that wait for a document nobody can publish."""
    for document, file in parsed:
        if not isinstance(file, StorylineFile) or file.storyline not in watchlist.storylines:
            continue
        storyline = watchlist.storylines[file.storyline]
        for i in range(len(file.expectations)):
            yield from _expectation(document, file, storyline, i, watchlist)
        classes = {
            "formulas": [one.among for one in storyline.formulas],
            "wordings": [one.among for one in storyline.wordings],
            "readouts": [one.among for one in storyline.readouts],
        }
        for name, wanted in classes.items():
            for i, among in enumerate(wanted):
                yield from _unread(among, document.where((name, i, "in")), watchlist)


def _expectation(document: YamlFile, file: StorylineFile, storyline: Storyline, i: int, watchlist: Watchlist) -> Iterator[Lint]:
    """Whether an expectation can be met, and missed."""
    expectation, place = storyline.expectations[i], ("expectations", i)
    for part in ("after", "expect"):
        yield from _unread(getattr(expectation, part), document.where((*place, part)), watchlist)
    within = document.where((*place, "within"))
    if not expectation.within:
        yield _must(within, "it is overdue at once", "such as 24h")
    if expectation.within > WAIT_MAX:
        yield _must(within, f"nobody waits for {expectation.within.days} days", f"at most {WAIT_MAX.days}d")
    if expectation.after == expectation.expect and not file.expectations[i].expect.match:
        yield _must(document.where((*place, "expect")), "it would meet itself", "say in what it differs from after")


def _unread(wanted: Document, where: str, watchlist: Watchlist) -> Iterator[Lint]:
    sources = watchlist.sources.values()
    fitting = [
        source
        for source in sources
        if (not wanted.sources or source.id in wanted.sources)
        and (not wanted.side or source.side == wanted.side)
        and (not wanted.role or source.role == wanted.role)
    ]
    if not any(source.enabled for source in fitting):
        named = ", ".join(source.id for source in fitting[:3]) or "there is none"
        yield _warn(
            where, f"no source that is switched on publishes such a document ({named})", "switch one on, or ask for another"
        )


def _routing(parsed: Parsed) -> Iterator[Lint]:
    """Rules about telling that never do anything."""
    for document, file in parsed:
        if not isinstance(file, StorylineFile):
            continue
        if file.routing.repeat_interval is not None and not file.expectations:
            where = document.where(("routing", "repeat_interval"))
            yield _warn(where, "nothing is told again: no document is expected here", "only what is overdue is told again")
        for i, rule in enumerate(file.inhibit):
            if rule.target.items() >= rule.source.items():
                hint = "who is both is not inhibited by another who is both: say in what they differ"
                yield _warn(document.where(("inhibit", i)), "it inhibits nothing: its target is its source", hint)


def _tested(parsed: Parsed, watchlist: Watchlist, index: Index) -> Iterator[Lint]:
    """The packs' own sentences."""
    for document, file in parsed:
        if isinstance(file, EntitiesFile):
            for i, entry in enumerate(file.entities):
                for where, sentence, wanted in _sentences(entry.tests, document, ("entities", i)):
                    if (entry.id in _read(sentence, watchlist, index)[0]) != wanted:
                        said, hint = (
                            ("is not named", "add the name") if wanted else ("is named", "say under unless what else it means")
                        )
                        yield _must(where, f"@{entry.id} {said} here: {sentence!r}", f"{hint}, or mend the sentence")
        elif isinstance(file, KindFile):
            for where, sentence, wanted in _sentences(file.tests, document, ()):
                if (file.kind in _read(sentence, watchlist, index)[1]) != wanted:
                    yield _must(
                        where,
                        f"{file.kind} is {'not ' if wanted else ''}found here: {sentence!r}",
                        "mend the cues, or the sentence",
                    )


def _sentences(tests: Sentences, document: YamlFile, at: Place) -> Iterator[tuple[str, str, bool]]:
    """Each with its place, and whether something must be found in it."""
    for answer, sentences in (("yes", tests.yes), ("no", tests.no)):
        for j, sentence in enumerate(sentences):
            yield document.where((*at, "tests", answer, j)), sentence, answer == "yes"


def _read(sentence: str, watchlist: Watchlist, index: Index) -> tuple[frozenset[str], frozenset[str]]:
    """The entities and kinds of a sentence, as a newsroom's headline."""
    source = Source("test", "test", "INT", "media", "feed", "https://test.example/", "UTC", ("en",), "test", "test")
    lang = language_of(sentence, ())
    item = Item("test", "test", "", "", sentence, "", lang, None, _NOW, "")
    found = scan(item, source, index)
    followup = classify(item, source, Story("test", "test", sentence, "", lang, _NOW), found, watchlist.kinds)
    return frozenset(found.entities), frozenset(followup.kinds)


def _broad(watchlist: Watchlist, index: Index, places: Mapping[str, str], read: Iterable[str]) -> Iterator[Lint]:
    """Words of queries that are in too much of what was read to tell anything."""
    counts: dict[str, int] = defaultdict(int)
    texts = 0
    for text in read:
        texts += 1
        for number in index.hits(folded(text)):
            counts[index.patterns[number]] += 1
    if texts < BROAD_FROM:
        return
    for name, query in watchlist.queries.items():
        if name not in places or not isinstance(query, Term | Or):
            continue  # beside other words a frequent one is no harm
        for part in _alternatives(query):
            if isinstance(part, Term) and (share := counts[part.folded] / texts) > BROAD:
                hint = "join it with another word, or with NEAR"
                yield _warn(places[name], f"{part.written!r} is in {share:.0%} of {texts} texts that were read", hint)
