"""Did somebody become another one's deputy? Major and Major General, 司令 and 副司令, minister and former minister."""

import re
from collections.abc import Iterator
from functools import cache

from bot.revisions.exchanged import is_country
from bot.revisions.places import places_of
from bot.revisions.tokens import Sentence
from bot.text.fold import folded
from bot.text.lists import lists_of, words_of

_WORDS = "bot.revisions"
_DEPUTIES = frozenset(word for word in lists_of(_WORDS)["ranks"][0].split())


def other_rank(a: Sentence, b: Sentence) -> bool:
    """Whether one version has a word before an office that makes another of it, and the other version has not."""
    if _held(a) != _held(b) or any(_is_ranked(*place) for place in _added(a, b)):
        return True
    tokens, written = (("".join(one.words) for one in (a, b)), (one.written() for one in (a, b)))
    return all(_other_ranks(*texts) for texts in (tokens, written))  # a name may hold the office, or not


def is_deputy(a: Sentence, b: Sentence) -> bool:
    """Whether all that was put before an English word, or taken from there, makes a deputy, or a former one, of somebody."""
    return any(end - start == 1 and one.words[start] in _DEPUTIES for one, start, end in _added(a, b))


def _added(a: Sentence, b: Sentence) -> Iterator[tuple[Sentence, int, int]]:
    """Where one has words and the other has none."""
    for i, j, k, m in places_of(a.words, b.words):
        if i == j or k == m:
            yield (b, k, m) if i == j else (a, i, j)


def _other_ranks(first: str, second: str) -> bool:
    """Whether the same offices have other ranks; one office more is a fuller title."""
    ranked, heads = _ranked()
    same = len(heads.findall(first)) == len(heads.findall(second))
    return same and sorted(ranked.findall(first)) != sorted(ranked.findall(second))


def _is_ranked(one: Sentence, start: int, end: int) -> bool:
    """Whether an office of another rank was put after a name that may hold its own: 高市首相, 高市前首相."""
    if one.kinds[max(0, start - 1) : start] != "@" or is_country(one.words[start - 1]):
        return False
    return bool(_ranked()[0].match("".join(one.words[start:end])))


def _held(one: Sentence) -> list[str]:
    words = zip(one.kinds, one.words, strict=True)
    ranks = _ranks()
    return sorted(word for kind, word in words if word in ranks or (kind == "A" and word.capitalize() in ranks))


@cache
def _ranks() -> frozenset[str]:
    return frozenset(word for word in words_of(_WORDS, "ranks") if word.isascii())


@cache
def _ranked() -> tuple[re.Pattern[str], re.Pattern[str]]:
    """A word for a rank before an office, and an office, in unspaced scripts."""
    ranks = {folded(word) for word in words_of(_WORDS, "ranks") if not word.isascii()}
    offices = [
        *words_of(_WORDS, "ranked"),
        *words_of(_WORDS, "titles"),
        *(form for line in lists_of(_WORDS)["offices"] for form in line.split()),
    ]
    heads = sorted({folded(form) for form in offices if not form.isascii()} - {"氏"}, key=len, reverse=True)
    either = "|".join(heads)
    return re.compile(rf"({'|'.join(sorted(ranks, key=len, reverse=True))})(?={either})"), re.compile(either)
