"""Which sentence does a span stand in?

Quotes shown to people are whole sentences of the original, cut at the marks of Chinese, Japanese and European writing.
"""

import re
from bisect import bisect_left, bisect_right
from functools import lru_cache

from bot.model.match import Span

_END = re.compile(
    r"[。！？!?\n]+[」』”’\"')）]*|(?<![A-Z])(?<!\b(?:Mr|Ms|Dr|St|No|Jr))(?<!\b(?:Mrs|Gov|Sen|Gen|Rep|Jan|Feb|Aug|Oct|Nov|Dec))(?<!\bSept)\.[”’\"')]*(?=\s)"
)
LONGEST = 300
"""Code points of a quote; longer sentences are cut around the span and marked with an ellipsis."""


@lru_cache(maxsize=4)
def _marks(body: str) -> tuple[tuple[int, ...], tuple[int, ...]]:
    """Where the marks that end sentences begin, and where they end. One text is asked about many times in a row."""
    marks = [mark.span() for mark in _END.finditer(body)]
    return tuple(start for start, _ in marks), tuple(end for _, end in marks)


def sentence(body: str, span: Span) -> Span:
    """Where the sentences around ``span`` begin and end, without surrounding space."""
    starts, ends = _marks(body)
    before, after = bisect_right(ends, span.start), bisect_left(starts, span.end - 1)
    start = ends[before - 1] if before else 0
    end = ends[after] if after < len(ends) else len(body)
    while start < end and body[start].isspace():
        start += 1
    while end > start and body[end - 1].isspace():
        end -= 1
    return Span(start, end)


def quote(body: str, span: Span) -> str:
    """The sentence around ``span`` as people will read it: at most ``LONGEST`` code points, the span always inside."""
    whole = sentence(body, span)
    if whole.end - whole.start <= LONGEST:
        return body[whole.start : whole.end]
    room = max(0, LONGEST - (span.end - span.start)) // 2
    start, end = max(whole.start, span.start - room), min(whole.end, span.end + room)
    return ("…" if start > whole.start else "") + body[start:end].strip() + ("…" if end < whole.end else "")
