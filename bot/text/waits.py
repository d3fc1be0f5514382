"""How long does a server ask us to wait?"""

from datetime import UTC, datetime
from email.utils import parsedate_to_datetime


def seconds_of(retry_after: str, now: datetime) -> float | None:
    """Retry-After in seconds from ``now``: a number or an HTTP date (RFC 9110 §10.2.3); None when it is neither."""
    text = retry_after.strip()
    if text.isascii() and text.isdigit():
        return float(text)
    try:
        until = parsedate_to_datetime(text)
    except ValueError:
        return None
    return max(0.0, ((until if until.tzinfo else until.replace(tzinfo=UTC)) - now).total_seconds())
