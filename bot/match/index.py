"""How do all queries, entities and cues become one pass over a text?

Every folded term of the watchlist is a pattern of one Aho-Corasick automaton (one pass costs the same for ten terms or
ten thousand). Latin terms count at word boundaries only, Han and kana terms anywhere.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from ahocorasick_rs import AhoCorasick, MatchKind

from bot.model.query import And, Has, Near, Not, Or, Query, Ref, Term
from bot.model.watchlist import Watchlist
from bot.text.fold import folded, is_cjk

Range = tuple[int, int]
"""[start, end) in a folded text."""


@dataclass(frozen=True, slots=True)
class Index:
    """A watchlist made ready to scan. Build it once per watchlist; it never changes."""

    watchlist: Watchlist
    automaton: AhoCorasick
    patterns: tuple[str, ...]
    aliases: Mapping[str, tuple[str, ...]]
    """Entity id to its folded aliases."""
    exceptions: Mapping[str, tuple[str, ...]]
    """Entity id to the folded expressions in which an alias means something else."""

    queries: Mapping[str, tuple[str, ...]]
    """Folded pattern to the queries that may hold where it is found."""
    always: frozenset[str]
    """Queries that may hold in a text without any of their words."""
    entities: Mapping[str, tuple[str, ...]]
    """Folded alias to the entities it may name."""

    def hits(self, text: str) -> dict[str, list[Range]]:
        """Folded pattern to where it stands in a folded text, boundaries respected except at a prefix's end."""
        found: dict[str, list[Range]] = {}
        for number, start, end in self.automaton.find_matches_as_indexes(text, overlapping=True):
            if not _joined(text, start):
                found.setdefault(self.patterns[number], []).append((start, end))
        return found


def ends_inside_word(text: str, end: int) -> bool:
    """Whether a match that ends here cuts a Latin word: "trump" in "trumpet"."""
    return _joined(text, end)


def _joined(text: str, at: int) -> bool:
    """Whether a letter or digit of a spaced script stands on both sides of ``at``."""
    return 0 < at < len(text) and _spaced(text[at - 1]) and _spaced(text[at])


def _spaced(character: str) -> bool:
    return character.isalnum() and not is_cjk(character)


def compile_index(watchlist: Watchlist) -> Index:
    """Gather every term of the watchlist into one automaton."""
    aliases = {
        entity.id: _fold_all(a for group in entity.aliases.values() for a in group) for entity in watchlist.entities.values()
    }
    exceptions = {entity.id: _fold_all(entity.unless) for entity in watchlist.entities.values()}
    terms = {term.folded for query in watchlist.queries.values() for term in _terms(query)}
    terms.update(*aliases.values(), *exceptions.values())
    patterns = tuple(sorted(term for term in terms if term))
    automaton = AhoCorasick(patterns, matchkind=MatchKind.Standard)
    needed = {name: _needed(query, aliases) for name, query in watchlist.queries.items()}
    return Index(
        watchlist,
        automaton,
        patterns,
        aliases,
        exceptions,
        _inverted({name: words for name, words in needed.items() if words is not None}),
        frozenset(name for name, words in needed.items() if words is None),
        _inverted({entity: frozenset(words) for entity, words in aliases.items()}),
    )


def _needed(query: Query, aliases: Mapping[str, tuple[str, ...]]) -> frozenset[str] | None:
    """Patterns one of which a text must hold for the query to hold; None when it may hold without any."""
    match query:
        case Term(folded=word):
            return frozenset({word})
        case Ref(entity):
            return frozenset(aliases.get(entity, ()))
        case And(parts):
            found = [words for part in parts if (words := _needed(part, aliases)) is not None]
            return min(found, key=len, default=None)
        case Or(parts):
            each = [_needed(part, aliases) for part in parts]
            return None if None in each else frozenset[str]().union(*(words for words in each if words))
        case Near(left, right):
            return min(filter(None, (_needed(left, aliases), _needed(right, aliases))), key=len, default=None)
        case Not() | Has():
            return None


def _inverted(words: Mapping[str, frozenset[str]]) -> dict[str, tuple[str, ...]]:
    """Word to the names that have it."""
    names: dict[str, list[str]] = {}
    for name, its in words.items():
        for word in its:
            names.setdefault(word, []).append(name)
    return {word: tuple(those) for word, those in names.items()}


def _fold_all(words: Iterator[str] | tuple[str, ...]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(folded(word) for word in words))


def _terms(query: Query) -> Iterator[Term]:
    match query:
        case Term():
            yield query
        case And(parts) | Or(parts):
            for part in parts:
                yield from _terms(part)
        case Not(part):
            yield from _terms(part)
        case Near(left, right):
            yield from _terms(left)
            yield from _terms(right)
        case Ref() | Has():
            return
