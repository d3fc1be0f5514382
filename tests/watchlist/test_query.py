import pytest

from bot.model.query import And, Has, Near, Not, Or, Ref, Term
from bot.watchlist.query import QueryError, parse


def term(word: str) -> Term:
    return Term(word, word)


def test_precedence_is_the_usual_one() -> None:
    assert parse("abc OR def AND ghi") == Or((term("abc"), And((term("def"), term("ghi")))))
    assert parse("abc def OR ghi") == Or((And((term("abc"), term("def"))), term("ghi")))
    assert parse("abc AND NOT def") == And((term("abc"), Not(term("def"))))
    assert parse("abc NEAR/3 def ghi") == And((Near(term("abc"), term("def"), 3), term("ghi")))
    assert parse("abc ONEAR/3 def") == Near(term("abc"), term("def"), 3, ordered=True)


def test_terms_are_folded_and_keep_what_was_written() -> None:
    assert parse("釣魚島") == Term("钓鱼岛", "釣魚島")
    assert parse("Protest*") == Term("protest", "Protest*", prefix=True)
    assert parse("@xi side:CN") == And((Ref("xi"), Has("side", "CN")))
    assert parse("title:(应约 OR @xi)") == Or((Term("应约", "应约", field="title"), Ref("xi", "title")))


def test_lower_case_operators_are_words() -> None:
    assert parse("abc and def") == And((term("abc"), term("and"), term("def")))


@pytest.mark.parametrize(
    ("text", "column", "problem"),
    [
        ("", 1, "empty"),
        ("abc AND", 8, "ends too early"),
        ('abc "def', 5, "quotation mark"),
        ("(abc OR def", 1, "parenthesis"),
        ("abc kinds:denial", 5, "unknown field 'kinds'"),
        ("abc role:offcial", 10, "unknown 'offcial'"),
        ("abc after:2025-13-01", 11, "is no day"),
        ("abc site:mfa", 10, "cannot be"),
        ("abc ~3", 5, "~ needs a phrase"),
        ('"abc"~3', 1, "several words"),
        ('"abc ABC"~3', 1, "must differ"),
        ("(" * 41 + "abc" + ")" * 41, 41, "parentheses within one another"),
        ("NOT " * 50 + "abc", 1, "operators in a row"),
        ("a" * 10_001, 10_001, "10001 characters"),
        ("NOT abc", 1, "nearly every text"),
        ("abc OR NOT def", 1, "nearly every text"),
        ("ab", 1, "nearly every text"),
        ("中", 1, "nearly every text"),
        ("abc d*f", 5, "end a word"),
        ("abc ) def", 5, "cannot understand"),
    ],
)
def test_a_bad_query_says_where_and_what(text: str, column: int, problem: str) -> None:
    with pytest.raises(QueryError) as caught:
        parse(text)
    assert caught.value.column == column
    assert problem in caught.value.problem
