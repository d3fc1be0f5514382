"""Does a text break off in mid-sentence, as feeds cut it? Then the other is compared with it only as far as it goes."""

import re
from difflib import Match, SequenceMatcher

from bot.text.fold import fold

_BREAKS_OFF = re.compile(
    r"\s*(?:[\[(（【]\s*(?:…+|\.{3,})\s*[\])）】]|…+|\.{3,}|・{3,}|。{3,})\s*"
    r"(?:\[\+?\d+ chars?\]|[\[(（【]?(?:(?:read|see) (?:more|full)\b.{0,20}|continue reading\b.{0,20}"
    r"|続きを読む|続きは\S{0,12}|全文\S{0,8}|阅读全文|閱讀全文|[閱阅][讀读]更多)[\])）】]?)?[\s»>]*$",
    re.IGNORECASE,
)
"""Marks at the end of a text that was cut, and what leads to the rest of it."""
_STRAY = 3
"""Characters at the end of an unfinished sentence that may be a part of a word."""
_HALF = 0.5
"""Share of an unfinished sentence that stands in the whole one."""

Pieces = tuple[str, ...]


def as_far(mine: Pieces, yours: Pieces) -> tuple[Pieces, Pieces]:
    """The sentences of two texts; where one breaks off, the other's version of that sentence ends there, too."""
    mine, yours = _cut(mine, yours)
    yours, mine = _cut(yours, mine)
    return mine, yours


def _cut(short: Pieces, whole: Pieces) -> tuple[Pieces, Pieces]:
    if not short or not (mark := _BREAKS_OFF.search(short[-1])):
        return short, whole
    *before, last = short
    unfinished = last[: mark.start()]
    shared = [sum(block.size for block in _blocks(unfinished, one) if block.size > 1) for one in whole]
    if not unfinished or not shared or max(shared) < _HALF * len(unfinished):
        return (*before, *filter(None, [unfinished])), whole
    twin = shared.index(max(shared))
    its, others = _ends(unfinished, whole[twin])
    return (*before, unfinished[:its]), (*whole[:twin], whole[twin][:others], *whole[twin + 1 :])


def _ends(unfinished: str, whole: str) -> tuple[int, int]:
    """Up to where both say the same; or as long, if the end was written anew."""
    last = max((block for block in _blocks(unfinished, whole) if block.size > 1), key=lambda block: block.a)
    rest = len(fold(unfinished).text) - last.a - last.size
    if rest <= _STRAY:
        return _original(unfinished, last.a + last.size), _original(whole, last.b + last.size)
    return len(unfinished), _original(whole, last.b + last.size + rest)


def _original(text: str, at: int) -> int:
    origins = fold(text).origins
    return origins[at] if at < len(origins) else len(text)


def _blocks(one: str, other: str) -> list[Match]:
    return SequenceMatcher(None, fold(one).text, fold(other).text, autojunk=False).get_matching_blocks()
