"""For how long is it pointless to ask again? (RFC 9111 §4.2.1, as a cache of our own)"""

import re
from collections.abc import Mapping
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

_MAX_AGE = re.compile(r"(?:^|[,\s])max-age\s*=\s*\"?(\d{1,10})")
_NEVER = re.compile(r"(?:^|[,\s])no-(?:cache|store)\b")


def lifetime(headers: Mapping[str, str], now: datetime) -> float:
    """Seconds by Cache-Control, else by Expires, less what the answer has aged on its way; 0 when they say nothing."""
    control = headers.get("cache-control", "").lower()
    if _NEVER.search(control):
        return 0.0
    if found := _MAX_AGE.search(control):
        age = headers.get("age", "").strip()
        return max(0.0, float(found[1]) - (float(age) if age.isascii() and age.isdigit() else 0.0))
    expires, date = _instant(headers.get("expires", "")), _instant(headers.get("date", ""))
    return max(0.0, (expires - (date or now)).total_seconds()) if expires else 0.0


def _instant(text: str) -> datetime | None:
    """An HTTP date; None when it is none, as in ``Expires: 0``."""
    try:
        found = parsedate_to_datetime(text)
    except ValueError:
        return None
    return found if found.tzinfo else found.replace(tzinfo=UTC)
