"""Did two parts of a sentence change sides, so that another one does it, or is first?"""

from collections.abc import Sequence
from functools import cache
from itertools import combinations, permutations

from bot.revisions.opposites import has_opposite, opposed
from bot.revisions.places import Place, exchanges, places_of
from bot.revisions.spelling import is_joint, is_kana, same_word, weight
from bot.revisions.synonyms import say_the_same
from bot.revisions.tokens import Sentence
from bot.text.lists import lists_of

_SIDE = 14
"""Tokens of a part that changes sides with another."""
_STRETCH = 4
"""Places among which two parts that changed sides make the differences: one went, one came, on both sides."""
_ENDS = 2
"""Tokens in which both parts may end: of the National Party, of the Liberal Party."""
_WITHIN = frozenset({"a", "an", "the", "of"})
"""Joints that a name may hold."""
_OF = frozenset({"の", "ノ"})
"""Kana within a name."""
_BY = frozenset({"by", "被", "遭"})
_WAYS = frozenset({"to", "into", "until", "至", "到", "往", "向", "对", "给", "から", "へ"})
"""What stands between where something begins and where it ends."""
_CASES = frozenset("がをには")
"""Particles that say who does what to whom."""


def is_turned(a: Sentence, b: Sentence) -> bool:
    """Whether a word stands in the place of one that stands elsewhere: "the ship hit the boat", 転倒、道迷い; or から for まで.

    What was only moved leaves its place empty.
    """
    if _is_passive(a) != _is_passive(b):
        return False
    places = places_of(a.words, b.words)
    if _numbers_changed_sides(a, b):
        return True
    facing = exchanges(places)
    mine, yours = (f" {' '.join(one.words)} " if facing else "" for one in (a, b))
    for i, j, k, m in facing:
        if {"".join(a.words[i:j]), "".join(b.words[k:m])} in _particles():
            return True
        gone, new = _name(a, i, j), _name(b, k, m)
        if gone and new and gone != new and gone in yours and new in mine and _differ(gone, new):
            return True
    if _moved_on(a, b, facing):
        return True
    stretches = ((one, other) for at, one in enumerate(places) for other in places[at : at + _STRETCH])
    return any(
        _mirrored(a.words[i:j], b.words[k:m], a.words[j : j + _ENDS])
        for (i, _, k, _), (_, j, _, m) in (*stretches, *([(places[0], places[-1])] if places else ()))
    )


def _moved_on(a: Sentence, b: Sentence, facing: Sequence[Place]) -> bool:
    """Whether a word took another's place and left its own to a third: "suspended, not revoked", "revoked, not excused"."""
    said = [(_name(a, i, j), _name(b, k, m)) for i, j, k, m in facing]
    return any(new == gone and _differ(lost, new) and _differ(gone, came) for (lost, new), (gone, came) in permutations(said, 2))


def _differ(one: str, other: str) -> bool:
    """Whether two names or words, if there are two, say something else."""
    one, other = one.strip(), other.strip()
    return bool(one) and bool(other) and not same_word(one, other) and not say_the_same(one, other)


def _numbers_changed_sides(a: Sentence, b: Sentence) -> bool:
    """Whether the same numbers belong to opposites, each to the other: 60 % for and 40 % against, 40 % for and 60 % against."""
    if min(one.kinds.count("#") for one in (a, b)) < 2:
        return False
    mine, yours = _poles(a), _poles(b)
    pairs = combinations(mine.keys() & yours.keys(), 2)
    return any(mine[one] == yours[two] and mine[two] == yours[one] and opposed([mine[one]], [mine[two]]) for one, two in pairs)


def _poles(one: Sentence) -> dict[str, str]:
    """Each number to the last word before it that has an opposite."""
    found, word = {}, ""
    for token, kind in zip(one.words, one.kinds, strict=True):
        if kind == "#" and word:
            found[token] = word
        elif has_opposite(token):
            word = token
    return found


def _is_passive(one: Sentence) -> int:
    """How often it says by whom something is done: then who does it stands last."""
    return sum(map(one.words.count, _BY))


def _mirrored(mine: Sequence[str], yours: Sequence[str], after: Sequence[str]) -> bool:
    """Whether two parts changed sides of what stands between them: "Smith beat Jones", 甲队击败乙队; not "tea and coffee".

    What stands ``after`` them in both may be the end of both.
    """
    if len(mine) != len(yours) or sorted(mine) != sorted(yours):
        return False
    ends = (after[:more] for more in range(len(after) + 1))
    return any(_changed_sides((*mine, *end), (*yours, *end)) for end in ends)


def _changed_sides(mine: Sequence[str], yours: Sequence[str]) -> bool:
    for first in range(1, _SIDE + 1):
        for last in range(1, _SIDE + 1):
            one, middle, other = mine[:first], mine[first : len(mine) - last], mine[len(mine) - last :]
            if yours == (*other, *middle, *one) and _holds_apart(middle, one, other) and _names_only(one) and _names_only(other):
                return True
    return False


def _holds_apart(middle: Sequence[str], one: Sequence[str], other: Sequence[str]) -> bool:
    """Whether it makes a difference on which side of what stands between them two parts are."""
    said = weight(middle) > 0 or "".join(middle) in _WAYS or not _CASES.isdisjoint(middle)
    return said or (bool(middle) and one[0].isdigit() and other[0].isdigit())


def _names_only(words: Sequence[str]) -> bool:
    """Whether a part, 大の里, holds no preposition, kana or the like: then it is no adverbial, which may stand anywhere."""
    return not any(
        (is_kana(word) and (word not in _OF or not 0 < at < len(words) - 1))
        or (is_joint(word) and word.isascii() and word not in _WITHIN)
        for at, word in enumerate(words)
    )


@cache
def _particles() -> tuple[frozenset[str], ...]:
    return tuple(frozenset(line.split()) for line in lists_of("bot.revisions")["particles"])


def _name(one: Sentence, start: int, end: int) -> str:
    """One or two words in letters, or two to six characters, between spaces; empty for anything else."""
    kinds, words = set(one.kinds[start:end]), one.words[start:end]
    if kinds <= set("aA@k"):
        words = tuple(word for word in words if not is_joint(word))
        return f" {' '.join(words)} " if 1 <= len(words) <= 2 else ""
    return " ".join(words) if kinds <= set("cwk") and 2 <= len(words) <= 6 and not all(map(is_kana, words)) else ""
