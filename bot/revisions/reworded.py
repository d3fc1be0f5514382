"""What do other words in a sentence say, where no number, name or opposite differs? Spellings and synonyms say the same.

``differ`` asks whether two texts may be copies, and forgives what an editor would do. Here an editor did it, to one page.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import cache, lru_cache

from bot.revisions.differing import Exchange, Said, are_synonyms, is_little, places_of
from bot.revisions.exchanged import joined
from bot.revisions.tokens import Sentence
from bot.text.fold import folded, is_cjk
from bot.text.lists import lists_of, words_of

_SUFFIXES = frozenset(("", *"s es d ed ing er ers ly ion ions al e y ies ied en n 's t".split()))
_VOWELS = frozenset("aeiouy")
_SIBILANTS = frozenset("szc")
_HALF = 0.5
_SIDE = 4
"""Tokens of a part that changes sides with another."""
_LETTERS = 7
"""Letters of a word in which any one may be mistyped without making another word of it."""
_ARTICLES = frozenset({"a", "an", "the"})
_HIRAGANA = ("\u3041", "\u309f")


@dataclass(frozen=True, slots=True)
class Reworded:
    """What two versions of a sentence say in other words."""

    exchanged: bool
    """Whether words stand in the place of others that say something else."""
    gone: float
    """Content words that only the first has; two characters of an unspaced script are one."""
    new: float


def reworded(a: Sentence, b: Sentence) -> Reworded:
    """Compare the words of two versions of a sentence, wherever they stand in it."""
    lost, won = Counter(a.words) - Counter(b.words), Counter(b.words) - Counter(a.words)
    mine, yours, its, others = list[str](), list[str](), list[str](), list[str]()
    for i, j, k, m in joined(places_of(a.words, b.words)):
        mine += _letters(a, i, j, lost)
        yours += _letters(b, k, m, won)
        gone, new = _unspaced(a, (i, j), b, (k, m), lost, won)
        its += filter(None, [gone])
        others += filter(None, [new])
    mine, yours = _unmatched(mine, yours)
    its, others = _unmatched(its, others)
    gone, new = len(mine) + sum(map(len, its)) / 2, len(yours) + sum(map(len, others)) / 2
    return Reworded(_both(gone, new), gone, new)


def _both(gone: float, new: float) -> bool:
    """Whether words stand for others: a single character of a word is half of one, and enough where it stands for another."""
    return gone >= _HALF and new >= _HALF


def is_turned(a: Sentence, b: Sentence) -> bool:
    """Whether a word stands in the place of one that stands elsewhere: "the ship hit the boat", 転倒、道迷い; or から for まで.

    What was only moved leaves its place empty.
    """
    mine, yours = (f" {' '.join(one.words)} " for one in (a, b))
    places = places_of(a.words, b.words)
    for i, j, k, m in places:
        if _particles() >= {"".join(a.words[i:j]), "".join(b.words[k:m])}:
            return True
        gone, new = _name(a, i, j), _name(b, k, m)
        if gone and new and gone != new and gone in yours and new in mine and not same_word(gone.strip(), new.strip()):
            return True
    return bool(places) and _mirrored(a.words[places[0][0] : places[-1][1]], b.words[places[0][2] : places[-1][3]])


def _mirrored(mine: Sequence[str], yours: Sequence[str]) -> bool:
    """Whether two parts changed sides of what stands between them: "Smith beat Jones", 甲队击败乙队; not "tea and coffee"."""
    if sorted(mine) != sorted(yours):
        return False
    for first in range(1, _SIDE + 1):
        for last in range(1, _SIDE + 1):
            one, middle, other = mine[:first], mine[first : len(mine) - last], mine[len(mine) - last :]
            if yours == (*other, *middle, *one) and weight(middle) > 0 and _names_only(one) and _names_only(other):
                return True
    return False


def _names_only(words: Sequence[str]) -> bool:
    """Whether a part holds no preposition, particle or the like: then it is no adverbial, which may stand anywhere."""
    return not any(_is_kana(word) or (word in _joints() and word not in _ARTICLES) for word in words)


@cache
def _particles() -> frozenset[str]:
    return frozenset(words_of("bot.revisions", "particles"))


def _name(one: Sentence, start: int, end: int) -> str:
    """One or two words in letters, or two to six characters, between spaces; empty for anything else."""
    kinds, words = set(one.kinds[start:end]), one.words[start:end]
    if kinds <= set("aA@k"):
        words = tuple(word for word in words if not _is_joint(word))
        return f" {' '.join(words)} " if 1 <= len(words) <= 2 else ""
    return " ".join(words) if kinds <= set("cwk") and 2 <= len(words) <= 6 and not all(map(_is_kana, words)) else ""


def weight(words: Sequence[str]) -> float:
    """How many content words there are; two characters of an unspaced script are one."""
    return sum(0.5 if is_cjk(word[0]) and len(word) == 1 else 1.0 for word in words if not _is_joint(word) and not _is_kana(word))


def same_word(a: str, b: str) -> bool:
    """Whether two words are spellings or forms of one, or synonyms."""
    return a == b or is_spelling(a, b) or are_synonyms(Exchange(a, b))


@lru_cache(maxsize=4096)
def is_spelling(a: str, b: str) -> bool:
    """Whether two words in letters are one: a letter too much, too little or mistyped, another ending, a British spelling."""
    if min(len(a), len(b)) < 3 or a[0].isdigit() or b[0].isdigit():
        return False
    if sorted(a) == sorted(b) or any(a in pair and b in pair for pair in _spellings()):
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


def _letters(one: Sentence, start: int, end: int, only: Counter[str]) -> list[str]:
    """Words that only this version has and that stand for something, where words are spaced or katakana."""
    words = zip(one.kinds[start:end], one.words[start:end], strict=True)
    return [word for kind, word in words if word in only and kind in "aA@kmdhu" and not _is_joint(word)]


def _is_joint(word: str) -> bool:
    return is_little(word) or word in _joints()


@cache
def _joints() -> frozenset[str]:
    return frozenset(words_of("bot.revisions", "joints"))


def _unmatched(mine: Sequence[str], yours: Sequence[str]) -> tuple[list[str], list[str]]:
    left, rest = [], list(yours)
    for word in mine:
        if (twin := next((other for other in rest if same_word(word, other)), None)) is not None:
            rest.remove(twin)
        else:
            left.append(word)
    whole, others = "".join(left), "".join(rest)
    return ([], []) if whole == others else (left, rest)  # co-operate, cooperate


def _unspaced(
    a: Sentence, mine: tuple[int, int], b: Sentence, yours: tuple[int, int], lost: Counter[str], won: Counter[str]
) -> tuple[str, str]:
    """The Han characters of a place that only one version has, unless they are words for the same, or slips."""
    its, others = _han(a, *mine, lost), _han(b, *yours, won)
    if not its or not others:
        return its, others
    whole = Exchange(
        _run(a, *mine), _run(b, *yours), "".join(a.words[max(0, mine[0] - 1) : mine[0]]), "".join(a.words[mine[1] : mine[1] + 1])
    )
    if are_synonyms(whole) or are_synonyms(Exchange(its, others, whole.before, whole.after)) or _is_slip(its, others):
        return "", ""
    return its, others


def _run(one: Sentence, start: int, end: int) -> str:
    return "".join(one.words[start:end])


def _han(one: Sentence, start: int, end: int, only: Counter[str]) -> str:
    words = zip(one.kinds[start:end], one.words[start:end], strict=True)
    return "".join(word for kind, word in words if kind in "cw" and word in only and is_cjk(word[0]) and not _is_kana(word) and not is_little(word))


def _is_kana(word: str) -> bool:
    return all(_HIRAGANA[0] <= letter <= _HIRAGANA[1] for letter in word)


def _is_slip(gone: str, new: str) -> bool:
    """Whether one character was mistaken for another of the same sound or shape."""
    return len(gone) == len(new) == 1 and any(gone in group and new in group for group in _slips())


@cache
def _slips() -> tuple[frozenset[str], ...]:
    return tuple(frozenset(folded(line).split()) for line in lists_of("bot.revisions")["slips"])


@cache
def _spellings() -> tuple[frozenset[str], ...]:
    return tuple(frozenset(line.replace("_", "").split()) for line in lists_of("bot.revisions")["spellings"])
