"""What can an operator ask of a text? The syntax tree of the query language, parsed by ``watchlist/``, run by ``match/``."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

Field = Literal["any", "title", "text"]
Attribute = Literal["source", "side", "role", "lang", "kind", "site", "after", "before"]


@dataclass(frozen=True, slots=True)
class Term:
    """A word, phrase or ``prefix*``, folded; ``written`` is what the operator typed, and stands there so when it is ``cased``."""

    folded: str
    written: str
    prefix: bool = False
    field: Field = "any"
    cased: bool = False


@dataclass(frozen=True, slots=True)
class Ref:
    """``@entity``: any alias of that entity."""

    entity: str
    field: Field = "any"


@dataclass(frozen=True, slots=True)
class Has:
    """``side:CN``, ``after:2025-11-07``: a property of the item rather than of its words."""

    attribute: Attribute
    value: str


@dataclass(frozen=True, slots=True)
class And:
    parts: tuple[Query, ...]


@dataclass(frozen=True, slots=True)
class Or:
    parts: tuple[Query, ...]


@dataclass(frozen=True, slots=True)
class Not:
    part: Query


@dataclass(frozen=True, slots=True)
class Near:
    """Left within ``distance`` words of right; ``ordered`` when left must come first (ONEAR). A CJK word is 2 characters."""

    left: Query
    right: Query
    distance: int
    ordered: bool = False


@dataclass(frozen=True, slots=True)
class Within:
    """``"a b c"~n``: all words, in any order, with at most ``distance`` other words among them."""

    words: tuple[Term, ...]
    distance: int
    field: Field = "any"


Query = Term | Ref | Has | And | Or | Not | Near | Within


def parts_of(query: Query) -> Iterator[Query]:
    """A query and everything in it."""
    waiting: list[Query] = [query]
    while waiting:
        part = waiting.pop()
        yield part
        match part:
            case And(parts=inner) | Or(parts=inner):
                waiting += reversed(inner)
            case Not(part=inner_part):
                waiting.append(inner_part)
            case Near(left=left, right=right):
                waiting += (right, left)
            case Within(words=words):
                waiting += reversed(words)
            case _:
                continue
