"""How do all queries, entities and cues become one pass over a text?

Every folded term of the watchlist is a pattern of one Aho-Corasick automaton (one pass costs the same for ten terms or
ten thousand). Latin terms count at word boundaries only, Han and kana terms anywhere. A query is looked at only where its
anchor was found: of what it requires, the words that are rarest (the presearch of percolators, see Lucene's monitor).
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache
from typing import TypeVar

from ahocorasick_rs import AhoCorasick, Implementation, MatchKind

from bot.match.asking import Ask, asking
from bot.model.query import And, Has, Near, Not, Or, Query, Ref, Term, Within, parts_of
from bot.model.watchlist import Watchlist
from bot.text.fold import folded, is_cjk
from bot.text.naming import Naming, naming_of

Key = TypeVar("Key")
Range = tuple[int, int]
"""[start, end) in a folded text."""
Hits = dict[int, list[Range]]
"""Number of a pattern to where it stands."""


@dataclass(frozen=True, slots=True)
class Names:
    """How an entity is called: patterns that name it, and longer ones in which they mean something else."""

    aliases: tuple[int, ...]
    exceptions: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Index:
    """A watchlist made ready to scan. Build it once per watchlist; it never changes."""

    watchlist: Watchlist
    automaton: AhoCorasick
    patterns: tuple[str, ...]
    spaced: tuple[bool, ...]
    """Whether a pattern begins with a letter or digit of a spaced script, so that it must begin a word."""
    spaced_end: tuple[bool, ...]
    """The same of its end."""
    numbers: Mapping[str, int]
    """Pattern to its number."""
    queries: tuple[tuple[str, Query], ...]
    """By number: name and query, in the watchlist's order."""
    anchored: Mapping[int, tuple[int, ...]]
    """Pattern to the queries, by number, that may hold where it is found."""
    always: tuple[int, ...]
    """Queries that may hold in a text without any of their words."""
    names: Mapping[str, Names]
    named: Mapping[int, tuple[str, ...]]
    """Pattern to the entities it may name, in the watchlist's order by their place in ``order``."""
    order: Mapping[str, int]
    kinded: bool
    """Whether a query asks for kinds, which are known only when a text has been classified."""

    naming: Naming = field(default_factory=Naming)
    """Which names name the same, for comparing texts."""
    asks: dict[int, Ask] = field(default_factory=dict)
    """Questions that were asked before."""

    def ask(self, number: int) -> Ask:
        """The question of a query, made when it is first asked: most never are."""
        if (ask := self.asks.get(number)) is None:
            ask = self.asks[number] = asking(self.queries[number][1], self.numbers)
        return ask

    def hits(self, text: str) -> Hits:
        """Where each pattern stands in a folded text, boundaries respected except at a prefix's end."""
        found: Hits = {}
        spaced = self.spaced
        for number, start, end in self.automaton.find_matches_as_indexes(text, overlapping=True):
            if start and spaced[number] and joins_words(text, start):
                continue
            if number in found:
                found[number].append((start, end))
            else:
                found[number] = [(start, end)]
        return found


def joins_words(text: str, at: int) -> bool:
    """Whether a letter or digit of a spaced script stands on both sides of ``at``: "trump" in "trumpet"."""
    return 0 < at < len(text) and _spaced(text[at - 1]) and _spaced(text[at])


def _spaced(character: str) -> bool:
    return character.isalnum() and not is_cjk(character)


def compile_index(watchlist: Watchlist) -> Index:
    """Gather every term of the watchlist into one automaton."""
    called = {
        entity.id: (_fold_all(a for group in entity.aliases.values() for a in group), _fold_all(entity.unless))
        for entity in watchlist.entities.values()
    }
    asked = [part for query in watchlist.queries.values() for part in parts_of(query)]
    terms = {part.folded for part in asked if isinstance(part, Term)}
    terms.update(word for both in called.values() for words in both for word in words)
    patterns = tuple(sorted(term for term in terms if term))
    numbers = {pattern: number for number, pattern in enumerate(patterns)}
    names = {entity: Names(*(tuple(numbers[word] for word in words if word) for words in both)) for entity, both in called.items()}
    aliases = {entity: frozenset(its.aliases) for entity, its in names.items()}
    anchors = [_anchor(query, numbers, aliases, patterns) for query in watchlist.queries.values()]
    return Index(
        watchlist=watchlist,
        automaton=AhoCorasick(patterns, matchkind=MatchKind.Standard, implementation=_implementation(patterns)),
        patterns=patterns,
        spaced=tuple(_spaced(pattern[0]) for pattern in patterns),
        spaced_end=tuple(_spaced(pattern[-1]) for pattern in patterns),
        numbers=numbers,
        queries=tuple((name, _sorted(query)) for name, query in watchlist.queries.items()),
        anchored=_inverted({number: anchor for number, anchor in enumerate(anchors) if anchor is not None}),
        always=tuple(number for number, anchor in enumerate(anchors) if anchor is None),
        names=names,
        naming=naming_of(watchlist.entities.values()),
        named=_inverted(aliases),
        order={entity: place for place, entity in enumerate(names)},
        kinded=any(isinstance(part, Has) and part.attribute == "kind" for part in asked),
    )


def _implementation(patterns: Sequence[str]) -> Implementation | None:
    """The fastest automaton whose size stays reasonable: a DFA of a hundred thousand patterns takes gigabytes."""
    return Implementation.DFA if sum(map(len, patterns)) < _DFA_MAX else Implementation.ContiguousNFA


_DFA_MAX = 20_000
"""Characters of all patterns together."""


def _anchor(
    query: Query, numbers: Mapping[str, int], aliases: Mapping[str, frozenset[int]], patterns: Sequence[str]
) -> frozenset[int] | None:
    """Patterns one of which a text must hold for the query to hold, the rarest there are; None when it may hold without any."""

    def rarity(words: frozenset[int]) -> float:
        return sum(_frequency(patterns[word]) for word in words)

    def needed(part: Query) -> frozenset[int] | None:
        match part:
            case Term(folded=word):
                return frozenset({numbers[word]}) if word else None
            case Ref(entity=entity):
                return aliases.get(entity, frozenset())
            case And(parts=parts):
                return min((words for one in parts if (words := needed(one)) is not None), key=rarity, default=None)
            case Within(words=parts):
                return min((words for one in parts if (words := needed(one)) is not None), key=rarity, default=None)
            case Or(parts=parts):
                each = [needed(one) for one in parts]
                return None if None in each else frozenset[int]().union(*(words for words in each if words))
            case Near(left=left, right=right):
                return min((words for one in (left, right) if (words := needed(one)) is not None), key=rarity, default=None)
            case Not() | Has():
                return None

    return needed(query)


def _sorted(query: Query) -> Query:
    """The same with what is rarest in front, so that most of those that do not hold are done with at once."""
    return replace(query, parts=tuple(sorted(query.parts, key=_likely))) if isinstance(query, And) else query


def _likely(query: Query) -> float:
    match query:
        case Term(folded=word):
            return _frequency(word)
        case Or(parts=parts):
            return sum(map(_likely, parts))
        case And(parts=parts):
            return min(map(_likely, parts))
        case Near(left=left, right=right):
            return min(_likely(left), _likely(right))
        case Within(words=words):
            return min(map(_likely, words))
        case Has():
            return 0.0  # quickly asked
        case Ref() | Not():
            return 1.0


@lru_cache(maxsize=1 << 14)
def _frequency(word: str) -> float:
    """A guess at how common a word is, by its length alone: a Han character says as much as three letters."""
    return float(10.0 ** -(len(word) * (1.0 if any(map(is_cjk, word)) else 0.35)))


def _inverted(words: Mapping[Key, frozenset[int]]) -> dict[int, tuple[Key, ...]]:
    """Word to the names that have it."""
    names: dict[int, list[Key]] = {}
    for name, its in words.items():
        for word in its:
            names.setdefault(word, []).append(name)
    return {word: tuple(those) for word, those in names.items()}


def _fold_all(words: Iterator[str] | tuple[str, ...]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(folded(word) for word in words))
