"""The bot's own words: every phrase in every language, with the same placeholders; dates, cities and lists as people write them."""

import re
from datetime import date, time
from string import Formatter

import opencc
import pytest
from babel.messages.catalog import Message

from bot.text.speech import ENGLISH, LANGUAGES, speech
from tests.text.phrases import TRANSLATED, Phrase, catalogue, renewed, said


def placeholders(phrase: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(phrase) if name is not None}


def strings(entry: Message) -> tuple[str, ...]:
    return (entry.string,) if isinstance(entry.string, str) else tuple(entry.string or ("",))


@pytest.mark.parametrize("language", TRANSLATED)
def test_every_phrase_is_translated_with_the_same_placeholders(language: str) -> None:
    """``python -m tests.text.phrases`` gives the catalogues an entry for each phrase; the words are for people to write."""
    known = catalogue(language)
    entries = ((phrase, known.get(phrase.one)) for phrase in said())
    assert [
        phrase
        for phrase, entry in entries
        if entry is None or entry.fuzzy or isinstance(entry.id, str) == bool(phrase.more)
        or not all(each and placeholders(each) == placeholders(phrase.more or phrase.one) for each in strings(entry))
    ] == []  # fmt: skip


@pytest.mark.parametrize("language", TRANSLATED)
def test_what_nobody_says_is_not_translated(language: str) -> None:
    known = {each.id[0] if isinstance(each.id, tuple) else each.id for each in catalogue(language) if each.id}
    assert known - {phrase.one for phrase in said()} == set()


@pytest.mark.parametrize("language", TRANSLATED)
def test_translations_keep_the_marks_of_their_script(language: str) -> None:
    texts = [text for each in catalogue(language) if each.id for text in strings(each)]
    assert [text for text in texts if text != text.strip() or text.endswith((":", ",", ";"))] == []


@pytest.mark.parametrize(("language", "way"), [("zh-Hans", "t2s"), ("zh-Hant", "s2t")])
def test_no_word_is_taken_over_from_the_other_script(language: str, way: str) -> None:
    """What OpenCC would change is in the other script; 台 for 臺 and 群 for 羣 are how newspapers in Taipei write."""
    texts = [re.sub("[台群]", "", text) for each in catalogue(language) if each.id for text in strings(each)]
    convert = opencc.OpenCC(way).convert  # its dictionaries are read each time that one is made
    assert [text for text in texts if convert(text) != text] == []


def test_a_phrase_comes_back_in_the_language_asked_for() -> None:
    assert [speech(language)("Awaited") for language in LANGUAGES] == ["Awaited", "等候中", "等候中", "発表待ち"]


@pytest.mark.parametrize(
    ("tag", "language"),
    [
        ("zh", "zh-Hans"),
        ("zh-TW", "zh-Hant"),
        ("zh_HK", "zh-Hant"),
        ("ja-JP", "ja"),
        ("en-GB", "en"),
        ("fr", "en"),
        ("", "en"),
        ("x", "en"),
    ],
)
def test_any_tag_finds_its_language(tag: str, language: str) -> None:
    assert speech(tag).language == language
    assert speech(tag) is speech(language)


def test_what_has_no_translation_is_said_in_english_and_nothing_stays_nothing() -> None:
    assert [speech("ja")(words) for words in ("Nobody translated this.", "")] == ["Nobody translated this.", ""]


def test_numbers_choose_their_form() -> None:
    forms = ("{count} outlet", "{count} outlets")
    assert [ENGLISH.many(*forms, number).format(count=number) for number in (0, 1, 2)] == ["0 outlets", "1 outlet", "2 outlets"]
    assert [speech("zh").many(*forms, number).format(count=number) for number in (1, 2)] == ["1家媒体", "2家媒体"]


def test_dates_times_cities_and_lists_as_people_write_them() -> None:
    day, noon = date(2025, 9, 4), time(9, 5)
    written = {
        language: (
            speech(language).day(day, year=False), speech(language).day(day, year=True), speech(language).clock(noon),
            speech(language).city("America/New_York"), speech(language).city("Asia/Kathmandu"), speech(language).listed("abc"),
        )
        for language in LANGUAGES
    }  # fmt: skip
    assert written == {
        "en": ("4 Sep", "4 Sep 2025", "09:05", "New York", "Kathmandu", "a, b, c"),
        "zh-Hans": ("9月4日", "2025年9月4日", "09:05", "纽约", "加德满都", "a、b、c"),
        "zh-Hant": ("9月4日", "2025年9月4日", "09:05", "紐約", "加德滿都", "a、b、c"),
        "ja": ("9月4日", "2025年9月4日", "9時05分", "ニューヨーク", "カトマンズ", "a、b、c"),
    }


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(
    "zone", ["UTC", "Etc/UTC", "Etc/GMT-8", "America/Argentina/Buenos_Aires", "America/Indiana/Knox", "US/Eastern"]
)
def test_every_zone_has_some_name(zone: str, language: str) -> None:
    assert speech(language).city(zone).strip("/")


def test_countries_have_names() -> None:
    assert [speech(language).territory("DE") for language in LANGUAGES] == ["Germany", "德国", "德國", "ドイツ"]
    assert speech("ja").territory("XYZ") == ""


def test_a_renewed_catalogue_keeps_translations_and_forgets_what_nobody_says() -> None:
    known = catalogue("ja")
    fresh = renewed(known, [Phrase("Awaited", "", "a.py"), Phrase("New words", "", "b.py")])
    assert {each.id: each.string for each in fresh if each.id} == {"Awaited": "発表待ち", "New words": None}


def test_months_and_weekdays_as_a_calendar_has_them() -> None:
    day = date(2025, 9, 1)
    written = {language: (*speech(language).months(day), speech(language).weekday(day)) for language in LANGUAGES}
    assert written == {
        "en": ("September 2025", "Sep 2025", "Sep", "Mon 1"),
        "zh-Hans": ("2025年9月", "9月", "1日周一"),
        "zh-Hant": ("2025年9月", "9月", "1 週一"),
        "ja": ("2025年9月", "9月", "1日(月)"),
    }
