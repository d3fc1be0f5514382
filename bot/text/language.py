"""In which language is it written? By script, and by what its source usually writes where scripts leave it open."""

import re
from collections.abc import Sequence
from functools import cache

import opencc

_LOOKED_AT = 2000
_ENOUGH = 400
"""Characters of Chinese in which simplified and traditional forms always tell."""
_KANA = re.compile(r"[\u3041-\u3096\u30a1-\u30fa]+")
_HAN = re.compile(r"[\u3400-\u9fff]+")
_HANGUL = re.compile(r"[\uac00-\ud7a3]+")
_CYRILLIC = re.compile(r"[\u0400-\u04ff]+")
_LATIN = re.compile(r"[A-Za-zÀ-ɏ]+")


def language_of(text: str, usual: Sequence[str]) -> str:
    """A BCP 47 tag: ja, zh-Hans, zh-Hant, ko, ru, or the source's own first language in Latin letters (else en)."""
    text = text[:_LOOKED_AT]
    if text.isascii():
        return _alphabetic(text, _count(_LATIN, text), usual)
    han, kana, latin = (_count(script, text) for script in (_HAN, _KANA, _LATIN))
    if _count(_HANGUL, text) * 3 > han + kana + latin / 4:
        return "ko"
    if (han + kana) * 4 < latin or not han + kana:
        return _alphabetic(text, latin, usual)
    # A Japanese name in a Chinese headline brings a kana or two; Japanese prose has one in every third character.
    expected = not usual or "ja" in usual
    if kana * (12 if expected else 4) > han or (not kana and tuple(usual) == ("ja",)):
        return "ja"
    return _chinese(text, usual)


def _count(script: re.Pattern[str], text: str) -> int:
    """How many letters of a script a text has; its pattern finds them run by run."""
    return sum(map(len, script.findall(text)))


def _alphabetic(text: str, latin: int, usual: Sequence[str]) -> str:
    if _count(_CYRILLIC, text) > latin:
        return next((tag for tag in usual if tag[:2] in {"ru", "uk"}), "ru")
    if not latin:
        return usual[0] if usual else "und"
    return next((tag for tag in usual if tag[:2] not in {"zh", "ja", "ko", "ru", "uk"}), "en")


def _chinese(text: str, usual: Sequence[str]) -> str:
    """By of which forms it has more; a text that has none of either is what its source usually writes."""
    text = text[:_ENOUGH]
    simplified, traditional = (_count(_changed_by(way), text) for way in ("t2s", "s2t"))
    if simplified == traditional:
        return next((tag for tag in usual if tag.startswith(("zh", "ja"))), "zh-Hans")
    return "zh-Hant" if simplified > traditional else "zh-Hans"


@cache
def _changed_by(way: str) -> re.Pattern[str]:
    """Runs of the common Han characters that OpenCC's conversion changes, each by itself."""
    han = "".join(map(chr, range(0x3400, 0xA000)))
    lines = opencc.OpenCC(way).convert("\n".join(han)).split("\n")
    return re.compile("[" + "".join(a for a, b in zip(han, lines, strict=True) if a != b) + "]+")
