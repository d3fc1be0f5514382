"""How grave is a change of words? A number, a date, a name, a negation, a quote: grave. A comma, a spelling, an alias: not.

Sentences are aligned first. What two versions of one say otherwise is told by ``differ``, as when copies are told apart. What is
grave beyond that, since a newsroom edited its own page, is told here: additions, omissions, modality, and other words.
"""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import pairwise
from typing import Literal

from bot.model.page import Page
from bot.revisions.asides import owns_up
from bot.revisions.denied import denies_otherwise
from bot.revisions.differing import differ
from bot.revisions.figures import alike
from bot.revisions.groups import other_marks
from bot.revisions.modality import other_modality
from bot.revisions.page import page_of
from bot.revisions.places import beyond
from bot.revisions.ranks import other_rank
from bot.revisions.reworded import reworded
from bot.revisions.spelling import same_word, weight
from bot.revisions.tokens import Sentence, sentence_of
from bot.revisions.turned import is_turned
from bot.revisions.values import freezes, in_values
from bot.revisions.volatile import steady
from bot.text.credits import headline_of
from bot.text.fold import folded
from bot.text.naming import Naming
from bot.text.numerals import is_year

Severity = Literal["none", "cosmetic", "substantive"]

_NAMED = {
    "half of the day": "date",
    "unit": "number",
    "opposite": "negation",
    "order": "words",
    "speaker": "name",
}
"""What ``differ`` calls otherwise."""
_LONG = 4.0
"""Content words that came or went within a sentence and say something."""
_HEADLINE = 3.0
"""The same in a headline."""
_SENTENCE = 2.5
"""The same of a sentence as a whole."""
_ELSEWHERE = {False: 0.5, True: 2.0}
"""Content words that went at one place while as many came at another; in a sentence of an unspaced script many say little."""
_VERSION = 0.4
"""Share of tokens in common at which a sentence is a version of another one."""
_SAID = 0.85
"""Share of a sentence's tokens that stand together elsewhere in the other version: then it was moved."""
_CUT = 8
"""Sentences of a passage that may be the same ones, cut otherwise."""
_COMPARED = 40
"""Sentences of one changed passage that are compared with one another."""


@dataclass(frozen=True, slots=True)
class Change:
    """What changed in a page, at its gravest."""

    severity: Severity
    what: str = ""
    """number, date, name, negation, modality, quote, addition, omission, correction, headline or words."""
    before: str = ""
    after: str = ""


@dataclass(frozen=True, slots=True)
class _Version:
    """A sentence, as written and in tokens."""

    text: str
    tokens: Sentence
    loose: bool = False
    """Whether it does not end as a sentence does."""


_PLACES = Naming()
"""The names that everybody knows."""
_TERMS = frozenset({"徒刑", "监禁", "懲役", "惩役", "禁锢", "拘役", "判刑"})
"""What is told in years and is no date."""
_GRAVITY = ("none", "cosmetic", "substantive")


def change_of(before: str, after: str, naming: Naming | None = None) -> Change:
    """The gravest change between two states of a page, as markup. ``naming``: which names name the same."""
    return between(page_of(before), page_of(after), naming or _PLACES)


def between(before: Page, after: Page, naming: Naming) -> Change:
    """The gravest change between two pages."""
    changes = (*_headline(before.title, after.title, naming), *_body(before, after, naming))
    return max(changes, key=_rank, default=Change("none"))


def _rank(change: Change) -> tuple[int, bool]:
    """A note of correction says what the other changes are."""
    return _GRAVITY.index(change.severity), change.what == "correction"


def _headline(before: str, after: str, naming: Naming) -> Iterator[Change]:
    mine, yours = (headline_of(steady(title)) for title in (before, after))
    if mine != yours and before and after:
        change = _compared(_version(mine, naming), _version(yours, naming), _HEADLINE)
        what = "headline" if change.what in {"words", "addition", "omission"} else change.what
        yield Change(change.severity, what, before, after)


def _body(before: Page, after: Page, naming: Naming) -> Iterator[Change]:
    """What changed in the sentences. Only those that are not word for word the same are taken apart."""
    for tag, i, j, k, m in SequenceMatcher(None, before.sentences, after.sentences, autojunk=False).get_opcodes():
        if tag != "equal":
            mine, yours = (
                [_version(one, naming, page) for one in page.sentences[x:y]] for page, x, y in ((before, i, j), (after, k, m))
            )
            same = SequenceMatcher(None, [one.tokens.words for one in mine], [one.tokens.words for one in yours], autojunk=False)
            for how, p, q, r, t in same.get_opcodes():
                if how == "equal":
                    yield from (_compared(a, b) for a, b in zip(mine[p:q], yours[r:t], strict=True))
                else:
                    yield from _passage(mine[p:q], yours[r:t], _Others(before, naming), _Others(after, naming))


def _passage(gone: Sequence[_Version], new: Sequence[_Version], mine: "_Others", yours: "_Others") -> Iterator[Change]:
    """What changed where sentences stand in the place of others."""
    if gone and new and len(gone) != len(new) and len(gone) + len(new) <= _CUT:
        change = _compared(_joined(gone), _joined(new), _SENTENCE)  # cut in two, or made one of two
        if change.severity != "substantive":
            yield change
            return
    pairs, left, came = _paired(gone, new)
    yield from (_compared(a, b) for a, b in pairs)
    yield from (_alone(one, "omission", yours) for one in left if not one.loose)
    yield from (_alone(one, "addition", mine) for one in came if not one.loose)


def _version(text: str, naming: Naming, page: Page | None = None) -> _Version:
    return _Version(text, sentence_of(in_values(text), naming), loose=page is not None and text in page.loose)


def _joined(versions: Sequence[_Version]) -> _Version:
    """Sentences in a row as one."""
    tokens = [one.tokens for one in versions]
    return _Version(
        " ".join(one.text for one in versions),
        Sentence(
            tuple(word for one in tokens for word in one.words),
            "".join(one.kinds for one in tokens),
            tuple(quote for one in tokens for quote in one.quotes),
            tuple(name for one in tokens for name in one.names),
        ),
    )


def _paired(
    before: Sequence[_Version], after: Sequence[_Version]
) -> tuple[list[tuple[_Version, _Version]], list[_Version], list[_Version]]:
    """Sentences that are versions of one another, the likest first; those that went, and those that came."""
    least = _VERSION / 2 if len(before) == len(after) == 1 else _VERSION
    mine, yours = ([Counter(one.tokens.words) for one in some[:_COMPARED]] for some in (before, after))
    near = [(_likeness(a, b), -abs(i - k), i, k) for i, a in enumerate(mine) for k, b in enumerate(yours)]
    taken: dict[int, int] = {}
    for *_, i, k in sorted((pair for pair in near if pair[0] >= least), reverse=True):
        if i not in taken and k not in taken.values():
            taken[i] = k
    pairs = [(before[i], after[k]) for i, k in sorted(taken.items())]
    return (
        pairs,
        [a for i, a in enumerate(before) if i not in taken],
        [b for k, b in enumerate(after) if k not in taken.values()],
    )


def _likeness(a: Counter[str], b: Counter[str]) -> float:
    """Share of tokens in common."""
    both = a.total() + b.total()
    common = sum(min(times, b[word]) for word, times in a.items() if word in b)
    return 2 * common / both if both else 0.0


@dataclass(frozen=True, slots=True)
class _Others:
    """All sentences of a version, in tokens once somebody asks."""

    page: Page
    naming: Naming

    def say(self, one: _Version) -> bool:
        """Whether what a sentence says stands in them, in a sentence or two: then it was moved."""
        mine = Counter(one.tokens.words)
        needed = _SAID * mine.total()
        shares = [
            {word: min(times, other.count(word)) for word, times in mine.items() if word in other}
            for other in (sentence_of(in_values(text), self.naming).words for text in self.page.sentences)
        ]
        if any(sum(share.values()) >= needed for share in shares):
            return True
        return any(
            sum(min(times, a.get(word, 0) + b.get(word, 0)) for word, times in mine.items()) >= needed for a, b in pairwise(shares)
        )


def _alone(one: _Version, what: str, others: _Others) -> Change:
    """A sentence that came or went."""
    correction = what == "addition" and owns_up(one.text)
    grave = correction or (weight(one.tokens.words) >= _SENTENCE and not others.say(one))
    pair = ("", one.text) if what == "addition" else (one.text, "")
    return Change("substantive" if grave else "cosmetic", "correction" if correction else what, *pair)


def _compared(before: _Version, after: _Version, long: float = _LONG) -> Change:
    """Two versions of one sentence."""
    if before.text == after.text:
        return Change("none")
    what = _grave(before, after, long) or ("correction" if owns_up(after.text) and not owns_up(before.text) else "")
    return Change("substantive" if what else "cosmetic", what or "words", before.text, after.text)


def _grave(before: _Version, after: _Version, long: float) -> str:
    """What makes a change of words grave; empty when nothing does."""
    a, b = alike(before.tokens, after.tokens)
    mine, yours = folded(before.text), folded(after.text)
    tests: tuple[tuple[str, Callable[[], object]], ...] = (
        ("date", lambda: other_marks("relative days", mine, yours)),
        ("negation", lambda: other_marks("extremes", mine, yours)),
        ("negation", lambda: denies_otherwise(a, b)),
        ("modality", lambda: other_modality(mine, yours)),
        ("quote", lambda: _other_words_quoted(a.quotes, b.quotes)),
        ("name", lambda: other_rank(a, b)),
        ("number", lambda: freezes(before.text) != freezes(after.text)),
        ("number", lambda: _figures(a, b) or _figures(b, a)),
    )
    if a.words != b.words and (what := differ(a, b)):
        return _NAMED.get(what, what)
    if what := next((what for what, holds in tests if holds()), ""):
        return what
    words = reworded(a, b)
    if words.exchanged or min(words.gone, words.new) >= _ELSEWHERE["c" in a.kinds and long != _HEADLINE] or is_turned(a, b):
        return "words"
    return "addition" if words.new >= long else "omission" if words.gone >= long else ""


def _figures(one: Sentence, other: Sentence) -> bool:
    """Whether a version has a figure of something, no date, that the other lacks. One is an article, too."""
    only = beyond(one.words, other.words)
    places = enumerate(zip(one.words, one.kinds, strict=True))
    return any(kind == "#" and word in only and word != "1" and not _dates(one, at) for at, (word, kind) in places)


def _dates(one: Sentence, at: int) -> bool:
    """Whether a number is part of a date or a time, and not of 3分の1."""
    after, before = one.words[at + 1 : at + 2], one.kinds[max(0, at - 1) : at]
    if one.words[at + 1 : at + 3] == ("分", "の"):
        return False
    return (
        after in {("月",), ("日",), ("号",), ("时",), ("点",), ("分",)}
        or (after == ("年",) and one.words[at + 2 : at + 3] != ("间",) and "".join(one.words[max(0, at - 2) : at]) not in _TERMS)
        or "m" in {before, one.kinds[at + 1 : at + 2]}
        or is_year(one.words[at])
    )


def _other_words_quoted(mine: Sequence[str], yours: Sequence[str]) -> bool:
    """Whether a quote has other words: not spellings of the same, and no more than its marks gone."""
    if len(mine) != len(yours):
        return False
    return any(one != other and not _same_quote(one, other) for one, other in zip(mine, yours, strict=True))


def _same_quote(one: str, other: str) -> bool:
    mine, yours = (_bare(text) for text in (one, other))
    if mine == yours:
        return True
    return len(mine) == len(yours) and all(same_word(a, b) for a, b in zip(mine, yours, strict=True))


def _bare(text: str) -> tuple[str, ...]:
    return sentence_of(text, _PLACES).words
