"""Do two similar texts differ in the one thing that matters?

Templates and reversals look like copies: "…19日…林剑…" and "…20日…毛宁…", 決定 and 否定, higher and lower, "will" and "will not" in
the third sentence. What one says and the other leaves out is an editor's cut; what both say, and say otherwise, is another fact. A
differing fact vetoes a merge, because a wrong merge hides an alert and a wrong split only repeats one.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import cache

from ahocorasick_rs import AhoCorasick, MatchKind

from bot.revisions.opposites import negates, opposed
from bot.revisions.tokens import Sentence, pieces_of, sentence_of
from bot.text.credits import headline_of
from bot.text.fold import folded
from bot.text.lists import keyed, lists_of, words_of
from bot.text.naming import Naming

_VERSION = 0.5
"""Share of tokens in common at which a sentence is a version of another one."""
_PLACED = 0.2
"""The same where one sentence stands between the same ones as the other."""
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
_SURNAMES, _COMMON, _LOANS, _HEADS, _BODIES, _LITTLE = (
    frozenset(words_of(_WORDS, section)) for section in ("surnames", "common", "loans", "heads", "bodies", "little")
)
_RUN = 6
"""Characters of a name in an unspaced script."""
_HAN = re.compile("[\u3400-\u9fff]{2,6}")
_PRONOUN = re.compile("[他她它其该此这那我方氏]|双方|两国|当局|同日|当天|当地")
_NOT = re.compile(r"(?:un|in|im|ir|dis|non)(\w{4})")
"""Prefixes that negate, and enough of the word to know it without."""


@dataclass(frozen=True, slots=True)
class Wording:
    """A headline and the sentences of a text, as written; each is taken apart when it differs from the other's."""

    title: str
    pieces: tuple[str, ...]
    naming: Naming

    def tokens(self, pieces: Iterable[str]) -> list[Sentence]:
        """Sentences in tokens."""
        return [sentence_of(piece, self.naming) for piece in pieces]


def wording(title: str, text: str, naming: Naming) -> Wording:
    """A text as it is compared."""
    return Wording(headline_of(title), pieces_of(text), naming)


def contradiction(a: Wording, b: Wording) -> str:
    """What two texts say otherwise: number, date, half of the day, opposite, negation, speaker, name, word; empty for nothing."""
    found = next(filter(None, (differ(mine, yours) for mine, yours in _versions(a, b))), "")
    return found or ("word" if _all_but_a_word(a, b) else "")


def _all_but_a_word(a: Wording, b: Wording) -> bool:
    """Whether texts are the same but for one word of Han characters in place of another: an editor's hand leaves more traces."""
    if len(a.pieces) != len(b.pieces):
        return False
    differing = [pair for pair in zip((a.title, *a.pieces), (b.title, *b.pieces), strict=True) if pair[0] != pair[1]]
    both = [(mine, yours) for mine, yours in (a.tokens(pair) for pair in differing) if mine.words != yours.words]
    if len(both) != 1 or (a.pieces and a.title != b.title and both == [tuple(a.tokens((a.title, b.title)))]):
        return False  # or the same under another headline
    mine, yours = both[0]
    places = list(_joined(_places(mine.words, yours.words)))
    if len(places) != 1:
        return False
    i, j, k, m = places[0]
    gone, new = "".join(mine.words[i:j]), "".join(yours.words[k:m])
    return bool(_HAN.fullmatch(gone) and _HAN.fullmatch(new)) and not set(gone) & set(new) and not _synonyms(gone, new)


def _synonyms(gone: str, new: str) -> bool:
    return any(gone in words and new in words for words in _groups())


@cache
def _groups() -> tuple[frozenset[str], ...]:
    return tuple(frozenset(map(folded, line.split())) for line in lists_of(_WORDS)["synonyms"])


def _versions(a: Wording, b: Wording) -> Iterator[tuple[Sentence, Sentence]]:
    """The headlines, if they are alike, and those sentences that are versions of one another without being the same."""
    if a.title != b.title:
        mine, yours = a.tokens((a.title, b.title))
        if mine.words != yours.words and _likeness(mine, yours) >= _VERSION:
            yield mine, yours
    gone: list[Sentence] = []
    new: list[Sentence] = []
    for its, others in _apart(a, b):
        if len(its) == len(others) == 1 and _likeness(its[0], others[0]) >= _PLACED:
            yield its[0], others[0]
        else:
            gone += its
            new += others
    yield from _likest(gone[:_COMPARED], new[:_COMPARED])


def _apart(a: Wording, b: Wording) -> Iterator[tuple[list[Sentence], list[Sentence]]]:
    """Stretches of sentences in whose place the other has others."""
    for tag, i, j, k, m in SequenceMatcher(None, a.pieces, b.pieces, autojunk=False).get_opcodes():
        if tag == "equal":
            continue
        mine, yours = a.tokens(a.pieces[i:j]), b.tokens(b.pieces[k:m])
        within = SequenceMatcher(None, [one.words for one in mine], [one.words for one in yours], autojunk=False)
        yield from ((mine[p:q], yours[r:t]) for same, p, q, r, t in within.get_opcodes() if same != "equal")


def _likest(mine: Sequence[Sentence], yours: Sequence[Sentence]) -> Iterator[tuple[Sentence, Sentence]]:
    """Sentences that stand elsewhere than their versions, each once."""
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
    """In what two versions of one sentence say otherwise, whichever of them came first; empty for nothing."""
    a, b = sorted((a, b), key=lambda one: one.words)
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
        ("negation", lambda: _denials(a) != _denials(b) and any(_turned(a, b, place) for place in places)),
        ("speaker", lambda: _said_by_others(a, b) or _roles_of_words(mine, yours)),
        ("name", lambda: _other_names(_named(lost, b), _named(won, a)) or _other_loans(lost.get("k", ()), won.get("k", ()))),
        ("speaker", lambda: _other_bodies(lost.get("A", ()), won.get("A", ()))),
        ("name", lambda: any(_before_head(a, b, place) for place in places)),
        ("name", lambda: any(_names_of(a, b, place) or _stands_for(a, b, place) for place in (*places, *_joined(places)))),
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


def _denials(one: Sentence) -> int:
    return sum(map(negates, one.words))


def _turned(a: Sentence, b: Sentence, place: Place) -> bool:
    """Whether a negation went or came, by itself."""
    i, j, k, m = place
    gone, new = a.words[i:j], b.words[k:m]
    mine, yours = _negations(gone, b.words), _negations(new, a.words)
    return mine != yours and (j - i) + (m - k) <= _BRIEF


def _negations(words: Sequence[str], others: Sequence[str]) -> int:
    """How often they negate: "unacceptable" is one where the other version says "accepted"."""
    stems = (found[1] for word in words if (found := _NOT.match(word)))
    return sum(map(negates, words)) + sum(any(other.startswith(stem) for other in others) for stem in stems)


def _roles_of_words(gone: Sequence[str], new: Sequence[str]) -> bool:
    """Whether somebody in one office was exchanged for somebody in another."""
    mine, yours = ({_OFFICES[word] for word in words if word in _OFFICES} for words in (gone, new))
    return bool(mine) and bool(yours) and not mine & yours


def _said_by_others(a: Sentence, b: Sentence) -> bool:
    """Whether an office or a body was exchanged for another, in unspaced scripts, where each is several tokens."""
    if "c" not in a.kinds:
        return False
    mine, yours = ("".join(one.words) for one in (a, b))
    return any(there - those and those - there for there, those in ((find(mine), find(yours)) for find in (_offices, _speakers)))


def _offices(text: str) -> frozenset[str]:
    return _found(text, "offices")


def _speakers(text: str) -> frozenset[str]:
    return _found(text, "speakers")


def _found(text: str, section: str) -> frozenset[str]:
    automaton, meant = _forms(section)
    return frozenset(meant[number] for number, _, _ in automaton.find_matches_as_indexes(text))


@cache
def _forms(section: str) -> tuple[AhoCorasick, tuple[str, ...]]:
    """The forms of a section in unspaced scripts, and by number what each of them means."""
    meant = {folded(form): line.split()[0] for line in lists_of(_WORDS)[section] for form in line.split() if not form.isascii()}
    return AhoCorasick(list(meant), matchkind=MatchKind.LeftmostLongest), tuple(meant.values())


def _named(tokens: Mapping[str, Sequence[str]], other: Sentence) -> list[str]:
    """Places, people and what else bears a capital and is no office, if the other does not name it; capitals as their country."""
    known = [f"@{_METONYMS.get(name[1:], name[1:])}" for name in tokens.get("@", ()) if name not in other.words]
    return [*known, *(word for word in tokens.get("A", ()) if word not in _COMMON)]


def _other_names(gone: Sequence[str], new: Sequence[str]) -> bool:
    """Whether names were exchanged for others than their own spellings."""
    lost = [word for word in gone if not any(_akin(word, other) for other in new)]
    won = [word for word in new if not any(_akin(word, other) for other in gone)]
    return bool(lost) and bool(won)


def _other_bodies(gone: Sequence[str], new: Sequence[str]) -> bool:
    """Whether a body was exchanged for another, or for somebody."""
    mine, yours = _BODIES & set(gone), _BODIES & set(new)
    return bool(gone) and bool(new) and mine != yours and not mine & yours


def _before_head(a: Sentence, b: Sentence, place: Place) -> bool:
    """Whether the word before a common head was exchanged: the foreign ministry, the culture ministry."""
    i, j, k, m = place
    if not (1 <= j - i <= 2 and 1 <= m - k <= 2) or not (a.words[j:] and b.words[m:]):
        return False
    if a.words[j] != b.words[m] or a.words[j] not in _HEADS:
        return False
    mine, yours = a.words[j - 1], b.words[m - 1]
    return a.kinds[j - 1] in "aAw@" and b.kinds[m - 1] in "aAw@" and not _akin(mine, yours) and not {mine, yours} & _LITTLE


def _other_loans(gone: Sequence[str], new: Sequence[str]) -> bool:
    return _other_names([word for word in gone if word not in _LOANS], [word for word in new if word not in _LOANS])


def _akin(a: str, b: str) -> bool:
    """Two spellings of one name, or a name and its adjective, or an initialism. Names that we know have no other spellings."""
    if a[0] == b[0] == "@":
        return a == b
    a, b = a.lstrip("@"), b.lstrip("@")
    return a[:4] == b[:4] or a in b or b in a or SequenceMatcher(None, a, b).ratio() >= _AKIN


@cache
def _after() -> tuple[re.Pattern[str], re.Pattern[str]]:
    """What follows a name in unspaced scripts: a title of somebody, a word for a place or a ship."""
    titles, sites = (
        "|".join(sorted(map(folded, words_of(_WORDS, section)), key=len, reverse=True)) for section in ("titles", "sites")
    )
    return re.compile(rf".{{0,{_NEAR}}}?(?:{titles})"), re.compile(rf".{{0,1}}?(?:{sites})")


def _stands_for(a: Sentence, b: Sentence, place: Place) -> bool:
    """Whether a name that we know was exchanged for a few characters that are no office and no pronoun: for another name."""
    i, j, k, m = place
    sides = ((a, b, i, j, k, m), (b, a, k, m, i, j))
    for mine, yours, start, end, its_start, its_end in sides:
        gone = [word for word in mine.words[start:end] if word[0] == "@" and word not in yours.words]
        run, kinds = "".join(yours.words[its_start:its_end]), set(yours.kinds[its_start:its_end])
        if gone and kinds and kinds <= {"c", "k"} and 2 <= len(run) <= _RUN and not _offices(run) and not _speakers(run):
            return not _PRONOUN.search(run)
    return False


def _site_itself(mine: str, yours: str) -> bool:
    """Whether one of them ends in a word for a place."""
    sites = tuple(map(folded, words_of(_WORDS, "sites")))
    return mine.endswith(sites) or yours.endswith(sites)


def _names_of(a: Sentence, b: Sentence, place: Place) -> bool:
    """Whether what was exchanged at one place are names, by what stands around them."""
    i, j, k, m = place
    mine, yours = "".join(a.words[i:j]), "".join(b.words[k:m])
    if (
        not (1 <= len(mine) <= 6 and 1 <= len(yours) <= 6)
        or set(a.kinds[i:j] + b.kinds[k:m]) - {"c", "k"}
        or {mine, yours} <= _LITTLE
    ):
        return False
    after, its_after = "".join(a.words[j : j + 5]), "".join(b.words[m : m + 5])
    titled, sited = _after()
    places = bool(_HAN.fullmatch(mine) and _HAN.fullmatch(yours)) and _site_itself(mine, yours)
    if places or (sited.match(after) and sited.match(its_after)):
        return True
    before = "".join(a.words[max(0, i - 5) : i])
    spoken = "".join(a.words)
    japanese = any("\u3041" <= letter <= "\u3096" for letter in spoken)
    people = mine[0] in _SURNAMES and yours[0] in _SURNAMES
    if titled.match(after) and titled.match(its_after) and (japanese or people):
        return True
    return (
        people
        and len(mine) >= 2
        and len(yours) >= 2
        and bool(_offices(before[-4:]) or before.endswith(("记者", "主席")))
    )
