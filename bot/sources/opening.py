"""Is a reply a document at all, what are its characters, and how do we ask for its elements? What every reader needs first."""

import re
from codecs import BOM_UTF8

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
    b"\x1f\x8b": "a gzip archive",
}
ITEMS_MAX = 500
"""Items read of one reply; what a longer list holds beyond that is old."""

FIELD_MAX = 64_000
"""Characters kept of one field: no honest one has more."""
_DOOR = re.compile(
    r"""<input\b[^<>]{0,500}\btype\s*=\s*["']?password\b|<form\b[^<>]{0,500}\b(?:consent|log[_-]?in|sign[_-]?in)\b""", re.IGNORECASE
)
"""A form that asks who one is, or to be allowed something."""
_LOOKED_AT = 256_000
_BARE = re.compile(r"(?<![\w\])*-]):(?=(?:is|where|not|has)\()")
"""A condition that stands without an element."""


def text_of(source: Source, reply: Reply) -> str:
    """The reply's text. Raises ReadFailed when it holds none."""
    if what := next((name for start, name in _BINARY.items() if reply.body.startswith(start)), ""):
        raise ReadFailed(source.id, f"{what} instead of text at {reply.url}")
    text = decode(_marked(reply.body), reply.content_type, source.encoding)
    if not text.strip():
        raise ReadFailed(source.id, f"an empty reply from {reply.url}")
    return text


def _marked(body: bytes) -> bytes:
    """Without a UTF-8 mark before what is not UTF-8, which some editor left there: decoders believe the mark before any label."""
    rest = body.removeprefix(BOM_UTF8)
    return body if len(rest) == len(body) or rest.decode("utf-8", "replace").count("\ufffd") <= len(rest) / 500 else rest


def refuse_challenge(source: Source, text: str) -> None:
    """Raise Challenged when a page without content talks like a guard at the door, or has the form of one."""
    if is_challenge(text) or _DOOR.search(text[:_LOOKED_AT]):
        raise Challenged(source.id, "a bot check, login or consent page instead of the content")


def css(selector: str) -> str:
    """A selector as lexbor understands it: of ``:is(ul) a`` it takes the space for ``>``, of ``*:is(ul) a`` it does not."""
    return _BARE.sub("*:", selector)
