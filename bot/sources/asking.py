"""What does every request to a source carry?"""

from bot.model.reply import Request
from bot.model.source import Cursor, Source


def get(source: Source, url: str, cursor: Cursor | None = None) -> Request:
    """A request as the source's entry wants it; with the cursor's validators, when there is one (RFC 9110 §13.1)."""
    return Request(
        source=source.id,
        url=url,
        etag=cursor.etag if cursor else "",
        last_modified=cursor.last_modified if cursor else "",
        headers=source.headers,
        min_gap=source.min_gap,
        as_browser=bool(source.as_browser),
        heed_robots=not source.ignore_robots and not source.allow_private,
        ca=source.ca,
        allow_private=source.allow_private,
    )
