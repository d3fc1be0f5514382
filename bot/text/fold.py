"""When do two spellings count as one word?

Folding is many-to-one and for comparison only; what people read always comes from the original, through the offset map.
Four steps, in this order: NFKC (full width, ㈱, ①), case, Japanese and traditional characters to simplified ones
(OpenCC's ``jp2t`` and ``t2s`` tables, character by character, so that 國 国, 澤 沢 泽 and 氣 気 meet), and the marks that
transliterated names scatter: ー ・ ＝ and the like disappear between kana, dashes and quotes become one of a kind.
"""

import re
import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import chain

from bot.model.match import Span
from bot.text.variants import variants

_HAN = (range(0x3400, 0x4DC0), range(0x4E00, 0xA000), range(0xF900, 0xFB00), range(0x20000, 0x2A6E0))
_KANJI_BEYOND_OPENCC = {
    "﨑": "崎", "髙": "高", "粼": "崎", "弁": "辩", "缶": "罐", "渓": "溪", "沪": "沪", "鉱": "矿", "鑛": "矿", "闘": "斗",
    "挙": "举", "郷": "乡", "渋": "涩", "衞": "卫",
}  # fmt: skip
"""山﨑 is often stored garbled as 山粼 (U+FA11 lost in transit): the alias packs need both to meet 山崎."""
_ALIKE = {
    "‘": "'", "’": "'", "‛": "'", "ʼ": "'", "′": "'", "“": '"', "”": '"', "„": '"', "«": '"', "»": '"',
    "‐": "-", "‑": "-", "‒": "-", "–": "-", "—": "-", "―": "-", "−": "-",
}  # fmt: skip
_DROPPED = frozenset("ー・･゠=\u00ad\u200b\u200c\u200d\u2060\ufeff")
"""Prolongation marks and middle dots in names; soft hyphens and zero-width characters anywhere."""

_SOUND_MARKS = "\uff9e\uff9f"
"""Half-width voicing marks: letters of their own to Unicode, part of the kana before them to everybody else (JIS X 0201)."""

_REMEMBERED = 4000
"""Characters; of longer texts a few would fill the memory."""
_SHORT = 20
"""Characters; fewer are folded sooner than an array is made of them."""

_PLAIN = re.compile(r"[!-<>-~]+(?: [!-<>-~]+)*|[\u3041-\u3096\u30a1-\u30fa\u3400-\u4dbf\u4e00-\u9fff]+")
"""Runs that fold letter for letter: ASCII words but for "=", a space between two, kana, and the common Han characters."""


@dataclass(frozen=True, slots=True)
class Folded:
    """A folded text and, for each of its characters, where that came from in the original."""

    text: str
    origins: tuple[int, ...]
    """One original code point offset per folded character."""
    length: int
    """Length of the original, in code points."""

    def original(self, start: int, end: int) -> Span:
        """The span of the original that ``text[start:end]`` came from."""
        after = self.origins[end] if end < len(self.origins) else self.length
        return Span(self.origins[start], max(after, self.origins[end - 1] + 1))


@cache
def _characters() -> dict[int, str]:
    """The character table: code point to its folded form, for those that change."""
    simplified = variants(chain(*_HAN), "t2s")
    # What is no traditional character may be a Japanese one. Both at once would make 竝 of 並, which is 并.
    through = variants(chain(*_HAN), "jp2t", "t2s")
    table = {ord(a): b for a, b in (through | simplified).items() if len(b) == 1}
    return table | {ord(a): b for a, b in (_KANJI_BEYOND_OPENCC | _ALIKE).items()}


def _pieces(text: str, first: int, stop: int) -> Iterator[tuple[str, int]]:
    """Folded form and offset of each character in ``text[first:stop]``; combining marks fold with the letter they follow."""
    start = first
    for end in range(first + 1, stop + 1):
        if end < stop and _joins(text[end]):
            continue
        yield _piece(text[start:end]), start
        start = end


def _joins(mark: str) -> bool:
    """Whether a character belongs to the one before it."""
    return bool(unicodedata.combining(mark)) or mark in _SOUND_MARKS


@lru_cache(maxsize=1 << 16)
def _piece(original: str) -> str:
    """The folded form of one character with its marks. A language uses few thousand: nearly every look-up is a hit."""
    plain = _without_marks(unicodedata.normalize("NFKC", original).casefold()).translate(_characters())
    return "".join(" " if c.isspace() else c for c in plain if c not in _DROPPED)


def _without_marks(piece: str) -> str:
    """Latin letters lose their accents (Zuihō is Zuiho); kana keep their voicing marks, which change the word."""
    if piece.isascii():
        return piece
    parts = unicodedata.normalize("NFD", piece)
    if len(parts) > 1 and "LATIN" in unicodedata.name(parts[0], ""):
        return "".join(part for part in parts if not unicodedata.combining(part))
    return piece


def fold(text: str) -> Folded:
    """Fold a text, keeping the way back. Linear in the length of ``text``."""
    out: list[str] = []
    origins: list[int] = []
    at = 0
    for run in _PLAIN.finditer(text):
        start, end = run.span()
        if end < len(text) and unicodedata.combining(text[end]):
            end -= 1  # its last letter bears a mark
        _take(_pieces(text, at, start), out, origins)
        at = max(start, end)
        if start < end:
            out.append(text[start:end].lower().translate(_characters()))
            origins.extend(range(start, end))
    _take(_pieces(text, at, len(text)), out, origins)
    return Folded("".join(out), tuple(origins), len(text))


def _take(pieces: Iterator[tuple[str, int]], out: list[str], origins: list[int]) -> None:
    """Add pieces; of spaces in a row only the first."""
    for piece, at in pieces:
        for character in piece:
            if character != " " or (out and not out[-1].endswith(" ")):
                out.append(character)
                origins.append(at)


_SPACES = re.compile("  +")


@cache
def _forms() -> Callable[[str], str | None]:
    """Made when the first text is folded: commands that read nothing need no arrays."""
    from bot.text.points import Forms  # noqa: PLC0415 - see above

    return Forms(lambda point: None if _joins(chr(point)) else _piece(chr(point))).of


def fold_text(text: str) -> str:
    """``fold(text).text`` in a tenth of the time: without the way back, and only where no character depends on the next."""
    return _remembered(text) if len(text) <= _REMEMBERED else _fold_text(text)


@lru_cache(maxsize=128)
def _remembered(text: str) -> str:
    """An item's texts are folded for its digest, for its signature and to be scanned, one after the other."""
    return _fold_text(text)


def _fold_text(text: str) -> str:
    if text.isascii():
        simple = text.lower().replace("=", "")
        words = " ".join(simple.split())
        return f"{words} " if words and simple[-1].isspace() else words
    if len(text) < _SHORT or (formed := _forms()(text)) is None:
        return fold(text).text
    return _SPACES.sub(" ", formed).lstrip(" ") if "  " in formed or formed[:1] == " " else formed


def folded(text: str) -> str:
    """Only the folded text, stripped: for keys and terms."""
    return fold_text(text).strip()


_CJK = re.compile("[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7a3\U00020000-\U0010ffff]+")


def count_cjk(text: str) -> int:
    """How many characters of a text are Han, kana or Hangul."""
    return sum(map(len, _CJK.findall(text)))


def is_cjk(character: str) -> bool:
    """Whether a character is Han, kana or Hangul: scripts written without spaces between words."""
    point = ord(character)
    return 0x3040 <= point <= 0x30FF or 0x3400 <= point <= 0x9FFF or 0xAC00 <= point <= 0xD7A3 or point >= 0x20000
