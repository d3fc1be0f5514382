"""Which ways of writing a date, a span, a share or a sum are one? 令和8年 and 2026年, 6時半 and 6時30分, two-thirds and 66.67%.

A text is written anew in the one way that ``tokens`` reads. Other units of the same (12 nautical miles, 22 km): ``quantities``.
Each rule says what stands wherever it has anything to do, so that most sentences are left alone without a pattern being tried.
"""

import re
from collections.abc import Callable
from functools import cache, lru_cache
from html import unescape

from bot.text.japanese import plain_style
from bot.text.numerals import shown, value_of

_N = r"((?:\d+(?:[.,．]\d+)*|[〇零一二三四五六七八九十百千万两]+)+)"
_ERAS = {"令和": 2018, "平成": 1988, "昭和": 1925, "大正": 1911, "民国": 1911, "民國": 1911}
"""What to add to a year of an era for the year of our calendar."""
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
_PART = "|".join(_PARTS)
_PAST = {"half": 30, "quarter": 15}
"""Minutes."""
_TO_NINETEEN = [
    "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve", "thirteen",
    "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen",
]  # fmt: skip
_TENS = ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"]
_WORTH = {word: value for value, word in enumerate(_TO_NINETEEN)} | {word: 20 + 10 * at for at, word in enumerate(_TENS)}
_ONE = "|".join(_TO_NINETEEN)
_IN_WORDS = {"a": 1, "an": 1} | {word: _WORTH[word] for word in _TO_NINETEEN[1:11]}
_DECADES = {f"{word[:-1]}ies": _WORTH[word] for word in _TENS}
_ONES = "一二两兩三四五六七八九"
_SIGNS = f"〇{_ONES}十百千万"
_FEW = "(?:[1-9][0-9]?|[一二三四五六七八九十]{1,3})"
_COUNT = rf"(\d+(?:\.\d+)?|{'|'.join(_IN_WORDS)})"
_ENGLISH_SHARES = rf"\b{_COUNT}[ -]({_PART})s?\b(?= of\b| majority| share|[ -]owned|\W*$)"


def _number(word: str) -> float:
    """The value of a number as people write it; 0 for none."""
    plain = word.lower().translate(_PLAIN).replace(",", "")
    return float(_IN_WORDS[plain]) if plain in _IN_WORDS else value_of(plain) or 0.0


def _worth(words: str) -> list[int]:
    """The value of each number among English words; digits are one."""
    found = re.findall(r"[a-z]+|\d+", words.lower())
    return [int(word) if word.isdigit() else _WORTH[word] for word in found]


def _decimal(found: re.Match[str]) -> str:
    return f"{_worth(found[1])[0]}.{''.join(map(str, _worth(found[2])))}"


def _hundreds(found: re.Match[str]) -> str:
    return str(100 * _worth(found[1])[0] + sum(_worth(found[2])))


_CLAUSES = re.compile("(?<=[0-9])，(?=[0-9])")
"""A comma between two clauses: only in full-width digits is it one between thousands."""
_NARROW = str.maketrans("０１２３４５６７８９", "0123456789")
_PLAIN = _NARROW | str.maketrans("．，兩", ".,两")


def _year(found: re.Match[str]) -> str:
    return f"{int(_ERAS[found[1]] + (1 if found[2] == '元' else _number(found[2])))}年"


def _of_the_republic(found: re.Match[str]) -> str:
    return f"{int(found[1] or found[2]) + _ERAS['民国']}年"


def _or_one_more(found: re.Match[str]) -> str:
    """两三天 is 2至3天."""
    first, second = (int(_number(each)) for each in found.groups())
    return f"{first}至{second}" if second == first + 1 else found[0]


def _percent(many: float, of: float) -> str:
    return f"{shown(round(100 * many / of, 4))}%" if of else "0%"


def _by_a_part(found: re.Match[str]) -> str:
    """By a third, by two thirds, by half."""
    part = (found[1] or found[3] or found[4]).lower()
    return f"by {_percent(_number(found[2]) if found[2] else 1, _PARTS[part])}"


_DOLLARS = {"NT": "Taiwan dollars", "HK": "Hong Kong dollars"}


def _dollars(found: re.Match[str]) -> str:
    """NT$5m is 5m Taiwan dollars; US$5m is $5m."""
    return f"{found[2]} {_DOLLARS[found[1]]}" if found[1] in _DOLLARS else f"${found[2]}"


def _total(unit: str, size: int) -> Callable[[re.Match[str]], str]:
    """Two parts of a measure as one: 1時間40分 as 100分."""
    return lambda found: f"{shown(size * _number(found[1]) + _number(found[2]))}{unit}"


def _and_a_half(unit: str, size: int) -> Callable[[re.Match[str]], str]:
    """One part and a half, whichever of a pattern's groups holds it: 1年半 as 18个月."""
    return lambda found: f"{shown(size * _number(next(filter(None, found.groups()))) + size / 2)}{unit}"


_MARKUP = re.compile(r"</?(?:br|p|b|i|em|strong|span|div|a)\b[^<>]*>|[\u200b\u200c\u200d\u2060\ufeff]", re.IGNORECASE)
_Written = str | Callable[[re.Match[str]], str]
_Rule = tuple[str, str, _Written]
"""Letters (in English words and single digits) of which one stands where the pattern is found, the pattern, and what is written."""
_CONVERTED_WORDS = "miles mph feet ft inches pounds acres km kph kilometers kilometres meters metres hectares kilograms tons tonnes"
"""Units in which an editor says once more in brackets what was measured: 85 km (53 miles)."""
_SHARED = " ".join(f"{part} {part}s" for part in _PARTS)
_COUNTED = " ".join([*"0123456789", *list(_IN_WORDS)[2:]])
_UNSPACED: tuple[_Rule, ...] = (
    ("旦", r"元旦(?![假节節连連晚前后後])", "1月1日"),
    ("廿卅", r"([廿卅])(?=[一二三四五六七八九日号號])", lambda m: "二十" if m[1] == "廿" else "三十"),
    ("米日韓露", r"中([米日韓露])(?=首[脳相]|関係|両国|両首|間|電話|会談|貿易|外相)", r"\1中"),
    ("く", r"(?<=[えきけげせてねべめれ])なくなっている", "ていない"),
    ("く", r"(?<=[かがさたなばまらわえけげせてねべめれきじち])なくな(?=[っりる])", "ないようにな"),
    ("か", r"(?<=\d分)から", "より"),
    ("・·", r"(?<![\d.])(\d)[・·](\d)(?=[号番月日両区])", r"\1、\2"),
    ("割", r"(?<=打率)(\d)割(\d)分(\d)厘", r"\1\2\3"),
    ("余餘多", r"(?<=[\d百千])([余餘多])([万萬亿億])", r"\2\1"),
    ("旬", r"(?<![\d上中下初])([3-9三四五六七八九])旬(?=[老男女夫妇婦的、，翁妪嫗])", lambda m: f"{shown(10 * _number(m[1]))}多岁"),
    (":", r"(?<![\d:])(\d{1,2}):(\d\d):(\d\d)(?![\d:])", r"\1小时\2分\3秒"),
    ("年", rf"({'|'.join(_ERAS)})(\d+|[一二三四五六七八九十百]+|元)年", _year),
    ("湾灣", r"(?<=[\d百千万億亿兆])台[湾灣](?:ドル|元)", "新台币"),
    ("港", r"(?<=[\d百千万億亿兆])香港ドル", "港元"),
    ("ン", r"(?:(\d+)ドル)?(\d+(?:\.\d+)?)セント(?![ラロ])", lambda m: f"{shown(int(m[1] or 0) + float(m[2]) / 100)}ドル"),
    ("/", r"(?<![\d/])([1-9])/([2-9])(?![\d/])", lambda m: _percent(float(m[1]), float(m[2]))),
    ("两兩三四五六七八九",
     rf"(?<![{_SIGNS}\d])([{_ONES}])([{_ONES}])(?=[天日周週个個名人次艘度成]|(?<!二.)年(?!度))", _or_one_more),
    ("点點", rf"([{_SIGNS}]+)[点點]([〇{_ONES}]+)(?=[个個]百分|[级級度倍元吨噸米]|公[里斤])",
     lambda m: f"{shown(_number(m[1]))}.{''.join(shown(_number(each)) for each in m[2])}"),
    ("瓦", r"(?<=[\d.])百[万萬]瓦", "MW"),
    ("総", r"(?<=\d)総トン", "トン"),
    ("輪", r"(?<![第前])五輪(?!會|会[谈談议議]|磋|谈|談|比)", "オリンピック"),
    (")）", r"[(（][\u3041-\u309f・ー ]{2,20}[)）]", ""),
    ("両两兩", r"(\d{1,2})[、,，](\d{1,2})[両两兩]日", r"\1日、\2日"),
    ("から", r"(\d+)([月日])から(?=\d+\2)", r"\1～"),
    ("年", r"(?<![\d.])(1[0-3]\d)年(?=[至到度]|[\d一二三四五六七八九十]{1,2}月)|(?<=[自至到])(1[0-3]\d)年", _of_the_republic),
    ("年", r"(?<![\d年])([0-4]\d)年(?=度|\d{1,2}月)", r"20\1年"),
    ("かカヵヶケｹ箇個", r"(?<=[\d０-９一二三四五六七八九十数])[かカヵヶケｹ箇個](?=[月国國所])", "个"),
    ("箇個个", r"(?<=[箇個个])月間?(?!份)", "月"),
    ("半", rf"{_N}[时時]間半|{_N}[个個]半(?:小[时時]|[鐘钟][头頭])", _and_a_half("分", 60)),
    ("半", r"(?<![一-九十\d０-９])半(?:个|個)?(?:小[时時]|[時时]間|[鐘钟][头頭])", "30分"),
    ("分", rf"{_N}(?:小[时時]|[时時]間)(?:零|又)?{_N}分(?:[钟鐘間])?", _total("分", 60)),
    ("半", rf"{_N}(?:年|周年)半", _and_a_half("个月", 12)),
    ("刑役錮固予判", rf"((?:刑|懲役|禁[錮固]|猶予|判[决決处處]){_FEW}年{_FEW})(?=月)", r"\1个"),
    ("个", rf"{_N}年(?:零|と|間)?{_N}[个]月", _total("个月", 12)),
    ("半", r"(?<![上下前後后大小])半年", "6个月"),
    ("年", r"(?<![\d.])(\d{1,2}\.5)年", lambda m: f"{shown(12 * float(m[1]))}个月"),
    ("一二", r"(?<![\d时時点點])([三四五])分([一二])(?![分点點の之十个人名秒鐘钟])", r"\1分之\2"),
    ("メm", rf"{_N}(?:メートル|m)(?=\d){_N}(?:センチ(?:メートル)?|cm)", _total("センチ", 100)),
    ("米", rf"{_N}米(?=\d){_N}(?:[厘釐]米|公分)?(?!米)", _total("厘米", 100)),
    ("キ", rf"{_N}キロ(?=\d){_N}メートル", _total("メートル", 1000)),
    ("分", rf"{_N}分(?:の|之){_N}(?!号)", lambda m: _percent(_number(m[2]), _number(m[1])) if m[1] != "百" else m[0]),
    ("半", r"(?<!過)(?<!过)半数(?!を?[超過过])|(?<=[的约約近超过過])一半", "50%"),
    ("午", r"正午(?=[にごま前、をから])", "12時"),
    ("同", r"(\d{1,2})日((?:(?!\d日).)*?)同日", r"\1日\2\1日"),
    ("℃°度", r"(?:(?<![\d\w])[-−－]|零下|氷点下|マイナス)([\d０-９.]+)(?:℃|°C|摄氏度|攝氏度|度)", r"零下\g<1>度"),
    ("℃°度", r"(?<=[\d０-９])(?:℃|°C|摄氏度|攝氏度)", "度"),
    ("銭錢", r"(?<=[\d０-９])[円圓]([\d０-９]{1,2})[銭錢]", lambda m: f".{int(m[1]):02}円"),
    (":", r"(?<![\d:])(\d{1,2}):(\d\d)(?![\d:])", lambda m: f"{m[1]}時" + (f"{m[2]}分" if int(m[2]) else "")),
    ("・·．", r"(?<=[\d０-９])[・·．](?=[\d０-９])", "."),
    ("・", r"(?<![〇一-九])([〇一二三四五六七八九])・([〇一二三四五六七八九])(?![〇一-九・])",
     lambda m: f"{value_of(m[1]):g}.{value_of(m[2]):g}"),
    ("半", r"(?<=[\d０-９一二三四五六七八九十])([时時點点])半", r"\g<1>30分"),
    ("克", r"(?<=[\d０-９])千克", "公斤"),
    ("米", r"(?<=[\d０-９])千米", "公里"),
    ("パ", r"(?<=\d)パーセント", "%"),
    ("百", r"百分之(\d+(?:\.\d+)?)", r"\1%"),
)  # fmt: skip
_IN_MILLIONS = (
    r"(?:(?:US|NT|HK|Swiss|Taiwan|Hong Kong|Singapore|New Taiwan|Australian|Canadian) )?"
    r"(?:dollars|francs|yen|yuan|won|euros?|pounds|rupees|pesos|baht|kroner|kronor|crowns|roubles|rubles"
    r"|barrels|tons|tonnes|metric tons|shares|people|customers?|users|vehicles|acres)\b"
)
"""What is counted in millions after 1.2m, and is not measured in metres."""
_SPACED: tuple[_Rule, ...] = (
    ("hrs hours gmt utc jst local", r"\b([01]\d|2[0-3])([0-5]\d)(?= ?(?:hrs|hours|GMT|UTC|JST|local time)\b)", r"\1:\2"),
    ("k", r"(?<=\d)k\b(?!m)", ",000"),
    ("tn", r"(?<=\d)tn\b", " trillion"),
    ("point", rf"(?i)\b({_ONE}|\d+) point ((?:{_ONE})(?: (?:{_ONE}))*)\b", _decimal),
    ("hundred", rf"(?i)\b({_ONE}) hundred(?: and)?[ -]((?:{'|'.join(_TENS)})(?:[ -](?:{_ONE}))?|(?:{_ONE}))\b", _hundreds),
    ("0", r"\b(\d+)[.,](\d+),000\b(?<=[.]\d,000)", lambda m: f"{m[1]},{m[2]:0<3}"),
    ("cent", r"\bper cent\b", "percent"),
    ("half quarter", r"(?i)\b(?:an? )?(half|quarter)(?:[ -]of)?(?:[ -]a)?[ -](?:percentage[ -])?points?\b",
     lambda m: f"{0.5 if m[1].lower() == 'half' else 0.25} percentage points"),
    ("q", r"\bQ([1-4])\b", r"\1th quarter"),
    ("nt hk us", r"\b(NT|HK|US)\$ ?(\d[\d,.]*(?: ?(?:trillion|billion|million|tn|bn|mn|m)\b)?)", _dollars),
    ("left", r"(?<=\w )(rounds|games|matches|races|laps|days|weeks|months|hours|minutes) left\b(?=[,.;]|$| in\b)", r"\1 remaining"),
    ("basis", rf"(?i)\b{_COUNT} basis points?\b", lambda m: f"{shown(_number(m[1]) / 100)} percentage points"),
    ("pair", r"(?i)\ba pair of\b", "two"),
    ("no nos", r"\b[Nn]os?\.? (?=\d)", "number "),
    ("half", r"(?i)\b(?:an? |one[ -])?hour[ -]and[ -]a[ -]half\b", "90 minutes"),
    ("half", r"(?i)(?<!and a )\bhalf[ -](?:an?[ -])?hours?\b", "30 minutes"),
    ("half", rf"(?i)\b{_COUNT} hours?(?: and)? a half\b", _and_a_half(" minutes", 60)),
    ("half", rf"(?i)\b{_COUNT} and a half (?:hours?)\b", _and_a_half(" minutes", 60)),
    ("min mins minute minutes", rf"(?i)\b{_COUNT} (?:hours?|hrs?),?(?: and)? {_COUNT} min(?:ute)?s?\b", _total(" minutes", 60)),
    ("half", rf"(?i)\b{_COUNT} and a half years\b|\b{_COUNT} years? and a half\b", _and_a_half(" months", 12)),
    ("half", rf"(?i)\b{_COUNT} and a half\b", _and_a_half("", 1)),
    (" ".join(_DECADES), rf"(?i)\b({'|'.join(_DECADES)})\b", lambda m: f"{_DECADES[m[1].lower()]}s"),
    ("1", r"(?<=\d)[ -]1/2\b", ".5"),
    ("half", r"(?i)\bhalf[ -]a[ -]year\b", "6 months"),
    ("month months", rf"(?i)\b{_COUNT} years?,?(?: and)? {_COUNT} months?\b", _total(" months", 12)),
    ("year years", r"\b(\d+\.5)[ -]years?\b", lambda m: f"{shown(12 * float(m[1]))} months"),
    ("week", r"(?i)\bfor((?: about| around| nearly| at least)?) a week\b", r"for\1 7 days"),
    ("year", r"(?i)\b(within|for)((?: about| around| nearly| at least)?) (?:a|one) year\b", r"\1\2 12 months"),
    (_CONVERTED_WORDS, rf" \((?:about |around |some |roughly )?\d[\d,.]*[ -](?:{'|'.join(_CONVERTED_WORDS.split())})\)", ""),
    ("decade decades", rf"(?i)\b{_COUNT} decades?\b", lambda m: f"{shown(10 * _number(m[1]))} years"),
    ("past", rf"(?i)\b(half|quarter) past {_COUNT}\b", lambda m: f"{shown(_number(m[2]))}:{_PAST[m[1].lower()]}"),
    ("morning afternoon evening", r"(?i)\b(\d{1,2}(?:[:.]\d\d)?)(?: o'clock)? in the (morning|afternoon|evening)\b",
     lambda m: f"{m[1]} {'a' if m[2].lower() == 'morning' else 'p'}.m."),
    ("m", r"(?<=\d\.\d)m (?=(?:people|[a-z]+s)\b)|(?<=\d\.\d\d)m (?=(?:people|[a-z]+s)\b)", " million "),
    ("m", rf"(?<=\d)m (?={_IN_MILLIONS})", " million "),
    ("fortnight", r"(?i)\ba fortnight\b", "2 weeks"),
    ("half", r"(?i)\bhalf a million\b", "500,000"),
    ("half", r"(?i)\b(?:one[ -])?half(?: of)? (?=the\b|its\b|their\b|all\b|of\b)", "50% of "),
    (_SHARED, rf"(?i){_ENGLISH_SHARES}", lambda m: _percent(_number(m[1]), _PARTS[m[2].lower()])),
    (_SHARED, rf"(?i)\bby (?:(?:an? |one[ -])({_PART})|{_COUNT}[ -]({_PART})s|(half)(?! [a-z]+ed\b))\b", _by_a_part),
    (_COUNTED, rf"(?i)\b{_COUNT} (?:in|out of) {_COUNT}\b(?= [a-z])",
     lambda m: _percent(_number(m[1]), _number(m[2]))),
    ("of majority", r"(?<![\d/])([1-9])/([2-9])(?=(?: of\b| majority))", lambda m: _percent(float(m[1]), float(m[2]))),
    ("noon midday", r"(?i)\b(?:12 )?noon\b|\bmidday\b", "12:00"),
    ("midnight", r"(?i)\b(?:12 )?midnight\b", "0:00"),
)  # fmt: skip
HAN_OR_KANA = re.compile(r"[\u3041-\u30fa\u3400-\u9fff]")
_WORD = re.compile(r"[a-z]+|\d")


@cache
def _rules(unspaced: bool) -> tuple[tuple[frozenset[str], re.Pattern[str], _Written], ...]:  # noqa: FBT001 - of this module alone
    """Made when the first text of a script is read."""
    rules = _UNSPACED if unspaced else _SPACED
    parted = ((needs if unspaced else needs.split(), pattern, written) for needs, pattern, written in rules)
    return tuple((frozenset(needs), re.compile(pattern), written) for needs, pattern, written in parted)


@lru_cache(maxsize=512)
def in_values(text: str) -> str:
    """A text whose values are written in one way, without markup that a feed left in it."""
    if "&" in text or "<" in text:
        text = _MARKUP.sub(" ", unescape(text))
    if not text.isascii():
        text = _CLAUSES.sub("、", text).translate(_NARROW)
    if unspaced := bool(HAN_OR_KANA.search(text)):
        text = plain_style(text)
    there = _there(text, unspaced)
    for needs, pattern, written in _rules(unspaced):
        if not needs.isdisjoint(there) and (anew := pattern.sub(written, text)) != text:
            text, there = anew, _there(anew, unspaced)
    return text


def _there(text: str, unspaced: bool) -> frozenset[str]:  # noqa: FBT001 - of this module alone
    """What rules may need: the letters of a text, or its words and digits."""
    return frozenset(text if unspaced else _WORD.findall(text.lower()))


def freezes(text: str) -> int:
    """How many temperatures of a text are below zero."""
    return in_values(text).count("零下")
