"""How else may a foreign word be written in katakana? ヴェネツィア and ベネチア are one, ウイスキー and ウィスキー."""

import re

_PLAIN = {
    "ヴァ": "バ", "ヴィ": "ビ", "ヴェ": "ベ", "ヴォ": "ボ", "ヴュ": "ビュ", "ヴ": "ブ", "ツァ": "ツア",
    "ツィ": "チ", "ツェ": "ツエ", "ツォ": "ツオ", "ティ": "チ", "テュ": "チュ", "ディ": "ジ", "デュ": "ジュ",
    "トゥ": "ト", "ドゥ": "ド", "ウィ": "ウイ", "ウェ": "ウエ", "ウォ": "ウオ", "クァ": "クア", "クィ": "クイ",
    "クェ": "クエ", "クォ": "クオ", "グァ": "グア", "ファ": "ハ", "フィ": "フイ", "フェ": "フエ", "フォ": "ホ",
    "シェ": "セ", "ジェ": "ゼ", "イェ": "エ", "シャ": "シア", "ジャ": "ジア", "チャ": "チア", "ニャ": "ニア",
    "リャ": "リア", "イヤ": "イア", "ヂ": "ジ", "ヅ": "ズ", "ヰ": "イ", "ヱ": "エ", "ヲ": "オ",
    "ー": "", "・": "",
}  # fmt: skip
"""The sounds that Japanese borrowed late, as it wrote them before."""
_SOUNDS = re.compile("|".join(sorted(_PLAIN, key=len, reverse=True)))
_KATAKANA = re.compile("[\u30a1-\u30fa]")


def plain_loan(word: str) -> str:
    """A word in katakana with its plainest sounds; any other as it is."""
    return _SOUNDS.sub(lambda sound: _PLAIN[sound[0]], word) if _KATAKANA.match(word) else word
