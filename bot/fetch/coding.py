"""What did the server mean to send? Undo the content coding without letting a small body become a huge one.

httpx's own decoders are not bounded (one 64 KB chunk may become 67 MB, and a 496-byte ``gzip, gzip`` body 200 MB), so
the raw bytes, themselves bounded, are undone here.
"""

import zlib

_WHOLE = frozenset({"", "identity"})
_ZLIB = frozenset({"gzip", "x-gzip", "deflate"})
_EITHER = 47  # zlib's wbits: 32 (gzip or zlib, by its header) + 15 (the largest window)
_RAW = -15
_GZIP_MAGIC = b"\x1f\x8b"
_STEP = 65_536
_MEMBERS = 1000
"""A gzip file may be many members in a row, but 250 000 empty ones are an attack on our time."""


class CodingRefusedError(Exception):
    """A coding we do not undo, or more than we are willing to unpack."""


class CutShortError(Exception):
    """The compressed stream is damaged or ends before its end."""


def undone(raw: bytes, coding: str, limit: int) -> bytes:
    """``raw`` without its content coding (RFC 9110 §8.4), at most ``limit`` bytes.

    Raises CodingRefusedError for stacked or unknown codings and beyond the limit, CutShortError for broken streams.
    """
    coding = coding.strip().lower()
    if coding in _WHOLE or not raw:
        return raw
    if coding not in _ZLIB:
        raise CodingRefusedError(f"content coding {coding!r}")
    try:
        return _inflated(raw, _RAW if coding == "deflate" and not _has_zlib_header(raw) else _EITHER, limit)
    except zlib.error as error:
        raise CutShortError(f"damaged {coding} body: {error}") from error


def _has_zlib_header(raw: bytes) -> bool:
    """RFC 1950 §2.2. What HTTP calls deflate is zlib, but some servers send the bare stream of RFC 1951."""
    return len(raw) > 1 and raw[0] & 0x0F == zlib.DEFLATED and int.from_bytes(raw[:2]) % 31 == 0


def _inflated(raw: bytes, wbits: int, limit: int) -> bytes:
    """All members of a stream. What follows the last one and is not a member is padding, as gzip(1) holds."""
    out = bytearray()
    rest = memoryview(raw)
    for _ in range(_MEMBERS):
        used = _member(rest, wbits, limit, out)
        rest = rest[used:]
        if wbits == _RAW or rest[:2] != _GZIP_MAGIC:
            return bytes(out)
    raise CodingRefusedError(f"more than {_MEMBERS} gzip members")


def _member(data: memoryview, wbits: int, limit: int, out: bytearray) -> int:
    """Append one member's content to ``out`` and return how many bytes of ``data`` it took."""
    stream = zlib.decompressobj(wbits)
    for start in range(0, len(data), _STEP):
        piece = data[start : start + _STEP]
        out += stream.decompress(piece, limit + 1 - len(out))
        if len(out) > limit:
            raise CodingRefusedError(f"unpacks to more than {limit} bytes")
        if stream.eof:
            return start + len(piece) - len(stream.unused_data)
    raise CutShortError("compressed body ends before its end")
