"""How sure or how binding is what a sentence says? May for will, 考虑 for 同意, 検討する for する: another thing is said."""

from collections.abc import Mapping, Sequence

from bot.revisions.groups import found
from bot.revisions.places import beyond
from bot.revisions.spelling import is_kana, is_spelling
from bot.revisions.synonyms import say_the_same

_BRIEF = 10
"""Letters of a run that says nothing else: "weighs", する方針."""
_PERFECT = frozenset({"has", "have", "had"})
_TO_COME = frozenset({"will be", "shall be", "are to be", "is to be"})
_PAST = frozenset({"was", "were", "has been", "have been"})
"""Before the same verb: released."""
_AUXILIARY = _PERFECT | {"is", "are", "was", "were", "be", "been", "being", "to"}
_FUTURE = "will+"
_ALONE = "+"
"""Ends the mark of a group that counts also where the other version has nothing in its place."""


def other_modality(mine: str, yours: str) -> bool:
    """Whether two versions of a sentence, folded, say it with another certainty or force.

    A single Han character may be a part of another word: it counts only where both have one that the other has not.
    """
    first, second = found("modality", mine), found("modality", yours)
    lost, won = _marks(beyond(first, second), yours), _marks(beyond(second, first), mine)
    only = [(mark, words) for mark, words in (*lost.items(), *won.items()) if not (mark in lost and mark in won)]
    if not only:
        return False
    both = any(mark not in won for mark in lost) and any(mark not in lost for mark in won)
    return both or any(mark.endswith(_ALONE) and any(len(word) > 1 for word in words) for mark, words in only)


def exchanged_modality(gone: str, new: str) -> bool:
    """Whether words of one certainty or force stand in the very place of words of another, or alone where nothing stood."""
    words, others = (
        [pair for pair in found("modality", run) if len(pair[1]) > 1 or run.strip().startswith(pair[1])] for run in (gone, new)
    )
    if not (words or others) or say_the_same(gone.strip(), new.strip()):
        return False
    mine, yours = ({mark for mark, _ in pairs} for pairs in (words, others))
    if mine and yours and mine.isdisjoint(yours):
        return not any(say_the_same(one, two) for _, one in words for _, two in others)
    if mine < yours or yours < mine:
        run, other = (gone, new) if yours < mine else (new, gone)
        alone = {mark: word for mark, word in (*words, *others) if mark in mine ^ yours and mark.endswith(_ALONE)}
        brief = len(run) <= _BRIEF or set(run.split()) <= _words_of(alone)
        brief = brief and not (mine and yours) and not any(_says_something(letter) and letter not in run for letter in other)
        return bool(alone) and (brief or _is_done(run, other, alone))
    return False


def same_modality(mine: str, yours: str) -> bool:
    """Whether two versions of a sentence, folded, use words of the same groups: then they only stand elsewhere."""
    return {mark for mark, _ in found("modality", mine)} == {mark for mark, _ in found("modality", yours)}


def was_to_come(gone: str, new: str) -> bool:
    """Whether one says of what comes after both that it is to come, the other that it was: "will be released", "were released"."""
    return (gone in _TO_COME and new in _PAST) or (new in _TO_COME and gone in _PAST)


def is_done_now(mine: Sequence[str], yours: Sequence[str]) -> bool:
    """Whether one says in Japanese of its last verb that it will be done, the other that it was: 開館する, 開館した."""
    return any(
        one[-2:] == ("す", "る") and other[-2:] == ("し", "た") and one[-4:-2] == other[-4:-2]
        for one, other in ((mine, yours), (yours, mine))
    )


def _is_done(run: str, other: str, marks: Mapping[str, str]) -> bool:
    """Whether one says in English of the same verb that it is done where the other has these marks: "has asked", "plans to ask".

    The present and "to" tell what is to come as well as "will" does.
    """
    marked = _words_of(marks) | _AUXILIARY
    mine, yours = ([word for word in side.split() if word not in marked] for side in (run, other))
    if not mine or len(mine) != len(yours) or not all(map(_is_form, mine, yours)):
        return False
    done = not _PERFECT.isdisjoint(other.split()) or any(word.endswith("ed") for word in yours)
    return done or not (_FUTURE in marks or "to" in other.split())


def _words_of(marks: Mapping[str, str]) -> set[str]:
    return {word for words in marks.values() for word in words.split()}


def _is_form(one: str, other: str) -> bool:
    return one.isascii() and (one == other or is_spelling(one, other))


def _says_something(letter: str) -> bool:
    return letter.isalnum() and not is_kana(letter)


def _marks(words: Sequence[tuple[str, str]], other: str) -> dict[str, list[str]]:
    """The groups of words that only one version has, but for what the other only spells otherwise: "are expect", "are expected"."""
    spelt = {word.strip(".,;:!?\"'()") for word in other.split()} if words else set()
    marks: dict[str, list[str]] = {}
    for mark, word in words:
        if not word.isascii() or not any(is_spelling(word, one) for one in spelt if one != word):
            marks.setdefault(mark, []).append(word)
    return marks
