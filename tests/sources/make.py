"""Sources and replies for the tests of this room."""

from bot.model.reply import Reply
from bot.model.source import Kind, Selectors, Source

URL = "https://ministry.example/list/index.html"


def source(kind: Kind = "feed", *, encoding: str = "", **selectors: str) -> Source:
    """A source of one kind."""
    return Source(
        "s", "S", "JP", "official", kind, URL, "Asia/Tokyo", ("ja",), "s", "S", selectors=Selectors(**selectors), encoding=encoding
    )


def reply(body: str | bytes, content_type: str = "", url: str = URL) -> Reply:
    """A 200 with ``body``."""
    return Reply(url, body.encode() if isinstance(body, str) else body, content_type)
