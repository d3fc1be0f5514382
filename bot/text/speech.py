"""In whose language do we speak? The bot's own words in English, Chinese (both scripts) and Japanese; headlines stay as they are.

English is the key: ``say("Nothing is awaited.")``. What has no translation is said in English. The catalogues are
``bot/locale/<language>/readout.po``, GNU gettext's format; dates, cities and lists are written as the CLDR has them.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, time
from functools import cache, lru_cache
from gettext import NullTranslations
from importlib.resources import files
from io import BytesIO

from babel import Locale
from babel.core import get_global
from babel.dates import format_date, format_skeleton, format_time
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.support import Translations

from bot.text.tags import tongue

LANGUAGES = ("en", "zh-Hans", "zh-Hant", "ja")
"""BCP 47 tags of the languages that the bot speaks."""
Say = Callable[[str], str]


def phrase(english: str) -> str:
    """Marks a phrase that stands in a table, so that the catalogues have it; it is translated where it is said."""
    return english


_CLOCK = phrase("HH:mm")
"""The CLDR's letters for hours and minutes: https://unicode.org/reports/tr35/tr35-dates.html#Date_Format_Patterns"""


@dataclass(frozen=True, slots=True)
class Speech:
    """A language in which the bot speaks: ``say(...)`` puts an English phrase into it."""

    language: str
    """One of ``LANGUAGES``."""
    _words: NullTranslations = field(compare=False, repr=False)
    _locale: Locale = field(compare=False, repr=False)

    def __call__(self, english: str) -> str:
        """The phrase in this language; its placeholders stay, for ``str.format``."""
        return self._words.gettext(english) if english else ""

    def many(self, one: str, more: str, number: int) -> str:
        """The phrase for a number of something, placeholders and all: ``one`` and ``more`` are English for one and for several."""
        return self._words.ngettext(one, more, number)

    def listed(self, words: Iterable[str]) -> str:
        """An enumeration that does not say that it is complete: a, b, c; 甲、乙、丙."""
        joint: str = self._locale.list_patterns["standard"]["middle"].format("", "")
        return joint.join(words)

    def day(self, when: date, *, year: bool) -> str:
        """24 Nov, 24 Nov 2025; 11月24日, 2025年11月24日."""
        return _day(self._locale, when, year=year)

    def months(self, when: date) -> tuple[str, ...]:
        """What the month of a day is called, the fullest first: November 2025, Nov 2025, Nov; 2025年11月, 11月."""
        noon = datetime(when.year, when.month, when.day, 12)  # noqa: DTZ001 - a day as its reader counts it, in no zone
        return tuple(dict.fromkeys(format_skeleton(shape, noon, locale=self._locale) for shape in ("yMMMM", "yMMM", "MMM")))

    def weekday(self, when: date) -> str:
        """A day of the month and the week: Mon 24, 24日周一, 24日(月)."""
        if self._locale.language == "en":
            return format_date(when, "EEE d", locale=self._locale)
        return format_skeleton("Ed", datetime(when.year, when.month, when.day, 12), locale=self._locale)  # noqa: DTZ001 - the same

    def clock(self, when: time) -> str:
        """22:30; 22時30分. Always of 24 hours."""
        return _clock(self._locale, self(_CLOCK), time(when.hour, when.minute))

    def city(self, zone: str) -> str:
        """What people call a zone: America/New_York is New York, 纽约."""
        return _city(self._locale, zone)

    def territory(self, code: str) -> str:
        """The name of an ISO 3166 code; empty when it is none."""
        return str(self._locale.territories.get(code, ""))


# The same few are written for every chat that an alert goes to, and the CLDR's patterns take longer than all the rest of a message.


@lru_cache(2048)
def _day(locale: Locale, when: date, *, year: bool) -> str:
    if locale.language == "en":  # the day before the month, as most of the world reads English
        return format_date(when, "d MMM y" if year else "d MMM", locale=locale)
    midnight = datetime(when.year, when.month, when.day)  # noqa: DTZ001 - a day as its reader counts it, in no zone
    return format_skeleton("yMMMd" if year else "MMMd", midnight, locale=locale)


@lru_cache(4096)
def _clock(locale: Locale, pattern: str, when: time) -> str:
    return format_time(when, pattern, locale=locale)


@lru_cache(2048)
def _city(locale: Locale, zone: str) -> str:
    if locale.language != "en":  # whose names are the zones'
        zone = next((city for name in _names(zone) if (city := locale.time_zones.get(name, {}).get("city"))), zone)
    return zone.rpartition("/")[2].replace("_", " ")


def _names(zone: str) -> Iterator[str]:
    """All names of a zone: the CLDR keeps most under the first that they had (Asia/Calcutta)."""
    aliases = get_global("zone_aliases")
    yield zone
    yield (now := aliases.get(zone, zone))
    yield from (former for former, name in aliases.items() if name == now)


def speech(language: str) -> Speech:
    """What puts an English phrase into ``language``, a BCP 47 tag; English for languages that the bot does not speak."""
    return _speech(tongue(language) or "en")


@cache
def _speech(language: str) -> Speech:
    return Speech(language, _catalogue(language), Locale.parse(language, sep="-"))


def _catalogue(language: str) -> NullTranslations:
    """The words of a language: read once, in a few milliseconds, so that nothing needs to be compiled before it runs."""
    if language == "en":
        return NullTranslations()
    compiled = BytesIO()
    with files("bot").joinpath("locale", language, "readout.po").open("rb") as file:
        write_mo(compiled, read_po(file, locale=language.replace("-", "_"), abort_invalid=True))
    compiled.seek(0)
    return Translations(compiled)


ENGLISH = speech("en")
