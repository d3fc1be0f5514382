"""In which language is it written? By script, and by what its source usually writes where scripts leave it open."""

from collections.abc import Callable, Sequence
from functools import cache

from bot.text.variants import variants

_COMMON = range(0x3400, 0xA000)
"""Code points of the common Han characters."""
_FIRST_LEVEL = 0xC6
"""The last lead byte of the 5401 frequent characters of Big5 (1984)."""
_LOOKED_AT = 2000
_ENOUGH = 400
"""Characters of Chinese in which simplified and traditional forms always tell."""


def language_of(text: str, usual: Sequence[str]) -> str:
    """A BCP 47 tag: ja, zh-Hans, zh-Hant, ko, ru, or the source's own first language in Latin letters (else en)."""
    text = text[:_LOOKED_AT]
    han, kana, hangul, cyrillic, latin = _scripts()(text)
    if hangul * 3 > han + kana + latin / 4:
        return "ko"
    if (han + kana) * 4 < latin or not han + kana:
        return _alphabetic(cyrillic, latin, usual)
    # A Japanese name in a Chinese headline brings a kana or two; Japanese prose has one in every third character.
    expected = not usual or "ja" in usual
    if kana * (12 if expected else 4) > han or (not kana and tuple(usual) == ("ja",)):
        return "ja"
    return _chinese(text[:_ENOUGH], usual)


@cache
def _scripts() -> Callable[[str], list[int]]:
    from bot.text.points import Classes  # noqa: PLC0415 - numpy is loaded when there is something to read

    han, kana, hangul, cyrillic = ((0x3400, 0x9FFF),), ((0x3041, 0x3096), (0x30A1, 0x30FA)), ((0xAC00, 0xD7A3),), ((0x400, 0x4FF),)
    return Classes(han, kana, hangul, cyrillic, ((0x41, 0x5A), (0x61, 0x7A), (0xC0, 0x24F))).counts


def _alphabetic(cyrillic: int, latin: int, usual: Sequence[str]) -> str:
    if cyrillic > latin:
        return next((tag for tag in usual if tag[:2] in {"ru", "uk"}), "ru")
    if not latin:
        return usual[0] if usual else "und"
    return next((tag for tag in usual if tag[:2] not in {"zh", "ja", "ko", "ru", "uk"}), "en")


def _chinese(text: str, usual: Sequence[str]) -> str:
    """By of which forms it has more; a text that has none of either is what its source usually writes."""
    traditional, simplified = _forms()(text)
    if simplified == traditional:
        return next((tag for tag in usual if tag.startswith(("zh", "ja"))), "zh-Hans")
    return "zh-Hant" if traditional > simplified else "zh-Hans"


@cache
def _forms() -> Callable[[str], list[int]]:
    """The common Han characters that only traditional Chinese has, that only simplified Chinese has."""
    from bot.text.points import Classes  # noqa: PLC0415 - as above

    changed = variants(_COMMON, "t2s")
    simplified = {form for form in changed.values() if ord(form) in _COMMON and not _is_traditional(form)}
    return Classes("".join(changed.keys() - simplified), "".join(simplified - changed.keys())).counts


def _is_traditional(character: str) -> bool:
    """Whether traditional Chinese often uses a character, whatever else is simplified to it: 出, 后, 台."""
    try:
        return character.encode("big5")[0] <= _FIRST_LEVEL
    except UnicodeEncodeError:
        return False
