"""Lines always fit, in the order of their worth, and come out as Telegram's parser reads them."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.alerts.markup import ENTITIES, Line, Run, as_html, as_text, fit, host, line, linked, split, units
from tests.alerts.make import parsed

FACE = "\N{GRINNING FACE}"
WORDS = st.text(st.sampled_from("ab <>&\"';中" + FACE), max_size=40)
RUNS = st.builds(Run, WORDS, st.sampled_from(["", "b", "b u", "s", "i"]), st.sampled_from(["", "https://x.example/?a=1&b='2\""]))
LINES = st.lists(st.builds(Line, st.lists(RUNS, max_size=4).map(tuple), st.integers(0, 3), st.booleans()), max_size=8)


@given(LINES, st.integers(1, 200))
def test_what_is_fitted_is_never_too_long_and_keeps_its_order(lines: list[Line], limit: int) -> None:
    kept = fit(lines, limit)
    assert sum(each.size for each in kept) <= limit
    whole = [each for each in kept if not each.words.endswith("…")]
    rest = iter(lines)
    assert all(each in rest for each in whole)


@given(LINES)
def test_telegram_reads_the_words_as_they_are(lines: list[Line]) -> None:
    kept = [each for each in lines if each.words]
    seen = parsed(as_html(kept))
    assert seen.text == "\n".join(each.words for each in kept)


def test_a_line_that_cannot_be_cut_any_more_goes() -> None:
    assert fit([line("a")] * 5, 4) == [line("a")] * 2


def test_two_long_lines_share_the_loss_and_no_character_is_halved() -> None:
    cut = fit([line("h"), line(FACE * 50), line(Run("b" * 100, "u"))], 101)
    assert [each.words for each in cut] == ["h", FACE * 24 + "…", "b" * 47 + "…"]
    assert cut[2].runs[0].style == "u"


def test_the_marks_of_a_cut_line_stay_where_they_are() -> None:
    cut = fit([line("before: ", Run("lost", "s"), " and the rest of it")], 20)
    assert as_html(cut) == "before: <s>lost</s> and t…"


def test_in_plain_text_an_address_has_a_line_of_its_own() -> None:
    lines = [
        line("see ", linked("this", "https://x.example/a"), "."),
        line(linked("x.example", "https://x.example/b")),
        line("so", quoted=True),
    ]
    assert as_text(lines) == "see this.\n  https://x.example/a\nhttps://x.example/b\n  > so"


def test_units_are_utf_16() -> None:
    assert [units(text) for text in ("", "a", "中", FACE)] == [0, 1, 1, 2]


@pytest.mark.parametrize(
    ("link", "expected"),
    [("mailto:x@y", ""), ("https://", ""), ("https://a..b/", "a..b"), ("https://ü..b/", "?..b"), ("https://[", "")],
)
def test_a_broken_address_has_a_harmless_host(link: str, expected: str) -> None:
    assert host(link) == expected


@given(LINES, st.integers(60, 400))
def test_what_is_split_loses_no_line_that_fits_and_ends_where_lines_end(lines: list[Line], limit: int) -> None:
    parts = split(lines, limit)
    assert all(part and sum(each.size for each in part) <= limit for part in parts)
    whole = [each for part in parts for each in part]
    assert [each if each.size <= limit else None for each in lines if each.runs] == [
        None if each.words.endswith("…") else each for each in whole
    ]
    assert all(sum(each.size for each in [*one, other[0]]) > limit for one, other in pairwise(parts))


@pytest.mark.parametrize("rank", [0, 1])
def test_a_line_that_no_message_holds_is_cut_and_not_left_out_whatever_it_is_worth(rank: int) -> None:
    assert [[each.words for each in part] for part in split([line("x" * 80, rank=rank)], 60)] == [["x" * 58 + "…"]]


def test_nothing_is_split_into_nothing() -> None:
    assert split([]) == split([line("")]) == []


def test_a_message_of_many_marks_goes_on_in_another() -> None:
    lines = [line(Run(str(n), "b")) for n in range(150)]
    assert [len(part) for part in split(lines)] == [100, 50]


def test_where_too_much_is_marked_the_least_lines_go_and_plain_ones_stay() -> None:
    lines = [
        line(Run("head", "b")),
        line("plain", rank=9),
        *(line(linked(f"{n}", "https://x.example/"), rank=3) for n in range(150)),
    ]
    kept = fit(lines)
    assert [each.words for each in kept] == ["head", "plain", *(str(n) for n in range(ENTITIES - 1))]


def test_a_line_with_too_many_marks_loses_them_and_keeps_its_words() -> None:
    lines = [line(linked("x.example", "https://x.example/")), line(*(Run(f"{n} ", "b") for n in range(120)))]
    assert [each.entities for each in fit(lines)] == [1, 0]
    assert fit(lines)[1].words == lines[1].words
