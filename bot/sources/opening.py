"""Is a reply a document at all, and what are its characters? What every reader checks first."""

from bot.errors import Challenged, ReadFailed
from bot.model.reply import Reply
from bot.model.source import Source
from bot.text.challenges import is_challenge
from bot.text.decode import decode

_BINARY = {
    b"%PDF": "a PDF",
    b"PK\x03\x04": "a ZIP archive",
    b"\x89PNG": "a picture",
    b"\xff\xd8\xff": "a picture",
    b"GIF8": "a picture",
}
ITEMS_MAX = 500
"""Items read of one reply; what a longer list holds beyond that is old."""


def text_of(source: Source, reply: Reply) -> str:
    """The reply's text. Raises ReadFailed when it holds none."""
    if what := next((name for start, name in _BINARY.items() if reply.body.startswith(start)), ""):
        raise ReadFailed(source.id, f"{what} instead of text at {reply.url}")
    text = decode(reply.body, reply.content_type, source.encoding)
    if not text.strip():
        raise ReadFailed(source.id, f"an empty reply from {reply.url}")
    return text


def refuse_challenge(source: Source, text: str) -> None:
    """Raise Challenged when a page without content talks like a guard at the door."""
    if is_challenge(text):
        raise Challenged(source.id, "a bot check, login or consent page instead of the content")
