"""How does each provider want to be asked, and where in its answer do the words stand?

LibreTranslate: https://docs.libretranslate.com/api/operations/translate, DeepL: https://developers.deepl.com/api-reference/translate
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from bot.text.tags import tongue

Kind = Literal["libretranslate", "deepl"]


@dataclass(frozen=True, slots=True)
class Question:
    """One POST of JSON. Its particulars hold the key, so they never show."""

    path: str
    body: Mapping[str, Any] = field(repr=False)
    headers: Mapping[str, str] = field(default_factory=dict, repr=False)


@dataclass(frozen=True, slots=True)
class Dialect:
    """One provider's interface: ``ask`` is given words, source, target and key; ``read`` finds the words, or an empty text."""

    targets: Mapping[str, str]
    ask: Callable[[str, str, str, str], Question]
    read: Callable[[object], str]


_LIBRE = {"en": "en", "ja": "ja", "zh-Hans": "zh", "zh-Hant": "zt"}
"""The codes of its models, which every release takes; the standard ones are known to the later releases only."""
_DEEPL = {"en": "EN-US", "ja": "JA", "zh-Hans": "ZH-HANS", "zh-Hant": "ZH-HANT"}
_DEEPL_SOURCES = {"en": "EN", "ja": "JA", "zh-Hans": "ZH", "zh-Hant": "ZH"}
"""As what it reads, languages have no variants."""


def _ask_libretranslate(words: str, source: str, target: str, key: str) -> Question:
    """What a language is that we have no code for, it is left to find out itself."""
    body = {"q": words, "source": _LIBRE.get(tongue(source), "auto"), "target": _LIBRE[target], "format": "text"}
    return Question("/translate", body | ({"api_key": key} if key else {}))


def _read_libretranslate(answer: object) -> str:
    match answer:
        case {"translatedText": str(words)}:
            return words
    return ""


def _ask_deepl(words: str, source: str, target: str, key: str) -> Question:
    """The same: it finds out what is not named."""
    body: dict[str, Any] = {"text": [words], "target_lang": _DEEPL[target]}
    if language := _DEEPL_SOURCES.get(tongue(source)):
        body["source_lang"] = language
    return Question("/v2/translate", body, {"Authorization": f"DeepL-Auth-Key {key}"})


def _read_deepl(answer: object) -> str:
    match answer:
        case {"translations": [{"text": str(words)}, *_]}:
            return words
    return ""


DIALECTS: Mapping[Kind, Dialect] = {
    "libretranslate": Dialect(_LIBRE, _ask_libretranslate, _read_libretranslate),
    "deepl": Dialect(_DEEPL, _ask_deepl, _read_deepl),
}
