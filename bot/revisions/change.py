"""How grave is a change of words? A number, a date, a name, a negation, a quote: grave. A comma, a spelling, an alias: not.

Sentences are aligned first, then the tokens of those that differ: words where words are spaced, characters where they are not.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Literal

from bot.model.page import Page
from bot.revisions.page import page_of
from bot.text.fold import folded, is_cjk

Severity = Literal["none", "cosmetic", "substantive"]
Names = Mapping[str, str]
"""Folded names to whom they name: two names of one are the same."""

_TOKEN = re.compile(r"\d+(?:[.,:]\d+)*%?|[^\W\d_]+(?:['’][^\W\d_]+)?|\S")
_COUNTS = {
    name: str(number)
    for number, names in enumerate(
        (
            *("zero 零 〇", "one 一", "two 二 两", "three 三", "four 四", "five 五", "six 六", "seven 七", "eight 八", "nine 九"),
            *("ten 十", "eleven", "twelve"),
        )
    )
    for name in names.split()
}
"""Small numbers in words."""


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


_NEGATIONS = _words("not no never none nor neither cannot without n't 不 未 没 無 无 非 勿 ない ません ず なかった 否 拒")
_MODALS = _words("""
    may might could will would shall should must can likely unlikely allegedly reportedly expected possible possibly planned
    可能 将 會 会 必须 必須 应 應 或 据称 據稱 預計 预计 かもしれ だろう べき 見通し 方針 予定 とみられ 可能性
""")
_CALENDAR = _words("""
    monday tuesday wednesday thursday friday saturday sunday january february april june july august september october november
    december today yesterday tomorrow am pm 月 火 水 木 金 土 上午 下午 午前 午後
""")
_SPEECH = _words("said says stated told noted added remarked according wrote 说")
_SAID = re.compile("说道|说明|表示|声称|称|指出|述べた|述べました|语った|话した|话しました")
"""The same in unspaced scripts, folded: all of them become the first."""
_LITTLE = _words("""
    a an the of in on at to for and or but with by from as that which who this these those it its his her their is are was were
    be been has have had also 的 了 在 和 与 與 及 就 也 并 並 于 於 に は が を の で と も へ や から より まで
""")
_CORRECTION = re.compile(
    r"\b(?:correct(?:ion|ed|s)|clarification|editor'?s note|an earlier version|retract\w*)\b"
    r"|更正|訂正|お詫び|勘误|勘誤|澄清|编者按",
    re.IGNORECASE,
)
_LONG = 4
"""Content words (or twice as many characters) that make an addition or omission one that says something."""
_TYPO = 0.75
_VERSION = 0.45
"""Likeness at which a sentence is a version of another one."""
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


_GRAVITY = ("none", "cosmetic", "substantive")


def change_of(before: str, after: str, names: Names | None = None) -> Change:
    """The gravest change between two states of a page, as markup."""
    return between(page_of(before), page_of(after), names or {})


def between(before: Page, after: Page, names: Names) -> Change:
    """The gravest change between two pages."""
    changes = [*_headline(before.title, after.title, names), *_body(before.sentences, after.sentences, names)]
    return max(changes, key=lambda change: (_GRAVITY.index(change.severity), change.what == "correction"), default=Change("none"))


def _headline(before: str, after: str, names: Names) -> Iterator[Change]:
    if before != after:
        change = _compared(before, after, names)
        yield Change(change.severity, "headline" if change.what == "words" else change.what, before, after)


def _body(before: Sequence[str], after: Sequence[str], names: Names) -> Iterator[Change]:
    mine, yours = ([_plain(each, names) for each in sentences] for sentences in (before, after))
    for tag, i, j, k, m in SequenceMatcher(None, mine, yours, autojunk=False).get_opcodes():
        if tag == "equal":
            if before[i:j] != after[k:m]:
                yield Change("cosmetic", "words")
            continue
        pairs, gone, new = _paired(before[i:j], after[k:m])
        yield from (_compared(a, b, names) for a, b in pairs)
        yield from (_alone(sentence, "omission") for sentence in gone)
        yield from (_alone(sentence, "addition") for sentence in new)


def _paired(before: Sequence[str], after: Sequence[str]) -> tuple[list[tuple[str, str]], list[str], list[str]]:
    """Sentences that are versions of one another, the likest first; those that went, and those that came."""
    near = [
        (SequenceMatcher(None, a, b, autojunk=False).ratio(), i, k)
        for i, a in enumerate(before[:_COMPARED])
        for k, b in enumerate(after[:_COMPARED])
    ]
    taken: dict[int, int] = {}
    for ratio, i, k in sorted(near, reverse=True):
        if ratio >= _VERSION and i not in taken and k not in taken.values():
            taken[i] = k
    pairs = [(before[i], after[k]) for i, k in sorted(taken.items())]
    return (
        pairs,
        [a for i, a in enumerate(before) if i not in taken],
        [b for k, b in enumerate(after) if k not in taken.values()],
    )


def _alone(sentence: str, what: str) -> Change:
    """A sentence that came or went."""
    grave = _says(_tokens(sentence)) or (what == "addition" and bool(_CORRECTION.search(sentence)))
    what = "correction" if what == "addition" and _CORRECTION.search(sentence) else what
    pair = ("", sentence) if what != "omission" else (sentence, "")
    return Change("substantive" if grave else "cosmetic", what, *pair)


def _compared(before: str, after: str, names: Names) -> Change:
    """Two versions of one sentence."""
    mine, yours = _tokens(_plain(before, names)), _tokens(_plain(after, names))
    if mine == yours:
        return Change("none" if before == after else "cosmetic", "words", before, after)
    gone: list[str] = []
    new: list[str] = []
    for tag, i, j, k, m in SequenceMatcher(None, mine, yours, autojunk=False).get_opcodes():
        if tag != "equal":
            gone += mine[i:j]
            new += yours[k:m]
    what = _grave(gone, new, before, after)
    return Change("substantive" if what else "cosmetic", what or "words", before, after)


def _grave(gone: Sequence[str], new: Sequence[str], before: str, after: str) -> str:
    """What makes a change of tokens grave; empty when nothing does."""
    lost, won = Counter(gone) - Counter(new), Counter(new) - Counter(gone)
    tests = {
        "number": _among(lost, _is_number) != _among(won, _is_number),
        "date": _among(lost, _CALENDAR.__contains__) != _among(won, _CALENDAR.__contains__),
        "negation": _among(lost, _NEGATIONS.__contains__) != _among(won, _NEGATIONS.__contains__)
        or _negated(before) != _negated(after),
        "modality": any(token in _MODALS for token in (*lost, *won)) or _said_modals(before) != _said_modals(after),
        "name": _differ(_capitals(before), _capitals(after)),
        "quote": _quoted(before) != _quoted(after),
        "correction": bool(_CORRECTION.search(after)) and not _CORRECTION.search(before),
    }
    return next((what for what, holds in tests.items() if holds), "") or _reworded(list(lost.elements()), list(won.elements()))


def _among(tokens: Iterable[str], test: Callable[[str], bool]) -> set[str]:
    return {token for token in tokens if test(token)}


def _reworded(lost: Sequence[str], won: Sequence[str]) -> str:
    """What other words say; empty for spellings, and for a word or two that came or went."""
    gone, new = _content(lost), _content(won)
    if _typo(gone, new):
        return ""
    if not gone or not new:
        return ("addition" if new else "omission") if _says([*gone, *new]) else ""
    return "words" if _weight(gone) >= 1 or _weight(new) >= 1 else ""


def _plain(sentence: str, names: Names) -> str:
    """Folded, with every name as whom it names."""
    text = _SAID.sub("说", folded(sentence))
    for name, whom in names.items():
        if name in text:
            text = re.sub(rf"(?<![a-z]){re.escape(name)}(?![a-z])", f" {whom} ", text)
    return " ".join(text.split())


def _tokens(text: str) -> list[str]:
    """Words, numbers and single CJK characters; signs are none, and numbers are digits."""
    found = []
    for token in _TOKEN.findall(text):
        pieces = token if any(map(is_cjk, token)) else [token]
        found += [_COUNTS.get(piece, piece) for piece in pieces if piece[0].isalnum()]
    return found


def _is_number(token: str) -> bool:
    return token[0].isdigit()


def _negated(sentence: str) -> int:
    return sum(sentence.casefold().count(word) for word in ("n't", "ない", "ません", "不", "未", "没", "無", "无"))


def _said_modals(sentence: str) -> int:
    return sum(sentence.count(word) for word in _MODALS if any(map(is_cjk, word)) and len(word) > 1)


def _capitals(sentence: str) -> list[str]:
    """Capitalised words, but for the first."""
    return re.findall(r"(?<=[^.!?\s]\s)[A-Z][\w'’-]+", sentence)


def _differ(mine: Sequence[str], yours: Sequence[str]) -> bool:
    """Whether a name was exchanged for another, rather than one left out or misspelt."""
    lost, won = Counter(mine) - Counter(yours), Counter(yours) - Counter(mine)
    return bool(lost) and bool(won) and not _typo(list(lost), list(won))


def _quoted(sentence: str) -> list[list[str]]:
    return [_tokens(folded(quote)) for quote in re.findall(r"[“\"「『]([^”\"」』]{3,})[”\"」』]", sentence)]


def _typo(gone: Sequence[str], new: Sequence[str]) -> bool:
    """Whether each word that went is nearly one that came: a spelling."""
    if not gone or len(gone) != len(new) or any(len(word) < _LONG for word in (*gone, *new)):
        return False
    return all(SequenceMatcher(None, a, b).ratio() >= _TYPO for a, b in zip(gone, new, strict=True))


def _content(tokens: Sequence[str]) -> list[str]:
    return [token for token in tokens if token not in _LITTLE and token not in _SPEECH]


def _says(tokens: Sequence[str]) -> bool:
    """Whether so much came or went that it says something."""
    return _weight(_content(tokens)) >= _LONG


def _weight(tokens: Sequence[str]) -> float:
    """Content words; two characters of an unspaced script are one."""
    return sum(0.5 if is_cjk(token[0]) else 1.0 for token in tokens)
