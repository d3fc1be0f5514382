"""Which ships does a sentence speak of: by name, by kind, by number, and how many?"""

import re
from collections.abc import Iterable, Iterator

from bot.model.incident import Vessel
from bot.model.match import Scan
from bot.storyline.wording import Sentence, has, valued
from bot.text.fold import folded
from bot.text.late import late
from bot.text.lists import keyed, lists_of
from bot.text.numerals import value_of

_MOST = 400
"""Ships that can be counted in one place; a greater number is something else."""
ENGLISH = {word: int(value) for word, value in keyed("bot.revisions", "numbers").items() if int(value) <= 100}
_KANJI = "[〇一二三四五六七八九十百两]"
_NAMED = (
    late(r"[“「『\"《]([^”」』\"》\s]{1,14}丸)[”」』\"》]"),
    late(r"[“「『\"《]([^”」』\"》\s]{1,14})[”」』\"》]\s?[号號](?!令)"),
    late(r"(?<![号號])(?:漁船|渔船|抗議船|調査船)[“「『\"《]([^”」』\"》\s]{1,14})[”」』\"》]"),
    late(r"(?:漁船|渔船|抗議船|調査船)(第?[\u3041-\u30ff\u4e00-\u9fff]{1,6}?丸)"),
    late(r"\b((?:[A-Z][\wÀ-ž'’]*[ -]){1,3}[Mm]aru(?: No\. ?\d+)?)\b"),
    late(r"\b([A-Z][a-zÀ-ž]{2,12}maru)\b"),
    late(r"[“\"]([A-Z][\w -]{2,24})[”\"](?= (?:fishing |patrol )?(?:boat|vessel|ship|trawler))"),
    late(r"(?:boat|vessel|ship|trawler),? (?:named |called |the )*[“\"]([A-Z][\w -]{2,24})[”\"]"),
)
_NOT_OF_THE_NAME = frozenset(
    {"the", "a", "an", "japan's", "japan’s", "japanese", "fishing", "boat", "vessel", "ship", "trawler", "on", "when", "and"}
)
_NO_NAME = frozenset({"日の丸"})
_FLAGS = {"台": "TW", "臺": "TW", "中": "CN", "大": "CN", "日": "JP"}
_OWNER = late(r"(日本|日方|台湾|台灣|臺灣|中国|中國|大陸|大陆)[^、，。]{0,6}$")
_DESCRIBED = (
    late(
        r"(?:\b(?:[Aa]n?|[Tt]he|[Oo]ne|[Tt]wo|[Tt]hree|[Ff]our|[Ff]ive|[Ss]ix|[Ss]everal) )?"
        r"\b(?:Japanese|Chinese|Taiwanese|Philippine|Filipino|Russian|American|Japan Coast Guard|China Coast Guard) "
        r"(?:[a-z]+ ){0,3}?(?:boats?|vessels?|ships?|trawlers?|aircraft|jets?|fighters?|bombers?|drones?)\b"
    ),
    late(
        r"(?:日本|日方|日|台湾|台灣|臺灣|中国|中國|大陸|大陆|ロシア|俄罗斯|美国|米)(?:籍|の|海警局?の?|海軍の?|海军|海上保安庁の?|公|小型)*"
        r"(?:漁船|渔船|船只|船隻|公務船|公务船|海警船|海警舰艇|巡視船|巡视船|巡邏船|軍艦|军舰|艦艇|舰艇|軍機|军机|戦闘機|战机|爆撃機|轰炸机|無人機|无人机|船)"
    ),
)
_NUMBER = r"\d{4,5}(?!\d)"
_HULL = late(
    r"(?:海警|海监|haijing|ccg|coast guard(?: ships?| vessels?)?)[\s\"'」「『(]{0,2}"
    rf"({_NUMBER}(?:(?:[、,/・]|\s|and|和|及|と|号|」|「|海警){{1,6}}{_NUMBER})*)(?!年)"
    r"|\b(?:vessels?|ships?) (?!19|20[0-3])(\d{4,5}(?!\d))"
    rf"|(?<!\d)({_NUMBER})(?=号?[舰艇]*编队|などの编队|(?: ship| vessel)? formation)"
)
_FORMATION = late(
    r"\d{4,5}(?!\d)\W?(?:号)?(?:舰艇|舰船|など|等)?の?编队|\d{4,5}\W? (?:ship |vessel |fleet )?formation|formation (?:of|led by)"
)
_COUNT = late(rf"(?<![\d.,])(?P<digits>\d{{1,9}})\s?(?P<a>只|艘)|(?P<kanji>{_KANJI}{{1,4}})(?P<b>只|艘)")
_ONE = "|".join(sorted(ENGLISH, key=len, reverse=True))
_COUNT_EN = late(rf"\b(?P<number>\d{{1,9}}|{_ONE})\s(?P<what>(?:[a-z'’-]+\s){{0,5}}?)(?:ships?|vessels?|boats?|trawlers?)\b")
_BEFORE = 7
"""Characters before a number that may say what is counted: 日本渔船1只."""


def vessels(found: Iterable[Sentence], scan: Scan, body: str, lang: str) -> tuple[Vessel, ...]:
    """The boats named, each once, with the watchlist's id where it knows them."""
    known: dict[tuple[int, int], str] = {}
    several = lists_of("bot.storyline")["several boats"]
    for entity, spans in scan.entities.items():
        if entity in valued("boats") or entity in several:
            known |= {(span.start, span.end): "" if entity in several else entity for span in spans}
    named: dict[str, Vessel] = {}
    for sentence in found:
        end = sentence.start + len(sentence.written)
        for (start, stop), entity in sorted(known.items()):
            if sentence.start <= start and stop <= end:
                _keep(named, body[start:stop], sentence, lang, entity)
        for name in _names(sentence.written):
            _keep(named, name, sentence, lang, "")
    return tuple(named.values())


def _keep(named: dict[str, Vessel], name: str, sentence: Sentence, lang: str, entity: str) -> None:
    """Take a name in, unless it is another's spelling or part of one."""
    key = folded(name).replace("-", " ")
    if any(key in other or other in key for other in named):
        return
    flag = valued("boats").get(entity, "") or _flag(name, sentence.written)
    named[key] = Vessel(name, lang if not name[0].isascii() and name[0] > "\u2fff" else "en", flag, entity)


def _names(written: str) -> Iterator[str]:
    for pattern in _NAMED:
        for found in pattern.finditer(written):
            parts = found[1].split(" ")
            while parts and parts[0].lower() in _NOT_OF_THE_NAME:
                parts = parts[1:]
            name = " ".join(parts)
            if len(name) > 1 and name.lower() != "maru" and name not in _NO_NAME and not re.search(r"\d{4}|海警", name):
                yield name


def _flag(name: str, written: str) -> str:
    """Japanese boats are called Maru; of others, the words before the name say whose they are."""
    if name.endswith("丸") or name.lower().split(" no.")[0].endswith("maru"):
        return "JP"
    owner = _OWNER.search(written[: written.index(name)].rstrip('“「『"《漁渔船'))
    return _FLAGS[owner[1][0]] if owner else ""


def described(found: Iterable[Sentence]) -> tuple[str, ...]:
    """Ships and aircraft by whose they are and of what kind, as written."""
    written = (hit[0] for sentence in found for pattern in _DESCRIBED for hit in pattern.finditer(sentence.written))
    return tuple(dict.fromkeys(written))[:6]


def hulls(found: Iterable[Sentence]) -> tuple[str, ...]:
    """The numbers of coast guard ships."""
    numbers = (n for s in found for hit in _HULL.finditer(s.plain) for n in re.findall(r"\d{4,5}", hit[1] or hit[2] or hit[3]))
    return tuple(dict.fromkeys(numbers))[:12]


def is_formation(found: Iterable[Sentence]) -> bool:
    """Whether ships are named by the leader of their formation."""
    return any(_FORMATION.search(sentence.plain) for sentence in found)


def count(found: Iterable[Sentence]) -> int | None:
    """How many ships came, as far as the first number says; boats that fish are not counted."""
    return next((number for sentence in found for _, number in counts(sentence.plain)), None)


def counts(plain: str) -> Iterator[tuple[int, int]]:
    """The numbers of ships in a folded text that can be, with where each stands."""
    for found in _COUNT.finditer(plain):
        if not has("not counted", plain[max(0, found.start() - _BEFORE) : found.end() + 4]):
            number = int(found["digits"]) if found["digits"] else int(value_of(found["kanji"]) or 0)
            if 0 <= number <= _MOST:
                yield found.start(), number
    for found in _COUNT_EN.finditer(plain):
        guards = "patrol " in found["what"] and "chin" not in found["what"]
        if not has("not counted", found[0]) and not guards:
            number = int(found["number"]) if found["number"].isdecimal() else ENGLISH[found["number"]]
            if number <= _MOST and (number == 1) != found[0].endswith("s"):  # not "on May 5 Chinese ship 2501"
                yield found.start(), number
