"""Are words for the same known, in every form in which they stand in a text?"""

from importlib.resources import files

import pytest

from bot.revisions.synonyms import plain_forms, same_in_place, say_the_same, unlike_runs, unlike_words


@pytest.mark.parametrize(
    ("one", "other"),
    [("announced", "unveiled"), ("said", "stated"), ("replied", "answered"), ("started", "began"), ("scientists", "researchers")],
)
def test_english_words_say_the_same_in_any_form(one: str, other: str) -> None:
    assert say_the_same(one, other)
    assert say_the_same(other, one)


@pytest.mark.parametrize(("one", "other"), [("killed", "injured"), ("may", "will"), ("arrested", "charged"), ("navy", "army")])
def test_words_for_another_fact_do_not(one: str, other: str) -> None:
    assert not say_the_same(one, other)


@pytest.mark.parametrize(
    ("form", "plain"), [("tried", "try"), ("carrying", "carry"), ("stopped", "stop"), ("says", "say"), ("carried out", "carry out")]
)
def test_a_word_is_known_by_its_plain_form(form: str, plain: str) -> None:
    assert plain in set(plain_forms(form))


@pytest.mark.parametrize(
    ("before", "gone", "new", "after"),
    [("", "公布", "发布", "了"), ("", "公", "发", "布了"), ("と", "语っ", "述べ", "た"), ("", "三", "3", "回")],
)
def test_a_word_is_known_though_only_some_of_it_was_exchanged(before: str, gone: str, new: str, after: str) -> None:
    assert same_in_place(before, gone, new, after)


def test_what_is_left_of_a_run_is_what_was_not_said_otherwise() -> None:
    assert unlike_words(["carried", "out", "patrols"], ["conducted", "raids"]) == (["patrols"], ["raids"])
    gone, new = unlike_runs("在东京召开会议", "在东京举行会议")
    assert gone == new


def test_no_group_is_written_twice() -> None:
    for language in ("en", "zh", "ja"):
        text = files("bot.revisions").joinpath("thesaurus", f"{language}.txt").read_text("utf-8")
        groups = [frozenset(line.split()) for line in text.splitlines() if line and not line.startswith("#")]
        assert len(groups) > 2500
        assert len(groups) == len(set(groups))
        assert all(len(group) > 1 for group in groups)


def test_a_word_of_many_endings_does_not_go_on_over_a_space() -> None:
    assert say_the_same("boat", "vessels")
    assert not say_the_same("boat tsuru maru", "vessel zuiho maru")
