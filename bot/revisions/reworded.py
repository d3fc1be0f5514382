"""What do other words in a sentence say, where no number, name or opposite differs? Spellings and synonyms say the same.

``differ`` asks whether two texts may be copies, and forgives what an editor would do. Here an editor did it, to one page.
"""

from collections import Counter
from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass

from bot.revisions.opposites import negates
from bot.revisions.places import beyond, joined, places_of, shared
from bot.revisions.spelling import is_joint, is_kana, is_slip, same_name, same_word
from bot.revisions.synonyms import little, same_in_place, unlike_runs
from bot.revisions.tokens import Sentence
from bot.text.fold import is_cjk

_HALF = 0.5
"""Content words that stand for others: a single character is half of one, and enough."""
_MANY = 400
"""Pairs of words from which on two sentences have nothing to do with one another."""
_RUN = 12
"""Characters of a place in which words for the same are looked for."""
_KANA_WORD = 4
"""Letters of hiragana that may be a word of their own; fewer are an ending."""


@dataclass(frozen=True, slots=True)
class Reworded:
    """What two versions of a sentence say in other words."""

    exchanged: bool
    """Whether words stand at the very place of others and say something else."""
    gone: float
    """Content words that only the first has; two characters of an unspaced script are one."""
    new: float


def reworded(a: Sentence, b: Sentence) -> Reworded:
    """Compare the words of two versions of a sentence, wherever they stand in it."""
    lost, won = set(beyond(a.words, b.words)), set(beyond(b.words, a.words))
    mine, yours, its, others = list[str](), list[str](), list[str](), list[str]()
    here: list[tuple[list[str], list[str]]] = []
    for i, j, k, m in joined(places_of(a.words, b.words)):
        its_here, others_here = _unspaced(a, (i, j), b, (k, m), lost, won)
        its += filter(None, [its_here])
        others += filter(None, [others_here])
        letters, their_letters = _letters(a, i, j, lost), _letters(b, k, m, won)
        mine += letters
        yours += their_letters
        here.append(([*letters, its_here], [*their_letters, others_here]))
        if _kana_words(_run(a, i, j), _run(b, k, m)):
            return Reworded(True, 1.0, 1.0)
    capitals = {word for one in (a, b) for kind, word in zip(one.kinds, one.words, strict=True) if kind == "A"}
    mine, yours = unmatched(mine, yours, capitals)
    its, others = unmatched(its, others, capitals)
    gone, new = len(mine) + sum(map(len, its)) / 2, len(yours) + sum(map(len, others)) / 2
    left, came = {*mine, *its}, {*yours, *others}
    at_one_place = any(not left.isdisjoint(one) and not came.isdisjoint(other) for one, other in here)
    return Reworded(min(gone, new) >= _HALF and at_one_place, gone, new)


def _letters(one: Sentence, start: int, end: int, only: AbstractSet[str]) -> list[str]:
    """Words that only this version has and that stand for something, where words are spaced or katakana."""
    words = zip(one.kinds[start:end], one.words[start:end], strict=True)
    return [word for kind, word in words if word in only and kind in "aA@kmdhu" and not is_joint(word)]


def _kana_words(gone: str, new: str) -> bool:
    """Whether a word in hiragana stands for quite another: ぜんそく, てんかん. Shorter ones are endings."""
    if min(len(gone), len(new)) < _KANA_WORD or not (is_kana(gone) and is_kana(new)):
        return False
    return shared(gone, new) < min(len(gone), len(new)) / 3


def unmatched(mine: Sequence[str], yours: Sequence[str], capitals: AbstractSet[str] = frozenset()) -> tuple[list[str], list[str]]:
    """The words of each that are no forms of a word of the other."""
    left, rest = [], list(yours)
    if len(mine) * len(yours) > _MANY:
        return list(mine), rest
    for word in mine:
        same = same_name if word in capitals else same_word
        if (twin := next((other for other in rest if same(word, other)), None)) is not None:
            rest.remove(twin)
        else:
            left.append(word)
    one, other = ("".join(words) for words in (left, rest))
    initials, others = ("".join(word[0] for word in words) for words in (left, rest))
    is_same = one == other or (len(rest) == 1 < len(left) and other == initials) or (len(left) == 1 < len(rest) and one == others)
    return ([], []) if is_same else (left, rest)  # co-operate, cooperate; MP, member of parliament


def _unspaced(
    a: Sentence, mine: tuple[int, int], b: Sentence, yours: tuple[int, int], lost: AbstractSet[str], won: AbstractSet[str]
) -> tuple[str, str]:
    """The Han characters of a place that only one version has, unless they are words for the same, or slips."""
    its, others = _han(a, *mine, lost), _han(b, *yours, won)
    if not its or not others:
        return its, others
    gone, new = _run(a, *mine), _run(b, *yours)
    before, after = _run(a, max(0, mine[0] - 1), mine[0]), _run(a, mine[1], mine[1] + 1)
    if negates(gone) and negates(new):
        return "", ""
    if same_in_place(before, gone, new, after) or same_in_place(before, its, others, after) or is_slip(its, others):
        return "", ""
    if _same_stem(gone, its, others) or _same_stem(new, others, its):
        return "", ""
    if len(gone) <= _RUN and len(new) <= _RUN:
        left = tuple(
            _only(*pair) for pair in zip((its, others), unlike_runs(before + gone + after, before + new + after), strict=True)
        )
        if not all(left):
            return left[0], left[1]
    return its, others


def _same_stem(run: str, stem: str, word: str) -> bool:
    """Whether a verb of one character is bent where the other version has a word with it: 禁じる, 禁止する."""
    return len(stem) == 1 and len(word) == 2 and stem in word and any(map(is_kana, run))


def _only(characters: str, left: str) -> str:
    """Those of some characters that are left."""
    rest = Counter(left)
    return "".join(each for each in characters if rest[each] > 0 and not rest.subtract((each,)))


def _run(one: Sentence, start: int, end: int) -> str:
    return "".join(one.words[start:end])


def _han(one: Sentence, start: int, end: int, only: AbstractSet[str]) -> str:
    words = zip(one.kinds[start:end], one.words[start:end], strict=True)
    return "".join(
        word
        for kind, word in words
        if kind in "cw" and word in only and is_cjk(word[0]) and not is_kana(word) and word not in little()
    )
