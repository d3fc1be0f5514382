"""By which words does a site turn to its readers, or label what is no part of an article, or own up to a mistake?"""

import re
from functools import cache

from bot.text.lists import words_of

_WORDS = "bot.revisions"
_PAID = re.compile(r"\b(?:ad|pr|advert\w*|sponsored|promoted|paid)\b|广告|廣告|広告|推广|赞助|スポンサー", re.IGNORECASE)
_INVITATION = 100
"""Code points of a line that invites its readers to something of the site's."""
_INVITES = re.compile(
    r"\b(?:to|in) your (?:inbox|phone|mailbox)\b|\bunsubscribe (?:at )?any ?time\b|\b(?:one|an) e-?mail a (?:day|week)\b"
    r"|\bour (?:(?:daily|weekly|free|morning|evening) )?(?:newsletters?|app|podcast|whatsapp channel|telegram channel)\b"
    r"|\b(?:cookies?|privacy) (?:policy|settings|notice)\b|\bterms (?:of (?:use|service)|and conditions) (?:apply|here)\b"
    r"|(?:お届けします|ご登録ください|お申し込みください|(?:アプリ|メルマガ|ニュースレター|LINE|公式X)\S{0,20}(?:ください|できます|配信中|します))[。！!]?$"
    r"|(?:每天|每日|每周|每晚)一封[。！!]?$|(?:扫码|扫描|长按|点击|關注|关注)\S{0,24}(?:二维码|公众号|公眾號|客户端|小程序|订阅|訂閱|下载|下載)\S{0,10}$",
    re.IGNORECASE,
)
_HEAD = 60
"""Code points within which a note of a mistake says that it is one."""


def is_label(text: str, *, alone: bool = False) -> bool:
    """Whether a line is the heading of a box: "Related stories", 関連記事, by itself or before what is in the box."""
    return bool((_labels_alone() if alone else _labels()).match(text))


def advertises(text: str) -> bool:
    """Whether a label says that what follows was paid for."""
    return bool(_PAID.search(text))


def turns_to_reader(text: str) -> bool:
    """Whether a line is the site's, not the article's: "Sign up for …", "We use cookies", 扫码关注, 会員登録."""
    return bool(_asides().match(text)) or (len(text) <= _INVITATION and bool(_INVITES.search(text)))


def owns_up(text: str) -> bool:
    """Whether a text is a note of a correction."""
    return bool(_corrections().search(text[:_HEAD]))


@cache
def _labels_alone() -> re.Pattern[str]:
    return re.compile(rf"[\W_]*(?:{_forms('labels')})[\W\d_]*$", re.IGNORECASE)


@cache
def _labels() -> re.Pattern[str]:
    # A word for a box is an ordinary word too: only a sign, or the line's end, makes it a label.
    return re.compile(
        rf"[\W_]*(?:{_forms('labels')})(?:[\s\d()（）.,…]*$|\s*[:：|｜>»›▶▼■◆●/·・]|\s*[(（]\s*[\d,.]+)", re.IGNORECASE
    )


@cache
def _asides() -> re.Pattern[str]:
    return re.compile(rf"[\W_]*(?:{_forms('asides')})", re.IGNORECASE)


@cache
def _corrections() -> re.Pattern[str]:
    return re.compile(_forms("corrections"), re.IGNORECASE)


def _forms(section: str) -> str:
    """The phrases of a section as alternatives, the longest first; one in letters ends where its word ends."""
    forms = sorted({form.replace("_", " ") for form in words_of(_WORDS, section)}, key=len, reverse=True)
    return "|".join(rf"(?<![a-z]){re.escape(form)}(?![a-z])" if form[0].isascii() else re.escape(form) for form in forms)
