"""Is what is put in other signs the same in tokens?"""

import pytest

from bot.revisions.opposites import negates, opposed
from bot.revisions.tokens import pieces_of, sentence_of
from bot.text.naming import Naming
from bot.text.numerals import value_of

PLACES = Naming()


@pytest.mark.parametrize(
    ("written", "value"),
    [
        ("1200", 1200), ("1.5", 1.5), ("二十", 20), ("二〇二五", 2025), ("1万2000", 12_000), ("3.5亿", 350_000_000), ("1万亿", 10**12),
        ("10000亿", 10**12), ("1亿2000万", 120_000_000), ("五百", 500), ("十", 10), ("两千", 2000), ("1.2.3", None),
    ],
)  # fmt: skip
def test_a_number_has_one_value_however_it_is_written(written: str, value: float | None) -> None:
    assert value_of(written) == value


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ("二十日に", "20日に"),
        ("第三回会合", "第3回会合"),
        ("午後3時", "15時"),
        ("8 p.m. on Nov. 21", "20:00 on November 21st"),
        ("twenty-one ships", "21 ships"),
        ("$2 billion", "$2,000,000,000"),
        ("美国总统", "美國總統"),
        ("No one was hurt", "Nobody was hurt"),
        ("He isn't here", "He is not here"),
    ],
)
def test_spellings_of_one_thing_are_the_same_tokens(a: str, b: str) -> None:
    assert sorted(sentence_of(a, PLACES).words) == sorted(sentence_of(b, PLACES).words)


def test_a_lone_number_sign_is_a_number_only_before_what_is_counted() -> None:
    assert "#" not in sentence_of("统一 意见 一致", PLACES).kinds
    assert "#" in sentence_of("一名船员", PLACES).kinds


def test_sentences_are_cut_where_they_end_and_lose_their_dateline() -> None:
    assert pieces_of("BEIJING, Nov. 24 (Xinhua) -- Xi spoke. Trump listened.\nThe end!") == (
        "Xi spoke.",
        "Trump listened.",
        "The end!",
    )
    assert pieces_of("首相は否定した。「事実ではない」と述べた。") == ("首相は否定した。", "「事実ではない」と述べた。")
    assert pieces_of("…") == ()


def test_opposites_stand_on_an_axis_and_words_at_both_ends_on_none() -> None:
    assert opposed(["confirms"], ["denied"])
    assert opposed(["否认"], ["承认"])
    assert not opposed(["confirms"], ["acknowledges"])
    assert not opposed(["rises", "falls"], ["falls"])
    assert negates("refused")
    assert negates("ない")
    assert not negates("noted")
