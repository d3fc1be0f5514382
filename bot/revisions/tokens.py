"""What is compared when texts are: sentences as tokens in one normal form.

Numbers are values (二十日, 20日; 1万2000, 12,000; "third", 3rd), times of day are hours of twenty-four (午後3時, 15時), months are
numbers, names are whom they name. Words where words are spaced, katakana words, the words of ``opposites``, else single characters.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, lru_cache

from ahocorasick_rs import AhoCorasick, MatchKind

from bot.revisions.opposites import lexicon
from bot.revisions.spelling import is_joint
from bot.text.credits import without_credits
from bot.text.fold import Folded, fold, folded
from bot.text.late import late
from bot.text.lists import keyed, words_of
from bot.text.naming import Naming
from bot.text.numerals import DECIMAL, SIGNS, is_number, shown, value_of

LONGEST = 4000
"""Code points of a text that are compared."""
_QUOTE = re.compile(r"[「『\"]([^「『」』\"]{2,80})[」』\"](号?)")
_GOES_ON = (
    r"(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|[A-Z][a-z]+ (?:standard )?time\b|(?:GMT|UTC|[JKE]ST|E[DS]?T|P[DS]T|BST|CET|HKT)\b"
)
"""What follows an hour, "6 a.m.", in the same sentence."""
_SPLIT = re.compile(
    r"(?<=[。！？!?])[」』”’）)]*|\n+|(?<=\.[\"”’])\s+"
    rf"|(?<=[a-z0-9%\"”’)][.!?])\s+(?=[A-Z“\"‘'(])(?!(?<=[ap]\.m\.\s)(?:{_GOES_ON}))"
)

_NUMBERS, _MULTIPLES, _ORDINALS, _MONTHS, _WEEKDAYS, _HALVES = (
    keyed("bot.revisions", section) for section in ("numbers", "multiples", "ordinals", "months", "weekdays", "halves of the day")
)
_MEANT = frozenset({"one", "percent", "pct", *_NUMBERS, *_MULTIPLES, *_MONTHS, *_WEEKDAYS, *_HALVES})
"""English words that are a number, a day, a month or the like."""
_COUNTERS = frozenset(words_of("bot.revisions", "counters"))
_ORDINAL = re.compile(r"(\d+)(?:st|nd|rd|th)")
_DIGITS = r"\d+(?:,\d{3}(?!\d)| \d{3}(?![\d-]))*(?:\.\d+)?"
_CJK_NUMBER = rf"(?!两十|(?<=车)两)(?:{SIGNS}+{DECIMAL}|(?:{_DIGITS}|{SIGNS}+)(?:(?:{_DIGITS})?{SIGNS}+)*(?:{_DIGITS})?)"
_CAPITALISED = 0.85
"""Share of words with a capital from which on a headline capitalises all."""
_CURRENCIES = frozenset("$€£¥")
_TIME = late(
    r"(?P<half>午前|午后|上午|下午|早上|凌晨|清晨|未明|傍晚|晚上|晚间|夜间|夜|晚)(?P<hour>\d{1,2}|[一二三四五六七八九十两]{1,2})(?=[时点])"
    r"|(?P<h>\d{1,2})(?:[:.](?P<m>\d\d))? ?(?P<ampm>[ap])\.?m\b\.?"
)


_TENTHS = rf"百分之{SIGNS}+(?:点{SIGNS}+)?|(?:\d+|[一二两三四五六七八九])(?:成|割(?:[\d五]分)?)(?![为立长员功果分本交就り引])"
_FIRST = r"(?<![当最年月起])初(?=[\u3400-\u9fff]|$)(?![期日旬步级心夏秋冬春头次回衷])"
_HAN = (0x3400, 0x9FFF)
_LETTER = r"[^\W\d_\u3040-\u30ff\u3400-\u9fff\uac00-\ud7a3]"
"""Of a script that is written with spaces."""


@cache
def _units() -> Mapping[str, str]:
    """What stands after a number, to the one form of its unit."""
    return {folded(form.replace("_", " ")): unit for form, unit in keyed("bot.revisions", "units").items()}


@cache
def _plain_tokens() -> re.Pattern[str]:
    """Tokens of folded text that are no words of an unspaced script; what most texts are made of is tried first."""
    units = "|".join(re.escape(form) + ("(?![a-z])" if form.isascii() else "") for form in sorted(_units(), key=len, reverse=True))
    return re.compile(
        r"(?! )(?:(?P<half>[ap]\.m\.)"
        rf"|(?P<latin>km/h|m/s|(?:[a-z]+(?!{_LETTER})|{_LETTER}+)(?:n't)?(?:['][a-z]+)?)"
        r"|(?P<kana>[\u30a1-\u30fa]+|(?<=[「『\"])[\u3041-\u3096]{2,8}(?=[」』\"]))"
        rf"|(?P<run>[\u3041-\u3096{_han_but(SIGNS + '初')}]+)"
        rf"|(?P<tenths>{_TENTHS})|(?P<money>{_CJK_NUMBER}圆\d{{1,2}}钱)|(?P<first>{_FIRST})"
        rf"|(?P<number>\d+:\d\d|\d+(?:st|nd|rd|th)\b|{_CJK_NUMBER})(?: ?(?P<unit>{units}))?"
        r"|(?P<sign>%|\w))"
    )


def _han_but(characters: str) -> str:
    """Ranges of a class of all Han characters but for some."""
    apart = sorted({point for point in map(ord, characters) if _HAN[0] <= point <= _HAN[1]})
    pairs = zip([_HAN[0], *(point + 1 for point in apart)], [*(point - 1 for point in apart), _HAN[1]], strict=True)
    return "".join(f"{chr(first)}-{chr(last)}" for first, last in pairs if first <= last)


@cache
def _unspaced() -> tuple[AhoCorasick, tuple[tuple[str, str], ...]]:
    """The words of unspaced scripts, and by number the token and kind of each."""
    words = {word: (word, "w") for word in lexicon()}
    for table in (_HALVES, _WEEKDAYS, _MONTHS):
        words |= {form: (mark, mark[0]) for form, mark in table.items() if not form.isascii()}
    words |= {form: (number, "#") for form, number in _ORDINALS.items()}
    return AhoCorasick(list(words), matchkind=MatchKind.LeftmostLongest), tuple(words.values())


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence in tokens."""

    words: tuple[str, ...]
    kinds: str
    """A letter each: # number, m month, d weekday, h half of the day, @ name, A capitalised word, a word, k katakana word,
    w word of ``opposites``, u unit after a number, c character."""
    quotes: tuple[str, ...] = ()
    """What it says in quotes, folded; 号 after the name of a ship."""
    names: tuple[str, ...] = ()
    """How the names among its words are written, in their order."""

    def written(self, start: int = 0, end: int | None = None) -> str:
        """Its tokens in a row, names as they are written."""
        if "@" not in self.kinds:
            return "".join(self.words[max(0, start) : end])
        names = iter(self.names)
        words = [next(names, "") if kind == "@" else word for kind, word in zip(self.kinds, self.words, strict=True)]
        return "".join(words[max(0, start) : end])


@lru_cache(maxsize=512)
def pieces_of(text: str) -> tuple[str, ...]:
    """The sentences of a text that say something, as written, without datelines and credits."""
    return tuple(piece for piece in _SPLIT.split(without_credits(text[:LONGEST])) if piece and any(map(str.isalnum, piece)))


@lru_cache(maxsize=512)
def sentence_of(text: str, naming: Naming) -> Sentence:
    """One sentence in tokens."""
    whole = fold(text)
    words: list[str] = []
    kinds: list[str] = []
    names: list[str] = []
    at = 0
    for start, end, whom in naming.of(whole, text):
        if start < at:
            continue
        names.append(whole.text[start:end])
        _tokens(whole, text, at, start, words, kinds)
        words.append(f"@{whom}")
        kinds.append("@")
        at = end
    _tokens(whole, text, at, len(whole.text), words, kinds)
    return Sentence(
        tuple(words), _capitals_that_mean_something(words, kinds), tuple(map("".join, _QUOTE.findall(whole.text))), tuple(names)
    )


def _tokens(whole: Folded, original: str, start: int, end: int, words: list[str], kinds: list[str]) -> None:
    text = whole.text
    at = start
    for clock in _TIME.finditer(text, start, end):
        _plain(whole, original, at, clock.start(), words, kinds)
        words += _hours(clock)
        kinds += "#" * (len(words) - len(kinds))
        at = clock.end()
    _plain(whole, original, at, end, words, kinds)


def _plain(whole: Folded, original: str, start: int, end: int, words: list[str], kinds: list[str]) -> None:
    automaton, meant = _unspaced()
    at = start
    for number, first, last in automaton.find_matches_as_indexes(whole.text[start:end]):
        _others(whole, original, at, start + first, words, kinds)
        _say(*meant[number], words, kinds)
        at = start + last
    _others(whole, original, at, end, words, kinds)


def _others(whole: Folded, original: str, start: int, end: int, words: list[str], kinds: list[str]) -> None:
    text = whole.text
    for found in _plain_tokens().finditer(text, start, end):
        word = found[0]
        match found.lastgroup:
            case "run":
                words += word
                kinds += "c" * len(word)
            case "tenths":
                _say(shown(_share(word)), "#", words, kinds)
                _say("%", "u", words, kinds)
            case "money":
                yen, sen = word.removesuffix("钱").split("圆")
                _say(shown((value_of(yen.replace(",", "")) or 0) + int(sen) / 100), "#", words, kinds)
                _say("圆", "c", words, kinds)
            case "first":
                _say("1", "#", words, kinds)
            case "number" | "unit":
                _number(text, found, words, kinds)
            case "half":
                _say(_HALVES[word], "h", words, kinds)
            case "latin":
                _latin(word, original[whole.origins[found.start()]].isupper(), words, kinds)
            case "kana":
                _say(word, "k", words, kinds)
            case _:
                _say(word, "u" if word == "%" else "c", words, kinds)


def _say(word: str, kind: str, words: list[str], kinds: list[str]) -> None:
    words.append(word)
    kinds.append(kind)


def _latin(word: str, capital: bool, words: list[str], kinds: list[str]) -> None:  # noqa: FBT001 - of this module alone
    word = word.removesuffix("'s")
    if word not in _MEANT and "'" not in word:  # most words
        _say(word, "A" if capital else "a", words, kinds)
    elif word == "one" and words[-1:] == ["no"]:
        words[-1] = "nobody"
    elif word in _NUMBERS:
        _spelt(int(_NUMBERS[word]), words, kinds)
    elif word in _MULTIPLES and kinds and kinds[-1] == "#":
        words[-1] = shown(float(words[-1]) * int(_MULTIPLES[word])) if is_number(words[-1]) else words[-1]
    elif word in _MONTHS and (capital or len(word) > 3):
        _say(_MONTHS[word], "m", words, kinds)
    elif word in _WEEKDAYS:
        _say(_WEEKDAYS[word], "d", words, kinds)
    elif word in _HALVES:
        _say(_HALVES[word], "h", words, kinds)
    elif word in {"percent", "pct"}:
        _say("%", "u", words, kinds)
    elif word.endswith("n't"):
        _say({"can't": "can", "won't": "will"}.get(word, word[:-3]), "a", words, kinds)
        _say("not", "a", words, kinds)
    else:
        _say(word, "A" if capital else "a", words, kinds)


def _spelt(value: int, words: list[str], kinds: list[str]) -> None:
    """A number in English words: twenty-one is one number."""
    tens = kinds and kinds[-1] == "#" and value < 10 and words[-1] in {"20", "30", "40", "50", "60", "70", "80", "90"}
    if tens:
        words[-1] = str(int(words[-1]) + value)
    else:
        _say(str(value), "#", words, kinds)


def _number(text: str, found: re.Match[str], words: list[str], kinds: list[str]) -> None:
    word = found["number"]
    if ordinal := _ORDINAL.fullmatch(word):
        _say(ordinal[1], "#", words, kinds)
        return
    if ":" in word:
        hour, minute = word.split(":")
        for part in (hour, minute)[: 1 if int(minute) == 0 else 2]:
            _say(str(int(part)), "#", words, kinds)
        return
    unit = _units().get(found["unit"] or "")
    value = None if not unit and _is_letter(text, found) else value_of(word.replace(",", "").replace(" ", ""))
    _say(*((word, "c") if value is None else (shown(value), "#")), words, kinds)
    if unit and value is not None and found["unit"] == "m" and text[found.start() - 1 : found.start()] in _CURRENCIES:
        words[-1] = shown(value * 10**6)  # $5m
    elif unit:
        _say(unit, "u", words, kinds)


def _share(word: str) -> float:
    """Percent: 三成, 3割5分, 百分之五点五."""
    if (said := word.removeprefix("百分之")) != word:
        whole, _, rest = said.partition("点")
        return float(f"{shown(value_of(whole) or 0)}.{''.join(shown(value_of(one) or 0) for one in rest) or 0}")
    tenths, _, more = word.replace("成", "割").removesuffix("分").partition("割")
    return 10 * (value_of(tenths) or 0) + (value_of(more) or 0 if more else 0)


def _is_letter(text: str, found: re.Match[str]) -> bool:
    """Whether a lone number sign is part of a word."""
    if found[0][0].isdigit() or len(found[0]) > 1:
        return False
    return text[found.end() : found.end() + 1] not in _COUNTERS and text[found.start() - 1 : found.start()] not in {"第", "初"}


def _hours(clock: re.Match[str]) -> list[str]:
    """The hour of twenty-four, and the minute."""
    if clock["h"]:
        hour = int(clock["h"]) % 12 + (12 if clock["ampm"] == "p" else 0)
        return [str(hour), *([str(int(clock["m"]))] if clock["m"] and int(clock["m"]) else [])]
    hour = int(value_of(clock["hour"]) or 0)
    late = clock["half"] in {"午后", "下午", "傍晚"} or (clock["half"] in {"晚上", "晚间", "夜间", "夜", "晚"} and 5 <= hour < 12)
    return [str(hour + 12 if late and hour < 12 else hour)]


def _capitals_that_mean_something(words: list[str], kinds: list[str]) -> str:
    """A capital is no sign of a name in a headline that capitalises all, nor at a sentence's beginning unless another follows."""
    said = "".join(kinds)
    long = [kind for word, kind in zip(words, said, strict=True) if kind in "aA" and len(word) > 3 and not is_joint(word)]
    if long and long.count("A") >= _CAPITALISED * len(long) and len(long) > 2:
        return said.replace("A", "a")
    return "a" + said[1:] if said[:1] == "A" and said[1:2] != "A" else said
