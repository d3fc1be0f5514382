"""Whatever somebody types, the parser answers: a query, or an error with its place, and soon."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.explaining import written
from bot.model.query import Query
from bot.watchlist.query import QueryError, parse

PIECES = st.sampled_from(
    (
        *("(", ")", '"', "-", "!", "~3", "*", ":", "AND", "OR", "NOT", "NEAR/3", "ONEAR/2", "NEAR/", "title:", "text:", "side:CN"),
        *(
            "kind:denial",
            "after:",
            "@diaoyu",
            "@",
            '"fishing boat"~4',
            '"a b"',
            "!US",
            "word*",
            "钓鱼岛",
            "尖閣",
            "ﾄﾗﾝﾌﾟ",
            "a",
            "abc",
            " ",
        ),
        *("\n", "\u200b", "\x00", "é", "(" * 30),
    )
)
GARBAGE = st.lists(PIECES | st.text(max_size=5), max_size=40).map("".join) | st.lists(PIECES, max_size=40).map(" ".join)


@settings(max_examples=1500)
@given(GARBAGE)
def test_any_text_is_a_query_or_an_error_with_its_place(text: str) -> None:
    query, error = _parsed(text)
    if error is not None:
        assert error.problem
        assert 1 <= error.column <= len(text) + 1
    else:
        assert query is not None
        assert parse(written(query)) == query


def _parsed(text: str) -> tuple[Query | None, QueryError | None]:
    try:
        return parse(text), None
    except QueryError as error:
        return None, error


@pytest.mark.parametrize(
    "monster",
    [
        "(" * 5000 + "abc" + ")" * 5000,
        "(" * 10_000,
        "NOT " * 2500,
        "-" * 10_000,
        "title:" * 1600 + "abc",
        "abc NEAR/3 " * 900 + "abc",
        '"' * 9999,
        "(abc OR " * 1200,
        ":" * 10_000,
        "!" * 10_000,
    ],
)
def test_ten_kilobytes_of_nonsense_are_refused(monster: str) -> None:
    with pytest.raises(QueryError):
        parse(monster)
