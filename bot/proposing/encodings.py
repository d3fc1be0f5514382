"""Does a page's character set have to be forced? Only where nothing declares it, or what is declared is wrong."""

import re

from bot.text.decode import codec, decode

_DECLARED = re.compile(rb"""(charset|encoding)(\s*=\s*["']?\s*)[\w.:-]+""", re.IGNORECASE)
_LABEL = re.compile(r"""charset\s*=\s*["']?\s*([\w.:-]+)""", re.IGNORECASE)
_TRIED = ("gb18030", "cp932", "euc_jp", "big5hkscs", "cp949", "iso2022_jp", "cp1251", "koi8_r", "cp1252")
_NAMES = {
    "gb18030": "gb18030",
    "cp932": "shift_jis",
    "euc_jp": "euc-jp",
    "big5hkscs": "big5",
    "cp949": "euc-kr",
    "iso2022_jp": "iso-2022-jp",
}
_LATIN_MOST = 0.1
"""Share of accented Latin letters beyond which a text is not Latin, but was taken for it."""


def encoding_of(body: bytes, content_type: str) -> tuple[str, str]:
    """The label to force, and why; empty when the reply can be trusted."""
    text = decode(body, content_type)
    head = body[:4096]
    labels = [match[1] for match in (_LABEL.search(content_type), _LABEL.search(head.decode("latin-1"))) if match]
    fits = text.count("\ufffd") <= len(text) / 500 and not _is_garbled(text)
    if fits and (_is_utf8(body) or any(codec(label) and _reads(body, codec(label)) for label in labels)):
        return "", ""
    bare = _DECLARED.sub(rb"\1\2x-unknown", body)
    guessed = decode(bare, "")
    found = next((name for name in _TRIED if bare.decode(name, "replace") == guessed), "")
    if not found or _is_garbled(guessed):
        return "", ""
    why = f"declared {labels[0]}, which does not fit: check" if labels else "nothing declares it, guessed: check"
    return _NAMES.get(found, found), why


def _reads(body: bytes, encoding: str) -> bool:
    text = body.decode(encoding, "replace")
    return text.count("\ufffd") <= len(text) / 500


def _is_utf8(body: bytes) -> bool:
    return _reads(body, "utf-8")


def _is_garbled(text: str) -> bool:
    words = re.findall(r"[^\W\d_]", text)
    return bool(words) and sum("\x80" <= letter <= "\xff" for letter in words) > len(words) * _LATIN_MOST * 3
