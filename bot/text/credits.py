"""Whose text is it? What agencies and papers put before and after a text to say so: datelines, bylines, tags."""

import re
from functools import lru_cache

from bot.text.late import late

_AGENCIES = {
    "xinhua": "Xinhua|新华社|新华网|新華社",
    "cns": "China News Service|中新社|中新网|中国新闻网|中新社",
    "cctv": "CCTV|央视新闻|央视网|总台央视",
    "people": "People's Daily|人民日报|人民网",
    "global_times": "Global Times|环球时报|环球网",
    "kyodo": "Kyodo(?: News)?|共同社|共同通信(?:社)?|共同网|共同",
    "jiji": "Jiji(?: Press)?|时事通信社?|时事社|時事通信社?|時事",
    "nhk": "NHK",
    "reuters": "Reuters|路透社?|ロイター(?:通信)?",
    "ap": "AP|Associated Press|美联社|美聯社|AP通信",
    "afp": "AFP|Agence France-Presse|法新社|AFP通信|AFP=時事",
    "bloomberg": "Bloomberg|彭博社?|ブルームバーグ",
    "yonhap": "Yonhap|韩联社|韓聯社|聯合ニュース|联合新闻",
    "cna": "CNA|Central News Agency|中央社|フォーカス台湾",
    "tass": "TASS|塔斯社|タス通信",
    "dpa": "dpa|德新社",
    "efe": "EFE|埃菲社",
}
_GROUPS = dict.fromkeys(("xinhua", "cns", "cctv", "people", "global_times"), "cn_state") | {"tass": "ru_state"}
"""Origin groups of the watchlists; every other agency is a group of its own."""
_AGENCY = {name: rf"(?<![A-Za-z])(?:{forms})(?![A-Za-z])" for name, forms in _AGENCIES.items()}
_ANY = "|".join(_AGENCY.values())
_DATELINE = (  # what follows a dateline is another one at most; a note of a correction is none
    late(rf"^\s*(?:[A-Z][\w .,'’/-]{{1,40}}?)?\s*[(（](?:{_ANY})(?:[-/ ][^)）]{{0,20}})?[)）]\s*[-—–:：]*\s*"),
    late(
        r"^\s*[A-Z][A-Z .'’-]{2,30}(?:, (?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]*\.? \d{1,2})?\s*(?:[-—–]{1,2})\s*"
    ),
    late(r"^\s*[A-Z][A-Z .'’-]{2,30}(?:, [A-Z][A-Za-z]+)?:\s+"),
    late(
        r"^\s*[A-Z][\w .'’-]{1,30}(?:, [A-Z][a-z]+)?, (?:\d{1,2} [A-Z][a-z]{2,8}|[A-Z][a-z]{2,8}\.? \d{1,2})\.?(?:,? \d{4})?"
        r"\s*(?:\([^)\n]{1,30}\))?\s*[-—–:]{1,2}\s*"
    ),
    late(r"^\s*(?!The )[A-Z][\w.'’-]+(?:,? [A-Z][\w.'’-]+){0,2}\s?\([A-Z][^)\n]{1,30}\)\s*[-—–:]{1,2}\s*"),
    late(r"^\s*[\[(][A-Z][A-Za-z .&'’-]{1,30}[\])]\s*[-—–:]*\s*"),
    late(
        rf"^\s*[（(【\[]?\s*(?:{_ANY})[^。，,\n]{{0,16}}?\d{{1,2}}日[^。，,\n]{{0,4}}?[电電讯訊](?![报報])\s*[）)】\]]?\s*(?:[（(](?:记者|記者)[^）)]{{1,30}}[）)])?\s*"
    ),
    late(rf"^\s*[【\[][^】\]]{{0,14}}?(?:{_ANY})[^】\]]{{0,10}}[】\]]\s*"),
    late(
        r"^\s*[【（(\[［〔](?![^】）)\]］〕]*(?:[訂订更修]正|勘[误誤]|詫))(?=[^】）)\]］〕]*[\u3041-\u9fff])[^】）)\]］〕。\n]{1,30}[】）)\]］〕]"
        r"\s*(?:[-—–―]\s*)?"
    ),
    late(r"^\s*(?:本[报報网網台])?(?:记者|記者)\s?[^，。\s]{2,12}?\s?[／/]\s?[^，。\s]{2,10}?(?:報導|报道|報道|电|電)[，：:\s]*"),
    late(
        r"^\s*据?[^\s。，,：:（(]{0,10}(?:网站|網站|网|網|社|报|報|新闻|新聞|体育|體育|财经|財經|视频|客户端|之家|在线|電視|电视台|广播|快讯)"
        r"(?:(?:\d{1,2}月)?\d{1,2}日)?(?:电|電|讯|訊|消息)(?:[，,：:]\s*|\s+(?!的))"
    ),
    late(rf"^\s*(?:{_ANY})[^。，,\n]{{0,12}}?(?:\d{{1,2}}月)?\d{{1,2}}日\s+[-—–]+\s*"),
    late(rf"^\s*(?:{_ANY})(?:\d{{1,2}}日)?(?:报道|報道|消息|讯|訊)[，,：:]?\s*"),
)
_TAIL = late(
    rf"\s*(?:[（(【\[](?:[^（）()\n]{{0,12}})(?P<who>{_ANY})(?:[^（）()\n]{{0,12}})[）)】\]]|(?:[-—–|]\s*)(?P<by>{_ANY})|(?:来源|來源|Source)\s*[:：]\s*(?P<from>{_ANY})[^\n]{{0,20}})\s*$"
)


_FLASH = "速报|速報|快讯|快訊|独自|獨家|独家|更新|突发|突發|号外|號外|詳報|详报|動画|视频"
_PREFIX = late(
    r"^\s*(?:(?:update|wrapup|factbox|refile|corrected|exclusive|breaking|just in|watch|video)(?: \d+)?\s*[-–—:：]+"
    rf"|[【\[(（<＜〈]?(?:{_FLASH})[】\])）>＞〉]?\s*[-–—:： 　|｜丨/／]*)\s*",
    re.IGNORECASE,
)
_SUFFIX = late(
    rf"(?:\s[-–—|｜]\s[^-–—|｜\d]{{2,30}}|[（(【\[<＜〈](?:{_ANY}|{_FLASH})[)）】\]>＞〉]|[:：]\s?(?:朝日|毎日|読売|産経|日本経済|東京)(?:新聞|ニュース)\S{{0,8}}|[_＿][^_＿\d]{{2,16}}|[|｜丨][^|｜丨\d]{{2,16}})\s*$"
)


def headline_of(title: str) -> str:
    """A headline without a wire's prefix ("UPDATE 2-", 【速報】) or a suffix without digits (" - Reuters", _新闻频道)."""
    bare = _SUFFIX.sub("", _PREFIX.sub("", title))
    return bare or title


@lru_cache(maxsize=512)
def without_credits(text: str) -> str:
    """The text without what says whose it is; asked again and again as its words are compared with those of others."""
    return credited(text)[1]


def credited(text: str) -> tuple[str, str]:
    """The agency that a text credits with itself, empty for none; and the text without that."""
    who = ""
    for _ in range(2):
        for pattern in _DATELINE:
            if (found := pattern.match(text)) and found.end():
                who = who or _name(found[0])
                text = text[found.end() :]
                break
        else:
            break
    if found := _TAIL.search(text, max(0, len(text) - 80)):
        who = who or _name(found["who"] or found["by"] or found["from"] or "")
        text = text[: found.start()]
    return who, text


def agency_in(words: str) -> str:
    """The agency that a byline or a tag names, empty for none."""
    return _name(words)


def origin_of(agency: str) -> str:
    """The origin group of an agency."""
    return _GROUPS.get(agency, agency)


def called(agency: str) -> str:
    """What readers call an agency."""
    return _AGENCIES[agency].split("|")[0].split("(")[0] if agency else ""


@lru_cache(maxsize=512)
def _name(words: str) -> str:
    best: tuple[int, str] = (0, "")
    if not words:
        return ""
    for name, forms in _AGENCY.items():
        if found := re.search(forms, words):
            best = max(best, (len(found[0]), name))
    return best[1]
