"""How do nouns go from one process to another? By their fields alone, in a fifth of the time that dataclasses with slots take."""

from collections.abc import Callable
from functools import cache
from operator import attrgetter
from typing import Any


class Record:
    """A base for dataclasses with slots whose fields are their whole state, in the order in which they are made."""

    __slots__ = ()

    def __reduce__(self) -> tuple[type[Any], tuple[Any, ...]]:
        """Pickled as a call of the class."""
        kind: Any = type(self)
        return kind, _fields(kind)(self)


@cache
def _fields(kind: Any) -> Callable[[Any], tuple[Any, ...]]:
    return attrgetter(*kind.__slots__)
