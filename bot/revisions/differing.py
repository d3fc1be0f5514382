"""What do two versions of one sentence say otherwise? A number, a date, a name, a quote, the opposite.

What both say, and say otherwise, is another fact; what one of them leaves out is not. Whichever came first makes no difference.
"""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from functools import cache
from itertools import combinations, pairwise

from bot.revisions.exchanged import akin, exchanged, is_country
from bot.revisions.opposites import negates, opposed
from bot.revisions.places import Place, Span, beyond, exchanges, joined, places_of, shared
from bot.revisions.spelling import is_joint, is_kana
from bot.revisions.synonyms import same_in_place, unlike_words
from bot.revisions.tokens import Sentence
from bot.text.fold import folded
from bot.text.lists import words_of
from bot.text.numerals import is_year


@dataclass(frozen=True, slots=True)
class Said:
    """All that a text says, wherever it stands."""

    words: AbstractSet[str] = frozenset()
    text: str = ""
    """Its tokens in a row."""
    pairs: AbstractSet[tuple[str, str]] = frozenset()
    """Its tokens, each with the next one."""


_NOTHING = Said()


def said_by(sentences: Iterable[Sentence]) -> Said:
    """What some sentences say."""
    tokens = [word for one in sentences for word in one.words]
    return Said(frozenset(tokens), "".join(tokens), frozenset(pairwise(tokens)))


_BRIEF = {True: 12, False: 8}
"""Characters, or words where words are spaced, that go and come at one place: among more, a negation is a clause's of its own."""
_BARE = 2
"""Tokens of a negation that says nothing else: は, なかった."""
_NOT = re.compile(r"(?:un|in|im|ir|dis|non)(\w{4})")
"""Prefixes that negate, and enough of the word to know it without."""
_CLAUSE = 5
"""Tokens of a clause that says something."""
_AND = frozenset({"and", "but", "while", "though", "as", "with", "which", "who"})
"""What joins a sentence to the one before it."""
_LOCAL = frozenset({"hkd", "twd"})
"""Currencies that papers of their own place call 元."""
_ARTICLES = frozenset({("a",), ("an",)})
"""What stands for one."""
_ALSO = frozenset({"and", "和", "与", "及", "と", "や"})
"""What joins the last of a list to the others."""
_SIDES = frozenset({"侧", "方"})
"""What Chinese and Japanese write after a country that speaks: 韓国側, 中方."""
_SHIPS = frozenset("号丸舰艇")
"""What names of ships end in: 「馬拉布里戈號」."""
_FIRST, _LAST = "1", frozenset({"last", "final", "最后", "最后の", "最终"})
_PARTS = {"年": "year"} | dict.fromkeys("月日号", "date") | dict.fromkeys("时点分秒", "time")
"""What stands after a number that is part of a date or a time."""
_SAME_QUOTE = 0.34
"""Share of letters in common below which a quote is not the other one cut or mended."""


def differ(a: Sentence, b: Sentence, said: tuple[Said, Said] | None = None, *, close: bool = True, headline: bool = False) -> str:
    """What two versions of one sentence say otherwise; empty for nothing.

    ``said``: all that the text of each says. What a text says elsewhere is not missing here: in a ``headline`` written anew, or a
    sentence that was cut in two. ``close``: whether they are so alike that a negation or a quote is missed where it is missing.
    """
    first = a.words <= b.words
    a, b = (a, b) if first else (b, a)
    mine_says, yours_says = (said if first else said[::-1]) if said else (_NOTHING, _NOTHING)
    places = places_of(a.words, b.words)
    here_mine, here_yours = [place[:2] for place in places], [place[2:] for place in places]
    gone, new = _tokens(a, here_mine), _tokens(b, here_yours)
    only, others = beyond(gone, new), beyond(new, gone)
    # A headline counts in its own words.
    counted = ([], []) if headline else (here_mine, here_yours)
    lost, won = _by_kind(only, a, counted[0], yours_says), _by_kind(others, b, counted[1], mine_says)
    sides = (lost, won) if not said or (headline and not close) else (_by_kind(only, a), _by_kind(others, b))
    mine, yours = ([word for kind in "waAc" for word in side.get(kind, ())] for side in sides)
    here = [place for place in places if not _elsewhere(a, b, place, mine_says, yours_says)] if said else places
    tests: tuple[tuple[str, Callable[[], object]], ...] = (
        ("number", lambda: not _sorts(lost, a, here_mine).isdisjoint(_sorts(won, b, here_yours))),
        ("number", lambda: any(_counts_more(a, b, place) or _is_last(a, b, place) for place in places)),
        ("date", lambda: (lost.get("m") and won.get("m")) or (lost.get("d") and won.get("d"))),
        ("unit", lambda: lost.get("u") and won.get("u") and not _is_local_dollar({*lost["u"], *won["u"]})),
        ("half of the day", lambda: lost.get("h") and won.get("h")),
        ("opposite", lambda: opposed(mine, yours) and _opposed_there(a, b, places) and not _converse(a, b)),
        (
            "negation",
            lambda: (
                close
                and _denials(gone) != _denials(new)
                and any(_turned(a, b, place) for place in _said_otherwise(a, b, places) if place in here or _is_brief(a, b, place))
            ),
        ),
        ("name", lambda: close and _elsewhere_by_the_compass(mine, yours)),
        ("order", lambda: close and any(_swapped(a, b, one, other) for one, other in combinations(places, 2))),
        ("number", lambda: any(_counts_otherwise(a, b, place, mine_says, yours_says) for place in places)),
        ("number", lambda: not headline and any(_counts_twice(a, b, place, mine_says, yours_says) for place in places)),
        ("name", lambda: close and not headline and (any(_another(a, b, place) for place in places) or _others(a, b, places))),
        ("name", lambda: close and any(_lists_more(a, b, place) for place in places)),
        ("name", lambda: close and _another_ship(a.quotes, b.quotes, mine_says, yours_says)),
        ("quote", lambda: close and _other_quote(a.quotes, b.quotes)),
    )
    return next((what for what, holds in tests if holds()), "") or exchanged(a, b, lost, won, here, whole=not headline)


def _is_local_dollar(units: AbstractSet[str]) -> bool:
    """Whether a sum is only told in 元 as the place calls it: papers of Hong Kong and Taiwan write 元 for their own dollar."""
    return len(units) == 2 and "yuan" in units and bool(units & _LOCAL)


def _elsewhere_by_the_compass(gone: Sequence[str], new: Sequence[str]) -> bool:
    """Whether one names a part of the country that the other does not, and the other another one."""
    parts = _compass()
    return not parts.isdisjoint(gone) and not parts.isdisjoint(new)


@cache
def _compass() -> frozenset[str]:
    return frozenset(folded(word) for word in words_of("bot.revisions", "compass"))


def _counts_more(a: Sentence, b: Sentence, place: Place) -> bool:
    """Whether one says "a" where the other counts more: a missile, two missiles."""
    i, j, k, m = place
    gone, new = a.words[i:j], b.words[k:m]
    return any(
        one in _ARTICLES and kind == "#" and other != ("1",)
        for one, other, kind in ((gone, new, b.kinds[k:m]), (new, gone, a.kinds[i:j]))
    )


def _counts_otherwise(a: Sentence, b: Sentence, place: Place, mine_says: Said, yours_says: Said) -> bool:
    """Whether a number stands in the very place of another before the same word, and neither counts that anywhere else.

    The same figure may have gone from a day: 5日 … 9隻, 同日 … 5隻.
    """
    return all(_uncounted(a, b, place, mine_says, yours_says))


def _counts_twice(a: Sentence, b: Sentence, place: Place, mine_says: Said, yours_says: Said) -> bool:
    """The same between the same words, where one of them counts that elsewhere: of 5年 and 2年 became 2年 and 2年.

    Not of days and years, which are told twice as well.
    """
    i, _, k, _ = place
    if not any(_uncounted(a, b, place, mine_says, yours_says)) or part_of_date(a, i) == "date" or is_year(a.words[i]):
        return False
    return a.words[max(0, i - 1) : i] == b.words[max(0, k - 1) : k]


def _uncounted(a: Sentence, b: Sentence, place: Place, mine_says: Said, yours_says: Said) -> tuple[bool, bool]:
    """Of numbers that stand in one place before the same word: whether the other version counts nothing so."""
    i, j, k, m = place
    if not (j - i == m - k == 1 and a.kinds[i] == b.kinds[k] == "#" and a.words[j : j + 1] == b.words[m : m + 1] != ()):
        return False, False
    mine, yours = (frozenset(pairwise(one.words)) | said.pairs for one, said in ((a, mine_says), (b, yours_says)))
    return (a.words[i], a.words[j]) not in yours, (b.words[k], b.words[m]) not in mine


def _is_last(a: Sentence, b: Sentence, place: Place) -> bool:
    """Whether one says "the first" where the other says "the last"; in tokens an ordinal is its number."""
    i, j, k, m = place
    gone, new = ("".join(words) for words in (a.words[i:j], b.words[k:m]))
    if not gone or not new:  # 首次 is 1, 最后一次 is 最后1次
        return gone + new in _LAST and a.words[j : j + 1] == b.words[m : m + 1] == ("1",)
    return (gone == _FIRST and new in _LAST) or (new == _FIRST and gone in _LAST)


def _converse(a: Sentence, b: Sentence) -> bool:
    """Whether the same names stand in another order: "A lost to B" and "B beat A" are one."""
    first, second = ([word for kind, word in zip(one.kinds, one.words, strict=True) if kind in "A@"] for one in (a, b))
    return len(first) > 1 and first != second and sorted(first) == sorted(second)


def _opposed_there(a: Sentence, b: Sentence, places: Sequence[Place]) -> bool:
    """Whether a word stands in the very place of its opposite, or was moved. "Held up … resign", "carried … step down" are none."""
    here = list(joined(places))
    moved = [place for place in here if place[0] == place[1] or place[2] == place[3]]
    gone, new = ([word for place in moved for word in one.words[slice(*place[at : at + 2])]] for one, at in ((a, 0), (b, 2)))
    return opposed(gone, new) or any(opposed(a.words[i:j], b.words[k:m]) for i, j, k, m in here)


def _is_brief(a: Sentence, b: Sentence, place: Place) -> bool:
    """Whether less than a clause stands there, as it may stand anywhere, and it names no one."""
    i, j, k, m = place
    return max(j - i, m - k) < _CLAUSE and not ("@" in a.kinds[i:j] + b.kinds[k:m] and max(j - i, m - k) > 1)


def _without_joints(words: Sequence[str]) -> Sequence[str]:
    """Words without the "and" or だが by which a sentence was made one with another."""
    bare = all(map(is_kana, words))  # an ending, されている, is no joint
    while len(words) > 1 and (words[0] in _AND or (is_kana(words[0]) and not bare)):
        words = words[1:]
    return words


def _elsewhere(a: Sentence, b: Sentence, place: Place, mine_says: Said, yours_says: Said) -> bool:
    """Whether what stands in the place of something is said elsewhere in the other text."""
    i, j, k, m = place
    gone, new = ("".join(_without_joints(words)) for words in (a.words[i:j], b.words[k:m]))
    return (bool(gone) and gone in yours_says.text) or (bool(new) and new in mine_says.text)


def _tokens(one: Sentence, spans: Iterable[tuple[int, int]]) -> list[tuple[str, str]]:
    """Kind and word of each token at some places."""
    return [pair for start, end in spans for pair in zip(one.kinds[start:end], one.words[start:end], strict=True)]


def _by_kind(
    tokens: Iterable[tuple[str, str]], one: Sentence, spans: Sequence[Span] = (), said: Said = _NOTHING
) -> dict[str, list[str]]:
    """Kind to tokens at some places, but for what is ``said`` elsewhere; a number of one or two figures only of the same things."""
    kinds: dict[str, list[str]] = {}
    for kind, word in tokens:
        if word not in said.words or (kind == "#" and len(word) < 3 and not _counted(word, one, spans, said)):
            kinds.setdefault(kind, []).append(word)
    return kinds


def _counted(number: str, one: Sentence, spans: Sequence[Span], said: Said) -> bool:
    """Whether a number at some places stands beside the same words elsewhere: 12月12日 is not said where 12月 is."""
    return all(
        (number, *one.words[at + 1 : at + 2]) in said.pairs and (one.words[max(0, at - 1)] != "月" or ("月", number) in said.pairs)
        for at in _where(number, one, spans)
    )


def _where(number: str, one: Sentence, spans: Iterable[Span]) -> list[int]:
    return [at for start, end in spans for at in range(start, end) if one.words[at] == number and one.kinds[at] == "#"]


def _sorts(kinds: Mapping[str, Sequence[str]], one: Sentence, spans: Sequence[Span]) -> set[str]:
    """Of what sorts the numbers at some places are: a year more and a day more are no other date."""
    return {part_of_date(one, at) for number in kinds.get("#", ()) for at in _where(number, one, spans)}


def part_of_date(one: Sentence, at: int) -> str:
    """Of which part of a date or a time a number is; empty for none."""
    after = one.words[at + 1 : at + 2]
    if after and after[0] in _PARTS:
        return _PARTS[after[0]]
    if one.kinds[max(0, at - 1) : at] == "m" or one.kinds[at + 1 : at + 2] == "m" or one.kinds[max(0, at - 2) : at] == "m#":
        return "year" if is_year(one.words[at]) else "date"
    return ""


def _denials(tokens: Iterable[tuple[str, str]]) -> int:
    return sum(negates(word) for _, word in tokens)


def _turned(a: Sentence, b: Sentence, place: Place) -> bool:
    """Whether a negation went or came, by itself."""
    i, j, k, m = place
    mine, yours = _negations(a.words[i:j], b.words), _negations(b.words[k:m], a.words)
    bare = (j - i if mine > yours else m - k) <= _BARE
    return mine != yours and (bare or (j - i) + (m - k) <= _BRIEF["c" in a.kinds[i:j] + b.kinds[k:m]])


def _said_otherwise(a: Sentence, b: Sentence, places: Sequence[Place]) -> list[Place]:
    """Places but for those where words for the same stand: 見送った and 手控えた, "declined" and "fell"."""
    same = [(i, j, k, m) for i, j, k, m in exchanges(joined(places)) if _say_the_same(a.words[i:j], b.words[k:m], "c" in a.kinds)]
    return [one for one in places if not any(i <= one[0] and one[1] <= j and k <= one[2] and one[3] <= m for i, j, k, m in same)]


def _say_the_same(gone: Sequence[str], new: Sequence[str], unspaced: bool) -> bool:  # noqa: FBT001 - of this module alone
    if unspaced:
        return same_in_place("", "".join(gone), "".join(new), "")
    left, came = unlike_words(gone, new)
    return all(map(is_joint, (*left, *came)))


def _negations(words: Sequence[str], others: Sequence[str]) -> int:
    """How often they negate: "unacceptable" is one where the other version says "accepted"."""
    stems = (found[1] for word in words if (found := _NOT.match(word)))
    return sum(map(negates, words)) + sum(any(other.startswith(stem) for other in others) for stem in stems)


def _swapped(a: Sentence, b: Sentence, one: Place, other: Place) -> bool:
    """Whether two numbers or two names stand in each other's place."""
    (i, j, k, m), (p, q, r, t) = one, other
    if not (j - i == m - k == q - p == t - r == 1):
        return False
    return a.words[i] == b.words[r] and a.words[p] == b.words[k] and a.kinds[i] in "#@Akw" and a.kinds[p] in "#@Akw"


def _another(a: Sentence, b: Sentence, place: Place) -> bool:
    """Whether names that we know stand in the very place of others, wherever else both are named.

    All but countries may also have been moved within the sentence.
    """
    i, j, k, m = place
    gone, new = (_names(one, start, end) for one, start, end in ((a, i, j), (b, k, m)))
    if not gone or not new or any(akin(one, other) for one in gone for other in new):
        return False
    return all(map(is_country, (*gone, *new))) or (set(gone).isdisjoint(b.words) and set(new).isdisjoint(a.words))


def _others(a: Sentence, b: Sentence, places: Sequence[Place]) -> bool:
    """Whether names stand for others at several places, and each version has one alone: Miyagi and Chiba, Oita and Miyagi."""
    named = [(gone, new) for i, j, k, m in places if (gone := _names(a, i, j)) and (new := _names(b, k, m))]
    if len(named) < 2:
        return False
    mine, yours = ({name for side in named for name in side[at]} for at in (0, 1))
    lost, won = mine - yours, yours - mine
    return bool(lost) and bool(won) and not any(akin(one, other) for one in lost for other in won)


def _names(one: Sentence, start: int, end: int) -> list[str]:
    """The names at a place; none where anything else is said there but that somebody is a side."""
    words = [(kind, word) for kind, word in zip(one.kinds[start:end], one.words[start:end], strict=True) if word not in _SIDES]
    return [word for kind, word in words if kind == "@"] if all(kind == "@" or is_joint(word) for kind, word in words) else []


def _other_quote(mine: Sequence[str], yours: Sequence[str]) -> bool:
    """Whether words in quotes were exchanged for quite other words."""
    if len(mine) != len(yours):
        return False
    return any(_apart(one, other) for one, other in zip(mine, yours, strict=True))


def _lists_more(a: Sentence, b: Sentence, place: Place) -> bool:
    """Whether one names one more in a list, and the other nothing there: "India", "India and Taiwan"."""
    i, j, k, m = place
    (one, start, end), other = ((a, i, j), b) if k == m else ((b, k, m), a)
    if (i != j and k != m) or not any(word[0] == "@" and word not in other.words for word in one.words[start:end]):
        return False
    joins = [word in _ALSO for word in one.words[start:end]]
    named = all(kind == "@" or join for kind, join in zip(one.kinds[start:end], joins, strict=True))
    return named and any(joins) and (one.kinds[start - 1 : start] == "@" or one.kinds[end : end + 1] == "@")


def _another_ship(mine: Sequence[str], yours: Sequence[str], mine_says: Said, yours_says: Said) -> bool:
    """Whether one names a ship more than the other, that the other's text names nowhere."""
    ships, others = ({quote for quote in quotes if quote[-1] in _SHIPS} for quotes in (mine, yours))
    lost, won = ships - others, others - ships
    if not ships or not others or bool(lost) == bool(won):
        return False
    return not any(ship[:-1] in said.text for side, said in ((lost, yours_says), (won, mine_says)) for ship in side)


def _apart(one: str, other: str) -> bool:
    if one[-1] == other[-1] and one[-1] in _SHIPS and min(len(one), len(other)) > 1:
        return one != other and not akin(one[:-1], other[:-1])
    if one == other or min(len(one), len(other)) < 4:
        return False
    return shared(one, other) / min(len(one), len(other)) < _SAME_QUOTE
