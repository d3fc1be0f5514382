"""How many words stand between two places of a text? Two Han or kana characters count as one.

A short gap is counted as it is; for the first long one every place of the text is counted once, so that a thousand questions about
ten megabytes take as long as one.
"""

from functools import cached_property
from typing import Any

from bot.text.fold import is_cjk

_SHORT = 200
"""Characters that are counted sooner than a whole text."""

Range = tuple[int, int]


class Gaps:
    """The gaps of one folded text."""

    def __init__(self, text: str) -> None:
        self._text = text

    def between(self, a: Range, b: Range) -> float:
        """Words between two ranges; overlapping is 0."""
        start, end = min(a[1], b[1]), max(a[0], b[0])
        if end <= start:
            return 0.0
        if end - start <= _SHORT:
            gap = self._text[start:end]
            if gap.isascii():
                return float(len(gap.split()))
            cjk = sum(map(is_cjk, gap))
            return cjk / 2 + len("".join(" " if is_cjk(c) else c for c in gap).split())
        begun, halves, letters = self._counted
        # A word that the gap begins within counts as one that begins there.
        words = int(begun[end - 1]) - int(begun[start]) + bool(letters[start])
        before = int(halves[start - 1]) if start else 0
        return (int(halves[end - 1]) - before) / 2 + words

    @cached_property
    def _counted(self) -> tuple[Any, Any, Any]:
        """For each place: words begun and CJK characters up to it, and whether it is of a word."""
        import numpy as np  # noqa: PLC0415 - most queries never ask

        from bot.text.points import points_of  # noqa: PLC0415 - as above

        points = points_of(self._text)
        cjk = (points >= 0x3040) & (points <= 0x30FF) | (points >= 0x3400) & (points <= 0x9FFF)
        cjk |= (points >= 0xAC00) & (points <= 0xD7A3) | (points >= 0x20000)
        letters = ~cjk & ~np.isin(points, np.array(_SPACES, np.uint32))
        begins = letters.copy()
        begins[1:] &= ~letters[:-1]
        return np.cumsum(begins), np.cumsum(cjk), letters


_SPACES = [point for point in range(0x3001) if chr(point).isspace()]
"""What ``str.split`` splits at (Unicode has none beyond)."""
