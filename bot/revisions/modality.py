"""How sure or how binding is what a sentence says? May for will, 考虑 for 同意, 検討する for する: another thing is said."""

from collections.abc import Sequence

from bot.revisions.groups import found
from bot.revisions.places import beyond
from bot.revisions.spelling import is_kana, is_spelling
from bot.revisions.synonyms import say_the_same

_BRIEF = 10
"""Letters of a run that says nothing else: "weighs", する方針."""
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
    mine, yours = ({mark for mark, _ in pairs} for pairs in (words, others))
    if mine and yours:
        same = say_the_same(gone.strip(), new.strip()) or any(say_the_same(one, other) for _, one in words for _, other in others)
        return mine.isdisjoint(yours) and not same
    run, other = (gone, new) if mine else (new, gone)
    return any(mark.endswith(_ALONE) for mark in mine | yours) and len(run) <= _BRIEF and not any(map(_says_something, other))


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
