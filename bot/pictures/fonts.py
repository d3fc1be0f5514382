"""With which letters is a picture written? With Noto Sans CJK: Latin, Greek, Cyrillic, Chinese, Japanese and Korean.

A package carries it, so that pictures look the same on every machine and need none of the machine's fonts. One file holds the faces
of Japan, Korea, mainland China, Taiwan and Hong Kong: the same characters, in the shapes that each place writes. It knows no
emoji and no Arabic, Hebrew, Thai or Indic letters. Its licence is the SIL Open Font License 1.1, which asks nothing of pictures.
"""

import unicodedata
from functools import cache, lru_cache
from importlib.resources import as_file, files

from PIL import ImageFont

_LOOKED_AT = 400
"""Characters; no label has room for more."""
_FACES = {"ja": 0, "ko": 1, "zh-Hans": 2, "zh-Hant": 3}
_NOT_OURS = "\N{WHITE SQUARE}"
_UNASSIGNED = "\U0010ffff"


@cache
def face(language: str, size: int) -> ImageFont.FreeTypeFont:
    """The face for a BCP 47 tag at so many pixels; Latin letters are the same in all of them."""
    with as_file(files("noto_cjk_sans_otc") / "NotoSansCJK-Regular.ttc") as path:
        # The plain layout engine: the other one is there on some machines only, and pictures would differ.
        return ImageFont.truetype(path, size, index=_FACES.get(language, 0), layout_engine=ImageFont.Layout.BASIC)


def width(text: str, size: int, language: str = "en") -> float:
    """How many pixels a line is wide: faces differ in quotation marks and dots, and no pair of letters is moved closer."""
    return sum(_advance(char, size, language) for char in text)


@lru_cache(maxsize=40_000)
def _advance(char: str, size: int, language: str) -> float:
    return face(language, size).getlength(char)


def drawable(text: str) -> str:
    """A text as one line that can be drawn: no controls, no marks that hide or turn writing, no emoji; □ for letters we lack."""
    seen = "".join(_shown(char) for char in unicodedata.normalize("NFC", text[:_LOOKED_AT]))
    while _NOT_OURS * 2 in seen:
        seen = seen.replace(_NOT_OURS * 2, _NOT_OURS)
    return " ".join(seen.split())


@lru_cache(maxsize=20_000)
def _shown(char: str) -> str:
    if char.isspace():
        return " "
    if unicodedata.category(char) in {"Cc", "Cf", "Cs", "Mn", "Me"}:
        return ""
    if _inked(char) != _inked(_UNASSIGNED):
        return char
    return "" if unicodedata.category(char).startswith("S") else _NOT_OURS


@lru_cache(maxsize=20_000)
def _inked(char: str) -> bytes:
    """How it looks: what a font lacks all looks like what no font has."""
    return bytes(face("ja", 16).getmask(char))
