"""Does another kind of the same thing stand in the place of one? A silver medal for a bronze, a lorry for a bus, 起诉 for 逮捕.

``kinds/{en,zh,ja}.txt`` were written by lexicographers who saw no text of ours: a set a line, its members apart by ``|``,
each a word or several that say the same. Of a set only one can be true at a time, so no editor writes one of them for another, and
where one stands in another's place no trace of his hand excuses it.
"""

import re
from collections.abc import Iterator, Mapping
from functools import cache, lru_cache
from importlib.resources import files

from bot.revisions.places import Span, exchanges, joined, places_of
from bot.revisions.synonyms import beginnings_of, plain_forms
from bot.revisions.tokens import Sentence
from bot.text.fold import folded

_LISTS = ("en", "zh", "ja")
_PHRASE, _RUN = 3, 7
"""Tokens of an expression where words are spaced, and where they are not."""
_PARTED = re.compile("(?:'s)?[_-]")
"""What a word is parted at in tokens."""

Member = tuple[int, int]
"""The number of a set, and which of its members."""


def contrasted(a: Sentence, b: Sentence) -> bool:
    """Whether at one place each version has a member of a set that the other has nowhere."""
    for i, j, k, m in exchanges(joined(places_of(a.words, b.words))):
        if (mine := _named(a, i, j)) and (yours := _named(b, k, m)) and _other(mine, yours):
            mine -= _named(b, 0, len(b.words))
            yours -= _named(a, 0, len(a.words))
            if _other(mine, yours):
                return True
    return False


def _other(mine: frozenset[Member], yours: frozenset[Member]) -> bool:
    """Whether both name a member of one set, and no member both."""
    return mine.isdisjoint(yours) and not {number for number, _ in mine}.isdisjoint(number for number, _ in yours)


def _named(one: Sentence, start: int, end: int) -> frozenset[Member]:
    """What the words at a place, or reaching into it, are members of. Of a set the longest count: a vice-captain is no captain."""
    joint, longest = ("", _RUN) if "c" in one.kinds else (" ", _PHRASE)
    named: dict[Member, list[Span]] = {}
    for size in range(longest, 0, -1):
        for at in range(max(0, start - size + 1), min(end, len(one.words) - size + 1)):
            for member in _members_of(joint.join(one.words[at : at + size])):
                others = (span for (number, _), spans in named.items() if number == member[0] for span in spans)
                if not any(first <= at and at + size <= last for first, last in others):
                    named.setdefault(member, []).append((at, at + size))
    return frozenset(named)


@lru_cache(maxsize=16384)
def _members_of(word: str) -> frozenset[Member]:
    """The sets in which a folded word stands, whatever its ending in English."""
    known, beginnings = _members()
    if not word.isascii():
        return frozenset(known.get(word, ()))
    whole = (known[form] for form in plain_forms(word) if form in known)
    return frozenset[Member]().union(*whole, *(beginnings[begun] for begun in beginnings_of(word) if begun in beginnings))


@cache
def _members() -> tuple[Mapping[str, tuple[Member, ...]], Mapping[str, tuple[Member, ...]]]:
    """Words, and what words with a star begin with, to what they are members of. Single characters are part of many words."""
    whole: dict[str, tuple[Member, ...]] = {}
    beginnings: dict[str, tuple[Member, ...]] = {}
    for number, line in enumerate(_lines()):
        for at, words in enumerate(folded(line).split("|")):
            alone = ((number, at),)  # one for all words that are no member of anything else
            for word in words.split():
                form, kind = _PARTED.sub(" ", word.removesuffix("*")), beginnings if word.endswith("*") else whole
                if len(form) > 1:
                    kind[form] = kind[form] + alone if form in kind else alone
    return whole, beginnings


def _lines() -> Iterator[str]:
    for name in _LISTS:
        yield from files("bot.revisions").joinpath("kinds", f"{name}.txt").read_text("utf-8").splitlines()
