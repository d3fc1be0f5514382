"""Which words say the opposite of one another? Axes with two poles, in the languages we read: ``words.txt``."""

import re
from collections.abc import Iterable, Mapping
from functools import cache

from bot.text.lists import lists_of, words_of

_WORDS = "bot.revisions"


@cache
def _poles() -> tuple[tuple[re.Pattern[str], re.Pattern[str]], ...]:
    axes = []
    for line in lists_of(_WORDS)["axes"]:
        left, right = ({_folded(word) for word in side.split()} for side in line.split("|"))
        axes.append((_any(left - right), _any(right - left)))
    return tuple(axes)


def _folded(word: str) -> str:
    from bot.text.fold import folded  # noqa: PLC0415 - the table of characters is made when texts are first compared

    return folded(word)


def _any(words: Iterable[str]) -> re.Pattern[str]:
    """A whole token, or what it begins with."""
    return re.compile("|".join(word.replace("*", ".*") for word in sorted(words, key=len, reverse=True)))


@cache
def lexicon() -> Mapping[str, bool]:
    """Unspaced words that are tokens as a whole, to whether they turn a statement round."""
    opposites, harmless = words_of(_WORDS, "axes"), words_of(_WORDS, "harmless")
    words = {_folded(word) for word in (*opposites, *_negations(), *harmless) if not word.isascii()}
    return {word: word in _negations() for word in words}


@cache
def _negations() -> frozenset[str]:
    return frozenset(_folded(word) for word in words_of(_WORDS, "negations"))


@cache
def negates(word: str) -> bool:
    """Whether a token turns a statement round."""
    return bool(_turning().fullmatch(word))


@cache
def _turning() -> re.Pattern[str]:
    return _any(_negations())


def opposed(gone: Iterable[str], new: Iterable[str]) -> bool:
    """Whether a word that went stands on the other side of some axis than one that came."""
    gone, new = list(gone), list(new)
    for left, right in _poles():
        mine, yours = any(map(left.fullmatch, gone)), any(map(right.fullmatch, gone))
        its, others = any(map(left.fullmatch, new)), any(map(right.fullmatch, new))
        if (mine and others and not yours and not its) or (yours and its and not mine and not others):
            return True
    return False
