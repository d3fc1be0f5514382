"""Which day, and which clock times, does a sentence tell of?

Both are as the text counts them. A day without a year, a day of the month alone (2日未明) and a day of the week are the latest such
day not after publication; a day that cannot be, or that stands for something else (11月16日以来, since Nov. 16), is no day.
"""

import re
from calendar import month_abbr
from collections.abc import Iterator, Mapping
from datetime import date, datetime, time, timedelta, tzinfo
from functools import cache
from typing import NamedTuple
from zoneinfo import ZoneInfo

from bot.model.item import Item
from bot.storyline.wording import has, valued
from bot.text.eras import ERAS
from bot.text.fold import folded
from bot.text.lists import keyed

_JAPAN = ZoneInfo("Asia/Tokyo")
"""Where a day begins first of all that the texts are about."""
_NEAR = timedelta(hours=8), timedelta(hours=9)
_LONGEST = timedelta(days=31)
"""Of a span of days: what is longer is no incident but a year's account."""
_MONTHS = {month.lower(): number for number, month in enumerate(month_abbr) if month}
_MONTH = rf"(?P<name>{'|'.join(_MONTHS)})[a-z]*\.?"
_NTH = r"(?:st|nd|rd|th)?\b"
_MD = r"(?<!\d)(?P<m{0}>\d{{1,2}})月(?P<d{0}>\d{{1,2}})日"
_TO = r"(?:\s?(?:至|から|到|~|-|to|and|through)\s?(?:(?P<u{0}_month>\d{{1,2}})月)?(?P<u{0}>\d{{1,2}})(?:日|(?=\D|$)))?"
"""The last of several days, where one is given."""
_HISTORY = 6
"""Characters around a day in which 以来 or since make it another thing's day."""
_AND = re.compile(r"\s?(?:和|及|与|、|,|and|と|・)\s?")
"""Between two days of one kind: 前两次在11月16日和12月2日."""
_DATELINE = re.compile(r"\s?(?:电|讯|付|\([a-z ]+\)\s?-)")
"""After a day, it is that of the report: 新华社北京12月3日电, Dec. 3 (Xinhua) --."""
_CLOCK = re.compile(
    r"(?P<before>午前|上午|午后|下午|晚上|晚间|晚|凌晨|未明|早朝|清晨|夜)?(?:の)?\s?(?<![\d:.])(?:"
    r"(?P<h0>\d{1,2})时(?!间)\s?(?:(?P<m0>\d{1,2})分|(?P<half>半))?|(?P<h1>\d{1,2})点\s?(?P<m1>\d{1,2})分"
    r"|(?P<h2>\d{1,2}):(?P<m2>\d{2})(?!\d)(?:\s?(?P<a2>[ap])\.?m\b)?|(?P<h3>\d{1,2})(?:\.(?P<m3>\d{2}))?\s?(?P<a3>[ap])\.?m\b)"
)
_ENDS_BEFORE = re.compile(r"(?:until|till|to|[-~至]|から|离开|驶离|left (?:at|around|about))\s?(?:about |around |约)?$")
_ENDS_AFTER = re.compile(
    r"^(?:分)?\s?(?:顷|ごろ|ころ|すぎ|过ぎ|左右|许)?(?:まで|に领海(?:から|を|外に)(?:退|出)|退去|离开|驶离|驶出|に退去|に(?:全て|いずれも)?出)"
)


@cache
def _weekdays() -> Mapping[str, int]:
    return {folded(word): int(mark[1:]) for word, mark in keyed("bot.revisions", "weekdays").items()}


@cache
def _relative() -> Mapping[str, int]:
    """Words for a day told from the day of writing, to how many days before it."""
    return {word: int(value) for word, value in valued("relative days").items()}


@cache
def _day() -> re.Pattern[str]:
    """A day in any of its forms."""
    eras = "|".join(folded(era) for era in ERAS)
    words = sorted((*_weekdays(), *_relative()), key=len, reverse=True)
    spelt = "|".join(re.escape(word) for word in words if not word.isascii())
    latin = "|".join(word for word in words if word.isascii())
    return re.compile(
        rf"(?P<era>{eras})(?P<count>\d{{1,3}})年{_MD.format(0)}{_TO.format(0)}"
        rf"|(?:(?<!\d)(?P<year>(?:19|20)\d\d)年)?{_MD.format(1)}{_TO.format(1)}"
        r"|(?<![\d-])(?P<y2>20\d\d)-(?P<m2>\d\d)-(?P<d2>\d\d)(?![\d-])"
        rf"|\b{_MONTH} (?P<d3>\d{{1,2}}){_NTH}{_TO.format(3)}(?:,? (?P<y3>20\d\d))?(?![\d:])"
        rf"|(?<!\d)(?P<d4>\d{{1,2}}){_NTH} {_MONTH.replace('name', 'name4')}(?:,? (?P<y4>20\d\d))?(?![\w:])"
        rf"|(?<![\d月年第:.])(?<!连续)(?P<d5>\d{{1,2}})日(?!间|连|目|前|后|以|ぶり|超|元|圆|分){_TO.format(5)}"
        rf"|(?P<spelt>{spelt})|\b(?P<latin>{latin})\b"
    )


class Told(NamedTuple):
    """A day in a text, the last one where there are several, and where it stands."""

    day: date
    until: date | None
    at: int


class Clock(NamedTuple):
    """A time of day, and whether it is when something ended."""

    time: time
    ends: bool


def place_zone(zone: str, at: datetime) -> str:
    """The zone in which an account counts: its source's own around the East China Sea, elsewhere Japan's."""
    return zone if at.astimezone(ZoneInfo(zone)).utcoffset() in _NEAR else _JAPAN.key


def published_on(item: Item, zone: tzinfo) -> date:
    """The day on which it was published; the middle of a day that has no time."""
    if item.published is None:
        return item.first_seen.astimezone(zone).date()
    return (item.published.start + (item.published.end - item.published.start) / 2).astimezone(zone).date()


def days(plain: str, latest: date) -> Iterator[Told]:
    """The days in a folded text that can be, none after ``latest``."""
    history = None
    for found in _day().finditer(plain):
        if _is_history(plain, found) or (history and _AND.fullmatch(plain, history, found.start())):
            history = found.end()
            continue
        told = _read({name: value for name, value in found.groupdict().items() if value}, latest)
        if told and told[0] <= latest:
            yield Told(*told, found.start())


def _is_history(plain: str, found: re.Match[str]) -> bool:
    around = plain[max(0, found.start() - _HISTORY) : found.start()], plain[found.end() : found.end() + _HISTORY]
    if _DATELINE.match(plain, found.end()):
        return True
    return any(has("since", part) for part in around)


def _read(parts: dict[str, str], latest: date) -> tuple[date, date | None] | None:
    try:
        if word := parts.get("spelt") or parts.get("latin"):
            return _by_word(word, latest), None
        day = _numbered(parts, latest)
        return (day, _until(day, parts)) if day else None
    except (ValueError, OverflowError):  # the 31st of June
        return None


def _by_word(word: str, latest: date) -> date:
    if word in _relative():
        return latest - timedelta(days=_relative()[word])
    return latest - timedelta(days=(latest.weekday() - _weekdays()[word]) % 7)


def _numbered(parts: dict[str, str], latest: date) -> date | None:
    """The day of its numbers; raises ValueError when there is none such."""
    day = int(next(value for name, value in parts.items() if name in {"d0", "d1", "d2", "d3", "d4", "d5"}))
    month = _month(parts)
    if month is None:
        return _latest_of_month(day, latest)
    if year := _year(parts):
        return date(year, month, day)
    for year in range(latest.year, latest.year - 5, -1):  # the 29th of February may be years ago
        if (month, day) != (2, 29) or year % 4 == 0:
            told = date(year, month, day)
            if told <= latest:
                return told
    return None


def _month(parts: dict[str, str]) -> int | None:
    if name := parts.get("name") or parts.get("name4"):
        return _MONTHS[name]
    number = parts.get("m0") or parts.get("m1") or parts.get("m2")
    return int(number) if number else None


def _year(parts: dict[str, str]) -> int | None:
    if era := parts.get("era"):
        return next(first for name, first in ERAS.items() if folded(name) == era) + int(parts["count"])
    year = parts.get("year") or parts.get("y2") or parts.get("y3") or parts.get("y4")
    return int(year) if year else None


def _latest_of_month(day: int, latest: date) -> date | None:
    """The latest day of this number: in the month of ``latest``, the one before, or the one before that."""
    first = latest.replace(day=1)
    for _ in range(3):
        try:
            told = first.replace(day=day)
        except ValueError:
            told = None
        if told and told <= latest:
            return told
        first = (first - timedelta(days=1)).replace(day=1)
    return None


def _until(day: date, parts: dict[str, str]) -> date | None:
    """The last day of a span; None where what is written cannot be one."""
    number = next((value for name, value in parts.items() if re.fullmatch(r"u\d", name)), "")
    month = next((value for name, value in parts.items() if re.fullmatch(r"u\d_month", name)), "")
    if not number:
        return None
    try:
        last = day.replace(month=int(month) if month else day.month, day=int(number))
    except ValueError:
        return None
    return last if day < last <= day + _LONGEST else None


def clocks(plain: str) -> Iterator[Clock]:
    """The clock times in a folded sentence: 午前2时25分, 10:14, 2:25 a.m.; what no clock shows is none."""
    for found in _CLOCK.finditer(plain):
        hour = int(found["h0"] or found["h1"] or found["h2"] or found["h3"])
        minute = int(found["m0"] or found["m1"] or found["m2"] or found["m3"] or (30 if found["half"] else 0))
        hour = _of_day(hour, found["before"] or "", found["a2"] or found["a3"] or "")
        if hour > 23 or minute > 59:
            continue
        ends = _ENDS_BEFORE.search(plain[max(0, found.start() - 20) : found.start()]) or _ENDS_AFTER.search(
            plain[found.end() : found.end() + 14]
        )
        yield Clock(time(hour, minute), bool(ends))


def _of_day(hour: int, before: str, after: str) -> int:
    """The hour of 24 that a half of the day makes of one of 12."""
    if after:
        return hour % 12 + (12 if after == "p" else 0) if hour <= 12 else 24
    if before in {"午后", "下午", "晚上", "晚间", "晚", "夜"} and hour <= 12:
        return hour % 12 + (0 if hour == 12 and before not in {"午后", "下午"} else 12)
    return hour % 12 if before in {"午前", "上午"} and hour == 12 else hour
