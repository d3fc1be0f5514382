"""Which words of news say the same, whatever the text? Groups of words: three general thesauri, and what editors taught us.

``thesaurus/{en,zh,ja}.txt`` were written by lexicographers who saw no text of ours, a group a line; ``words.txt`` has those by
which editors change their own pages. All are read when two texts first differ in words. A word may stand in several groups.
English is looked up by the plain forms of a word, Japanese and Chinese by what a run of characters holds.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache, lru_cache
from importlib.resources import files

from bot.text.fold import folded
from bot.text.lists import lists_of, words_of
from bot.text.numerals import same_number

_KANA = re.compile("[\u3041-\u309f]+")
_DENIAL = re.compile("(?:ない|なかった|ません|ませんでした|ず|ぬ)$")
"""How a verb of Japanese ends that denies."""
_LONGEST = 8
"""Characters of a word in an unspaced script."""
_PHRASE = 4
"""Words of an English expression."""
_SAME = ("synonyms", "rewordings", "homophones", "speakers", "offices", "english synonyms", "english rewordings")
_ENDINGS = ("s", "es", "d", "ed", "ing", "ly", "er", "ers")
_VOWELS = frozenset("aeiou")
_LISTS = ("en", "zh", "ja", "houses")


def say_the_same(one: str, other: str) -> bool:
    """Whether two words, or two expressions, stand in one group."""
    return one == other or not groups_of(one).isdisjoint(groups_of(other))


def same_in_place(before: str, gone: str, new: str, after: str) -> bool:
    """Whether one run of characters is a word in the place of another, alone or with some of what stands beside both."""
    for start in range(len(before) + 1):
        for end in range(len(after) + 1):
            one, other = (before[start:] + run + after[:end] for run in (gone, new))
            if one == other or _share_a_group(one, other):
                return True
    return same_number(gone, new)


def _share_a_group(one: str, other: str) -> bool:
    """Whether two runs are forms of words for the same. A single character is the form of another one, or of a word in kana.

    Where only one denies, its denial is part of the word: 下回った and 満たさなかった, but not 述べた and 話さなかった.
    """
    if bool(_KANA.fullmatch(one)) != bool(_KANA.fullmatch(other)) and say_the_same(one, other):
        return True
    denied, its_denied = (_DENIAL.search(run) for run in (one, other))
    least, its_least = (found.start() + 1 if found and not (denied and its_denied) else 0 for found in (denied, its_denied))
    forms, its_forms = (
        [form for form in _bent(one) if len(form) >= least],
        [form for form in _bent(other) if len(form) >= its_least],
    )
    pairs = ((a, b) for a in forms for b in its_forms if a != b and (len(a) == 1) == (len(b) == 1))
    return any(not groups_of(a).isdisjoint(groups_of(b)) for a, b in pairs)


@lru_cache(maxsize=4096)
def _bent(word: str) -> tuple[str, ...]:
    """A word, and of what it may be a form in Japanese: all that is left when letters of hiragana go from its end."""
    end = len(word)
    while end > 1 and "\u3041" <= word[end - 1] <= "\u309f":
        end -= 1
    return tuple(word[:size] for size in range(len(word), end - 1, -1))


@cache
def little() -> frozenset[str]:
    """Words that stand for nothing by themselves."""
    return frozenset(words_of("bot.revisions", "little"))


@lru_cache(maxsize=16384)
def groups_of(word: str) -> frozenset[int]:
    """The groups in which a folded word stands, whatever its ending."""
    known = _groups()
    if not word.isascii():
        return frozenset(known.get(word, ()))
    groups = {number for form in plain_forms(word) for number in known.get(form, ())}
    return frozenset(groups.union(*(_beginnings().get(beginning, ()) for beginning in beginnings_of(word))))


def beginnings_of(word: str) -> Iterator[str]:
    """What an English word begins with, or the last one of an expression: no word goes on over a space."""
    return (word[:end] for end in range(max(2, word.rfind(" ") + 2), len(word) + 1))


def plain_forms(word: str) -> Iterator[str]:
    """An English word, and of what regular words it may be a form: tried, carrying, stopped, says."""
    first, *rest = word.split(" ", 1)
    after = "".join(f" {more}" for more in rest)
    yield word
    for ending in _ENDINGS:
        stem = first.removesuffix(ending)
        if len(stem) < 2 or stem == first:
            continue
        yield stem + after
        if ending in {"ed", "ing", "er", "ers"}:
            yield f"{stem}e{after}"
            if stem[-1] == stem[-2] and stem[-1] not in _VOWELS:
                yield stem[:-1] + after
        if stem.endswith("i"):
            yield f"{stem[:-1]}y{after}"


def unlike_runs(gone: str, new: str) -> tuple[str, str]:
    """What two runs of characters say beside words for the same, the longest first: 须前往 and 必须到 leave nothing."""
    theirs = [word for word in _within(new) if groups_of(word)]
    for word in _within(gone):
        if word not in gone or not (groups := groups_of(word)):
            continue
        same = (each for each in theirs if each in new and not groups.isdisjoint(groups_of(each)))
        if twin := word if word in new else next((each for each in same if max(len(word), len(each)) > 1), ""):
            gone, new = gone.replace(word, " ", 1), new.replace(twin, " ", 1)
    return gone, new


def _within(run: str) -> list[str]:
    """The words that may stand in a run of characters, the longest first."""
    return [
        word
        for size in range(min(_LONGEST, len(run)), 0, -1)
        for at in range(len(run) - size + 1)
        if " " not in (word := run[at : at + size])
    ]


def unlike_words(gone: Sequence[str], new: Sequence[str]) -> tuple[list[str], list[str]]:
    """What two runs of words say beside words and expressions for the same: "carried out", "conducted"."""
    mine, yours = list(gone), list(new)
    while found := next(_twins(mine, yours), None):
        (i, j), (k, m) = found
        del mine[i:j], yours[k:m]
    return mine, yours


def _twins(mine: Sequence[str], yours: Sequence[str]) -> Iterator[tuple[tuple[int, int], tuple[int, int]]]:
    for i, j in _phrases(mine):
        one = " ".join(mine[i:j])
        for k, m in _phrases(yours):
            if (j - i == m - k == 1 or groups_of(one)) and say_the_same(one, " ".join(yours[k:m])):
                yield (i, j), (k, m)


def _phrases(words: Sequence[str]) -> Iterator[tuple[int, int]]:
    return ((at, at + size) for size in range(min(_PHRASE, len(words)), 0, -1) for at in range(len(words) - size + 1))


@cache
def _groups() -> Mapping[str, tuple[int, ...]]:
    """Every word to the numbers of its groups; English expressions of several words with spaces."""
    groups: dict[str, tuple[int, ...]] = {}
    taught = _taught()
    for number, line in enumerate(_lines()):
        alone = (number,)  # one for all words that stand in this group only
        for word in (line.lower() if line.isascii() else folded(line)).split():
            if number >= taught or not word.endswith("*"):
                form = word.removesuffix("*").replace("_", " ")
                groups[form] = (*groups[form], number) if form in groups else alone
                if "两" in form:  # 两国 is 2 and 国 in tokens
                    groups[form.replace("两", "2")] = groups[form]
    return groups


@cache
def _beginnings() -> Mapping[str, tuple[int, ...]]:
    """What words begin with, in the lists of words.txt whose stars stand for any ending."""
    groups: dict[str, tuple[int, ...]] = {}
    for number, line in enumerate(_lines()):
        for word in line.split() if number < _taught() else ():
            if word.isascii() and word.endswith("*"):
                groups[word[:-1]] = (*groups.get(word[:-1], ()), number)
    return groups


@cache
def _taught() -> int:
    """How many lines are of ``words.txt``: they come first."""
    return sum(len(lists_of("bot.revisions")[section]) for section in _SAME)


def _lines() -> Iterable[str]:
    for section in _SAME:
        yield from lists_of("bot.revisions")[section]
    for name in _LISTS:
        text = files("bot.revisions").joinpath("thesaurus", f"{name}.txt").read_text("utf-8")
        yield from (line for line in text.splitlines() if line and not line.startswith("#"))
