"""How is a headline cut into lines that fit? Latin words and foreign names stay whole; Han breaks anywhere but before a stop."""

from collections.abc import Callable
from unicodedata import east_asian_width

_NEVER_FIRST = frozenset("、。，．,.；;：:！!？?）)」』】》〉］]｝}”’…ー々ゝっゃゅょッャュョ·・%％")
_NEVER_LAST = frozenset("（([「『【《〈［{｛“‘")

Width = Callable[[str], float]
"""How many pixels a text is wide; that of two texts side by side is the sum of theirs."""


def wrap(text: str, limit: float, most: int, width: Width) -> tuple[str, ...]:
    """At most ``most`` lines of at most ``limit`` pixels, about as long as each other; what is cut ends in an ellipsis."""
    lines = _filled(text, limit, most, width)
    if len(lines) < 2:
        return lines
    tight, loose = limit / 2, limit
    while loose - tight > 4:
        middle = (tight + loose) / 2
        tried = _filled(text, middle, most + 1, width)  # as many as before: nothing was cut
        tight, loose, lines = (tight, middle, tried) if len(tried) <= len(lines) else (middle, loose, lines)
    return lines


def _filled(text: str, limit: float, most: int, width: Width) -> tuple[str, ...]:
    """Each line as long as it can be."""
    lines: list[str] = []
    rest = text.strip()
    while rest and len(lines) < most - 1:
        head, rest = _break(rest, limit, width)
        lines.append(head)
    return (*lines, cut(rest, limit, width)) if rest else tuple(lines)


def cut(text: str, limit: float, width: Width) -> str:
    """One line of at most ``limit`` pixels."""
    if width(text) <= limit:
        return text
    room = _fitting(text, limit - width("…"), width)
    kept = text[:room]
    if room < len(text) and " " in kept and _inside_a_word(text, room) and kept.rindex(" ") * 2 > room:
        kept = kept[: kept.rindex(" ")]
    return kept.rstrip(" ,;:，、；：") + "…"


def _break(text: str, limit: float, width: Width) -> tuple[str, str]:
    room = max(1, _fitting(text, limit, width))
    if room == len(text):
        return text, ""
    end = next((at for at in range(room, room // 4, -1) if _may_break(text, at)), room)
    return text[:end].rstrip(), text[end:].lstrip()


def _fitting(text: str, limit: float, width: Width) -> int:
    """How many characters fit."""
    used = 0.0
    for count, char in enumerate(text):
        used += width(char)
        if used > limit:
            return count
    return len(text)


def _may_break(text: str, at: int) -> bool:
    before, after = text[at - 1], text[at]
    if after in _NEVER_FIRST or before in _NEVER_LAST:
        return False
    return not _inside_a_word(text, at)


def _inside_a_word(text: str, at: int) -> bool:
    before, after = text[at - 1], text[at]
    if (before.isdigit() and _wide(after)) or (_katakana(before) and _katakana(after)):
        return True  # 4隻, トランプ
    return not (before.isspace() or after.isspace() or before in "-–—/" or _wide(before) or _wide(after))


def _katakana(char: str) -> bool:
    return "\u30a1" <= char <= "\u30fc"


def _wide(char: str) -> bool:
    return east_asian_width(char) in {"W", "F"}
