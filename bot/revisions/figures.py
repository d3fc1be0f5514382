"""Are two numbers one, written otherwise? 0・5％ and 0.5％, 6時半 and 6時30分, 九往復 and 9往復."""

import re

from bot.revisions.differing import places_of
from bot.revisions.numerals import value_of
from bot.revisions.tokens import Sentence

_POINT = re.compile(r"(?<=[\d０-９])[・·．](?=[\d０-９])")
_HALF_PAST = re.compile(r"(?<=[\d０-９一二三四五六七八九十])([時时點点])半")
_THOUSANDS = {"千克": "公斤", "千米": "公里"}
_UNIT = re.compile(r"(?<=[\d０-９])(?:千克|千米)")


def in_figures(text: str) -> str:
    """A text whose numbers are written in the one way that others read."""
    text = _HALF_PAST.sub(r"\g<1>30分", _POINT.sub(".", text))
    return _UNIT.sub(lambda unit: _THOUSANDS[unit[0]], text)


def alike(a: Sentence, b: Sentence) -> tuple[Sentence, Sentence]:
    """Two versions of a sentence in which a sign for a number is the figure that the other has in its place."""
    if a.words == b.words or "c" not in a.kinds:
        return a, b
    mine, yours = list(a.words), list(b.words)
    kinds, others = list(a.kinds), list(b.kinds)
    for i, j, k, m in places_of(a.words, b.words):
        if j - i == m - k == 1 and {a.kinds[i], b.kinds[k]} == {"c", "#"} and value_of(mine[i]) == value_of(yours[k]):
            figure = mine[i] if kinds[i] == "#" else yours[k]
            mine[i] = yours[k] = figure
            kinds[i] = others[k] = "#"
    return Sentence(tuple(mine), "".join(kinds), a.quotes), Sentence(tuple(yours), "".join(others), b.quotes)
