"""Which year and which number does East Asian writing mean? Eras, kanji numerals, halves of the day."""

import re

ERAS = {"令和": 2018, "平成": 1988, "昭和": 1925, "大正": 1911, "民國": 1911, "民国": 1911, "中華民國": 1911}
"""Era to the year before its first."""
LETTERS = {"R": 2018, "H": 1988, "S": 1925}
_DIGITS = {
    character: digit
    for digit, characters in enumerate(("〇零○", "一", "二", "三", "四", "五", "六", "七", "八", "九"))
    for character in characters
}
NUMERALS = "".join(_DIGITS) + "十廿卅百元"
_WRITTEN = re.compile(rf"[{NUMERALS}]+(?=[年月日时時分點点])")


def number(written: str) -> int:
    """An integer written in digits, in kanji by place (二〇二五) or by value (二十四), or as 元 (the first)."""
    if written == "元":
        return 1
    if written.isdecimal():
        return int(written)
    if not re.search("[十廿卅百]", written):
        return int("".join(str(_DIGITS[character]) for character in written))
    total, unit = 0, 0
    for character in written:
        match character:
            case "百":
                total, unit = total + (unit or 1) * 100, 0
            case "十":
                total, unit = total + (unit or 1) * 10, 0
            case "廿":
                total += 20
            case "卅":
                total += 30
            case _:
                unit = _DIGITS[character]
    return total + unit


def in_digits(text: str) -> str:
    """The text with the kanji numerals of dates and times in digits: 二〇二五年十一月 is 2025年11月."""
    return _WRITTEN.sub(lambda found: str(number(found[0])), text)
