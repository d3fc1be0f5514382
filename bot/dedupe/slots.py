"""Do two similar texts differ in the one thing that matters?

Templates and reversals look like copies: "…19日…林剑…" and "…20日…毛宁…", 決定 and 否定, higher and lower, "will" and "will not" in
the third sentence. What one says and the other leaves out is an editor's cut; what both say, and say otherwise, is another fact. A
differing fact vetoes a merge, because a wrong merge hides an alert and a wrong split only repeats one.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import cache

from bot.dedupe.exchanged import HAN, Place, exchanged, joined
from bot.revisions.opposites import negates, opposed
from bot.revisions.tokens import Sentence, pieces_of, sentence_of
from bot.text.credits import headline_of
from bot.text.fold import folded
from bot.text.lists import lists_of
from bot.text.naming import Naming

_VERSION = 0.5
"""Share of tokens in common at which a sentence is a version of another one."""
_PLACED = 0.2
"""The same where one sentence stands between the same ones as the other."""
_COMPARED = 40
"""Sentences of each text that have no equal in the other and are compared."""
_BRIEF = 8
"""Tokens that go and come at one place: a negation among more of them came with a clause of its own."""
_NOT = re.compile(r"(?:un|in|im|ir|dis|non)(\w{4})")
"""Prefixes that negate, and enough of the word to know it without."""


@dataclass(frozen=True, slots=True)
class Wording:
    """A headline and the sentences of a text, as written; each is taken apart when it differs from the other's."""

    title: str
    pieces: tuple[str, ...]
    naming: Naming

    def tokens(self, pieces: Iterable[str]) -> list[Sentence]:
        """Sentences in tokens."""
        return [sentence_of(piece, self.naming) for piece in pieces]


def wording(title: str, text: str, naming: Naming) -> Wording:
    """A text as it is compared."""
    return Wording(headline_of(title), pieces_of(text), naming)


def contradiction(a: Wording, b: Wording) -> str:
    """What two texts say otherwise: number, date, half of the day, opposite, negation, speaker, name, word; empty for nothing."""
    found = next(filter(None, (differ(mine, yours) for mine, yours in _versions(a, b))), "")
    return found or ("word" if _all_but_a_word(a, b) else "")


def _all_but_a_word(a: Wording, b: Wording) -> bool:
    """Whether texts are the same but for one word of Han characters in place of another: an editor's hand leaves more traces."""
    if len(a.pieces) != len(b.pieces):
        return False
    differing = [pair for pair in zip((a.title, *a.pieces), (b.title, *b.pieces), strict=True) if pair[0] != pair[1]]
    both = [(mine, yours) for mine, yours in (a.tokens(pair) for pair in differing) if mine.words != yours.words]
    if len(both) != 1 or (a.pieces and a.title != b.title and both == [tuple(a.tokens((a.title, b.title)))]):
        return False  # or the same under another headline
    mine, yours = both[0]
    places = list(joined(_places(mine.words, yours.words)))
    if len(places) != 1:
        return False
    i, j, k, m = places[0]
    gone, new = "".join(mine.words[i:j]), "".join(yours.words[k:m])
    return bool(HAN.fullmatch(gone) and HAN.fullmatch(new)) and not set(gone) & set(new) and not _synonyms(gone, new)


def _synonyms(gone: str, new: str) -> bool:
    return any(gone in words and new in words for words in _groups())


@cache
def _groups() -> tuple[frozenset[str], ...]:
    return tuple(frozenset(map(folded, line.split())) for line in lists_of("bot.dedupe")["synonyms"])


def _versions(a: Wording, b: Wording) -> Iterator[tuple[Sentence, Sentence]]:
    """The headlines, if they are alike, and those sentences that are versions of one another without being the same."""
    if a.title != b.title:
        mine, yours = a.tokens((a.title, b.title))
        if mine.words != yours.words and _likeness(mine, yours) >= _VERSION:
            yield mine, yours
    gone: list[Sentence] = []
    new: list[Sentence] = []
    for its, others in _apart(a, b):
        if len(its) == len(others) == 1 and _likeness(its[0], others[0]) >= _PLACED:
            yield its[0], others[0]
        else:
            gone += its
            new += others
    yield from _likest(gone[:_COMPARED], new[:_COMPARED])


def _apart(a: Wording, b: Wording) -> Iterator[tuple[list[Sentence], list[Sentence]]]:
    """Stretches of sentences in whose place the other has others."""
    for tag, i, j, k, m in SequenceMatcher(None, a.pieces, b.pieces, autojunk=False).get_opcodes():
        if tag == "equal":
            continue
        mine, yours = a.tokens(a.pieces[i:j]), b.tokens(b.pieces[k:m])
        within = SequenceMatcher(None, [one.words for one in mine], [one.words for one in yours], autojunk=False)
        yield from ((mine[p:q], yours[r:t]) for same, p, q, r, t in within.get_opcodes() if same != "equal")


def _likest(mine: Sequence[Sentence], yours: Sequence[Sentence]) -> Iterator[tuple[Sentence, Sentence]]:
    """Sentences that stand elsewhere than their versions, each once."""
    likely = ((_likeness(one, other), i, k) for i, one in enumerate(mine) for k, other in enumerate(yours))
    taken, given = set[int](), set[int]()
    for _, i, k in sorted((pair for pair in likely if pair[0] >= _VERSION), reverse=True):
        if i not in taken and k not in given:
            taken.add(i)
            given.add(k)
            yield mine[i], yours[k]


def _likeness(a: Sentence, b: Sentence) -> float:
    """Share of tokens in common: of the shorter, as long as that is not much shorter."""
    short, long = sorted((len(a.words), len(b.words)))
    return sum((Counter(a.words) & Counter(b.words)).values()) / max(short, 0.6 * long) if long else 0.0


def differ(a: Sentence, b: Sentence) -> str:
    """In what two versions of one sentence say otherwise, whichever of them came first; empty for nothing."""
    a, b = sorted((a, b), key=lambda one: one.words)
    places = _places(a.words, b.words)
    gone = _tokens(a, ((i, j) for i, j, _, _ in places))
    new = _tokens(b, ((k, m) for _, _, k, m in places))
    lost, won = _by_kind(gone - new), _by_kind(new - gone)
    said = ("w", "a", "A", "c")
    mine, yours = ([word for kind in said for word in side.get(kind, ())] for side in (lost, won))
    tests = (
        ("number", lambda: lost.get("#") and won.get("#")),
        ("date", lambda: (lost.get("m") and won.get("m")) or (lost.get("d") and won.get("d"))),
        ("half of the day", lambda: lost.get("h") and won.get("h")),
        ("opposite", lambda: opposed(mine, yours)),
        ("negation", lambda: _denials(a) != _denials(b) and any(_turned(a, b, place) for place in places)),
    )
    return next((what for what, holds in tests if holds()), "") or exchanged(a, b, lost, won, places)


def _places(mine: Sequence[str], yours: Sequence[str]) -> list[Place]:
    """Where they differ. What they share at both ends is cut off first: copies share nearly all."""
    start, end = 0, min(len(mine), len(yours))
    while start < end and mine[start] == yours[start]:
        start += 1
    back = 0
    while back < end - start and mine[-1 - back] == yours[-1 - back]:
        back += 1
    middle, other = mine[start : len(mine) - back], yours[start : len(yours) - back]
    blocks = SequenceMatcher(None, middle, other, autojunk=False).get_opcodes()
    return [(i + start, j + start, k + start, m + start) for tag, i, j, k, m in blocks if tag != "equal"]


def _tokens(one: Sentence, spans: Iterable[tuple[int, int]]) -> Counter[tuple[str, str]]:
    return Counter(pair for start, end in spans for pair in zip(one.kinds[start:end], one.words[start:end], strict=True))


def _by_kind(tokens: Counter[tuple[str, str]]) -> dict[str, list[str]]:
    kinds: dict[str, list[str]] = {}
    for kind, word in tokens.elements():
        kinds.setdefault(kind, []).append(word)
    return kinds


def _denials(one: Sentence) -> int:
    return sum(map(negates, one.words))


def _turned(a: Sentence, b: Sentence, place: Place) -> bool:
    """Whether a negation went or came, by itself."""
    i, j, k, m = place
    gone, new = a.words[i:j], b.words[k:m]
    mine, yours = _negations(gone, b.words), _negations(new, a.words)
    return mine != yours and (j - i) + (m - k) <= _BRIEF


def _negations(words: Sequence[str], others: Sequence[str]) -> int:
    """How often they negate: "unacceptable" is one where the other version says "accepted"."""
    stems = (found[1] for word in words if (found := _NOT.match(word)))
    return sum(map(negates, words)) + sum(any(other.startswith(stem) for other in others) for stem in stems)
