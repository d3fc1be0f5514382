"""Which names name the same? 特朗普 and 川普, "US" and "United States": forms on one line, or aliases of one entity."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache
from itertools import chain
from typing import Any

from bot.text.fold import Folded, folded
from bot.text.late import late
from bot.text.lists import lists_of

_KINDS = frozenset({"person", "vessel", "islet"})
"""Entities that are one thing each. An organisation's aliases name its speakers as well, who are not the same."""


_KATAKANA = re.compile("[\u30a1-\u30fa]+")
_DOTS = frozenset("・＝=･")
"""What stands between the parts of a foreign name, and is no more in folded text."""
_DAY = re.compile("北(?=约\\d)|(?<=[0-9一二三四五六七八九十前当同翌昨今本明连連毎每曜业業])日(?!本)")
"""A day, and no Japan: 20日中国外務省は, 前日比; and a part of the compass, 以北约15海里."""
_LETTER = late(r"[^\W_\u3040-\u30ff\u3400-\u9fff\uac00-\ud7a3]")
"""A letter of a script that is written with spaces: ASEAN首脳会議 holds a name."""


@dataclass(slots=True, eq=False)
class Naming:
    """Names of places everywhere, and those of a watchlist's people, ships and islets."""

    known: Mapping[str, Iterable[str]] = field(default_factory=dict)
    """Id to aliases as written."""
    _found: Any = None
    _whom: tuple[str, ...] = ()
    _small: tuple[bool, ...] = ()

    def of(self, text: Folded, original: str) -> list[tuple[int, int, str]]:
        """Where in the folded text somebody or something is named, and whom: the longest names, from the left."""
        if self._found is None:
            self._prepare()
        found = []
        searched = _DAY.sub("-", text.text)
        for number, start, end in self._found.find_matches_as_indexes(searched):
            if self._small[number] and not _stands(text, original, start, end):
                continue
            found.append((start, end, self._whom[number]))
        return found

    def _prepare(self) -> None:
        from ahocorasick_rs import AhoCorasick, MatchKind  # noqa: PLC0415 - only where texts are compared

        whom: dict[str, str] = {}
        lines = chain.from_iterable(lists_of("bot.text", "names.txt").values())
        places = ((line.split("|")[0], line.split("|")) for line in lines)
        for name, aliases in chain(places, self.known.items()):
            for alias in aliases:
                if len(form := folded(alias)) > 1:
                    whom.setdefault(form, name)
        self._whom = tuple(whom.values())
        self._small = tuple(form[0].isascii() or bool(_KATAKANA.fullmatch(form)) for form in whom)
        self._found = AhoCorasick(list(whom), matchkind=MatchKind.LeftmostLongest)


@cache
def countries() -> frozenset[str]:
    """How those that are countries are called."""
    return frozenset(line.split("|")[0] for line in lists_of("bot.text", "names.txt")["countries"])


def _stands(text: Folded, original: str, start: int, end: int) -> bool:
    """Whether a Latin name stands by itself and begins with a capital: Polish, not polish. No name is part of a longer word."""
    before, after = text.text[start - 1 : start], text.text[end : end + 1]
    if not text.text[start].isascii():
        parted = original[text.origins[start] - 1 : text.origins[start]] in _DOTS
        return (parted or not _KATAKANA.match(before)) and not _KATAKANA.match(after)
    return not _LETTER.match(before) and not _LETTER.match(after) and original[text.origins[start]].isupper()


def naming_of(entities: Iterable[Any]) -> Naming:
    """The names of a watchlist's entities that are one thing each."""
    return Naming({entity.id: list(chain.from_iterable(entity.aliases.values())) for entity in entities if entity.type in _KINDS})
