"""What of a page changes by itself? When and how often it was read, the clock of a live page: none of that is a revision."""

import re

from bot.revisions.counters import READERS
from bot.text.late import late

_WHEN = r"updated?|last (?:updated|modified)|published|posted|最終更新|更新日時?|更新时间|更新時間|发布时间|發布時間|公開|掲載|更新"
_UNITS = r"sec(?:ond)?s?|min(?:ute)?s?|hours?|days?|秒|分|分钟|分鐘|時間|小时|小時|日|天"
_INVITED = (
    r"share|tweet|print|save|read (?:more|also)|related|advertisement|sponsored"
    r"|广告|廣告|広告|分享|続きを読む|関連記事|相关阅读|延伸閱讀"
)
_STAMP = (
    r"(?:[\W\d_]|[年月日時时分秒]|[上下]午|午[前後后]|令和|平成|星期[一二三四五六日天]|周[一二三四五六日]|[月火水木金土日]曜日?"
    r"|(?:jan|feb|mar|apr|may|june?|july?|aug|sept?|oct|nov|dec)(?:[a-z]{2,6})?\b|(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?\b"
    r"|\d(?:st|nd|rd|th)\b|\b(?:[ap]m|gmt|utc|jst|cst|bst|ist|cet|hkt|e[ds]?t|on|at|today|yesterday|ago)\b)*"
)
"""Dates and times, and what stands between them."""
_VOLATILE = late(
    rf"[\W_]*(?:(?:{_WHEN})?[\W_]*\d+\s*(?:{_UNITS})\s*(?:ago|前)|(?:{_WHEN})(?![a-z]){_STAMP}|{READERS})[\W_]*"
    rf"|(?:{_INVITED})\s*(?:$|[:：|｜>»›]).{{0,80}}"
    r"|(?:©|\(c\)|copyright\W*(?=[\d©(])).*",
    re.IGNORECASE,
)
"""Sentences that say when or how often they were read."""
_UPDATED = r"updated?|as of|last (?:updated|modified)|最終更新|更新日時|更新时间|更新時間|更新|発表|现在|現在|截至|时点|時点"
_DAY = r"(?:\d{4}[-/.年])?\d{1,2}[-/.月]\d{1,2}日?"
_CLOCK = r"\d{1,2}(?::\d\d(?::\d\d)?|[时時点](?:\d{1,2}分)?)(?: ?(?:[ap]\.?m\.?|gmt|utc|jst|cst|e[ds]?t))?"
_MOMENT = rf"(?:{_DAY})?[ ,]*(?:{_CLOCK})"
_TICKING = late(
    rf"[（(【\[〔]\W*(?:{_UPDATED})?\W*(?:{_MOMENT}|{_DAY})\W*(?:{_UPDATED})?\W*[）)】\]〕]"
    rf"|(?:{_UPDATED})[:： ]*(?:{_MOMENT})"
    rf"|(?:{_MOMENT}) ?(?:{_UPDATED})"
    rf"|^\W*(?:{_CLOCK})(?=\W)|(?<=\W)(?:{_CLOCK})\W*$"
    rf"|\d+ ?(?:{_UNITS}) ?(?:ago|前)",
    re.IGNORECASE,
)
"""A clock in brackets, beside a word for updating, or at either end of a line; and how long ago something was."""
_COUNTER = late(rf"[\W_]*(?:{READERS}|(?:{_WHEN})?[\W_]*\d+\s*(?:{_UNITS})\s*(?:ago|前))[\W_]*", re.IGNORECASE)
_ONLY_STAMP = late(rf"[\W_]*(?:(?:{_WHEN})(?![a-z]))?(?=\D{{0,24}}\d){_STAMP}", re.IGNORECASE)
_COUNTERS = late(rf"(?<!\S)(?:{READERS}|\d+\s*(?:{_UNITS})\s*(?:ago|前))(?!\S)", re.IGNORECASE)
_STAMPS = late(rf"(?<!\S)(?:{_WHEN})?[:：]?\s*(?:{_DAY}(?:[（(]\w[）)])?|{_CLOCK})(?!\S)", re.IGNORECASE)
_SHARE = r"(?:(?-i:\b[A-Z][A-Z0-9]{0,5}|\b\d{4,6})[.:](?-i:[A-Z]{1,4})|(?-i:\b[A-Z]{2,6}):(?-i:[A-Z]{1,5}|\d{4,6}))"
"""A share's sign: IMK.OS, 7203.T, 600519.SH, NASDAQ:AAPL."""
_MOVE = r"[ ,，:：]*(?:[$€£¥]?\d[\d,.]*[ ,，]*)?[(（]?[▲▼△▽↑↓+\-−–]\s?\d[\d,]*(?:\.\d+)?\s?[%％][)）]?"
_QUOTED = late(rf"[(（]?{_SHARE}{_MOVE}[)）]?")
_PRICE = late(rf"[(（]?(?:{_SHARE}|[A-Z][A-Z0-9]{{0,5}}|\d{{4,6}})?{_MOVE}[)）]?")
"""A share's price as a page shows it beside the name: IMK.OS +1.24%, 7203.T ▼0.8%."""


def is_counter(text: str) -> bool:
    """Whether a text counts a page's readers, or says how long ago it was written."""
    return bool(_COUNTER.fullmatch(text))


def without_counters(line: str) -> str:
    """A line without the counters of readers in it that spaces set off."""
    return _COUNTERS.sub(" ", line)


def without_stamps(line: str) -> str:
    """A line without the dates and times in it that spaces set off."""
    return _STAMPS.sub(" ", line)


def is_stamp(text: str) -> bool:
    """Whether a text is a date or a time, and nothing else."""
    return bool(_ONLY_STAMP.fullmatch(text))


def without_quotations(text: str) -> str:
    """The text without the prices that a page shows beside the names of firms, and renews."""
    return _QUOTED.sub("", text) if "%" in text or "％" in text else text


def is_quotation(text: str) -> bool:
    """Whether a text is such a price, and nothing else."""
    return bool(_PRICE.fullmatch(text.strip()))


def is_volatile(sentence: str) -> bool:
    """Whether a sentence says when or how often it was read, and nothing else."""
    return bool(_VOLATILE.fullmatch(sentence))


def steady(text: str) -> str:
    """The text without what changes by itself, line by line."""
    lines = (_TICKING.sub(" ", line) for line in text.split("\n") if not is_volatile(line))
    return "\n".join(lines)
