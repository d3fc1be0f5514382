"""Which names name the same, as change.py wants them."""

from collections.abc import Iterable, Mapping
from typing import Any

from bot.text.fold import folded


def names_of(entities: Iterable[Any]) -> Mapping[str, str]:
    """Folded aliases to the entity they name."""
    return {folded(alias): one.id for one in entities for some in one.aliases.values() for alias in some if len(alias) > 1}
