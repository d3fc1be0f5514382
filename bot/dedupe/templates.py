"""Does a source use this headline again and again? Daily counts, press conferences: there a headline is no identity."""

from collections.abc import Iterable

from bot.revisions.tokens import sentence_of
from bot.text.naming import Naming

RECURS = 3
"""So many earlier headlines of one shape make it a template."""
_SLOTS = frozenset("#mdh@")
"""Kinds of tokens that change from one to the next: numbers, months, weekdays, halves of the day, names."""


def shape(title: str, naming: Naming) -> tuple[str, ...]:
    """The headline with its numbers, dates and names left open."""
    sentence = sentence_of(title, naming)
    return tuple(kind if kind in _SLOTS else word for word, kind in zip(sentence.words, sentence.kinds, strict=True))


def recurs(title: str, others: Iterable[str], naming: Naming) -> bool:
    """Whether RECURS of the ``others`` have the shape of ``title``."""
    mine, met = shape(title, naming), 0
    for other in others:
        met += shape(other, naming) == mine
        if met >= RECURS:
            return True
    return False
