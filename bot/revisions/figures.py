"""Are two numbers one, written otherwise? 0・5％ and 0.5％, 6時半 and 6時30分, 九往復 and 9往復."""

import re
from dataclasses import replace
from functools import lru_cache

from bot.revisions.differing import places_of
from bot.revisions.numerals import value_of
from bot.revisions.quantities import converted
from bot.revisions.tokens import Sentence
from bot.revisions.values import HAN_OR_KANA, in_values

_POINT = re.compile(r"(?<=[\d０-９])[・·．](?=[\d０-９])")
_HALF_PAST = re.compile(r"(?<=[\d０-９一二三四五六七八九十])([時时點点])半")
_THOUSANDS = {"千克": "公斤", "千米": "公里"}
_UNIT = re.compile(r"(?<=[\d０-９])(?:千克|千米)")


_SEN = re.compile(r"(?<=[\d０-９])[円圓]([\d０-９]{1,2})[銭錢]")
_FROST = re.compile(r"(?:(?<![\d\w])[-−－]|零下|氷点下|マイナス)([\d０-９.]+)(?:℃|°C|摄氏度|攝氏度|度)")
_DEGREES = re.compile(r"(?<=[\d０-９])(?:℃|°C|摄氏度|攝氏度)")
_CLOCK = re.compile(r"(?<![\d:])(\d{1,2}):(\d\d)(?![\d:])")


@lru_cache(maxsize=2048)
def in_figures(text: str) -> str:
    """A text whose numbers are written in the one way that others read."""
    text = in_values(text)
    if not HAN_OR_KANA.search(text):
        return text
    text = _SEN.sub(lambda sen: f".{int(sen[1]):02}円", _DEGREES.sub("度", _FROST.sub(r"零下\g<1>度", text)))
    text = _CLOCK.sub(lambda clock: f"{clock[1]}時" + (f"{clock[2]}分" if int(clock[2]) else ""), text)
    text = _HALF_PAST.sub(r"\g<1>30分", _POINT.sub(".", text))
    return _UNIT.sub(lambda unit: _THOUSANDS[unit[0]], text)


def alike(a: Sentence, b: Sentence) -> tuple[Sentence, Sentence]:
    """Two versions of a sentence in which values are written alike, in one unit, and a sign for a number as the figure it is."""
    if a.words == b.words:
        return a, b
    if "#" in a.kinds and "#" in b.kinds:
        b = converted(a, b)
    if "c" not in a.kinds:
        return a, b
    mine, yours = list(a.words), list(b.words)
    kinds, others = list(a.kinds), list(b.kinds)
    for i, j, k, m in places_of(a.words, b.words):
        if j - i == m - k == 1 and {a.kinds[i], b.kinds[k]} == {"c", "#"} and value_of(mine[i]) == value_of(yours[k]):
            figure = mine[i] if kinds[i] == "#" else yours[k]
            mine[i] = yours[k] = figure
            kinds[i] = others[k] = "#"
    return (
        replace(a, words=tuple(mine), kinds="".join(kinds)),
        replace(b, words=tuple(yours), kinds="".join(others)),
    )


def freezes(text: str) -> int:
    """How many temperatures of a text are below zero."""
    return in_figures(text).count("零下")
