"""Which of the languages of our readers does a tag mean? en, zh-Hans, zh-Hant, ja; the others have no name of ours yet."""

from collections.abc import Mapping

_TRADITIONAL = frozenset({"hant", "tw", "hk", "mo"})
"""Scripts and regions behind ``zh`` that mean traditional characters; whatever else stands there means simplified ones."""


def base(tag: str) -> str:
    """The language of a BCP 47 tag, without script and region: ``zh`` of ``zh-Hant``."""
    return tag.replace("_", "-").partition("-")[0].lower()


def tongue(tag: str) -> str:
    """``en``, ``zh-Hans``, ``zh-Hant`` or ``ja``, however it is written (zh, zh-TW, ja-JP); empty for any other language."""
    language, *rest = tag.replace("_", "-").lower().split("-")
    if language == "zh":
        return "zh-Hant" if _TRADITIONAL.intersection(rest) else "zh-Hans"
    return language if language in {"en", "ja"} else ""


def in_language(texts: Mapping[str, str], language: str) -> str:
    """What stands there for a BCP 47 tag: its very words, else those of its script or language, else English, else any."""
    wanted = (language, tongue(language), base(language), "en")
    return next((texts[tag] for tag in wanted if tag in texts), next(iter(texts.values()), ""))
