"""Do two similar texts differ in the one thing that matters?

Templates and reversals look like copies: "…19日…林剑…" and "…20日…毛宁…", 決定 and 否定, higher and lower. A differing
date, number or antonym vetoes a merge, because a wrong merge hides an alert and a wrong split only repeats one.
"""

import re
from functools import lru_cache

from bot.text.fold import folded

_NUMBERS = re.compile(r"\d+(?:[.,]\d+)*")
_OPPOSITES = (
    ("决定", "否定"), ("承认", "否认"), ("肯定", "否定"), ("上涨", "下跌"), ("同意", "拒绝"), ("开始", "结束"),
    ("confirms", "denies"), ("confirmed", "denied"), ("higher", "lower"), ("rises", "falls"), ("accepts", "rejects"),
    ("午前", "午后"), ("上午", "下午"),
)  # fmt: skip


def differ(a: str, b: str) -> bool:
    """Whether two titles differ in a number, a half of the day or a pair of opposites.

    A side that names none says nothing: "(Xinhua)" added or a date left out is not a contradiction.
    """
    (mine, mine_said), (yours, yours_said) = _slots(a), _slots(b)
    if mine and yours and mine != yours:
        return True
    return any((x in mine_said) != (x in yours_said) and (y in mine_said) != (y in yours_said) for x, y in _OPPOSITES)


@lru_cache(maxsize=1024)
def _slots(title: str) -> tuple[frozenset[str], frozenset[str]]:
    """The numbers in a title, and those words of the pairs that it uses. One title is compared with many."""
    text = folded(title)
    said = frozenset(word for pair in _OPPOSITES for word in pair if word in text)
    return frozenset(_NUMBERS.findall(text)), said
