"""What does an HTTP answer that is not the document mean to us?"""

from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

import httpx

from bot.errors import Challenged, FetchFailed, SourceError, SourceGone
from bot.text.challenges import is_challenge

_GONE = frozenset({404, 410})
DOOR_SHUT = frozenset({401, 403, 418})
"""418 is what Knownsec's wall in front of several Chinese ministries says to a TLS handshake it does not like."""


def failure(source: str, response: httpx.Response, start: bytes, now: datetime) -> SourceError:
    """The error that an answer other than 200 and 304 amounts to; ``start`` of the body matters behind a shut door."""
    status = response.status_code
    said = f"HTTP {status} {response.reason_phrase}".rstrip()
    wait = seconds_of(response.headers.get("retry-after", ""), now)
    if status in _GONE:
        return SourceGone(source, said, wait, status)
    if status in DOOR_SHUT and ("cf-mitigated" in response.headers or _is_bot_check(start)):
        return Challenged(source, f"{said}, with a bot check", wait, status)
    return FetchFailed(source, said, wait, status)


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


def _is_bot_check(start: bytes) -> bool:
    """Whether a body talks like a bot check, in either of the encodings such pages come in."""
    return any(is_challenge(start.decode(encoding, errors="ignore")) for encoding in ("utf-8", "gb18030"))
