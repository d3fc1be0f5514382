"""Which characters do these bytes spell?

Byte order mark, then what the operator forces, the HTTP header, the document's own declaration, and at last a detector; the first
that fits wins. Labels are read as the web reads them (https://encoding.spec.whatwg.org/#names-and-labels): "gb2312" pages
are full of characters that only GB 18030 has, "shift_jis" means Windows-31J.
"""

import codecs
import re
from collections.abc import Iterator

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
"""UTF-32 before UTF-16, whose mark is its beginning."""
_WIDER = {
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "hz": "gb18030",
    "shift_jis": "cp932",
    "euc_kr": "cp949",
    "big5": "big5hkscs",
    "iso8859-1": "cp1252",
    "ascii": "cp1252",
}
_HEAD = 4096
_CHARSET = re.compile(rb"""charset\s*=\s*["']?\s*([\w.:-]+)""", re.IGNORECASE)
_XML = re.compile(rb"""^\s*<\?xml[^>]*?encoding\s*=\s*["']([\w.:-]+)["']""", re.IGNORECASE)
_WRONG_MAX = 1 / 500
"""More unreadable characters than this and the label is wrong; fewer are a slip of somebody's database."""


def decode(body: bytes, content_type: str = "", forced: str = "") -> str:
    """The text of ``body``; never raises: what no label fits is guessed, what cannot be read becomes U+FFFD."""
    for mark, encoding in _BOMS:
        if body.startswith(mark):
            return body[len(mark) :].decode(encoding, "replace")
    for encoding in _candidates(body, content_type, forced):
        text = body.decode(encoding, "replace")
        if text.count("\ufffd") <= len(text) * _WRONG_MAX:
            return text
    return _guessed(body)


def _candidates(body: bytes, content_type: str, forced: str) -> Iterator[str]:
    """Codec names in the order of trust, unknown labels left out."""
    header = _CHARSET.search(content_type.encode("ascii", "ignore"))
    declared = _XML.search(body[:_HEAD]) or _CHARSET.search(body[:_HEAD])
    for label in (forced, header and header[1].decode(), declared and declared[1].decode(), "utf-8"):
        encoding = codec(label) if label else ""
        if encoding == "cp1252" and _is_utf8(body):
            # Servers add Latin-1 by default; bytes that happen to be UTF-8 with letters beyond ASCII are UTF-8.
            encoding = "utf-8"
        if encoding:
            yield encoding


def codec(label: str) -> str:
    """The codec that a label on the web means; empty when there is none."""
    try:
        found = codecs.lookup(label.strip().lower())
    except (LookupError, ValueError):
        return ""
    # "hex" and "rot13" are codecs too, but no character sets.
    return _WIDER.get(found.name, found.name) if found._is_text_encoding else ""  # noqa: SLF001 - the only way to ask


def _is_utf8(body: bytes) -> bool:
    try:
        return not body.isascii() and bool(body.decode("utf-8"))
    except UnicodeDecodeError:
        return False


def _guessed(body: bytes) -> str:
    from charset_normalizer import from_bytes  # noqa: PLC0415 - heavy, and needed for the worst pages only

    best = from_bytes(body[: 1 << 18]).best()
    encoding = codec(best.encoding) if best else "utf-8"
    return body.decode(encoding or "utf-8", "replace")
