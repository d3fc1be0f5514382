"""What do two versions of a sentence say in other words, place by place: the same, or something else?

A place where words of one stand for words of the other that are not known to say the same is another fact. Where one has
nothing, it was cut. Numbers, dates and names are judged by ``differ``.
"""

import re
from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from functools import cache

from bot.revisions.exchanged import akin, is_pronoun, shortened
from bot.revisions.loans import plain_loan
from bot.revisions.opposites import negates
from bot.revisions.places import Place, beyond, exchanges, joined, places_of, shared
from bot.revisions.reworded import unmatched
from bot.revisions.spelling import is_joint, is_kana, is_slip
from bot.revisions.synonyms import groups_of, little, same_in_place, unlike_runs, unlike_words
from bot.revisions.tokens import Sentence
from bot.text.fold import folded, is_cjk
from bot.text.lists import lists_of, words_of
from bot.text.numerals import SIGNS

_BESIDE = 3
"""Tokens beside a place that may belong to the same word."""
_JUDGED = frozenset("mdhu@")
"""Kinds of tokens that ``differ`` judges."""
_LOAN = re.compile("[\u30a1-\u30fa]+")
_REWRITTEN = {True: 16, False: 6}
"""Tokens of an unspaced script, or words, of one place from which on it was written anew."""
_CLAUSE = 4
"""Words of a clause that says something."""
_SAYING = frozenset({"said", "says", "say", "told", "according", "added", "reported", "spokesman", "spokesperson", "officials"})
"""How a sentence ends in who said it."""
_DATE = re.compile(r"\d[\d.]*(?:月|日|时|分|点|号)|[今昨明][天日]")
_SIGN = re.compile(f"第?{SIGNS}")
_LETTERS = 3
"""Letters that may stand for a name."""
_NOUN = 3
"""Letters of hiragana that make a noun; fewer are an ending or a particle."""
_HONORIFICS = ("氏", "さん", "容疑者", "先生", "女士")
"""What anybody may be called: 高市首相, 高市氏."""
_SOUNDS = 3
"""Characters of a name that is written by its sound."""


@dataclass(frozen=True, slots=True)
class Traces:
    """Of a sentence, or of several."""

    other: tuple[tuple[str, str], ...] = ()
    """What stands for something else."""
    same: int = 0
    """Places where words stand for words that say the same."""
    cut: int = 0
    """Places where one has words and the other has none."""
    anew: int = 0
    """Those of them at which a clause stands for another one."""

    def __add__(self, more: "Traces") -> "Traces":
        return Traces(self.other + more.other, self.same + more.same, self.cut + more.cut, self.anew + more.anew)


def traces_of(a: Sentence, b: Sentence) -> Traces:
    """Compare two versions of a sentence."""
    if b.words < a.words:
        a, b = b, a
    unspaced = any(is_cjk(word[0]) for one in (a, b) for word, kind in zip(one.words, one.kinds, strict=True) if kind in "ck")
    judge = _of_runs if unspaced else _of_words
    places = list(joined(places_of(a.words, b.words)))
    facing = exchanges(places)
    return sum((judge(a, b, place) for place in facing), Traces(cut=len(places) - len(facing)))


def _of_words(a: Sentence, b: Sentence, place: Place) -> Traces:
    i, j, k, m = place
    lost, won = beyond(a.words, b.words), beyond(b.words, a.words)
    gone, new = _words(a, i, j), _words(b, k, m)
    if i == k == 0 and {a.kinds[:j].strip("A"), b.kinds[:m].strip("A")} == {"", "a"} and not any(map(groups_of, (*gone, *new))):
        return Traces(other=((" ".join(a.words[:j]), " ".join(b.words[:m])),))  # a name at the beginning is any word with a capital
    if any(map(negates, gone)) and any(map(negates, new)):
        gone, new = ([word for word in words if not negates(word)] for words in (gone, new))
    if max(j - i, m - k) > _REWRITTEN[False]:
        # One may be cut off at its end, or end in who said it.
        ends = (j, m) == (len(a.words), len(b.words)) and (min(j - i, m - k) < _CLAUSE or not _SAYING.isdisjoint((*gone, *new)))
        return Traces(cut=1, anew=not ends and _tell_apart(*unlike_words(_telling(gone, lost), _telling(new, won))))
    if not _telling(gone, lost) or not _telling(new, won):
        return Traces(cut=1)
    gone, new = unlike_words(gone, new)
    mine, yours = unmatched(_telling(gone, lost), _telling(new, won))
    return Traces(other=((" ".join(mine), " ".join(yours)),)) if mine and yours else Traces(same=1)


def _tell_apart(gone: Sequence[str], new: Sequence[str]) -> bool:
    """Whether each of two clauses says something, and nothing of it the other."""
    return bool(gone) and bool(new) and set(gone).isdisjoint(new)


def _words(one: Sentence, start: int, end: int) -> list[str]:
    """Words that no one else judges."""
    return [word for word, kind in zip(one.words[start:end], one.kinds[start:end], strict=True) if kind == "a"]


def _telling(words: Iterable[str], only: Collection[str]) -> list[str]:
    """Those that stand for something, and do not only stand elsewhere in the other version."""
    return [word for word in words if word in only and not is_joint(word)]


def _of_runs(a: Sentence, b: Sentence, place: Place) -> Traces:
    """Compare what stands at one place of an unspaced script."""
    here = _place(a, b, place)
    if max(place[1] - place[0], place[3] - place[2]) > _REWRITTEN[True]:
        return Traces(cut=1, anew=_tell_apart(*_content(*unlike_runs(here.gone, here.new))))
    if other := _counted_otherwise(a, b, place, here) or _kana_noun(here):
        return Traces(same=1) if here.is_one_word else Traces(other=(other,))
    left, came = _content(here.mine, here.yours)
    if not left or not came:
        return Traces(cut=1)
    if here.is_one_word or is_slip(left, came) or _akin(a, b, place) or _sounds_alike(here.mine, here.yours):
        return Traces(same=1)
    left, came = _content(*unlike_runs(_untitled(here.mine), _untitled(here.yours)))
    left, came = ("".join(words) for words in unlike_words([left], [came]))
    if is_pronoun(left) or is_pronoun(came):
        return Traces(cut=1)
    if not left or not came or _abbreviates(left, came) or _abbreviates(came, left):
        return Traces(same=1)
    moved = _moved(here.gone, a, b) or _moved(here.new, b, a)
    return Traces(cut=1) if moved else Traces(other=((left, came),))


@dataclass(frozen=True, slots=True)
class _Here:
    """What stands at a place of each version, and what stands beside it in both."""

    before: str
    gone: str
    new: str
    after: str

    @property
    def mine(self) -> str:
        return self.before + self.gone + self.after

    @property
    def yours(self) -> str:
        return self.before + self.new + self.after

    @property
    def is_one_word(self) -> bool:
        """Whether it is one word, or the same in another one."""
        return same_in_place(self.before, self.gone, self.new, self.after)


def _place(a: Sentence, b: Sentence, place: Place) -> _Here:
    i, j, k, m = place
    gone, new = (_DATE.sub(" ", run) for run in (_run(a, i, j), _run(b, k, m)))
    if any(map(str.isdigit, gone + new)):
        gone, new = (_SIGN.sub(" ", run) for run in (gone, new))  # 三季度, 第3季度
    return _Here(_run(a, i - _BESIDE, i), gone, new, _run(a, j, j + _BESIDE))


def _counted_otherwise(a: Sentence, b: Sentence, place: Place, here: _Here) -> tuple[str, str] | None:
    """Characters that say something else though they say little elsewhere: 多 and 少; or after a number, 12万本 and 12万箱."""
    i, j, k, m = place
    counted = a.kinds[max(0, i - 1) : i] == "#" and (a.kinds[i:j], b.kinds[k:m]) == ("c", "c")
    return (here.gone, here.new) if counted or frozenset((here.gone, here.new)) in _counterparts() else None


def _akin(a: Sentence, b: Sentence, place: Place) -> bool:
    """Whether two spellings of one name stand there, or the name in short."""
    i, j, k, m = place
    loans = i < j and k < m and set(a.kinds[i:j] + b.kinds[k:m]) == {"k"}
    return (loans and akin("".join(a.words[i:j]), "".join(b.words[k:m]))) or _shortened(a, b, place)


def _abbreviates(short: str, long: str) -> bool:
    """Whether one is the letters for a long name: JWST, ジェームズ・ウェッブ宇宙望遠鏡."""
    return len(short) >= _LETTERS and short.isascii() and len(long) > _LETTERS and not any(map(str.isascii, long))


def _shortened(a: Sentence, b: Sentence, place: Place) -> bool:
    """Whether a name is made of some of the other's characters, the first among them, in their order: 日銀, 日本銀行."""
    i, j, k, m = place
    short, long = sorted((_spelt(a, i, j), _spelt(b, k, m)), key=len)
    bare = _untitled(short).strip()
    return len(short) > 1 and short[0] == long[0] and shortened(bare, long)


def _spelt(one: Sentence, start: int, end: int) -> str:
    """The Han characters of a run, those of names among them."""
    return "".join(letter for letter in one.written(start, end) if is_cjk(letter) and not is_kana(letter))


def _run(one: Sentence, start: int, end: int) -> str:
    """Tokens in a row, a space for what others judge."""
    start = max(0, start)
    words = zip(one.words[start:end], one.kinds[start:end], strict=True)
    names = iter(one.names[one.kinds[:start].count("@") :])
    return "".join(_title(next(names, "")) if kind == "@" else " " if kind in _JUDGED else word for word, kind in words)


def _title(name: str) -> str:
    """The office in a name with an office: 高市総理."""
    return max((form for form in _offices() if name.endswith(form)), key=len, default=" ")


def _content(gone: str, new: str) -> tuple[str, str]:
    """The characters that stand for something and that only one of two runs has."""
    mine, yours = (Counter(filter(_stands_for_something, _LOAN.sub(lambda loan: plain_loan(loan[0]), run))) for run in (gone, new))
    return "".join((mine - yours).elements()), "".join((yours - mine).elements())


def _stands_for_something(letter: str) -> bool:
    return letter.isalnum() and not letter.isdigit() and not is_kana(letter) and (letter.isascii() or letter not in little())


def _moved(run: str, mine: Sentence, yours: Sentence) -> bool:
    """Whether what stands here stands as often in the other version."""
    while run and not _stands_for_something(run[0]):
        run = run[1:]
    while run and not _stands_for_something(run[-1]):
        run = run[:-1]
    first, second = (_run(one, 0, len(one.words)) for one in (mine, yours))
    return len(run) > 1 and 0 < second.count(run) >= first.count(run)


@cache
def _counterparts() -> frozenset[frozenset[str]]:
    """Characters each of which alone says something else than the other: 多 and 少, 上 and 下."""
    return frozenset(frozenset(folded(line).split()) for line in lists_of("bot.revisions")["counterparts"])


def _kana_noun(here: _Here) -> tuple[str, str] | None:
    """A noun in hiragana and what stands in its place in another script, if so it is: なだれ, 交通障害."""
    gone, new = here.gone.strip(), here.new.strip()
    for one, other in ((gone, new), (new, gone)):
        if len(one) >= _NOUN and is_kana(one) and other and not any(map(is_kana, other)) and _content(other, "")[0]:
            return gone, new
    return None


def _untitled(run: str) -> str:
    for title in _HONORIFICS:
        run = run.replace(title, " ")
    return run


@cache
def _offices() -> tuple[str, ...]:
    offices = (form for line in lists_of("bot.revisions")["offices"] for form in line.split()[1:] if not form.isascii())
    return tuple({folded(form) for form in offices})


@cache
def _syllables() -> frozenset[str]:
    return frozenset(folded("".join(words_of("bot.revisions", "syllables"))))


def _sounds_alike(gone: str, new: str) -> bool:
    """Whether a foreign name is written with other characters of its sound: 赫格塞思, 赫格塞斯."""
    mine, yours = (_sound(run) for run in (gone, new))
    common = shared(mine, yours)
    alike = min(len(mine), len(yours)) >= _SOUNDS and 2 * common >= max(len(mine), len(yours))
    return alike and not any(_content(gone.replace(mine, " ", 1), new.replace(yours, " ", 1)))


def _sound(run: str) -> str:
    """The longest part of a run that may be such a name."""
    longest = here = ""
    for letter in run:
        here = here + letter if letter in _syllables() else ""
        longest = max(longest, here, key=len)
    return longest
