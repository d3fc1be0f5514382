"""Which figures does a text state that few others do? Another desk writes the words anew and leaves 54.7 and 3,674.73 as they are.

Two of them together hardly stand in any other text, so each pair of the three most specific is a number of a story's signature.
"""

import re
from collections.abc import Iterator
from itertools import combinations

from bot.text.numerals import is_year

_FIGURE = re.compile(r"(?<![\d.,])\d+(?:,\d{3})*(?:\.\d+)?(?![\d])")
_MOST = 3
_LONG = 3
"""Digits of a whole number that says something; fewer are hours, days and counts of anything."""


def pairs_of_figures(text: str) -> Iterator[str]:
    """The pairs, in no order of the text. Of a folded text in digits."""
    figures = {figure.replace(",", "") for figure in _FIGURE.findall(text)}
    told = sorted(filter(_is_specific, figures), key=lambda figure: (-len(figure.replace(".", "").strip("0")), figure))[:_MOST]
    return (f"{one} {other}" for one, other in combinations(sorted(told), 2))


def _is_specific(figure: str) -> bool:
    """Whether a figure is no year and no round or short number."""
    if "." in figure:
        return len(figure.replace(".", "").strip("0")) > 1
    return len(figure) >= _LONG and not is_year(figure)
