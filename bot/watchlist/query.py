"""What does a query mean? Text to syntax tree, with the character where it went wrong.

The language is what users of Meltwater, Factiva and Media Cloud know: ``AND OR NOT - ( ) "phrase" word* NEAR/n ONEAR/n
title: text: source: side: role: lang: site: after: before: @entity``. Kinds belong to a watch's ``kinds:``, not here.
"""

from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import cast

from lark import Lark, Token, Transformer, UnexpectedInput, UnexpectedToken, v_args
from lark.exceptions import VisitError

from bot.model.query import And, Attribute, Field, Has, Near, Not, Or, Query, Ref, Term
from bot.text.fold import folded, is_cjk


class QueryError(ValueError):
    """A query that cannot be understood or would match nearly everything; ``column`` counts characters from 1."""

    def __init__(self, problem: str, column: int, hint: str = "") -> None:
        super().__init__(problem)
        self.problem = problem
        self.column = column
        self.hint = hint


@cache
def _grammar() -> Lark:
    return Lark((Path(__file__).parent / "query.lark").read_text(), parser="lalr", maybe_placeholders=False)


def parse(text: str) -> Query:
    """Parse a query. Raises QueryError with the place and, where there is one, a way out."""
    if not text.strip():
        raise QueryError("the query is empty", 1)
    try:
        query = _Build().transform(_grammar().parse(text))
    except UnexpectedInput as error:
        raise _explained(text, error) from error
    except VisitError as error:
        if isinstance(error.orig_exc, QueryError):
            raise error.orig_exc from error
        raise
    if not _grounded(query):
        raise QueryError(
            "the query holds for nearly every text",
            1,
            "one word of 2 Han characters or 3 letters, or an @entity, must be there",
        )
    return query


def _explained(text: str, error: UnexpectedInput) -> QueryError:
    at = max(0, error.pos_in_stream or 0)  # type: ignore[redundant-expr]  # None for some errors, whatever its annotation says
    rest = text[at : at + 12].split(" ", maxsplit=1)[0]
    if text.count('"') % 2:
        return QueryError("this quotation mark is never closed", text.rindex('"') + 1)
    if rest.startswith(":"):
        name = text[:at].rsplit(maxsplit=1)[-1].lstrip("(-")
        return QueryError(
            f"unknown field {name!r}", at + 1 - len(name), "known: title text source side role lang site after before"
        )
    if text.count("(") > text.count(")"):
        return QueryError("this parenthesis is never closed", text.rindex("(") + 1)
    if isinstance(error, UnexpectedToken) and error.token.type == "$END":
        return QueryError("the query ends too early", len(text.rstrip()) + 1, "a term or ) is missing")
    return QueryError(f"cannot understand {rest!r} here", at + 1, "operators are AND OR NOT ( ) NEAR/n; quote other signs")


def _grounded(query: Query) -> bool:
    """Whether some word that means something must be present for the query to hold."""
    match query:
        case Term(word, _, prefix):
            return sum(c.isalnum() for c in word) >= (2 if any(map(is_cjk, word)) else 4 if prefix else 3)
        case Ref():
            return True
        case Near(left, right):
            return _grounded(left) or _grounded(right)
        case Has() | Not():
            return False
        case And(parts):
            return any(map(_grounded, parts))
        case Or(parts):
            return all(map(_grounded, parts))


@v_args(inline=True)
class _Build(Transformer[Token, Query]):
    """Tokens to tree; method names are the grammar's rules."""

    def any(self, *parts: Query) -> Query:
        return Or(parts)

    def all(self, *parts: Query) -> Query:
        return And(parts)

    def negation(self, part: Query) -> Query:
        return Not(part)

    def near(self, left: Query, *rest: Query | Token) -> Query:
        for operator, right in zip(rest[::2], rest[1::2], strict=True):
            name, _, distance = str(operator).partition("/")
            left = Near(left, cast("Query", right), int(distance), ordered=name == "ONEAR")
        return left

    def fielded(self, field: Token, part: Query) -> Query:
        if isinstance(part, Term | Ref):
            return replace(part, field=cast("Field", str(field)[:-1]))
        if isinstance(part, Or | And):
            return replace(part, parts=tuple(self.fielded(field, p) for p in part.parts))
        raise QueryError(f"{field} takes a word, phrase, @entity or a group of them", (field.start_pos or 0) + 1)

    def has(self, attribute: Token, value: Token) -> Query:
        return Has(cast("Attribute", str(attribute)[:-1]), str(value))

    def ref(self, token: Token) -> Query:
        return Ref(str(token)[1:])

    def phrase(self, token: Token) -> Query:
        return _term(token, str(token)[1:-1])

    def word(self, token: Token) -> Query:
        return _term(token, str(token))


def _term(token: Token, written: str) -> Term:
    column = (token.start_pos or 0) + 1
    prefix = written.endswith("*")
    word = folded(written.rstrip("*"))
    if "*" in word:
        raise QueryError("* may only end a word", column)
    if not any(map(str.isalnum, word)):
        raise QueryError(f"{written!r} holds no letter or digit", column)
    return Term(word, written, prefix)
