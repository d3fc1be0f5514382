"""When was it published, as its source wrote it?

A date without a time is a whole local day, a time without an offset is local to the source, and a day without a year is
the latest one up to tomorrow (lists are dated ahead, and a day begins elsewhere first). What cannot be read is None, never a guess.
"""

import re
import unicodedata
from calendar import month_abbr
from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime, time, timedelta, timezone, tzinfo
from zoneinfo import ZoneInfo

from bot.model.item import Published
from bot.text.eras import ERAS, LETTERS, in_digits
from bot.text.late import late
from bot.text.urls import words_of

AHEAD = timedelta(minutes=5)
"""How far a date may lie in the future before it is not believed: clocks differ, but not by more."""
_LONGEST = 400
"""Characters looked at: a row's text may be a whole paragraph."""
_MONTHS = {month.lower(): n for n, month in enumerate(month_abbr) if n}
_MONTH = r"(?P<month>(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.?)"
_DAY = r"(?P<day>\d{1,2})(?:st|nd|rd|th)?"
_YEAR = r"(?P<year>(?:19|20)\d\d)"
_NUMBER_MONTH, _NUMBER_DAY = r"(?P<month>0?[1-9]|1[0-2])", r"(?P<day>0?[1-9]|[12]\d|3[01])"

_DATES: tuple[re.Pattern[str], ...] = tuple(
    late(pattern, re.IGNORECASE)
    for pattern in (
        rf"{_YEAR}\s*年\s*{_NUMBER_MONTH}\s*月\s*{_NUMBER_DAY}(?!\d)",
        rf"(?P<era>{'|'.join(ERAS)})\s*(?P<year>\d{{1,3}}|元)\s*(?:年|[./-])\s*{_NUMBER_MONTH}\s*(?:月|[./-])\s*{_NUMBER_DAY}(?!\d)",
        rf"\b(?P<era>[RHS])(?P<year>\d{{1,2}})[./-]{_NUMBER_MONTH}[./-]{_NUMBER_DAY}(?!\d)",
        rf"(?<!\d){_YEAR}(?P<mark>[./-])\s?{_NUMBER_MONTH}(?P=mark)\s?{_NUMBER_DAY}(?!\d)",
        rf"(?<!\d)(?P<minguo>1\d\d)\s*年\s*{_NUMBER_MONTH}\s*月\s*{_NUMBER_DAY}(?!\d)",
        rf"(?<!\d)(?P<minguo>1\d\d)(?P<mark>[./-]){_NUMBER_MONTH}(?P=mark){_NUMBER_DAY}(?!\d)",
        rf"\b{_MONTH}\s*{_DAY},?\s+{_YEAR}",
        rf"(?<!\d){_DAY}[\s-]+{_MONTH},?[\s-]+{_YEAR}",
        rf"(?<!\d){_YEAR}(?P<month>0[1-9]|1[0-2])(?P<day>0[1-9]|[12]\d|3[01])(?=T|\D|$)",
        rf"(?<!\d){_NUMBER_MONTH}\s*月\s*{_NUMBER_DAY}(?!\d)",
        rf"\b{_MONTH}\s*{_DAY}(?!\d|:)",
        rf"(?<!\d){_DAY}\s+{_MONTH}(?![a-z])",
        rf"(?<![\d./-]){_NUMBER_MONTH}[/-]{_NUMBER_DAY}(?![\d./-])",
    )
)
"""From the surest to the vaguest; the first that fits wins."""
_TIME = re.compile(
    r"(?P<before>午前|午後|上午|下午|晚上|凌晨)?\s*(?<!\d)(?P<hour>\d{1,2})(?::|[時时點点]\s?)(?P<minute>\d{2})?(?:[:分](?P<second>\d{2}))?"
    r"(?:\.\d+)?分?秒?\s*(?P<after>[ap]\.?m\b\.?)?",
    re.IGNORECASE,
)
_OFFSET = re.compile(r"^\s*\(?(?:UTC|GMT)?\s*(?P<sign>[+-])(?P<hours>\d{2}):?(?P<minutes>\d{2})")
_AFTERNOON = re.compile(r"午後|下午|晚上|p", re.IGNORECASE)
_ZONES: Mapping[str, str] = {
    "Z": "UTC", "UTC": "UTC", "GMT": "UTC", "UT": "UTC", "JST": "Asia/Tokyo", "KST": "Asia/Seoul", "HKT": "Asia/Hong_Kong",
    "MSK": "Europe/Moscow", "CET": "Europe/Paris", "CEST": "Europe/Paris", "BST": "Europe/London",
    "ET": "America/New_York", "EST": "America/New_York", "EDT": "America/New_York",
    "PT": "America/Los_Angeles", "PST": "America/Los_Angeles", "PDT": "America/Los_Angeles", "CDT": "America/Chicago",
    "北京时间": "Asia/Shanghai", "北京時間": "Asia/Shanghai", "日本時間": "Asia/Tokyo", "台北時間": "Asia/Taipei",
}  # fmt: skip
"""Names of zones. CST is not among them: it is Beijing's, Taipei's and Chicago's; the source's own zone decides."""
_ZONE = re.compile(rf"(?<![A-Za-z])({'|'.join(sorted(_ZONES, key=len, reverse=True))})(?![A-Za-z])")
_EPOCH = re.compile(r"(?P<seconds>\d{10})(?:\d{3})?(?:\.\d*)?")
"""Seconds or milliseconds since 1970; what is smaller than a second does not matter here."""


def read_date(written: str, zone: tzinfo, now: datetime) -> Published | None:
    """The first date in ``written``, in ``zone`` unless it names another; one ahead of ``now`` becomes ``now``."""
    if exact := _as_feeds_write(written):
        return _believed(exact, now)
    text = in_digits(unicodedata.normalize("NFKC", written.strip()[:_LONGEST]))
    if epoch := _EPOCH.fullmatch(text):
        instant = datetime.fromtimestamp(int(epoch["seconds"]), UTC)
        return _believed(Published(instant, instant), now)
    for pattern in _DATES:
        for found in pattern.finditer(text):
            day = _day(found, _today(now, zone))
            if day is not None:
                return _believed(_published(text, found, day, zone), now)
    return None


def _today(now: datetime, zone: tzinfo) -> date:
    return (now + AHEAD).astimezone(zone).date()


def _believed(published: Published, now: datetime) -> Published:
    return Published(now, now) if published.start > now + AHEAD else published


def _day(found: re.Match[str], today: date) -> date | None:
    """The day that a match names; None when there is no such day."""
    parts = found.groupdict()
    month = _MONTHS[parts["month"][:3].lower()] if parts["month"][0].isalpha() else int(parts["month"])
    day = int(parts["day"])
    try:
        if year := _year(parts):
            return date(year, month, day)
        last = today + timedelta(days=1)
        return next(date(year, month, day) for year in (last.year, last.year - 1) if date(year, month, day) <= last)
    except (ValueError, StopIteration):
        return None


def _year(parts: Mapping[str, str | None]) -> int:
    if minguo := parts.get("minguo"):
        return ERAS["民國"] + int(minguo)
    year = parts.get("year") or "0"
    count = 1 if year == "元" else int(year)
    era = (parts.get("era") or "").upper()
    return (ERAS.get(era) or LETTERS.get(era, 0)) + count


def _published(text: str, found: re.Match[str], day: date, zone: tzinfo) -> Published:
    """An instant when a time stands with the date (usually after it), else the whole local day."""
    clock = _TIME.search(text, found.end()) or _TIME.search(text[: found.start()])
    if clock is None or (hour := _hour(clock)) > 23 or int(clock["minute"] or 0) > 59 or int(clock["second"] or 0) > 59:
        return Published(_start(day, zone), _start(day + timedelta(days=1), zone))
    moment = time(hour, int(clock["minute"] or 0), int(clock["second"] or 0))
    instant = datetime.combine(day, moment, _offset(text[clock.end() :]) or _named(text) or zone).astimezone(UTC)
    return Published(instant, instant)


def _hour(clock: re.Match[str]) -> int:
    hour, half = int(clock["hour"]), clock["before"] or clock["after"]
    if not half:
        return hour
    return hour % 12 + 12 if _AFTERNOON.match(half) else hour % 12


def _offset(rest: str) -> tzinfo | None:
    if not (found := _OFFSET.match(rest)) or int(found["hours"]) > 14:
        return None
    ahead = timedelta(hours=int(found["hours"]), minutes=int(found["minutes"]))
    return timezone(-ahead if found["sign"] == "-" else ahead)


def _named(text: str) -> tzinfo | None:
    found = _ZONE.search(text)
    return ZoneInfo(_ZONES[found[1]]) if found else None


def _start(day: date, zone: tzinfo) -> datetime:
    return datetime.combine(day, time(), zone).astimezone(UTC)


_RFC_822 = re.compile(
    rf"(?:[A-Z][a-z]{{2}}, )?(\d\d?) ({'|'.join(name.title() for name in _MONTHS)}) (\d{{4}})"
    r" (\d\d):(\d\d):(\d\d) (?:GMT|UTC|Z|([+-]\d\d):?(\d\d))"
)
_RFC_3339 = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{1,6})?(?:Z|[+-]\d\d:\d\d)")


def _as_feeds_write(written: str) -> Published | None:
    """Nearly all feeds: RFC 822 and RFC 3339 with their offset, read in a tenth of the time."""
    try:
        if _RFC_3339.fullmatch(written):
            instant = datetime.fromisoformat(written).astimezone(UTC).replace(microsecond=0)
        elif found := _RFC_822.fullmatch(written):
            day, month, year, hour, minute, second, hours, minutes = found.groups()
            ahead = timedelta(hours=int(hours), minutes=int(hours[0] + minutes)) if hours else timedelta()
            local = datetime(int(year), _MONTHS[month.lower()], int(day), int(hour), int(minute), int(second), tzinfo=UTC)
            instant = local - ahead
        else:
            return None
    except (ValueError, OverflowError):  # the 31st of June
        return None
    return Published(instant, instant)


_Fields = Callable[[re.Match[str]], tuple[int, int, int]]
_ADDRESSES: tuple[tuple[re.Pattern[str], _Fields], ...] = (
    (
        re.compile(r"(?<![A-Za-z\d])[tp]?(20\d\d)(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01])(?!\d)"),
        lambda m: (int(m[1]), int(m[2]), int(m[3])),
    ),
    (re.compile(r"(?<!\d)(20\d\d)[/-](\d{1,2})[/-](\d{1,2})(?!\d)"), lambda m: (int(m[1]), int(m[2]), int(m[3]))),
    (re.compile(r"/(20\d\d)(\d\d)/(\d{1,2})(?=[_/.])"), lambda m: (int(m[1]), int(m[2]), int(m[3]))),
    (re.compile(r"/(20\d\d)-?(\d\d)/(?:t|c_?)?(\d\d)(?=/)"), lambda m: (int(m[1]), int(m[2]), int(m[3]))),
    (re.compile(r"[_-](0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01])(\d\d)(?!\d)"), lambda m: (2000 + int(m[3]), int(m[1]), int(m[2]))),
)
"""t20251124_1.shtml (TRS), p20251127_01.pdf (Joint Staff), /2025/11/24/, /202511/27_p.html (Kantei), /2025-11/24/, and
pressreleases_112425.html (MMDDYY)."""


def date_in_address(url: str, zone: tzinfo, now: datetime) -> Published | None:
    """The day that an address bears, as a whole day of ``zone``; None when it bears none that can be."""
    words = words_of(url)
    for pattern, fields in _ADDRESSES:
        for found in pattern.finditer(words):
            try:
                day = date(*fields(found))
            except ValueError:
                continue
            if day <= _today(now, zone):
                return Published(_start(day, zone), _start(day + timedelta(days=1), zone))
    return None
