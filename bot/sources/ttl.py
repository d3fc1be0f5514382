"""For how long does a feed itself say that it stays as it is?"""

import re

_TTL = re.compile(rb"<ttl>\s*(\d{1,6})\s*</ttl>", re.IGNORECASE)
_HEAD = 8192
"""Bytes before the first item, where a channel describes itself."""


def ttl(body: bytes) -> float:
    """Seconds by its ``<ttl>``, which counts minutes (RSS 2.0, https://www.rssboard.org/rss-specification); 0 without one."""
    found = _TTL.search(body[:_HEAD])
    return 60.0 * int(found[1]) if found else 0.0
