"""Which number is written here? In digits, in Chinese or Japanese characters, or in both: 1万2000, 二十, 3.5亿, 二〇二五."""

import re
from collections.abc import Iterator
from math import prod

SIGNS = "[〇零一二三四五六七八九十百千万亿兆两]"
_SCALES = {"十": 10, "百": 100, "千": 1000, "万": 10**4, "亿": 10**8, "兆": 10**12}
_DIGITS = {sign: value for value, sign in enumerate("〇一二三四五六七八九")} | {
    "零": 0,
    "两": 2,
    "壹": 1,
    "贰": 2,
    "叁": 3,
    "肆": 4,
    "伍": 5,
}
DECIMAL = "点[〇零一二三四五六七八九]+[万亿兆]+"
"""What follows a whole number in characters: 二点九亿. Without what multiplies it may be an hour, 三点二十, or a score."""
_DECIMAL = re.compile(rf"({SIGNS}+)点([〇零一二三四五六七八九]+)([万亿兆]+)")
_SIGN = re.compile(f"{SIGNS}|廿")
_WRITTEN = re.compile(rf"(?:\d|{SIGNS}|廿)+")
_MYRIAD = 10**4
"""From here on a sign multiplies all that stands before it."""


def value_of(word: str) -> float | None:
    """The number that folded ``word`` writes; None when it writes none."""
    if is_number(word):
        return float(word)
    if not word:
        return None
    if found := _DECIMAL.fullmatch(word):
        tenths = "".join(str(_DIGITS[sign]) for sign in found[2])
        return float(f"{shown(value_of(found[1]) or 0)}.{tenths}") * prod(_SCALES[sign] for sign in found[3])
    if all(sign in _DIGITS for sign in word):
        return float("".join(str(_DIGITS[sign]) for sign in word))
    total, section, current = 0.0, 0.0, 0.0
    for piece in _pieces(word):
        if piece not in _SCALES:
            if not is_number(piece):
                return None
            current = float(piece)
        elif _SCALES[piece] < _MYRIAD:
            section, current = section + (current or 1) * _SCALES[piece], 0.0
        elif total < (scale := _SCALES[piece]):  # 1万亿 is a 万 of 亿
            total, section, current = (total + section + current or 1) * scale, 0.0, 0.0
        else:
            total, section, current = total + (section + current or 1) * scale, 0.0, 0.0
    return total + section + current


def in_digits(text: str) -> str:
    """A folded text in which every number is written in digits: 廿五 and 25 share no letter, though they are one."""
    if not _SIGN.search(text):
        return text
    return _WRITTEN.sub(
        lambda found: shown(value_of(found[0].replace("廿", "二十")) or 0) if _SIGN.search(found[0]) else found[0], text
    )


def same_number(one: str, other: str) -> bool:
    """Whether both write one number."""
    return (value := value_of(one)) is not None and value == value_of(other)


def _pieces(word: str) -> Iterator[str]:
    """Runs of digits as one, digits in characters as digits, and the signs that multiply."""
    digits = ""
    for sign in word:
        if sign.isascii():
            digits += sign
            continue
        if digits:
            yield digits
        digits = ""
        yield str(_DIGITS.get(sign, sign))
    if digits:
        yield digits


def is_number(digits: str) -> bool:
    """Whether it is one in digits."""
    try:
        float(digits)
    except ValueError:
        return False
    return True


def is_year(number: str) -> bool:
    """Whether a number in digits may be a year of our time."""
    return number.isdigit() and 1900 <= int(number) <= 2100


def shown(value: float) -> str:
    """The one form in which equal values are equal."""
    value = round(value, 6)  # 5.1 times 10**8 is a little more than it ought to be
    return str(int(value)) if value == int(value) else f"{value:.6f}".rstrip("0")
