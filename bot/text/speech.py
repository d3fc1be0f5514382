"""In whose language do we speak? The bot's own words in English, Chinese (both scripts) and Japanese; headlines stay as they are.

English is the key: ``say("Nothing is awaited.")``. What has no translation is said in English.
"""

from collections.abc import Callable

LANGUAGES = ("en", "zh-Hans", "zh-Hant", "ja")
"""BCP 47 tags of the languages that the bot speaks."""
Say = Callable[[str], str]


def phrase(english: str) -> str:
    """Marks a phrase that stands in a table, so that the catalogues have it; it is translated where it is said."""
    return english


def speech(language: str) -> Say:  # noqa: ARG001 - translations come with the catalogues
    """What puts an English phrase into ``language``."""
    return str
