from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.match import compile_index, scan
from bot.model.item import Item, Published
from bot.model.match import Scan
from bot.model.query import And, Not, Or, Query, Term
from bot.model.source import Source
from bot.model.watchlist import Entity, Storyline, Watch, Watchlist
from bot.text.fold import folded
from bot.watchlist.query import parse

SOURCE = Source("nhk", "NHK", "JP", "media", "feed", "https://nhk.example/", "Asia/Tokyo", ("ja",), "nhk", "NHK")
NOON = datetime(2025, 12, 2, 12, tzinfo=UTC)
DIAOYU = Entity(
    "diaoyu",
    "place",
    {"en": "Diaoyu/Senkaku"},
    {"zh-Hans": ("钓鱼岛", "钓鱼台"), "ja": ("尖閣",), "en": ("Senkaku", "Diaoyu")},
    unless=("钓鱼台国宾馆", "Diaoyu State Guesthouse"),
)
TRUMP = Entity("trump", "person", {"en": "Trump"}, {"en": ("Trump",), "zh-Hant": ("川普",)})


def item(title: str, text: str = "", *, day: date = date(2025, 12, 2)) -> Item:
    start = datetime(day.year, day.month, day.day, tzinfo=UTC)
    published = Published(start, start + timedelta(days=1))
    return Item("k", SOURCE.id, "https://nhk.example/a", "https://nhk.example/a", title, text, "ja", published, NOON, "d")


def watchlist(query: Query) -> Watchlist:
    line = Storyline("s", {"en": "S"}, date(2025, 11, 7), (Watch("w", "s", ("report",), "normal"),))
    return Watchlist(
        {SOURCE.id: SOURCE},
        {"diaoyu": DIAOYU, "trump": TRUMP},
        {},
        {"s": line},
        {"s/scope": query, "s/watch/w": query},
        "",
    )


def read(query: str, title: str, text: str = "", *, day: date = date(2025, 12, 2)) -> Scan:
    return scan(item(title, text, day=day), SOURCE, compile_index(watchlist(parse(query))))


def holds(query: str, title: str, text: str = "") -> bool:
    return bool(read(query, title, text).matches)


@pytest.mark.parametrize(
    ("query", "title", "expected"),
    [
        ("@diaoyu", "海警船在釣魚島海域巡航", True),
        ("@diaoyu", "尖閣諸島沖に中国船", True),
        ("@diaoyu", "习近平在钓鱼台国宾馆会见外宾", False),
        ("@diaoyu", "钓鱼台国宾馆外谈钓鱼岛", True),
        ("@diaoyu", "Banquet at the Diaoyu State Guesthouse", False),
        ("@trump", "Trumpet concert in Tokyo", False),
        ("@trump", "Trump’s call", True),
        ("@trump", "川普發文", True),
        ("protest*", "Protests in Tokyo", True),
        ("protest", "Protests in Tokyo", False),
        ('"state of play"', "The State   of Play today", True),
        ("@trump -tariffs", "Trump on tariffs", False),
        ("@trump NOT tariffs", "Trump on Taiwan", True),
        ("soybeans OR @trump AND taiwan", "Soybeans", True),
        ("(soybeans OR @trump) AND taiwan", "Soybeans", False),
        ("title:taiwan", "台湾 Taiwan", True),
        ("side:JP AND @trump", "Trump", True),
        ("side:CN AND @trump", "Trump", False),
        ("site:nhk.example @trump", "Trump", True),
        ("after:2025-12-02 @trump", "Trump", True),
        ("before:2025-12-02 @trump", "Trump", False),
    ],
)
def test_queries_mean_what_operators_expect(query: str, title: str, *, expected: bool) -> None:
    assert holds(query, title) is expected


def test_near_counts_words_and_two_han_characters_as_one() -> None:
    assert holds("lodged NEAR/3 protest", "Japan lodged a strong protest")
    assert not holds("lodged NEAR/3 protest", "Japan lodged, as it has done many times before, a protest")
    assert holds("致函 NEAR/4 秘书长", "傅聪致函联合国秘书长")
    assert not holds("秘书长 ONEAR/4 致函", "傅聪致函联合国秘书长")


def test_a_field_is_kept_to() -> None:
    assert not holds("title:taiwan", "Japan", "about Taiwan")
    assert holds("text:taiwan", "Japan", "about Taiwan")


def test_spans_point_into_the_original() -> None:
    found = read("@diaoyu", "中國海警船駛入", "在釣魚臺…釣魚島附近")
    body = item("中國海警船駛入", "在釣魚臺…釣魚島附近").body
    assert {body[s.start : s.end] for s in found.entities["diaoyu"]} == {"釣魚臺", "釣魚島"}


def test_what_was_published_before_the_affair_is_not_on_it() -> None:
    assert not read("@trump", "Trump", day=date(2025, 11, 5)).matches
    assert read("@trump", "Trump", day=date(2025, 11, 7)).matches


WORDS = st.sampled_from(["alpha", "beta", "gamma", "台湾", "日本", "尖閣"])
TERMS = WORDS.map(lambda word: Term(folded(word), word))
QUERIES = st.recursive(
    TERMS,
    lambda inner: st.one_of(
        st.lists(inner, min_size=2, max_size=3).map(lambda parts: And(tuple(parts))),
        st.lists(inner, min_size=2, max_size=3).map(lambda parts: Or(tuple(parts))),
        inner.map(Not),
    ),
    max_leaves=6,
)


def naive(query: Query, words: set[str]) -> bool:
    match query:
        case Term(word):
            return word in words
        case And(parts):
            return all(naive(part, words) for part in parts)
        case Or(parts):
            return any(naive(part, words) for part in parts)
        case Not(part):
            return not naive(part, words)
    raise AssertionError(query)


@given(QUERIES, st.lists(WORDS, max_size=6))
def test_the_matcher_agrees_with_a_naive_oracle(query: Query, words: list[str]) -> None:
    found = scan(item("x", " ".join(words)), SOURCE, compile_index(watchlist(query)))
    assert bool(found.matches) is naive(query, {folded(word) for word in words})
