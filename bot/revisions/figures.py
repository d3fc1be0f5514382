"""Are two numbers one that two versions of a sentence write otherwise? 九往復 and 9往復, 18 nautical miles and 33 km."""

from dataclasses import replace

from bot.revisions.places import Place, places_of
from bot.revisions.quantities import converted
from bot.revisions.tokens import Sentence
from bot.text.numerals import is_year, value_of


def alike(a: Sentence, b: Sentence) -> tuple[Sentence, Sentence]:
    """Two versions of a sentence in which values are written alike, in one unit, and a sign for a number as the figure it is."""
    if a.words == b.words:
        return a, b
    if "#" in a.kinds and "#" in b.kinds:
        b = converted(a, b)
    if "c" not in a.kinds or not (written := [place for place in places_of(a.words, b.words) if _is_figure(a, b, place)]):
        return a, b
    mine, yours, kinds, others = list(a.words), list(b.words), list(a.kinds), list(b.kinds)
    for i, _, k, _ in written:
        mine[i] = yours[k] = max((word for word, kind in ((mine[i], kinds[i]), (yours[k], others[k])) if kind == "#"), key=len)
        kinds[i] = others[k] = "#"
    return (
        replace(a, words=tuple(mine), kinds="".join(kinds)),
        replace(b, words=tuple(yours), kinds="".join(others)),
    )


def _is_figure(a: Sentence, b: Sentence, place: Place) -> bool:
    """Whether a sign stands in the place of the figure that it means, or a year in short."""
    i, j, k, m = place
    if not j - i == m - k == 1:
        return False
    kinds = a.kinds[i] + b.kinds[k]
    if kinds == "##":
        return a.words[j : j + 1] == b.words[m : m + 1] == ("年",) and _in_short(*sorted((a.words[i], b.words[k]), key=len))
    return set(kinds) == {"c", "#"} and value_of(a.words[i]) == value_of(b.words[k])


def _in_short(short: str, year: str) -> bool:
    """Whether a year is written in its last two digits: 75年, 1975年."""
    return len(short) == 2 and is_year(year) and year.endswith(short)
