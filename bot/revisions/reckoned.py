"""Which day of the month are "today" and "yesterday" of a text that says which day it is? 今（18）日, 今天 with a dateline.

Told so only in Chinese and Japanese, where one house writes 今（18）日 and the next 18日; both read as 18日 then.
"""

import re

from bot.text.late import late
from bot.text.numerals import value_of

_SIGNS = "三十一?|[二廿]十?[一二三四五六七八九]?|十[一二三四五六七八九]?|[一二三四五六七八九]"
_NUMBER = rf"(?:3[01]|[12]\d|0?[1-9]|[１-３]?[０-９]|{_SIGNS})"
_BESIDE = late(
    rf"(今|昨|前|明|同)[（(]({_NUMBER})[日號号]?[)）]([日天早晨晚夜])"
    rf"|(今|昨|前|明|同|当|當)[日天][（(]({_NUMBER})[日號号][）)]"
)
"""A day told from the day of writing, and its date beside it: 今（18）日, 昨天（17日）."""
_DATELINE = late(rf"^.{{0,30}}?({_NUMBER})日[^。，,\n]{{0,3}}?[電电訊讯]")
_TOLD = late("(?:今[天日]|昨[天日]|明[天日])(?!頭|头|俄|新[闻聞]|美国|美國|关注|香)|昨(?=[晚夜])|今(?=[晚夜])")
_AWAY = {"今": 0, "昨": -1, "明": 1}
_SAYS = frozenset("今昨明前同当當")
"""What every word for a day begins with that is told from the day of writing."""
_DAYS = 27
"""Days of a month that all months have, but for the last: across a month's end nothing is reckoned."""
_PART = {"早": "早上", "晨": "凌晨", "晚": "晚上", "夜": "夜间"}


def reckoned(title: str, text: str) -> tuple[str, str]:
    """A headline and a text, days told from the day of writing as days of the month where the text says which day that is."""
    if _SAYS.isdisjoint(f"{title}{text}"):  # most texts
        return title, text
    today = _today(text) or _today(title)
    title, text = (_BESIDE.sub(_dated, part) for part in (title, text))
    if not today:
        return title, text
    return title, _TOLD.sub(lambda told: _on(told, today), text)


def _today(text: str) -> int:
    """The day on which a text says that it was written, 0 for none."""
    if found := _DATELINE.match(text):
        return _day(found[1])
    beside = next((found for found in _BESIDE.finditer(text) if (found[1] or found[4]) in _AWAY), None)
    return _day(beside[2] or beside[5]) - _AWAY[beside[1] or beside[4]] if beside else 0


def _dated(beside: re.Match[str]) -> str:
    day = beside[2] or beside[5]
    return f"{_day(day)}日{_PART.get(beside[3] or '', '')}"


def _on(told: re.Match[str], today: int) -> str:
    day = today + _AWAY[told[0][0]]
    return f"{day}日" if 1 <= day <= _DAYS else told[0]


def _day(word: str) -> int:
    """A day in digits or signs: 18, １８, 十八, 廿五."""
    return int(value_of(word.replace("廿", "二十")) or 0)
