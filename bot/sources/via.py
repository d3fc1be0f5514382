"""Where is a source today whose address moves: a path that counts cabinets, a file named after its month?"""

import re

from bot.errors import ReadFailed
from bot.model.reply import Reply
from bot.model.source import Source
from bot.sources.opening import refuse_challenge, text_of

_NUMBERS = re.compile(r"(\d+)")
_FOUND_MAX = 1000


def found_via(source: Source, reply: Reply) -> str:
    """The source's address, read off the page that tells it. Raises ReadFailed or Challenged when that does not."""
    if source.via is None:
        return source.url
    text = text_of(source, reply)
    found = [match[1] for _, match in zip(range(_FOUND_MAX), re.finditer(source.via.find, text), strict=False) if match[1]]
    if not found:
        refuse_challenge(source, text)
        raise ReadFailed(source.id, f"{source.via.url} no longer names its address: {source.via.find!r} finds nothing")
    return source.url.replace("{}", max(found, key=_natural))


def _natural(text: str) -> list[tuple[bool, int, str]]:
    """The order that people count in: 9 before 10."""
    return [(piece.isdigit(), int(piece) if piece.isdigit() else 0, piece) for piece in _NUMBERS.split(text)]
