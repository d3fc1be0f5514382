"""Which words may an editor write for one another without saying anything else? The lists of ``words.txt``."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache, lru_cache

from bot.revisions.numerals import value_of
from bot.revisions.opposites import forms_of
from bot.text.fold import folded
from bot.text.lists import lists_of, words_of

_WORD = 4
"""Characters of a word in an unspaced script."""


@dataclass(frozen=True, slots=True)
class Exchange:
    """One word in the place of another, and the character before and after them that both versions share."""

    gone: str
    new: str
    before: str = field(default="", compare=False)
    after: str = field(default="", compare=False)
    named: bool = field(default=False, compare=False)
    """Whether both are written as names are: with a capital, or in katakana."""

    @property
    def is_little(self) -> bool:
        """Whether one of them stands for nothing by itself. After a number, and as a letter, each stands for something."""
        if self.named or self.before[-1:].isdigit() or (len(self.gone) == len(self.new) == 1 and self.gone.isascii()):
            return False
        return bool({self.gone, self.new} & little())


def are_synonyms(one: Exchange) -> bool:
    """Whether they are words for the same, taken alone or with the character beside them."""
    if _share(one, "synonyms"):
        return True
    gone, new = one.gone, one.new
    return (value_of(gone) or -1) == value_of(new) or not _fields(gone).isdisjoint(_fields(new))


def are_rewordings(one: Exchange) -> bool:
    """Whether an editor may write one for the other in a text of his own: synonyms of a wider kind, and what sounds the same."""
    if _share(one, "rewordings") or _share(one, "homophones"):
        return True
    return one.gone.isascii() and not _fields(one.gone, "english rewordings").isdisjoint(_fields(one.new, "english rewordings"))


def unlike(gone: str, new: str) -> tuple[str, str]:
    """What two runs of characters say beside words for the same, the longest first: 须前往 and 必须到 leave nothing."""
    for section in ("synonyms", "rewordings", "homophones"):
        members = _members(section)
        theirs = [word for word in _within(new) if word in members]
        for word in _within(gone):
            if word not in members or word not in gone:
                continue
            same = (each for each in theirs if each in new and not members[each].isdisjoint(members[word]))
            twin = next((each for each in same if max(len(word), len(each)) > 1), "")
            if twin:
                gone, new = gone.replace(word, "", 1), new.replace(twin, "", 1)
    return gone, new


def _within(run: str) -> list[str]:
    """The words that may stand in a run of characters, the longest first."""
    return [run[at : at + size] for size in range(_WORD, 0, -1) for at in range(len(run) - size + 1)]


def _share(one: Exchange, section: str) -> bool:
    """Whether a line of a section holds both, alone or with the character beside them."""
    members = _members(section)
    forms = (
        (one.gone, one.new),
        (one.before + one.gone, one.before + one.new),
        (one.gone + one.after, one.new + one.after),
        (one.before + one.gone + one.after, one.before + one.new + one.after),
    )
    return any(gone in members and new in members and not members[gone].isdisjoint(members[new]) for gone, new in forms)


@lru_cache(maxsize=8192)
def _fields(word: str, section: str = "english synonyms") -> frozenset[int]:
    """The groups of English synonyms in which a word stands."""
    members = _members(section)
    return frozenset[int]().union(*(members[form] for form in forms_of(word) if form in members))


@cache
def little() -> frozenset[str]:
    """Words that stand for nothing by themselves."""
    return frozenset(words_of("bot.revisions", "little"))


@cache
def _members(section: str) -> Mapping[str, frozenset[int]]:
    members: dict[str, set[int]] = {}
    for number, line in enumerate(lists_of("bot.revisions")[section]):
        for word in line.split():
            members.setdefault(folded(word), set()).add(number)
    return {word: frozenset(numbers) for word, numbers in members.items()}
