"""Which words say the opposite of one another? Axes with two poles, in the languages we read: ``words.txt``."""

from collections.abc import Iterable, Iterator, Mapping
from functools import cache, lru_cache

from bot.text.lists import lists_of, words_of

_WORDS = "bot.revisions"
Pole = tuple[int, bool]
"""The number of an axis, and whether it is its right pole."""


@cache
def _poles() -> Mapping[str, frozenset[Pole]]:
    """Words, those that stand for all that begin with them with a star, to the poles at which they stand.

    What is at both poles of an axis is at none.
    """
    poles: dict[str, set[Pole]] = {}
    for number, line in enumerate(lists_of(_WORDS)["axes"]):
        left, right = ({_folded(word) for word in side.split()} for side in line.split("|"))
        for word in left ^ right:
            poles.setdefault(word, set()).add((number, word in right))
    return {word: frozenset(its) for word, its in poles.items()}


def _folded(word: str) -> str:
    from bot.text.fold import folded  # noqa: PLC0415 - the table of characters is made when texts are first compared

    return folded(word)


def forms_of(word: str) -> Iterator[str]:
    """How a token may stand in a list: as it is, or as what begins with one of its beginnings."""
    yield word
    if word.isascii():
        yield from (f"{word[:end]}*" for end in range(2, len(word) + 1))


@cache
def lexicon() -> Mapping[str, bool]:
    """Unspaced words that are tokens as a whole, to whether they turn a statement round."""
    opposites, harmless = words_of(_WORDS, "axes"), words_of(_WORDS, "harmless")
    words = {_folded(word) for word in (*opposites, *_negations(), *harmless) if not word.isascii()}
    return {word: word in _negations() for word in words}


@cache
def _negations() -> frozenset[str]:
    return frozenset(_folded(word) for word in words_of(_WORDS, "negations"))


@lru_cache(maxsize=20_000)
def negates(word: str) -> bool:
    """Whether a token turns a statement round."""
    return not _negations().isdisjoint(forms_of(word))


@lru_cache(maxsize=20_000)
def _standing(word: str) -> frozenset[Pole]:
    """The poles at which a token stands."""
    poles = _poles()
    return frozenset[Pole]().union(*(poles[form] for form in forms_of(word) if form in poles))


def opposed(gone: Iterable[str], new: Iterable[str]) -> bool:
    """Whether a word that went stands on the other side of some axis than one that came, and nothing else on that axis did."""
    mine, yours = (frozenset[Pole]().union(*map(_standing, words)) for words in (gone, new))
    return any((axis, not right) in yours and (axis, not right) not in mine and (axis, right) not in yours for axis, right in mine)


def has_opposite(word: str) -> bool:
    """Whether a token stands on some axis."""
    return bool(_standing(word))
