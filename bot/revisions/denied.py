"""Is something else denied in one version of a sentence than in the other, though both deny as often?"""

from collections.abc import Sequence
from itertools import combinations, pairwise

from bot.revisions.opposites import negates
from bot.revisions.places import Place, exchanges, joined, places_of
from bot.revisions.reworded import unmatched
from bot.revisions.spelling import is_joint, is_kana, is_spelling
from bot.revisions.tokens import Sentence

_ENDING = 4
"""Tokens of a verb's ending."""
_APART = {True: 4, False: 3}
"""Tokens of an unspaced script, or words, by which a negation was moved at least to deny something else."""
_WENT_ON = 4
"""Tokens by which one says what was done, and begins what was not: たが発言し."""
_STEM = 2
"""Tokens between a verb and its ending: ら, れ of 認められなかった."""
_BRIEF = 6
"""Tokens that go and come with it."""
_REFUSALS = ("declin", "refus", "fail", "neglect", "lack", "拒")
_MISSED = ("yet", *_REFUSALS)
_DROPPED = ("cancel", "postpon", "scrap", "shelv", "abandon", "abort", "withdr", "retract", "rescind", "revok", "drop", "acquit")
_UNDONE = (*_DROPPED, "den")
_LIFTED = frozenset({"解除", "取消", "撤销", "撤回", "撤废", "中止", "废止", "取り消し", "取りやめ"})
"""What undoes the word before it: 制裁解除."""
_WHETHER = frozenset({"whether", "how"})
_DENIED = frozenset({"ない", "なかった", "ません", "ませんでした", "ず", "しない"})
_AFFIRMED = frozenset({*"るたすうくつむぶぐ", "ます", "ました", "する", "した"})
_STEMS = frozenset("めれけえせげべきいしみぎび")
"""What a verb may end in before its ending."""


def denies_otherwise(a: Sentence, b: Sentence) -> bool:
    """Whether a verb of Japanese is denied in one alone, 認めない and 認める, or a negation was moved far away."""
    places = places_of(a.words, b.words)
    facing = exchanges(places)
    if any(_went_on(a, b, place) for place in places):
        return True
    if any(_bent(a, b, place) and not _refused(a, b, place, facing) for place in facing):
        return True
    found = {place: _lone(a, b, place) for place in places}
    lone = [each for each in found.values() if each]
    if not all(found[place] for place in places if place not in facing):
        return False  # it was moved with other words
    apart = _APART["c" in a.kinds]
    return any(one[1] != other[1] and abs(one[0] - other[0]) > apart for one, other in combinations(lone, 2))


def _bent(a: Sentence, b: Sentence, place: Place) -> bool:
    i, j, k, m = place
    if not (j - i <= _ENDING and m - k <= _ENDING and i and k) or a.words[i - 1] != b.words[k - 1]:
        return False
    if not _may_bend(a.words[i - 1]):
        return False
    gone, new = "".join(a.words[i:j]), "".join(b.words[k:m])
    return (gone in _DENIED and new in _AFFIRMED) or (new in _DENIED and gone in _AFFIRMED)


def _went_on(a: Sentence, b: Sentence, place: Place) -> bool:
    """Whether one affirms what the other denies before it denies something else: 出席しなかった, 出席したが、発言しなかった."""
    i, j, k, m = place
    (one, start, end), other = ((b, k, m), a.words[j:]) if i == j else ((a, i, j), b.words[m:])
    if (i != j and k != m) or not start or not _may_bend(one.words[start - 1]):
        return False
    return one.words[start] in _AFFIRMED and bool(other) and other[0] in _DENIED and end - start >= _WENT_ON


def _may_bend(word: str) -> bool:
    """Whether a verb may go on here with its ending."""
    return not is_kana(word[-1]) or word[-1] in _STEMS


def _refused(a: Sentence, b: Sentence, place: Place, facing: Sequence[Place]) -> bool:
    """Whether the verb whose ending denies there stands for one that refuses: 認められなかった, 退けられた."""
    before = next((p for p in facing if 0 < place[0] - p[1] <= _STEM), None)
    if not before:
        return False
    refused, its_refused = (any(map(negates, words)) for words in (a.words[before[0] : before[1]], b.words[before[2] : before[3]]))
    denied, its_denied = (any(map(negates, words)) for words in (a.words[place[0] : place[1]], b.words[place[2] : place[3]]))
    return refused != its_refused and (refused, its_refused) == (its_denied, denied)


def undone(a: Sentence, b: Sentence) -> bool:
    """Whether one says what the other says of being cancelled, lifted, or declines to say: "met", "cancelled a meeting with"."""
    places = places_of(a.words, b.words)
    return (
        any(_undone(a, b, place) for place in exchanges(places))
        or any(_lifted(a, b, place) for place in places)
        or any(_not_done(a, b, place) or _to_come(a, b, place) for place in exchanges(joined(places)))
    )


def _lifted(a: Sentence, b: Sentence, place: Place) -> bool:
    """Whether one says, where nothing stands in the other, that it ends: 制裁解除, "drop its appeal"; not where that was moved."""
    i, j, k, m = place
    gone, new = ([word for word in words if not is_joint(word)] for words in (a.words[i:j], b.words[k:m]))
    words = gone or new
    if (gone and new) or not ("".join(words) in _LIFTED or (len(words) == 1 and words[0].startswith(_DROPPED))):
        return False
    return not all("".join(words) in one.written() for one in (a, b))


def _not_done(a: Sentence, b: Sentence, place: Place) -> bool:
    """Whether one says that what the other tells failed, or is yet to come: "agreed to meet", "had yet to agree on a date"."""
    i, j, k, m = place
    gone, new = a.words[i:j], b.words[k:m]
    return any(
        not is_joint(verb) and (verb == other or is_spelling(verb, other)) and other not in _missed(other_words)
        for words, other_words in ((gone, new), (new, gone))
        for verb in _missed(words)
        for other in other_words
    )


def _to_come(a: Sentence, b: Sentence, place: Place) -> bool:
    """Whether one alone says that what follows both is yet to be: "has been cleared", "has yet to be cleared"."""
    i, j, k, m = place
    return any(
        ("yet", "to") in pairwise(words) and "yet" not in other
        for words, other in ((a.words[i:j], b.words), (b.words[k:m], a.words))
    )


def _missed(words: Sequence[str]) -> list[str]:
    """What "failed to" and "yet to" stand before."""
    return [verb for way, to, verb in zip(words, words[1:], words[2:], strict=False) if to == "to" and way.startswith(_MISSED)]


def _undone(a: Sentence, b: Sentence, place: Place) -> bool:
    i, j, k, m = place
    gone, new = ([word for word in words if word not in _WHETHER and not is_joint(word)] for words in (a.words[i:j], b.words[k:m]))
    if max(len(gone), len(new)) > _ENDING or any(map(_undoes, gone)) == any(map(_undoes, new)):
        return False
    if any(_undoes(word) and word in (*a.words[:i], *a.words[j:], *b.words[:k], *b.words[m:]) for word in (*gone, *new)):
        return False  # moved
    mine, yours = ([word for word in words if not _undoes(word)] for words in (gone, new))
    left, came = unmatched(mine, yours)
    return bool(mine) and bool(yours) and not left and not came


def _undoes(word: str) -> bool:
    return negates(word) or (word.isascii() and word.startswith(_UNDONE))


def _lone(a: Sentence, b: Sentence, place: Place) -> tuple[int, bool] | None:
    """Where in the first sentence a negation went or came, for nothing or a word like "will", and which of both."""
    i, j, k, m = place
    gone, new = a.words[i:j], b.words[k:m]
    return (i, _denies(gone)) if len(gone) + len(new) <= _BRIEF and _denies(gone) != _denies(new) else None


def _denies(words: Sequence[str]) -> bool:
    """Whether words hold a plain negation: a refusal is a verb, and moves as verbs do."""
    return any(negates(word) and not word.startswith(_REFUSALS) for word in words)
