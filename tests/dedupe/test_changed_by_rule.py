"""Texts that nobody wrote: those of ``tests/data/pairs``, changed by rule in one fact, or put in another house's signs.

What differs in a fact is another story, what is only written otherwise the same one. No author's habits are in it.
"""

import json
import random
import re
from collections.abc import Callable, Iterator, Sequence
from functools import cache, reduce
from pathlib import Path
from typing import NamedTuple

import pytest
from opencc import OpenCC

from bot.dedupe.slots import contradiction, wording
from bot.match import compile_index
from bot.settings import load_settings
from bot.text.credits import without_credits
from bot.text.naming import Naming
from bot.watchlist import load_watchlist

FOLDER = Path(__file__).parents[1] / "data" / "pairs"
TEXTS = 1200
"""Of each language, drawn once and for all."""
Rule = Callable[[str, random.Random], str]


class Text(NamedTuple):
    """A text with its headline, without its credits: what a dateline says is no fact of the text."""

    name: str
    title: str
    text: str


@cache
def texts(lang: str) -> list[Text]:
    files = sorted([FOLDER / f"{lang}.jsonl", *FOLDER.glob(f"*/{lang}.jsonl")])
    rows = [json.loads(line) for file in files for line in file.read_text(encoding="utf-8").splitlines()]
    found = {row["a"]["text"]: Text(row["id"], row["a"]["title"], without_credits(row["a"]["text"])) for row in rows}
    return random.Random(lang).sample(sorted(found.values()), TEXTS)


@cache
def naming() -> Naming:
    return compile_index(load_watchlist(load_settings().watchlists)).naming


def told_apart(lang: str, rule: Rule) -> Iterator[tuple[str, str]]:
    """Each text that a rule changes, with what is found otherwise."""
    for name, title, text in texts(lang):
        whole = f"{title}\n{text}"
        if (changed := rule(whole, random.Random(name))) != whole:
            headline, _, body = changed.partition("\n")
            yield name, contradiction(wording(title, text, naming()), wording(headline, body, naming()))


# ── one fact ───────────────────────────────────────────────────────────────────────────────────────────────────────────────────

NUMBER = re.compile(r"(?<![\d.,:/A-Za-z~～・（(-])[1-9]\d*(?:[.,]\d+)*(?![\d:/A-Za-z~～・-]|[.,]\d|国[集首]|カ国| miles\))")
DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
COUNTRIES = {
    "en": ("France", "Brazil", "Vietnam", "Indonesia", "Mexico", "Ukraine"),
    "zh": ("法国", "巴西", "越南", "墨西哥", "乌克兰", "加拿大"),
    "ja": ("フランス", "ブラジル", "ベトナム", "メキシコ", "ウクライナ", "カナダ"),
}
DENIED = (
    (r" (will|would|were|had) (?=[a-z]+ [a-z])(?!not|be |been |no )", r" \1 not "),
    ("将(?=于|在|对|与|向)", "不会"),
    (r"された。", "されなかった。"),
    (r"している。", "していない。"),
)


def another_number(text: str, chance: random.Random) -> str:
    """Another last digit, wherever the number stands."""
    start = text.index("\n")
    if not (found := [one[0] for one in NUMBER.finditer(text, start)]):
        return text
    old = chance.choice(found)
    new = old[:-1] + chance.choice([digit for digit in "123456789" if digit != old[-1]])
    return re.sub(rf"(?<![\d.,]){re.escape(old)}(?!\d|[.,]\d)", new, text)


def another_day(text: str, chance: random.Random) -> str:
    there = [day for day in DAYS if re.search(rf"\b{day}\b", text)]
    if not there:
        return text
    return re.sub(rf"\b{chance.choice(there)}\b", chance.choice([day for day in DAYS if day not in text]), text)


def another_country(text: str, chance: random.Random) -> str:
    names = next(names for names in COUNTRIES.values() if (names[0].isascii(), "ラ" in names[0]) == (text.isascii(), "の" in text))
    there = [name for name in names if re.search(rf"{name}(?![a-z])", text.partition("\n")[2])]
    absent = [name for name in names if name not in text]
    if not there or not absent:
        return text
    return re.sub(rf"{chance.choice(there)}(?![a-z])", chance.choice(absent), text)


def denied(text: str, chance: random.Random) -> str:
    title, _, body = text.partition("\n")
    rules = [rule for rule in DENIED if re.search(rule[0], body)]
    return f"{title}\n{re.sub(*chance.choice(rules), body, count=1)}" if rules else text


@pytest.mark.parametrize(
    ("lang", "rule"),
    [(lang, rule) for rule in (another_number, another_country, denied) for lang in ("en", "zh", "ja")] + [("en", another_day)],
)
def test_one_fact_alone_makes_another_story(lang: str, rule: Rule) -> None:
    found = list(told_apart(lang, rule))
    assert len(found) >= 15
    assert [name for name, what in found if not what] == []


ONLY_ONE_IS_TRUE = {
    "en": (
        "two three four five six seven eight nine ten eleven twelve",
        "second third fourth fifth sixth seventh eighth",
        "first last",
        "January February April June July August September October November December",
        "Osaka Fukuoka Kaohsiung Shanghai Busan Manila Hanoi Jakarta Sydney Geneva Vienna Warsaw",
        "a.m. p.m.",
        "morning afternoon evening",
        "north south east west",
        "northern southern eastern western",
        "army navy police",
        "will may",
        "rose fell",
        "higher lower",
        "killed injured rescued",
        "confirmed denied",
        "approved rejected",
        "highest lowest",
        "imports exports",
        "suspended resumed",
        "above below",
        "before after",
        "opened closed",
        "2024 2025 2026 2027",
    ),
    "zh": (
        "上海 广州 厦门 大阪 釜山 马尼拉 雅加达 悉尼 日内瓦 维也纳 伦敦 巴黎",
        "外交部长 国防部长 财政部长 商务部长",
        "海军 空军 陆军",
        "毛宁 林剑 郭嘉昆",
        "辽宁舰 山东舰 福建舰",
        "上涨 下跌",
        "增加 减少",
        "死亡 受伤 失踪",
        "证实 否认",
        "批准 否决",
        "同意 拒绝",
        "最高 最低",
        "进口 出口",
        "首次 再次 最后一次",
        "两名 三名 四名 五名",
        "两艘 三艘 四艘 五艘",
        "本月 上月 下月",
        "今年 去年 明年",
        "暂停 恢复",
        "以上 以下",
        "超过 不足",
        "至少 至多",
        "逮捕 释放",
        "支持 反对",
    ),
    "ja": (
        "大阪 福岡 札幌 仙台 上海 釜山 マニラ ジャカルタ シドニー ジュネーブ ロンドン パリ",
        "午前 午後",
        "毛寧 林剣 郭嘉昆",
        "上昇 下落",
        "増加 減少",
        "続伸 続落",
        "死亡 負傷 行方不明",
        "承認 否認",
        "可決 否決",
        "最高 最低",
        "輸入 輸出",
        "東部 西部 南部 北部",
        "今月 先月 来月",
        "今年 昨年 来年",
        "初めて 再び",
        "停止 再開",
        "以上 以下",
        "上回 下回",
        "逮捕 釈放",
        "支持 反対",
        "強化 緩和",
        "トヨタ 日産 ホンダ ソニー パナソニック 日立 東芝 三菱電機",
        "日本側 中国側 米国側",
        "予定 検討 可能性",
    ),
}
"""Words of which one cannot stand for another."""


def instead(words: Sequence[str]) -> Rule:
    """One of some words in the place of another, wherever that stands, and the headline with it."""

    def rule(text: str, chance: random.Random) -> str:
        body = text.partition("\n")[2]
        there = [word for word in words if re.search(whole(word), body)]
        absent = [word for word in words if word not in text]
        return re.sub(whole(chance.choice(there)), chance.choice(absent), text) if there and absent else text

    return rule


def whole(word: str) -> str:
    return rf"(?<![-\w]){re.escape(word)}(?![-\w])" if word.isascii() else re.escape(word)


@pytest.mark.parametrize(("lang", "words"), [(lang, words) for lang, sets in ONLY_ONE_IS_TRUE.items() for words in sets])
def test_another_word_of_which_only_one_is_true_makes_another_story(lang: str, words: str) -> None:
    found = list(told_apart(lang, instead(words.split())))
    assert len(found) >= 5
    assert [name for name, what in found if not what] == []


# ── the same in other signs ────────────────────────────────────────────────────────────────────────────────────────────────────

HAN = "〇一二三四五六七八九"


def in_han(number: int) -> str:
    """A number below a hundred, as it is said."""
    tens, ones = divmod(number, 10)
    return ("" if tens < 2 else HAN[tens]) + ("十" if tens else "") + (HAN[ones] if ones or not tens else "")


def clock(found: re.Match[str]) -> str:
    return f"{int(found[1]) % 12 + (12 if found[3] == 'p' else 0)}:{found[2] or '00'}"


@cache
def converter(way: str) -> OpenCC:
    return OpenCC(way)


RESTYLED: dict[str, dict[str, Callable[[str], str]]] = {
    "en": {
        "percent": lambda text: re.sub(r"(?<=\d) ?(?:percent|per cent)\b", "%", text),
        "24 hours": lambda text: re.sub(r"\b(\d{1,2})(?:[:.](\d\d))? ([ap])\.m\.(?=,| [a-z])", clock, text),
        "days first": lambda text: re.sub(r"\b(Nov\.|Dec\.|November|December) (\d{1,2})\b(?=,? [a-z])", r"\2 \1", text),
        "bn": lambda text: re.sub(r"(?<=\d) billion\b", "bn", text),
        "quotes": lambda text: text.replace("“", '"').replace("”", '"').replace("’", "'"),
        "no on": lambda text: re.sub(rf" on (?={'|'.join(DAYS)})", " ", text),
        "us": lambda text: text.replace("U.S.", "US").replace("U.N.", "UN"),
        "a sentence less": lambda text: re.sub(r"(?<=[a-z]{4}[.!?])\s+[^.!?\n]+[.!?]$", "", text),
    },
    "zh": {
        "traditional, in Taiwan's terms": lambda text: converter("s2twp").convert(text),
        "traditional": lambda text: converter("s2hk").convert(text),
        "simplified": lambda text: converter("t2s").convert(text),
        "in Han numerals": lambda text: re.sub(
            r"(?<![\d.,:/-])(\d{1,2})(?=[日月年人名个個时時])", lambda m: in_han(int(m[1])), text
        ),
        "percent": lambda text: re.sub(r"(\d+(?:\.\d+)?)%", r"百分之\1", text),
        "full width": lambda text: text.translate({ord(sign): ord(sign) + 0xFEE0 for sign in "0123456789%"}),
        "a sentence less": lambda text: re.sub(r"(?<=。)[^。\n]+。$", "", text),
    },
    "ja": {
        "in Han numerals": lambda text: re.sub(
            r"(?<![\d.．,:/兆億万千～-])(\d{1,2})(?=[日月人隻時])", lambda m: in_han(int(m[1])), text
        ),
        "24 hours": lambda text: re.sub(r"午後(\d{1,2})時(?!間)", lambda m: f"{int(m[1]) % 12 + 12}時", text),
        "polite": lambda text: text.replace("した。", "しました。").replace("している。", "しています。"),
        "full width": lambda text: text.translate({ord(sign): ord(sign) + 0xFEE0 for sign in "0123456789%"}),
        "quotes": lambda text: text.replace("「", "『").replace("」", "』"),
        "a sentence less": lambda text: re.sub(r"(?<=。)[^。\n]+。$", "", text),
    },
}
CONVERTED_WRONGLY = 0.02
"""Share of texts in which the converter puts a word that nobody in Taiwan would: 分割槽 for 分區, 總枱 for 總台."""


TOLD_ALREADY = 0.003
"""Share of texts in which the other number is one that the text tells already: nothing can be said once all else was touched as well."""


@pytest.mark.parametrize(
    ("lang", "rule"), [(lang, rule) for rule in (another_number, another_country, denied) for lang in RESTYLED]
)
def test_one_fact_is_another_in_other_signs_as_well(lang: str, rule: Rule) -> None:
    ways = [way for how, way in RESTYLED[lang].items() if how != "a sentence less"]  # which may be the one that was changed

    def restyled(text: str, chance: random.Random) -> str:
        changed = rule(text, chance)
        return reduce(lambda said, way: way(said), chance.sample(ways, 3), changed) if changed != text else text

    found = list(told_apart(lang, restyled))
    assert len(found) >= 50
    missed = [name for name, what in found if not what]
    assert len(missed) <= TOLD_ALREADY * len(found), missed


@pytest.mark.parametrize(("lang", "how"), [(lang, how) for lang, ways in RESTYLED.items() for how in ways])
def test_other_signs_for_the_same_make_none(lang: str, how: str) -> None:
    found = list(told_apart(lang, lambda text, _: RESTYLED[lang][how](text)))
    wrong = [(name, what) for name, what in found if what]
    assert len(found) >= 15
    assert len(wrong) <= (CONVERTED_WRONGLY * len(found) if "traditional" in how else 0), wrong
