"""What do we call things in a message, and what of foreign words do readers see? The rest comes from the watchlist."""

import re
from collections.abc import Mapping

from bot.model.finding import Change
from bot.text.html import tidy
from bot.text.speech import ENGLISH, Speech, phrase

CHANGES: Mapping[Change, str] = {
    "corrected": phrase("to a story told before"),
    "edited": phrase("changed without a note"),
    "removed": phrase("no longer there"),
    "overdue": phrase("did not come in time"),
    "met": phrase("came as expected"),
    "conflict": phrase("contradicts an earlier account"),
    "graver": phrase("graver than told before"),
    "baseline": phrase("as we begin to follow"),
    "notice": phrase("a notice to the operators"),
}
"""Said after the kind; what is simply new needs no words."""
STILL = phrase("still has not come")
"""The same where that was said before."""
KINDS: Mapping[str, str] = {
    "silent-edit": phrase("silent edit"),
    "removal": phrase("removal"),
    "overdue": phrase("overdue"),
    "state-of-play": phrase("state of play"),
    "digest": phrase("digest"),
    "sources": phrase("sources"),
    "watchlist": phrase("watchlist"),
    "silence": phrase("silence"),
    "delivery": phrase("delivery"),
    "trouble": phrase("trouble"),
}
"""Kinds that no kind pack describes."""
ROLES: Mapping[str, str] = {
    "official": phrase("official"),
    "wire": phrase("wire"),
    "media": phrase("media"),
    "aggregator": phrase("aggregator"),
    "bridge": phrase("bridge"),
    "corrections": phrase("corrections"),
}
HEADLINE_MAX = 500
"""Code points of a headline that a machine is given, and of what it may make of it."""
SIDES = {
    "CN": phrase("China"), "JP": phrase("Japan"), "US": phrase("United States"), "TW": phrase("Taiwan"),
    "UN": phrase("United Nations"), "KR": phrase("South Korea"), "RU": phrase("Russia"), "GB": phrase("United Kingdom"),
    "UK": phrase("United Kingdom"), "EU": phrase("European Union"), "HK": phrase("Hong Kong"), "MO": phrase("Macao"),
    "INT": phrase("international"),
}  # fmt: skip
"""Names for the sides met most, as newsrooms write them; the CLDR's for other countries."""
# Escapes, because a reader of this file would not see them either: the Arabic letter mark, soft hyphen, invisible operators,
# deprecated formatting, interlinear annotations and tags; what joins and parts letters; fillers that look like nothing.
_HIDDEN = re.compile(
    "[\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180e\u200c\u200d\u2061-\u206f\u3164\uffa0\ufff9-\ufffb"
    "\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e00ff]"
)


def said(text: str) -> str:
    """Foreign words as one line, without controls and without anything that hides or turns the direction of writing."""
    return " ".join(tidy(_HIDDEN.sub("", text)).split())


def short(text: str, limit: int) -> str:
    """The same in at most ``limit`` code points."""
    text = said(text)
    return text if len(text) <= limit else f"{text[: limit - 1].rstrip()}…"


def quoted(text: str, say: Speech, limit: int = 0) -> str:
    """Foreign words in the reader's quotation marks, in at most ``limit`` code points if there is a limit."""
    return say("“{words}”").format(words=short(text, limit) if limit else said(text))


def side(code: str, say: Speech = ENGLISH) -> str:
    """A side by its name."""
    return say(SIDES[code]) if code in SIDES else say.territory(code) or said(code)


def role(name: str, say: Speech = ENGLISH) -> str:
    """A source's role by its name."""
    return say(ROLES[name]) if name in ROLES else said(name)


def kind(name: str, say: Speech = ENGLISH) -> str:
    """A kind that no kind pack names: our own, or one that is gone from the watchlist."""
    return say(KINDS[name]) if name in KINDS else said(name.replace("-", " "))


def voice(outlet: str, code: str, say: Speech = ENGLISH) -> str:
    """Who speaks: WSJ (United States)."""
    return say("{outlet} ({side})").format(outlet=said(outlet), side=side(code, say))
