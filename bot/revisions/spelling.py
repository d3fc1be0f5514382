"""Are two words one, spelt or bent otherwise, or slips of the pen? And which words say nothing by themselves?"""

import re
from collections.abc import Sequence
from difflib import SequenceMatcher
from functools import cache, lru_cache

from bot.revisions.loans import plain_loan
from bot.revisions.synonyms import little, say_the_same
from bot.text.fold import folded, is_cjk
from bot.text.lists import lists_of, words_of

_SUFFIXES = frozenset(
    {
        "",
        "s",
        "es",
        "d",
        "ed",
        "ing",
        "er",
        "ers",
        "ly",
        "ion",
        "ions",
        "al",
        "e",
        "y",
        "ies",
        "ied",
        "en",
        "n",
        "'s",
        "t",
        "le",
        "ility",
        "ity",
        "ment",
        "ments",
        "ation",
        "ations",
    }
)
_VOWELS = frozenset("aeiouy")
_SIBILANTS = frozenset("szc")
_LETTERS = 7
"""Letters of a word in which any one may be mistyped without making another word of it."""
_SLIP = 4
"""Characters of a word in an unspaced script in which each may be a slip."""
_WAY = re.compile("north|south|east|west")
_HIRAGANA = ("\u3041", "\u309f")


def same_word(a: str, b: str) -> bool:
    """Whether two words are spellings or forms of one, or synonyms."""
    a, b = plain_loan(a), plain_loan(b)
    return a == b or is_spelling(a, b) or say_the_same(a, b)


def same_name(a: str, b: str) -> bool:
    """Whether two capitalised words are spellings of one: in a short name another letter makes another name."""
    return (len(a) != len(b) or len(a) >= _LETTERS or sorted(a) == sorted(b)) and same_word(a, b)


@lru_cache(maxsize=4096)
def is_spelling(a: str, b: str) -> bool:
    """Whether two words in letters are one: a letter too much, too little or mistyped, another ending, a British spelling."""
    if any(a in pair and b in pair for pair in _spellings()):
        return True
    if min(len(a), len(b)) < 3 or a[0].isdigit() or b[0].isdigit() or _WAY.findall(a) != _WAY.findall(b):
        return False
    if sorted(a) == sorted(b):
        return True
    stem = next((at for at, (one, other) in enumerate(zip(a, b, strict=False)) if one != other), min(len(a), len(b)))
    if stem >= 3 and {a[stem:], b[stem:]} <= _SUFFIXES:
        return True
    edits = [(a[i:j], b[k:m]) for tag, i, j, k, m in SequenceMatcher(None, a, b, autojunk=False).get_opcodes() if tag != "equal"]
    if min(len(a), len(b)) < 4 or len(edits) > 2 or max(len(one) + len(other) for one, other in edits) > 2:
        return False
    return all(_mistyped(one, other, len(a)) for one, other in edits)


def _mistyped(one: str, other: str, length: int) -> bool:
    if not one or not other:
        return len(one + other) <= 1
    pair = {one, other}
    return length >= _LETTERS or pair <= _VOWELS or pair <= _SIBILANTS


def is_slip(gone: str, new: str) -> bool:
    """Whether characters were mistaken for others of the same sound or shape."""
    if len(gone) != len(new) or len(gone) > _SLIP:
        return False
    return all(a == b or any(a in group and b in group for group in _slips()) for a, b in zip(gone, new, strict=True))


@cache
def _slips() -> tuple[frozenset[str], ...]:
    return tuple(frozenset(folded(line).split()) for line in lists_of("bot.revisions")["slips"])


@cache
def _spellings() -> tuple[frozenset[str], ...]:
    return tuple(frozenset(line.replace("_", "").split()) for line in lists_of("bot.revisions")["spellings"])


def weight(words: Sequence[str]) -> float:
    """How many content words there are; two characters of an unspaced script are one."""
    return sum(0.5 if is_cjk(word[0]) and len(word) == 1 else 1.0 for word in words if not is_joint(word) and not is_kana(word))


def is_joint(word: str) -> bool:
    """Whether a word stands for nothing by itself, or only holds a sentence together."""
    return word in little() or word in _joints()


@cache
def _joints() -> frozenset[str]:
    return frozenset(words_of("bot.revisions", "joints"))


def is_kana(word: str) -> bool:
    """Whether a word is in hiragana alone."""
    return all(_HIRAGANA[0] <= letter <= _HIRAGANA[1] for letter in word)
