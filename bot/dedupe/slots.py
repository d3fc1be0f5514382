"""Do two similar texts differ in the one thing that matters?

Templates and reversals look like copies: "…19日…林剑…" and "…20日…毛宁…", 決定 and 否定, higher and lower, "will" and "will not" in
the third sentence. What one says and the other leaves out is an editor's cut; what both say, and say otherwise, is another fact. A
differing fact vetoes a merge, because a wrong merge hides an alert and a wrong split only repeats one.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import cache

from bot.revisions.opposites import negates, opposed
from bot.revisions.tokens import Sentence, sentence_of, sentences_of
from bot.text.credits import headline_of
from bot.text.fold import folded
from bot.text.lists import keyed, words_of
from bot.text.naming import Naming

_VERSION = 0.5
"""Share of tokens in common at which a sentence is a version of another one."""
_COMPARED = 40
"""Sentences of each text that have no equal in the other and are compared."""
_BRIEF = 8
"""Tokens that go and come at one place: a negation among more of them came with a clause of its own."""
_NEAR = 2
"""Characters between what was exchanged and the title or the 島 after it that may belong to the same name."""
_AKIN = 0.6
"""Likeness of two spellings of one name."""
_METONYMS = {
    "beijing": "china", "tokyo": "japan", "washington": "us", "taipei": "taiwan", "seoul": "south korea", "moscow": "russia",
    "pyongyang": "north korea", "manila": "philippines", "london": "uk", "paris": "france", "berlin": "germany", "hanoi": "vietnam",
    "canberra": "australia", "new delhi": "india", "kyiv": "ukraine", "brussels": "eu",
}  # fmt: skip
"""Capitals that editors write for the country."""
_WORDS = "bot.dedupe"
_OFFICES = keyed(_WORDS, "offices")
_SURNAMES, _COMMON, _LOANS = (frozenset(words_of(_WORDS, section)) for section in ("surnames", "common", "loans"))


@dataclass(frozen=True, slots=True)
class Wording:
    """A headline and a text in tokens."""

    title: Sentence
    body: tuple[Sentence, ...]


def wording(title: str, text: str, naming: Naming) -> Wording:
    """In tokens."""
    return Wording(sentence_of(headline_of(title), naming), sentences_of(text, naming))


def contradiction(a: Wording, b: Wording) -> str:
    """In what two texts say otherwise: number, date, half of the day, opposite, negation, speaker or name; empty for nothing."""
    return next(filter(None, (differ(mine, yours) for mine, yours in _versions(a, b))), "")


def _versions(a: Wording, b: Wording) -> Iterator[tuple[Sentence, Sentence]]:
    """The headlines, if they are alike, and those sentences that are versions of one another without being the same."""
    if a.title.words != b.title.words and _likeness(a.title, b.title) >= _VERSION:
        yield a.title, b.title
    there, here = {one.words for one in b.body}, {one.words for one in a.body}
    mine = [one for one in a.body if one.words not in there][:_COMPARED]
    yours = [one for one in b.body if one.words not in here][:_COMPARED]
    likely = ((_likeness(one, other), i, k) for i, one in enumerate(mine) for k, other in enumerate(yours))
    taken, given = set[int](), set[int]()
    for _, i, k in sorted((pair for pair in likely if pair[0] >= _VERSION), reverse=True):
        if i not in taken and k not in given:
            taken.add(i)
            given.add(k)
            yield mine[i], yours[k]


def _likeness(a: Sentence, b: Sentence) -> float:
    """Share of tokens in common: of the shorter, as long as that is not much shorter."""
    short, long = sorted((len(a.words), len(b.words)))
    return sum((Counter(a.words) & Counter(b.words)).values()) / max(short, 0.6 * long) if long else 0.0


Place = tuple[int, int, int, int]
"""Where one sentence has other tokens than the other: [i, j) of the first, [k, m) of the second."""


def differ(a: Sentence, b: Sentence) -> str:
    """In what two versions of one sentence say otherwise; empty for nothing."""
    places = _places(a.words, b.words)
    gone = _tokens(a, ((i, j) for i, j, _, _ in places))
    new = _tokens(b, ((k, m) for _, _, k, m in places))
    lost, won = _by_kind(gone - new), _by_kind(new - gone)
    said = ("w", "a", "A", "c")
    mine, yours = ([word for kind in said for word in side.get(kind, ())] for side in (lost, won))
    tests = (
        ("number", lambda: lost.get("#") and won.get("#")),
        ("date", lambda: (lost.get("m") and won.get("m")) or (lost.get("d") and won.get("d"))),
        ("half of the day", lambda: lost.get("h") and won.get("h")),
        ("opposite", lambda: opposed(mine, yours)),
        ("negation", lambda: any(_turned(a, b, place) for place in places)),
        ("speaker", lambda: _roles_of(a, b) or _roles_of_words(mine, yours)),
        ("name", lambda: _other_places(lost.get("@", ()), won.get("@", ()))),
        ("name", lambda: _other_names(lost.get("A", ()), won.get("A", ())) or _other_loans(lost.get("k", ()), won.get("k", ()))),
        ("name", lambda: any(_names_of(a, b, place) for place in _joined(places))),
    )
    return next((what for what, holds in tests if holds()), "")


def _places(mine: Sequence[str], yours: Sequence[str]) -> list[Place]:
    """Where they differ. What they share at both ends is cut off first: copies share nearly all."""
    start, end = 0, min(len(mine), len(yours))
    while start < end and mine[start] == yours[start]:
        start += 1
    back = 0
    while back < end - start and mine[-1 - back] == yours[-1 - back]:
        back += 1
    middle, other = mine[start : len(mine) - back], yours[start : len(yours) - back]
    blocks = SequenceMatcher(None, middle, other, autojunk=False).get_opcodes()
    return [(i + start, j + start, k + start, m + start) for tag, i, j, k, m in blocks if tag != "equal"]


def _joined(places: Sequence[Place]) -> Iterator[Place]:
    """Places with one token between them as one: 茂木 and 木原 share a character."""
    last: Place | None = None
    for place in places:
        if last and place[0] - last[1] <= 1:
            last = (last[0], place[1], last[2], place[3])
            continue
        if last:
            yield last
        last = place
    if last:
        yield last


def _tokens(one: Sentence, spans: Iterable[tuple[int, int]]) -> Counter[tuple[str, str]]:
    return Counter(pair for start, end in spans for pair in zip(one.kinds[start:end], one.words[start:end], strict=True))


def _by_kind(tokens: Counter[tuple[str, str]]) -> dict[str, list[str]]:
    kinds: dict[str, list[str]] = {}
    for kind, word in tokens.elements():
        kinds.setdefault(kind, []).append(word)
    return kinds


def _turned(a: Sentence, b: Sentence, place: Place) -> bool:
    """Whether a negation went or came, by itself."""
    i, j, k, m = place
    mine, yours = (sum(map(negates, words)) for words in (a.words[i:j], b.words[k:m]))
    return mine != yours and (j - i) + (m - k) <= _BRIEF


def _roles_of_words(gone: Sequence[str], new: Sequence[str]) -> bool:
    """Whether somebody in one office was exchanged for somebody in another."""
    mine, yours = ({_OFFICES[word] for word in words if word in _OFFICES} for words in (gone, new))
    return bool(mine) and bool(yours) and not mine & yours


def _roles_of(a: Sentence, b: Sentence) -> bool:
    """The same in unspaced scripts, where an office is several tokens."""
    mine, yours = (_offices("".join(one.words)) for one in (a, b))
    lost, won = mine - yours, yours - mine
    return bool(lost) and bool(won)


@cache
def _office() -> re.Pattern[str]:
    return re.compile("|".join(sorted((form for form in _OFFICES if not form.isascii()), key=len, reverse=True)))


def _offices(text: str) -> frozenset[str]:
    return frozenset(_OFFICES[form] for form in _office().findall(text))


def _other_places(gone: Sequence[str], new: Sequence[str]) -> bool:
    """Whether one name stands for another; a capital may stand for its country."""
    mine, yours = ({_METONYMS.get(name[1:], name[1:]) for name in names} for names in (gone, new))
    return bool(mine - yours) and bool(yours - mine)


def _other_names(gone: Sequence[str], new: Sequence[str]) -> bool:
    """Whether capitalised words were exchanged for others than their own spellings."""
    mine, yours = ([word for word in words if word not in _COMMON] for words in (gone, new))
    lost = [word for word in mine if not any(_akin(word, other) for other in yours)]
    won = [word for word in yours if not any(_akin(word, other) for other in mine)]
    return bool(lost) and bool(won)


def _other_loans(gone: Sequence[str], new: Sequence[str]) -> bool:
    return _other_names([word for word in gone if word not in _LOANS], [word for word in new if word not in _LOANS])


def _akin(a: str, b: str) -> bool:
    """Two spellings of one name, or a name and its adjective, or an initialism."""
    return a[:4] == b[:4] or a in b or b in a or SequenceMatcher(None, a, b).ratio() >= _AKIN


@cache
def _after() -> tuple[re.Pattern[str], re.Pattern[str]]:
    """What follows a name in unspaced scripts: a title of somebody, a word for a place or a ship."""
    titles, sites = (
        "|".join(sorted(map(folded, words_of(_WORDS, section)), key=len, reverse=True)) for section in ("titles", "sites")
    )
    return re.compile(rf".{{0,{_NEAR}}}?(?:{titles})"), re.compile(rf".{{0,1}}?(?:{sites})")


def _names_of(a: Sentence, b: Sentence, place: Place) -> bool:
    """Whether what was exchanged at one place are names, by what stands around them."""
    i, j, k, m = place
    mine, yours = "".join(a.words[i:j]), "".join(b.words[k:m])
    if not (1 <= len(mine) <= 6 and 1 <= len(yours) <= 6) or set(a.kinds[i:j] + b.kinds[k:m]) - {"c"}:
        return False
    after, its_after = "".join(a.words[j : j + 5]), "".join(b.words[m : m + 5])
    titled, sited = _after()
    if sited.match(after) and sited.match(its_after):
        return True
    before = "".join(a.words[max(0, i - 5) : i])
    spoken = "".join(a.words)
    japanese = any("\u3041" <= letter <= "\u3096" for letter in spoken)
    people = mine[0] in _SURNAMES and yours[0] in _SURNAMES
    if titled.match(after) and titled.match(its_after) and (japanese or people):
        return True
    return (
        people and len(mine) >= 2 and len(yours) >= 2 and bool(_office().search(before[-4:]) or before.endswith(("记者", "主席")))
    )
