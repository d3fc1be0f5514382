"""Which groups of words does a text use? A section of ``words.txt``: a mark and its words, a star standing for the rest of one."""

import re
from collections.abc import Mapping
from functools import cache

from bot.text.fold import folded
from bot.text.lists import lists_of


def found(section: str, text: str) -> list[tuple[str, str]]:
    """The marks of the groups that a folded text uses, and the words by which it does; the longest words count.

    The words of a group whose mark is "-" only hold words of others, and say none of it.
    """
    pattern, groups, stars = _section(section)
    words = [match[0] for match in pattern.finditer(text)]
    marks = (groups.get(word) or next(group for star, group in stars.items() if word.startswith(star)) for word in words)
    return [(mark, word) for mark, word in zip(marks, words, strict=True) if mark != "-"]


def uses(section: str, text: str) -> bool:
    """Whether a folded text uses any of the groups."""
    return bool(_section(section)[0].search(text))


def other_marks(section: str, mine: str, yours: str) -> bool:
    """Whether words of one group stand for those of another: last week became this week, 最高 became 最低."""
    if not (first := {mark for mark, _ in found(section, mine)}):
        return False
    second = {mark for mark, _ in found(section, yours)}
    return bool(first - second) and bool(second - first)


@cache
def _section(section: str) -> tuple[re.Pattern[str], Mapping[str, str], Mapping[str, str]]:
    groups: dict[str, str] = {}
    stars: dict[str, str] = {}
    for line in lists_of("bot.revisions")[section]:
        mark, *words = line.split()
        for word in words:
            form = folded(word.replace("_", " "))
            (stars if form.endswith("*") else groups)[form.removesuffix("*")] = mark
    forms = {form: re.escape(form) for form in groups} | {form: rf"{re.escape(form)}[a-z]*" for form in stars}
    longest = sorted(forms, key=len, reverse=True)
    ascii_forms = "|".join(forms[form] for form in longest if form.isascii())
    others = "|".join(forms[form] for form in longest if not form.isascii())
    letters = rf"(?<![a-z])(?:{ascii_forms})(?![a-z])" if ascii_forms else ""
    return re.compile("|".join(filter(None, (letters, others)))), groups, stars
