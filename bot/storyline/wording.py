"""Which of a list's words stand in a text, and which sentences is the text made of?

Texts are folded before they are compared (``bot.text.fold``), and the lists are folded as they are read.
"""

import re
from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

from bot.model.match import Span
from bot.text.eras import in_digits
from bot.text.fold import fold_text, folded
from bot.text.lists import lists_of
from bot.text.sentences import LONGEST, quote, sentence

_GAP = 30
"""Characters that ``~`` stands for at most."""
LOOKED_AT = 120
"""Sentences of a text that are looked at: what comes later is background."""
LONG = 1200
"""Characters of a sentence that are looked at; longer ones are no sentences."""
_GOES_ON = re.compile(r"(?<=m\.)\s[a-z]")
_FOR_A_WHILE = re.compile(r"(?<![午前后上下晨晚夜明朝の十二])一时(?!\s?[〇一二三四五六七八九十\d]+分|半|间)")
"""一時 is one o'clock, and "for a while": the latter where nothing says which half of the day it is, or how many minutes past."""


class Sentence(NamedTuple):
    """A sentence as written, and as it is compared: folded, with the numbers of dates and times in digits."""

    start: int
    """Where it begins in the body."""
    written: str
    plain: str
    quote: str


def sentences(body: str, first: int = 0) -> Iterator[Sentence]:
    """The sentences of ``body[first:]`` that say something, at most ``LOOKED_AT``."""
    at = first
    for _ in range(LOOKED_AT):
        while at < len(body) and body[at].isspace():
            at += 1
        if at >= len(body):
            return
        end = _end(body, at)
        written = body[at : min(end, at + LONG)]
        yield Sentence(at, written, _plain(written), quote(body, Span(at, at + 1)) if end - at > LONGEST else written)
        at = end


def _end(body: str, at: int) -> int:
    """Where the sentence ends that begins at ``at``: not where the next goes on in small letters (at 2:25 a.m. on Tuesday)."""
    end = max(sentence(body, Span(at, at + 1)).end, at + 1)
    while (goes_on := _GOES_ON.match(body, end)) and end - at < LONG:
        end = max(sentence(body, Span(goes_on.end() - 1, goes_on.end())).end, goes_on.end())
    return end


def _plain(written: str) -> str:
    return in_digits(_FOR_A_WHILE.sub("暂时", fold_text(written)))


@cache
def words(section: str) -> re.Pattern[str]:
    """A pattern that finds any word of a section in a folded text."""
    return re.compile("|".join(_pattern(word) for line in lists_of("bot.storyline")[section] for word in line.split()))


def has(section: str, plain: str) -> re.Match[str] | None:
    """The first word of a section in a folded text. Most texts have none, which plain substrings tell much sooner."""
    return words(section).search(plain) if any(literal in plain for literal in _literals(section)) else None


def each(section: str, plain: str) -> Iterator[re.Match[str]]:
    """All words of a section in a folded text."""
    return words(section).finditer(plain) if any(literal in plain for literal in _literals(section)) else iter(())


@cache
def _literals(section: str) -> tuple[str, ...]:
    """What each word of a section begins with: as much as is the same in all its forms."""
    lines = lists_of("bot.storyline")[section]
    return tuple({folded(re.split(r"[*~]", word.replace("_", " "))[0]) for line in lines for word in line.split()})


@cache
def valued(section: str) -> dict[str, str]:
    """Every folded word of a section's lines to the first of its line."""
    return {folded(word): line.split()[0] for line in lists_of("bot.storyline")[section] for word in line.split()[1:]}


def _pattern(word: str) -> str:
    return rf"[^。\n]{{0,{_GAP}}}?".join(_piece(piece) for piece in word.split("~"))


def _piece(word: str) -> str:
    """Latin words are whole words, those with a star whole at the beginning; other scripts know no words."""
    bare = re.escape(folded(word.replace("_", " "))).replace(r"\*", r"\w*")
    if not word[0].isascii():
        return bare
    return rf"\b{bare}" if word.endswith("*") else rf"\b{bare}\b"
