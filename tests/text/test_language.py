"""Scripts tell languages apart; where they do not, the source's habit does."""

import pytest

from bot.text.language import language_of


@pytest.mark.parametrize(
    ("text", "usual", "language"),
    [
        ("外交部发言人就高市涉台言论答记者问", ("zh-Hans",), "zh-Hans"),
        ("外交部就高市發言回應記者提問", ("zh-Hant",), "zh-Hant"),
        ("外交部就高市發言回應記者提問", ("zh-Hans",), "zh-Hant"),
        ("首相が電話会談について説明した", ("ja",), "ja"),
        ("首相動静", ("ja",), "ja"),
        ("中国外交部", ("zh-Hant",), "zh-Hans"),
        ("日中友好", ("zh-Hant",), "zh-Hant"),
        ("商台新聞", ("zh-Hans",), "zh-Hant"),  # 台 is traditional, too
        ("后台与平台", ("zh-Hant",), "zh-Hans"),  # 与 is not
        ("日中友好", (), "zh-Hans"),
        ("高市早苗の发言", ("zh-Hans",), "zh-Hans"),
        ("Takaichi speaks with 特朗普 in Tokyo about the alliance", ("en",), "en"),
        ("Le ministère répond", ("fr",), "fr"),
        ("МИД ответил", ("ru", "en"), "ru"),
        ("대통령실은 통화했다", ("ko",), "ko"),
        ("2025-11-24", ("ja",), "ja"),
        ("", (), "und"),
    ],
)
def test_language(text: str, usual: tuple[str, ...], language: str) -> None:
    assert language_of(text, usual) == language
