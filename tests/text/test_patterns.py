"""Does a pattern say what Python's and RE2's say, and can none take long?"""

import re
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.text.patterns import PATTERN_MAX, TEXT_MAX, PatternError, pattern

ATOMS = st.sampled_from(["a", "b", "-", ".", "[ab]", "[^a]", "[a-c]", r"\d", r"\w", r"\S", r"\.", "x"])


def grown(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    repeated = st.tuples(inner, st.sampled_from(["*", "+", "?", "{2}", "{1,}", "{0,2}"])).map(lambda pair: f"({pair[0]}){pair[1]}")
    return st.one_of(
        repeated,
        st.lists(inner, min_size=1, max_size=3).map("".join),
        st.lists(inner, min_size=2, max_size=3).map(lambda ways: f"(?:{'|'.join(ways)})"),
    )


@given(st.recursive(ATOMS, grown, max_leaves=6).filter(lambda text: len(text) <= PATTERN_MAX), st.text("ab-.x1_ ", max_size=8))
def test_it_is_pythons_fullmatch(written: str, text: str) -> None:
    assert pattern(written).fits(text) == bool(re.fullmatch(written, text))


@pytest.mark.parametrize(
    ("written", "yes", "no"),
    [
        ("US|JP", ["US", "JP"], ["USJP", "U", ""]),
        ("cn_.*", ["cn_mfa", "cn_"], ["jp_cn_mfa"]),
        ("", [""], ["a"]),
        ("(a|)b", ["ab", "b"], ["a"]),
        ("[]a]+", ["]a", "a]"], [""]),
        ("[a-]", ["a", "-"], ["b"]),
        (r"\(\w+\)", ["(外交部)"], ["外交部"]),
        ("外.部", ["外交部"], ["外部"]),
    ],
)
def test_what_fits(written: str, yes: list[str], no: list[str]) -> None:
    assert all(pattern(written).fits(text) for text in yes)
    assert not any(pattern(written).fits(text) for text in no)


@pytest.mark.parametrize(
    ("written", "problem"),
    [
        ("(a", "breaks off"),
        ("a)", "nothing that this '\\)' closes"),
        ("*a", "nothing that this '\\*' repeats"),
        ("a**", "repeats a repetition"),
        ("a{2", "none of"),
        ("a{3,2}", "ends before"),
        ("[z-a]", "ends before"),
        ("[a", "breaks off"),
        ("^a$", "whole text"),
        (r"(a)\1", "more than"),
        ("(?=a)b", "more than"),
        ("(?i)a", "more than"),
        ("a\\", "breaks off"),
        ("((a{99}){99}){99}", "too much"),
        ("(" * 50 + ")" * 50, "too deep"),
        ("a" * 201, "longer than"),
    ],
)
def test_what_is_refused_says_why(written: str, problem: str) -> None:
    with pytest.raises(PatternError, match=problem):
        pattern(written)


@pytest.mark.parametrize("written", ["(a*)*b", "(a|a)*b", "(a?){60}a{60}b", "(.*)(.*)(.*)(.*)(.*)b", "((a+)+)+b"])
def test_none_takes_long(written: str) -> None:
    began = time.process_time()
    assert not pattern(written).fits("a" * TEXT_MAX)
    assert time.process_time() - began < 10
    assert not pattern(".*").fits("a" * (TEXT_MAX + 1))
