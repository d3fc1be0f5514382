"""Which ways of writing a date, a span, a share or a sum are one? 令和8年 and 2026年, 半年 and 6个月, two-thirds and 66.67%.

A text is written anew in the one way that ``tokens`` reads. Other units of the same (12 nautical miles, 22 km): ``quantities``.
"""

import re
from collections.abc import Callable
from html import unescape

from bot.revisions.numerals import shown, value_of

_N = r"((?:\d+(?:[.,．]\d+)*|[〇零一二三四五六七八九十百千万两]+)+)"
_ERAS = {"令和": 2018, "平成": 1988, "昭和": 1925, "大正": 1911, "民国": 1911, "民國": 1911}
"""What to add to a year of an era for the year of our calendar."""
_IN_WORDS = {
    "a": 1, "an": 1, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10,
}  # fmt: skip
_PARTS = {
    "half": 2,
    "halves": 2,
    "third": 3,
    "quarter": 4,
    "fifth": 5,
    "sixth": 6,
    "seventh": 7,
    "eighth": 8,
    "ninth": 9,
    "tenth": 10,
}
_PAST = {"half": 30, "quarter": 15}
"""Minutes."""
_COUNT = rf"(\d+(?:\.\d+)?|{'|'.join(_IN_WORDS)})"
_ENGLISH_SHARES = rf"\b{_COUNT}[ -]({'|'.join(_PARTS)})s?\b(?= of\b| majority| share|[ -]owned|\W*$)"


def _number(word: str) -> float:
    """The value of a number as people write it; 0 for none."""
    plain = word.lower().translate(_PLAIN).replace(",", "")
    return float(_IN_WORDS[plain]) if plain in _IN_WORDS else value_of(plain) or 0.0


_PLAIN = str.maketrans("０１２３４５６７８９．，", "0123456789.,")


def _year(found: re.Match[str]) -> str:
    return f"{int(_ERAS[found[1]] + (1 if found[2] == '元' else _number(found[2])))}年"


def _percent(many: float, of: float) -> str:
    return f"{shown(100 * many / of)}%" if of else "0%"


def _total(unit: str, size: int) -> Callable[[re.Match[str]], str]:
    """Two parts of a measure as one: 1時間40分 as 100分."""
    return lambda found: f"{shown(size * _number(found[1]) + _number(found[2]))}{unit}"


def _and_a_half(unit: str, size: int) -> Callable[[re.Match[str]], str]:
    """One part and a half, whichever of a pattern's groups holds it: 1年半 as 18个月."""
    return lambda found: f"{shown(size * _number(next(filter(None, found.groups()))) + size / 2)}{unit}"


_MARKUP = re.compile(r"</?(?:br|p|b|i|em|strong|span|div|a)\b[^<>]*>|[\u200b\u200c\u200d\u2060\ufeff]", re.IGNORECASE)
_Rule = tuple[re.Pattern[str], str | Callable[[re.Match[str]], str]]
_UNSPACED: tuple[_Rule, ...] = (
    (re.compile("元旦(?![假节節连連晚前后後])"), "1月1日"),
    (re.compile("([廿卅])(?=[一二三四五六七八九日号號])"), lambda m: "二十" if m[1] == "廿" else "三十"),
    (re.compile(rf"({'|'.join(_ERAS)})(\d+|[一二三四五六七八九十百]+|元)年"), _year),
    (re.compile(r"(?<![\d年])([0-4]\d)年(?=度|\d{1,2}月)"), r"20\1年"),
    (re.compile("(?<=[\\d０-９一二三四五六七八九十数])[かカヵヶケｹ箇個](?=[月国國所])"), "个"),
    (re.compile("(?<=[箇個个])月間?(?!份)"), "月"),
    (re.compile(f"{_N}[时時]間半|{_N}[个個]半(?:小[时時]|[鐘钟][头頭])"), _and_a_half("分", 60)),
    (re.compile("(?<![一-九十\\d０-９])半(?:个|個)?(?:小[时時]|[時时]間|[鐘钟][头頭])"), "30分"),
    (re.compile(f"{_N}(?:小[时時]|[时時]間)(?:零|又)?{_N}分(?:[钟鐘間])?"), _total("分", 60)),
    (re.compile(f"{_N}(?:年|周年)半"), _and_a_half("个月", 12)),
    (re.compile(f"{_N}年(?:零|と|間)?{_N}[个]月"), _total("个月", 12)),
    (re.compile("(?<![上下前後后大小])半年"), "6个月"),
    (re.compile(f"{_N}(?:メートル|m)(?=\\d){_N}(?:センチ(?:メートル)?|cm)"), _total("センチ", 100)),
    (re.compile(f"{_N}米(?=\\d){_N}(?:[厘釐]米|公分)?(?!米)"), _total("厘米", 100)),
    (re.compile(f"{_N}キロ(?=\\d){_N}メートル"), _total("メートル", 1000)),
    (re.compile(f"{_N}分(?:の|之){_N}(?!号)"), lambda m: _percent(_number(m[2]), _number(m[1])) if m[1] != "百" else m[0]),
    (re.compile("(?<!過)(?<!过)半数(?!を?[超過过])|(?<=[的约約近超过過])一半"), "50%"),
    (re.compile("正午(?=[にごま前、をから])"), "12時"),
)  # fmt: skip
_SPACED: tuple[_Rule, ...] = (
    (re.compile(r"\b([01]\d|2[0-3])([0-5]\d)(?= ?(?:hrs|hours|GMT|UTC|JST|local time)\b)"), r"\1:\2"),
    (re.compile(r"(?<=\d)k\b(?!m)"), ",000"),
    (re.compile(r"\b(\d+)[.,](\d+),000\b(?<=[.]\d,000)"), lambda m: f"{m[1]},{m[2]:0<3}"),
    (re.compile(r"\bper cent\b"), "percent"),
    (re.compile(r"\b(?:an? |one[ -])?hour[ -]and[ -]a[ -]half\b", re.IGNORECASE), "90 minutes"),
    (re.compile(r"\bhalf[ -](?:an?[ -])?hours?\b", re.IGNORECASE), "30 minutes"),
    (re.compile(rf"\b{_COUNT} hours?(?: and)? a half\b", re.IGNORECASE), _and_a_half(" minutes", 60)),
    (re.compile(rf"\b{_COUNT} and a half (?:hours?)\b", re.IGNORECASE), _and_a_half(" minutes", 60)),
    (re.compile(rf"\b{_COUNT} (?:hours?|hrs?),?(?: and)? {_COUNT} min(?:ute)?s?\b", re.IGNORECASE), _total(" minutes", 60)),
    (re.compile(rf"\b{_COUNT} and a half years\b|\b{_COUNT} years? and a half\b", re.IGNORECASE), _and_a_half(" months", 12)),
    (re.compile(r"\bhalf[ -]a[ -]year\b", re.IGNORECASE), "6 months"),
    (re.compile(rf"\b{_COUNT} decades?\b", re.IGNORECASE), lambda m: f"{shown(10 * _number(m[1]))} years"),
    (re.compile(rf"\b(half|quarter) past {_COUNT}\b", re.IGNORECASE), lambda m: f"{shown(_number(m[2]))}:{_PAST[m[1].lower()]}"),
    (re.compile(r"\b(\d{1,2}(?:[:.]\d\d)?)(?: o'clock)? in the (morning|afternoon|evening)\b", re.IGNORECASE),
     lambda m: f"{m[1]} {'a' if m[2].lower() == 'morning' else 'p'}.m."),
    (re.compile(r"(?<=\d\.\d)m (?=(?:people|[a-z]+s)\b)|(?<=\d\.\d\d)m (?=(?:people|[a-z]+s)\b)"), " million "),
    (re.compile(r"\ba fortnight\b", re.IGNORECASE), "2 weeks"),
    (re.compile(r"\bhalf a million\b", re.IGNORECASE), "500,000"),
    (re.compile(r"\b(?:one[ -])?half(?: of)? (?=the\b|its\b|their\b|all\b|of\b)", re.IGNORECASE), "50% of "),
    (re.compile(_ENGLISH_SHARES, re.IGNORECASE), lambda m: _percent(_number(m[1]), _PARTS[m[2].lower()])),
    (re.compile(rf"\b{_COUNT} (?:in|out of) {_COUNT}\b(?= [a-z])", re.IGNORECASE),
     lambda m: _percent(_number(m[1]), _number(m[2]))),
    (re.compile(r"(?<![\d/])([1-9])/([2-9])(?=(?: of\b| majority))"), lambda m: _percent(float(m[1]), float(m[2]))),
    (re.compile(r"\b(?:12 )?noon\b|\bmidday\b", re.IGNORECASE), "12:00"),
    (re.compile(r"\b(?:12 )?midnight\b", re.IGNORECASE), "0:00"),
)  # fmt: skip
_TELLS = {
    True: re.compile(r"[年月半分m米キメ正同元廿卅]|[\d０-９一二三四五六七八九十数][かカヵヶケｹ箇個]"),
    False: re.compile(
        r"\d|half|halves|hour|decade|past|noon|night|midday|per cent|third|quarter|[fxnh]ths?\b|out of"
        rf"|\b(?:{'|'.join(_IN_WORDS)}) in\b",
        re.IGNORECASE,
    ),
}
"""What stands wherever a rule of the script has anything to do."""
HAN_OR_KANA = re.compile(r"[\u3041-\u30fa\u3400-\u9fff]")


_SAME_DAY = re.compile(r"(\d{1,2})日((?:(?!\d日).)*?)同日")
"""A day of the month, and further on in the sentence the same day again."""


def in_values(text: str) -> str:
    """A text whose values are written in one way, without markup that a feed left in it."""
    if "&" in text or "<" in text:
        text = _MARKUP.sub(" ", unescape(text))
    unspaced = bool(HAN_OR_KANA.search(text))
    if not _TELLS[unspaced].search(text):  # most sentences
        return text
    rules = _UNSPACED if unspaced else _SPACED
    for pattern, written in rules:
        text = pattern.sub(written, text)
    return _SAME_DAY.sub(r"\1日\2\1日", text) if "同日" in text else text
