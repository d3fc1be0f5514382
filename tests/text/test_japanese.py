"""Does Japanese in the polite style, and in another house's spelling, read as the same words?"""

import pytest

from bot.text.japanese import plain_style


@pytest.mark.parametrize(
    ("polite", "plain"),
    [
        ("消防に通報がありました。", "消防に通報があった。"),
        ("3人が死亡しました。", "3人が死亡した。"),
        ("消火活動が続いています。", "消火活動が続いている。"),
        ("けが人は出ていません。", "けが人は出ていない。"),
        ("訴えを退けました。", "訴えを退けた。"),
        ("意識はあるということです。", "意識はあるという。"),
        ("9年ぶりでした。", "9年ぶりだった。"),
        ("会見を行います。", "会見を行う。"),
    ],
)
def test_the_polite_style_is_the_plain_one(polite: str, plain: str) -> None:
    assert plain_style(polite) == plain


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("午前8時頃に", "午前8時ごろに"),
        ("陸上及び海上", "陸上および海上"),
        ("警察によりますと", "警察によると"),
        ("ジュネーヴで", "ジュネーブで"),
        ("竜ヶ崎町", "竜ケ崎町"),
    ],
)
def test_houses_spell_the_same_words(one: str, other: str) -> None:
    assert plain_style(one) == plain_style(other)


@pytest.mark.parametrize("text", ["Desu masu", "日方表示反对", "首相は発言を撤回しない考えを示した。", ""])
def test_what_is_plain_stays_as_it_is(text: str) -> None:
    assert plain_style(text) == text
