"""What does an HTTP answer that is not the document mean to us?"""

from datetime import datetime

import httpx

from bot.errors import Challenged, FetchFailed, SourceError, SourceGone
from bot.text.challenges import is_challenge
from bot.text.waits import seconds_of

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


def _is_bot_check(start: bytes) -> bool:
    """Whether a body talks like a bot check, in either of the encodings such pages come in."""
    return any(is_challenge(start.decode(encoding, errors="ignore")) for encoding in ("utf-8", "gb18030"))
