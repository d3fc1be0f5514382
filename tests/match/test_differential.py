"""Does the matcher agree with the definition of the language, on fifty thousand queries and texts made at random?"""

import random
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from bot.match import compile_index, gaps, scan
from bot.match.gaps import Gaps
from bot.model.item import Item
from bot.model.query import And, Has, Near, Not, Or, Query, Ref, Term, Within
from bot.model.source import Source
from bot.model.watchlist import Entity, Watchlist
from bot.text.fold import folded
from tests.match import naive

NOW = datetime(2025, 11, 24, tzinfo=UTC)
SOURCES = (
    Source("mfa", "MFA", "CN", "official", "feed", "https://mfa.example/", "UTC", ("zh-Hans",), "mfa", "MFA"),
    Source("nhk", "NHK", "JP", "media", "feed", "https://nhk.example/", "UTC", ("ja",), "nhk", "NHK"),
)
ENTITIES = {
    "diaoyu": Entity(
        "diaoyu", "place", {}, {"zh": ("钓鱼台", "钓鱼岛"), "en": ("Diaoyu",), "ja": ("尖閣",)}, ("钓鱼台国宾馆", "Diaoyu Hotel")
    ),
    "trump": Entity("trump", "person", {}, {"en": ("Trump",), "zh": ("川普", "特朗普"), "ja": ("トランプ",)}),
}
WORDS = {
    "en": [
        "trump",
        "Trump",
        "TRUMP",
        "trumpet",
        "call",
        "calls",
        "US",
        "us",
        "Diaoyu",
        "Hotel",
        "islands",
        "denied",
        "deny",
        "note",
        "e-mail",
    ],
    "zh": [
        "钓鱼台",
        "釣魚台",
        "国宾馆",
        "國賓館",
        "特朗普",
        "川普",
        "电话",
        "電話",
        "否认",
        "否認",
        "钓鱼岛",
        "中国",
        "中国人",
        "国会",
    ],
    "ja": ["尖閣", "トランプ", "ﾄﾗﾝﾌﾟ", "電話", "否定", "会談", "ない", "中国", "国会", "日本", "抗議", "ガザ", "カザ"],
}
NOISE = [
    "",
    " ",
    "  ",
    "，",
    "、",
    "。",
    "-",
    " - ",
    "'s ",
    "\u3000",
    "“",
    "”",
    "(",
    ")",
    "・",
    "１２",
    "Ａ",
    "é",
    "\u0301",
    "\u200b",
    "㈱",
    "…",
]
GROUPS, QUERIES, TEXTS = 130, 40, 10


def a_text(chance: random.Random, most: int) -> str:
    words = WORDS[chance.choice(list(WORDS))] if chance.random() < 0.7 else [word for some in WORDS.values() for word in some]
    spaced = chance.random() < 0.5
    return "".join(
        chance.choice(words) + (" " if spaced and chance.random() < 0.8 else chance.choice(NOISE))
        for _ in range(chance.randint(0, most))
    ).strip()


def a_term(chance: random.Random) -> Term:
    written = chance.choice([word for some in WORDS.values() for word in some])
    if chance.random() < 0.1:
        written = f"{written} {chance.choice(WORDS['en'])}"
    term = Term(folded(written), written, field=chance.choice(["any", "any", "any", "title", "text"]))
    if chance.random() < 0.15:
        return replace(term, cased=True)
    return replace(term, prefix=True, written=f"{written}*") if chance.random() < 0.15 else term


def a_query(chance: random.Random, depth: int) -> Query:
    kind = chance.random()
    if depth == 0 or kind < 0.25:
        if chance.random() < 0.2:
            return Ref(chance.choice(list(ENTITIES)), chance.choice(["any", "any", "title", "text"]))
        return a_term(chance)
    if kind < 0.3:
        return chance.choice(
            [Has("side", "CN"), Has("role", "media"), Has("lang", "zh"), Has("source", "nhk"), Has("kind", "denial")]
        )
    if kind < 0.4:
        words = {word.folded: replace(word, prefix=False, cased=False, field="any") for word in (a_term(chance) for _ in range(3))}
        return Within(tuple(words.values()), chance.randint(1, 6), chance.choice(["any", "any", "title", "text"]))
    if kind < 0.55:
        return Near(a_query(chance, 0), a_query(chance, min(depth - 1, 1)), chance.randint(1, 8), ordered=chance.random() < 0.4)
    if kind < 0.65:
        return Not(a_query(chance, depth - 1))
    parts = tuple(a_query(chance, depth - 1) for _ in range(chance.randint(2, 4)))
    return And(parts) if kind < 0.82 else Or(parts)


@pytest.mark.parametrize("part", range(4))
def test_the_matcher_agrees_with_the_definition(part: int) -> None:
    chance = random.Random(part)
    compared = held = 0
    for _ in range(GROUPS // 4 + 1):
        queries = {str(number): a_query(chance, 3) for number in range(QUERIES)}
        index = compile_index(Watchlist({}, ENTITIES, {}, {}, queries, ""))
        for _ in range(TEXTS):
            source = chance.choice(SOURCES)
            title, text = a_text(chance, 8), a_text(chance, 30)
            item = Item("k", source.id, "", "", title, text, chance.choice(["en", "zh-Hans", "ja"]), None, NOW, "d")
            kinds = ("denial",) if chance.random() < 0.5 else ()
            found = scan(item, source, index, kinds)
            plain = naive.Text(item, source, ENTITIES, kinds)
            for name, query in queries.items():
                expected = naive.holds(query, plain)
                assert (name in found.held) == expected, f"{query}\n{title!r}\n{text!r}"
                compared += 1
                held += expected
    assert compared >= 13_000
    assert 0.1 < held / compared < 0.9


def test_the_number_of_comparisons_is_what_it_says() -> None:
    assert 4 * (GROUPS // 4 + 1) * QUERIES * TEXTS >= 50_000


def test_long_gaps_are_counted_as_short_ones_are(monkeypatch: pytest.MonkeyPatch) -> None:
    chance = random.Random(7)
    for _ in range(200):
        text = " ".join(folded(a_text(chance, 40)) for _ in range(3)) + "end"
        places = [sorted(chance.sample(range(len(text)), 2)) for _ in range(20)]
        ranges = [((a, a + 1), (b, b + 1)) for a, b in places]
        monkeypatch.setattr(gaps, "_SHORT", 10_000)
        short = [Gaps(text).between(a, b) for a, b in ranges]
        monkeypatch.setattr(gaps, "_SHORT", 0)
        one = Gaps(text)
        assert [one.between(a, b) for a, b in ranges] == short
