"""What do we call things in a message, and what of foreign words do readers see? In English; the rest comes from the watchlist."""

import re
from collections.abc import Mapping

from bot.model.finding import Change
from bot.text.html import tidy

CHANGES: Mapping[Change, str] = {
    "corrected": "to a story told before",
    "edited": "changed without a note",
    "removed": "no longer there",
    "overdue": "did not come in time",
    "met": "came as expected",
    "conflict": "contradicts an earlier account",
    "graver": "graver than told before",
    "baseline": "as we begin to follow",
    "notice": "a notice to the operators",
}
"""Said after the kind; what is simply new needs no words."""
STILL = "still has not come"
"""The same where that was said before."""
MACHINE: Mapping[str, str] = {
    "en": "machine translation: ",
    "zh-Hans": "机器翻译：",
    "zh-Hant": "機器翻譯：",
    "ja": "機械翻訳：",
}
"""Said before what no person has translated, in the reader's language."""
HEADLINE_MAX = 500
"""Code points of a headline that a machine is given, and of what it may make of it."""
SIDES = {
    "CN": "China", "JP": "Japan", "US": "United States", "TW": "Taiwan", "UN": "United Nations", "KR": "South Korea",
    "RU": "Russia", "GB": "United Kingdom", "EU": "European Union", "INT": "international",
}  # fmt: skip
"""Names for the sides met most; the code itself for the others."""
# Escapes, because a reader of this file would not see them either: the Arabic letter mark, soft hyphen, invisible operators,
# deprecated formatting, interlinear annotations and tags.
_HIDDEN = re.compile("[\u061c\u00ad\u180e\u2061-\u2065\u206a-\u206f\ufff9-\ufffb\U000e0000-\U000e007f]")


def said(text: str) -> str:
    """Foreign words as one line, without controls and without anything that hides or turns the direction of writing."""
    return " ".join(tidy(_HIDDEN.sub("", text)).split())


def short(text: str, limit: int) -> str:
    """The same in at most ``limit`` code points."""
    text = said(text)
    return text if len(text) <= limit else f"{text[: limit - 1].rstrip()}…"


def side(code: str) -> str:
    """A side by its name."""
    return SIDES.get(code, said(code))
