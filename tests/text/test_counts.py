"""The daily counts in words: each deviation, its numbers and whether more is possible."""

from datetime import date
from typing import get_args

import pytest

from bot.model.series import Notice, NoticeKind, Standing
from bot.text.counts import said, stands
from bot.text.speech import ENGLISH, LANGUAGES, speech

DAY = date(2025, 12, 5)


def notice(kind: NoticeKind, value: int = 4, before: int = 21, *, at_least: bool = False) -> Notice:
    return Notice(kind, "contiguous", DAY, value, before, DAY, at_least)


@pytest.mark.parametrize(
    ("told", "expected"),
    [
        (notice("record-streak", 336, 335), "336 days in a row with ships in the contiguous zone, more than ever before (335)"),
        (notice("record-streak", 336, 335, at_least=True), "at least 336 days in a row with ships in the contiguous zone, more than ever before (335)"),
        (notice("record-ships", 28, 12), "28 ships in the contiguous zone on 5 Dec 2025, more than ever before (12)"),
        (notice("record-year", 356, 355), "356 days with ships in the contiguous zone this year, more than in any year before (355)"),
        (notice("broken", 335, 0), "no ships in the contiguous zone on 5 Dec 2025, after 335 days in a row"),
        (notice("resumed", 1, 6, at_least=True), "1 ship in the contiguous zone on 5 Dec 2025, after at least 6 days without"),
        (notice("entered", at_least=True), "4 ships in the contiguous zone on 5 Dec 2025, for the first time in at least 21 days"),
        (notice("revised", 3, 4), "the number for 5 Dec 2025 in the contiguous zone was changed: 4 → 3"),
    ],
)  # fmt: skip
def test_each_deviation_is_a_sentence(told: Notice, expected: str) -> None:
    assert said(told, ENGLISH) == expected


def test_a_sentence_in_each_language() -> None:
    told = notice("entered", at_least=True)
    assert [said(told, speech(language)) for language in LANGUAGES[1:]] == [
        "2025年12月5日毗连区出现4艘船，至少21天来首次",
        "2025年12月5日鄰接區出現4艘船，至少21天來首次",
        "2025年12月5日、接続水域に4隻、少なくとも21日ぶり",
    ]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind", get_args(NoticeKind))
def test_no_number_is_lost_in_any_language(kind: NoticeKind, language: str) -> None:
    words = said(notice(kind, 47, 38, at_least=True), speech(language))
    assert "47" in words
    assert "38" in words or kind == "broken"
    assert "{" not in words


@pytest.mark.parametrize(
    ("one", "expected"),
    [
        (Standing("contiguous", DAY, 4, 9, at_least=False), "the contiguous zone: 4 ships on 5 Dec 2025, 9 days in a row"),
        (Standing("contiguous", DAY, 1, 1, at_least=True), "the contiguous zone: 1 ship on 5 Dec 2025"),
        (Standing("territorial", DAY, 0, 0, at_least=False), "the territorial sea: no ships on 5 Dec 2025"),
    ],
)
def test_how_a_zone_stands(one: Standing, expected: str) -> None:
    assert stands(one, ENGLISH) == expected
