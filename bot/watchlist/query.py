"""What does a query mean? Text to syntax tree, with the character where it went wrong.

The language is what users of Meltwater, Factiva and Media Cloud know: ``AND OR NOT - ( ) "phrase" "a b"~n word* !Case NEAR/n
ONEAR/n title: text: source: side: role: lang: kind: site: after: before: @entity``. ``docs/queries.md`` tells it to operators.
"""

import re
from collections.abc import Callable, Collection, Mapping
from dataclasses import replace
from datetime import date
from difflib import get_close_matches
from functools import cache
from pathlib import Path
from typing import cast, get_args

from lark import Lark, Token, Transformer, Tree, UnexpectedInput, UnexpectedToken, v_args
from lark.exceptions import VisitError

from bot.model.query import And, Attribute, Field, Has, Near, Not, Or, Query, Ref, Term, Within
from bot.model.source import Role
from bot.text.fold import folded, is_cjk

LENGTH_MAX = 10_000
"""Characters; a longer query is better told in several."""
DEPTH_MAX = 40
"""Parentheses, negations and fields within one another."""
_KNOWN = "title text source side role lang kind site after before"


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
    _refuse_monsters(text)
    try:
        tree = _grammar().parse(text)
        if _depth(tree) > 4 * DEPTH_MAX:  # a parenthesis may stand within four rules
            raise QueryError(f"more than {DEPTH_MAX} parts within one another", 1, "say it in several queries")
        query = _Build().transform(tree)
    except UnexpectedInput as error:
        raise _explained(text, error) from error
    except VisitError as error:
        if isinstance(error.orig_exc, QueryError):
            raise error.orig_exc from error
        raise
    if not _grounded(query):
        hint = "one word of 2 Han characters or 3 letters, or an @entity, must be there"
        raise QueryError("the query holds for nearly every text", 1, hint)
    return query


def _refuse_monsters(text: str) -> None:
    """What no operator writes is refused before it is looked at closely, which would take its time."""
    if not text.strip():
        raise QueryError("the query is empty", 1)
    if len(text) > LENGTH_MAX:
        raise QueryError(f"the query has {len(text)} characters", LENGTH_MAX + 1, f"at most {LENGTH_MAX}: say it in several")
    depth = 0
    for column, character in enumerate(text, 1):
        depth += (character == "(") - (character == ")")
        if depth > DEPTH_MAX:
            raise QueryError(f"more than {DEPTH_MAX} parentheses within one another", column, "say it in several queries")
    if chain := re.search(rf"(?:(?:NOT\b|-|title:|text:)\s*){{{DEPTH_MAX},}}|(?:\bO?NEAR/\d+[^()]{{0,80}}){{{DEPTH_MAX},}}", text):
        raise QueryError(f"more than {DEPTH_MAX} operators in a row", chain.start() + 1, "say it in several queries")


def _depth(tree: Tree[Token] | Token) -> int:
    """How deep a tree is, without recursion."""
    deepest, waiting = 0, [(tree, 1)]
    while waiting:
        node, depth = waiting.pop()
        deepest = max(deepest, depth)
        if isinstance(node, Tree):
            waiting += [(child, depth + 1) for child in node.children]
    return deepest


def _explained(text: str, error: UnexpectedInput) -> QueryError:
    at = max(0, error.pos_in_stream or 0)  # type: ignore[redundant-expr]  # None for some errors, whatever its annotation says
    rest = text[at : at + 12].split(" ", maxsplit=1)[0]
    if text.count('"') % 2:
        return QueryError("this quotation mark is never closed", text.rindex('"') + 1)
    if rest.startswith(":"):
        name = (text[:at].split() or [""])[-1].lstrip("(-")
        near = get_close_matches(name, _KNOWN.split(), 1)
        hint = f"did you mean {near[0]}:?" if near else f"known: {_KNOWN}; quote the colon if it belongs to the words"
        return QueryError(f"unknown field {name!r}", at + 1 - len(name), hint)
    if text.count("(") > text.count(")"):
        return QueryError("this parenthesis is never closed", text.rindex("(") + 1)
    if isinstance(error, UnexpectedToken) and error.token.type == "$END":
        return QueryError("the query ends too early", len(text.rstrip()) + 1, "a term or ) is missing")
    if rest.startswith("~"):
        return QueryError("~ needs a phrase in quotes before it and a number after it", at + 1, 'such as "fishing boat"~5')
    return QueryError(f"cannot understand {rest!r} here", at + 1, "operators are AND OR NOT ( ) NEAR/n; quote other signs")


def _grounded(query: Query) -> bool:
    """Whether some word that means something must be present for the query to hold."""
    match query:
        case Term(folded=word, prefix=prefix):
            return sum(c.isalnum() for c in word) >= (2 if any(map(is_cjk, word)) else 4 if prefix else 3)
        case Ref():
            return True
        case Near(left, right):
            return _grounded(left) or _grounded(right)
        case Within(words):
            return any(map(_grounded, words))
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
        if isinstance(part, Term | Ref | Within):
            return replace(part, field=cast("Field", str(field)[:-1]))
        if isinstance(part, Or | And):
            return replace(part, parts=tuple(self.fielded(field, p) for p in part.parts))
        raise QueryError(f"{field} takes a word, phrase, @entity or a group of them", (field.start_pos or 0) + 1)

    def has(self, attribute: Token, value: Token) -> Query:
        name, said = cast("Attribute", str(attribute)[:-1]), str(value)
        if check := _VALUES.get(name):
            check(said, (value.start_pos or 0) + 1)
        return Has(name, said)

    def ref(self, token: Token) -> Query:
        return Ref(str(token)[1:])

    def within(self, token: Token) -> Query:
        phrase, _, distance = str(token).rpartition("~")
        words = phrase[1:-1].split()
        if len(words) < 2:
            raise QueryError("~ takes a phrase of several words", (token.start_pos or 0) + 1, f"without it: {phrase}")
        terms = tuple(_term(token, word) for word in words)
        if len({term.folded for term in terms}) < len(terms):
            raise QueryError("the words before ~ must differ", (token.start_pos or 0) + 1)
        return Within(terms, int(distance))

    def cased(self, token: Token) -> Query:
        written = str(token)[1:].strip('"')
        return replace(_term(token, written), cased=True)

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


def _one_of(known: Collection[str]) -> Callable[[str, int], None]:
    def check(value: str, column: int) -> None:
        if value not in known:
            near = get_close_matches(value, known, 1)
            raise QueryError(
                f"unknown {value!r}", column, f"did you mean {near[0]}?" if near else f"known: {' '.join(sorted(known))}"
            )

    return check


def _a_day(value: str, column: int) -> None:
    try:
        date.fromisoformat(value)
    except ValueError as error:
        raise QueryError(f"{value!r} is no day", column, "such as 2025-11-07") from error


def _shaped(pattern: str, example: str) -> Callable[[str, int], None]:
    def check(value: str, column: int) -> None:
        if not re.fullmatch(pattern, value):
            raise QueryError(f"{value!r} cannot be", column, f"such as {example}")

    return check


_VALUES: Mapping[str, Callable[[str, int], None]] = {
    "role": _one_of(get_args(Role)),
    "side": _shaped(r"[A-Za-z]{2,5}", "CN, JP, US or INT"),
    "lang": _shaped(r"[a-z]{2,3}(?:-[A-Za-z]{2,4})?", "zh, zh-Hans, ja or en"),
    "site": _shaped(r"(?:[A-Za-z0-9-]+\.)+[A-Za-z0-9-]+", "mfa.gov.cn"),
    "after": _a_day,
    "before": _a_day,
}
"""What may stand behind an attribute; sources and kinds are known to the whole watchlist only."""
