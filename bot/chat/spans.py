"""What times do people mean? Spans (24h), times of day (08:00), zones (Asia/Tokyo), however they are typed."""

import re
from datetime import time, timedelta
from difflib import get_close_matches
from functools import cache
from unicodedata import normalize
from zoneinfo import available_timezones

_UNITS = {"m": timedelta(minutes=1), "h": timedelta(hours=1), "d": timedelta(days=1), "w": timedelta(weeks=1)}
_SPAN = re.compile(r"([1-9]\d{0,3})\s*([mhdw])")
SPAN_MAX = timedelta(days=366)
_CLOCK = re.compile(r"(\d{1,2})(?:[:.](\d{2}))?")
_FROM_TO = re.compile(r"(\S+?)\s*[-\u2013\u2014~\u301c]\s*(\S+)")
_COUNTRIES = {
    "china": "Asia/Shanghai", "beijing": "Asia/Shanghai", "japan": "Asia/Tokyo", "taiwan": "Asia/Taipei", "korea": "Asia/Seoul",
    "germany": "Europe/Berlin", "france": "Europe/Paris", "uk": "Europe/London", "washington": "America/New_York",
    "utc+8": "Asia/Shanghai", "utc+9": "Asia/Tokyo", "gmt+8": "Asia/Shanghai", "gmt+9": "Asia/Tokyo", "cst": "Asia/Shanghai",
    "jst": "Asia/Tokyo", "北京": "Asia/Shanghai", "上海": "Asia/Shanghai", "東京": "Asia/Tokyo", "东京": "Asia/Tokyo",
    "台北": "Asia/Taipei", "臺北": "Asia/Taipei", "香港": "Asia/Hong_Kong", "柏林": "Europe/Berlin", "ベルリン": "Europe/Berlin",
}  # fmt: skip
"""What people say instead of a zone's name."""


def plain(words: str) -> str:
    """Full-width letters, digits and signs as the others."""
    return normalize("NFKC", words).strip()


def span(words: str) -> timedelta | None:
    """``30m``, ``24h``, ``7d``, ``2w``; None when it is no span, or longer than a year."""
    found = _SPAN.fullmatch(plain(words).lower())
    length = int(found[1]) * _UNITS[found[2]] if found else None
    return length if length and length <= SPAN_MAX else None


def clock(words: str) -> time | None:
    """``8``, ``08:00``, ``8.30``, and ``24:00`` for midnight; None when it is no time of day."""
    found = _CLOCK.fullmatch(plain(words))
    if not found:
        return None
    hour, minute = int(found[1]), int(found[2] or 0)
    if (hour, minute) == (24, 0):
        hour = 0
    return time(hour, minute) if hour < 24 and minute < 60 else None


def hours(words: str) -> tuple[time, time] | None:
    """``22:00-07:00``; None when these are no hours."""
    found = _FROM_TO.fullmatch(plain(words))
    start, end = (clock(found[1]), clock(found[2])) if found else (None, None)
    return (start, end) if start is not None and end is not None else None


@cache
def _zones() -> dict[str, str]:
    """Every zone by its name in small letters."""
    return {name.lower(): name for name in sorted(available_timezones()) if not name.startswith(("posix", "right"))}


def zone(words: str) -> tuple[str, list[str]]:
    """The IANA name that is meant, whatever its case and with spaces for underlines; else empty, and up to three suggestions."""
    known = _zones()
    wanted = plain(words).lower().replace(" ", "_")
    if wanted in known:
        return known[wanted], []
    if wanted in _COUNTRIES:
        return "", [_COUNTRIES[wanted]]
    cities = {name.rpartition("/")[2]: known[name] for name in sorted(known, reverse=True) if "/" in name}
    if wanted in cities:
        return "", [cities[wanted]]
    near = [known[one] for one in get_close_matches(wanted, known, 3, 0.7)]
    near += [cities[one] for one in get_close_matches(wanted.rpartition("/")[2], cities, 3, 0.7)]
    return "", list(dict.fromkeys(near))[:3]
