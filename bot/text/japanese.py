"""What do broadcasters' and newspapers' Japanese have in common? The same words in the plain style: しました and した, 頃 and ごろ.

A ministry and NHK write です and ます, papers だ and end in nouns; one house writes 及び, the other および. For comparison only:
what comes out is no good Japanese (見つかりました is 見つかった, but 借りました is 借った), only the same for both.
"""

import re

_SPOKEN = {
    "ということです": "という", "とのことです": "という", "ということでした": "という", "ません": "ない",
    "ませんでした": "なかった", "ではありません": "ではない", "ありません": "ない", "でした": "だった", "です": "",
    "ましょう": "よう", "まして": "て", "ています": "ている", "ていました": "ていた", "でいます": "でいる",
    "でいました": "でいた", "できました": "できた", "起きました": "起きた", "行きました": "行った",
    "きました": "いた", "ぎました": "いだ", "いました": "った", "ちました": "った", "りました": "った",
    "にました": "んだ", "びました": "んだ", "みました": "んだ", "ました": "た", "います": "う", "きます": "く",
    "ぎます": "ぐ", "します": "する", "ちます": "つ", "びます": "ぶ", "みます": "む", "ります": "る",
    "できます": "できる", "ます": "る",
}  # fmt: skip
"""Endings of the polite style and what the plain one has for them."""
_SPELT = {
    "頃": "ごろ", "及び": "および", "又は": "または", "並びに": "ならびに", "但し": "ただし", "更に": "さらに", "既に": "すでに",
    "下さい": "ください", "言え": "いえ", "巡る": "めぐる", "巡り": "めぐり", "呼び掛け": "呼びかけ",
    "子供": "子ども", "打上げ": "打ち上げ", "引続き": "引き続き", "の通り": "のとおり", "によりますと": "によると",
    "につきまして": "について", "ヴァ": "バ", "ヴィ": "ビ", "ヴェ": "ベ", "ヴォ": "ボ", "ヴ": "ブ", "ヶ": "ケ",
    "出来る": "できる", "出来ま": "できま", "出来な": "できな", "インターチェンジ": "ic", "今季": "今シーズン",
}  # fmt: skip
"""What one house writes in characters and another in kana, and the like."""
_ANEW = _SPOKEN | _SPELT
_FOUND = re.compile("|".join(sorted(_ANEW, key=len, reverse=True)))
_KANA = re.compile("[\u3041-\u30fa]")


def plain_style(text: str) -> str:
    """A text as written, in the plain style where it is Japanese."""
    return _FOUND.sub(lambda found: _ANEW[found[0]], text) if not text.isascii() and _KANA.search(text) else text
