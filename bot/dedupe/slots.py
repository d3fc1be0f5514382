"""Do two similar texts differ in the one thing that matters?

Templates and reversals look like copies: "…19日…林剑…" and "…20日…毛宁…", 決定 and 否定, higher and lower, "will" and "will not" in
the third sentence. What one says and the other leaves out is an editor's cut; what both say, and say otherwise, is another fact. A
differing fact vetoes a merge, because a wrong merge hides an alert and a wrong split only repeats one.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from difflib import SequenceMatcher
from functools import lru_cache
from typing import Literal

from bot.revisions.contrasts import contrasted
from bot.revisions.denied import denies_otherwise, undone
from bot.revisions.differing import Said, differ, part_of_date, said_by
from bot.revisions.figures import alike
from bot.revisions.groups import other_marks, uses
from bot.revisions.modality import exchanged_modality, is_done_now, same_modality, was_to_come
from bot.revisions.opposites import negates
from bot.revisions.places import beyond, exchanges, joined, places_of, shared
from bot.revisions.ranks import is_deputy, other_rank
from bot.revisions.reckoned import reckoned
from bot.revisions.spelling import is_joint, is_kana
from bot.revisions.synonyms import say_the_same
from bot.revisions.tokens import LONGEST, Sentence, pieces_of, sentence_of
from bot.revisions.traces import Traces, traces_of
from bot.revisions.turned import is_turned
from bot.revisions.unfinished import as_far
from bot.revisions.values import in_values
from bot.text.credits import headline_of
from bot.text.fold import folded
from bot.text.naming import Naming
from bot.text.numerals import value_of

_VERSION = 0.5
"""Share of tokens in common at which a sentence is a version of another one."""
_PLACED = 0.2
"""The same where one sentence stands between the same ones as the other."""
_CLOSE = 0.75
"""The same at which a negation is missed where it is missing."""
_NEAR = 0.6
"""The same at which words in the place of others are compared where a sentence was moved: what is less alike was written anew."""
_REWRITTEN = 0.8
"""The same below which a headline was written anew."""
_SHOWN = 2
"""What a place at which an editor wrote the same in other words tells of his hand, where one at which he cut or added tells 1."""
_COMPARED = 40
"""Sentences of each text that have no equal in the other and are compared."""
_STATES = 5
"""Tokens of a sentence that states something; "Read on: Paper" does not."""
_STEM = 2
"""Tokens of a verb's stem, in one script or the other: 恐, おそ."""
_NUMBER = re.compile(r"(?<![A-Za-z0-9.,:])[0-9]+(?![A-Za-z0-9.,:]| ?[时時点點]| ?[ap]\.?m\b)")
"""A number by itself. Not an hour: the eighth is the twentieth in the evening."""
_GOES_ON = re.compile(r"(?:and|but|while|including|as well as|along with|with)\b|(?:其中|包括|并|另|うち|ほか)")
"""How a sentence goes on."""
_TO_A_REPORT = re.compile(
    r"\b(?:dismiss|reject|disput|contradict|confirm|acknowledg|deny|denie)[a-z]* (?:[^ .]+ ){0,6}(?:reports?|allegations?)\b"
    r"|(?:证实|澄清|承认|否认)[^。]{0,60}的报道|报道[^。，]{0,6}(?:属实|不实)|报道[^。]{0,4}を(?:认め|否定|打ち消|追认)"
)
"""How a folded text says that somebody answers what was reported."""
_FACTS = frozenset("#@Ak")
"""Kinds of tokens that state a figure or name somebody or something."""
_RETOLD = 0.74
"""Share of the longer text's words that another desk leaves, or puts words for the same in their place."""
_FIGURES, _TO_ONE = 5, 8
"""Figures that two texts must share, and facts that they share for each that either of them lacks."""
_LEADING = 2
"""Sentences of a text that tell its news."""
_LEAD = {True: 24, False: 10}
"""Tokens of a sentence in an unspaced script, or words, that tells news; fewer are a byline, or that somebody met the press."""
_ENDS = re.compile(r"[.!。！][\"”’」』）)]*\s*$")
_WHOLE = 60
"""Letters of two texts that are word for word the same: then only the headline was changed, and that is an edit."""


@dataclass(frozen=True, slots=True)
class Wording:
    """A headline and the sentences of a text, as written; each is taken apart when it differs from the other's."""

    title: str
    pieces: tuple[str, ...]
    naming: Naming

    def tokens(self, pieces: Iterable[str]) -> list[Sentence]:
        """Sentences in tokens."""
        return [sentence_of(in_values(piece), self.naming) for piece in pieces]

    def says(self) -> Said:
        """All that it says."""
        return _all_of(self)


@lru_cache(maxsize=32)
def _all_of(one: Wording) -> Said:
    """Asked about sentence after sentence."""
    return said_by(one.tokens((one.title, *one.pieces)))


@dataclass(frozen=True, slots=True)
class _Versions:
    """Two versions of one sentence."""

    mine: Sentence
    yours: Sentence
    placed: bool = False
    """Whether they stand in the same place. A headline is written anew, a sentence moved: what they lack may be said elsewhere."""
    headline: bool = False


def wording(title: str, text: str, naming: Naming) -> Wording:
    """A text as it is compared."""
    title, text = reckoned(title, text)
    return Wording(headline_of(title), pieces_of(text), naming)


def contradiction(a: Wording, b: Wording) -> str:
    """What two texts say otherwise, as ``differ`` names it, or "word" for one word in place of another; empty for nothing."""
    mine, yours = as_far(a.pieces, b.pieces)
    if _is_filled_in_otherwise(mine, yours):
        return "number"
    a, b = replace(a, pieces=mine), replace(b, pieces=yours)
    if any(rule(*pair) for rule in (_is_news_of_a_death, _answers_what_is_told, _leads_with_news) for pair in ((a, b), (b, a))):
        return "development"
    versions: list[_Versions] = []
    told = min(sum(map(len, one.pieces)) for one in (a, b)) >= _WHOLE
    for one in _versions(a, b):  # most of those that differ do so in the first
        likeness = _likeness(one.mine, one.yours)
        kept = one.headline and told and _kept(a, b)
        if not kept:
            versions.append(one)
        if kept == "all" and likeness < _REWRITTEN:
            continue
        if not (found := differ(one.mine, one.yours)) or (kept and found == "negation"):
            continue
        close = one.placed or likeness >= _CLOSE
        if (one.placed and likeness >= _VERSION) or (
            found := differ(one.mine, one.yours, (a.says(), b.says()), close=close, headline=one.headline and told)
        ):
            return found
    return _states_another(versions, told=told, whole=len(mine) == len(yours))


def is_retold(a: Wording, b: Wording) -> bool:
    """Whether one text may be the other in another desk's words: most words say the same, or several figures and all names.

    Names alone prove nothing: whoever reports on a call, and whoever denies the report, names the same people.
    """
    said, others = (_telling_words(its) for its in (a, b))
    denied, its_denied = (sum(map(negates, words)) for words in (said, others))
    if denied == its_denied and _in_common(said, others) >= _RETOLD * max(len(said), len(others), 1):
        return True
    mine, yours = (_facts(its) for its in (a, b))
    figures = sum(kind == "#" for kind, _ in mine & yours)
    return figures >= _FIGURES and len(mine & yours) >= _TO_ONE * (1 + min(len(mine - yours), len(yours - mine)))


def _telling_words(one: Wording) -> list[str]:
    """Its tokens but for joints and kana, in values and normal forms where the letters are others."""
    return [word for its in one.tokens(one.pieces) for word in its.words if not is_joint(word) and not is_kana(word)]


def _in_common(mine: Sequence[str], yours: Sequence[str]) -> int:
    """How many words of the one are words of the other, or say the same as one of them, each once."""
    rest, others = beyond(mine, yours), beyond(yours, mine)
    for word in rest:
        if twin := next((other for other in others if say_the_same(word, other)), ""):
            others.remove(twin)
    return len(yours) - len(others)


def _facts(one: Wording) -> set[tuple[str, str]]:
    """Figures that are no part of a date, and names."""
    return {
        (kind, word)
        for its in one.tokens(one.pieces)
        for at, (kind, word) in enumerate(zip(its.kinds, its.words, strict=True))
        if kind in _FACTS and not (kind == "#" and part_of_date(its, at))
    }


def _is_news_of_a_death(one: Wording, other: Wording) -> bool:
    """Whether a headline tells of a death of which another text knows nothing."""
    return uses("deaths", folded(one.title)) and not uses("deaths", folded(" ".join((other.title, *other.pieces))))


def _answers_what_is_told(one: Wording, other: Wording) -> bool:
    """Whether a text begins with a denial, or an answer to a report, of which another knows nothing: it repeats what it answers."""
    return _answers(one.pieces[:_LEADING]) and not _answers((other.title, *other.pieces))


def _answers(pieces: Iterable[str]) -> bool:
    text = folded(" ".join(pieces))
    return uses("denials", text) or bool(_TO_A_REPORT.search(text))


def _leads_with_news(one: Wording, other: Wording) -> bool:
    """Whether a text begins with a sentence of its own and goes on with what another begins with: the next report, and the last."""
    if len(one.pieces) < 2 or not other.pieces or one.pieces[0] == other.pieces[0] or not _ENDS.search(one.pieces[0]):
        return False
    lead, first = one.tokens((one.pieces[0], other.pieces[0]))
    if len(lead.words) < _LEAD["c" in lead.kinds] or _likeness(lead, first) >= _VERSION:
        return False
    if max(_likeness(sentence, first) for sentence in one.tokens(one.pieces[1:])) < _NEAR:
        return False
    return all(_likeness(lead, sentence) < _VERSION for sentence in other.tokens((other.title, *other.pieces[1:])))


def _kept(a: Wording, b: Wording) -> Literal["all", "what is left", ""]:
    """What of a text stands under another headline, if no words stand in the place of others: all, or what an editor left of it."""
    kept: Literal["all", "what is left"] = "all"
    for its, others in _apart(a, b):
        if len(its) == len(others) == 1:
            mine, yours = alike(its[0], others[0])
            if exchanges(places_of(mine.words, yours.words)):
                return ""
            kept = kept if mine.words == yours.words else "what is left"
        elif its and others:
            return ""
        else:
            kept = "what is left"
    return kept


def filled_in_otherwise(text: str, other: str) -> bool:
    """Whether two texts are one form with other numbers: told before anything is folded, as a form is met again and again."""
    mine, yours = text[:LONGEST], other[:LONGEST]
    return mine != yours and _form(mine) == _form(yours) and _is_filled_in_otherwise(pieces_of(text), pieces_of(other))


@lru_cache(maxsize=512)
def _form(text: str) -> str:
    return _NUMBER.sub("#", text)


def _is_filled_in_otherwise(mine: Sequence[str], yours: Sequence[str]) -> bool:
    """Whether a sentence says the same as the one in its place with other numbers, as forms do: told before any token is made."""
    if len(mine) != len(yours):
        return False
    for one, other in zip(mine, yours, strict=True):
        if one != other and _NUMBER.sub("#", one) == _NUMBER.sub("#", other):
            first, second = (list(map(value_of, _NUMBER.findall(in_values(piece)))) for piece in (one, other))
            if first != second:
                return True
    return False


def _states_another(versions: Sequence[_Versions], *, told: bool, whole: bool) -> str:
    """Whether words stand in the place of others that say something else, and no editor's hand is seen that would excuse it."""
    near = [one for one in versions if (one.placed or _likeness(one.mine, one.yours) >= _NEAR) and not (told and one.headline)]
    if any(contrasted(one.mine, one.yours) for one in near):
        return "kind"
    compared = [one for one in near if one.headline or min(len(one.mine.words), len(one.yours.words)) >= _STATES]
    found = sum((traces_of(one.mine, one.yours) for one in compared), Traces())
    hand = _SHOWN * found.same + found.cut
    if what := next(filter(None, map(_otherwise, (one for one in versions if one in compared or one.placed or one.headline))), ""):
        return what
    if len(found.other) >= max(hand, 1) or found.anew == hand == 1:
        return "word"
    return "addition" if whole and found.cut == hand == 1 and any(map(_adds_a_figure, compared)) else ""


def _adds_a_figure(one: _Versions) -> bool:
    """Whether one goes on with a figure that the other lacks: ", and three were firefighters"."""
    added = [
        _spaced(side, start, end)
        for i, j, k, m in joined(places_of(one.mine.words, one.yours.words))
        for side, start, end, other in ((one.mine, i, j, m - k), (one.yours, k, m, j - i))
        if not other and "#" in side.kinds[start:end]
    ]
    return any(_GOES_ON.match(words) for words in added)


def _otherwise(one: _Versions) -> str:
    """Whether a sentence was turned round, or says it with another certainty, of another day, or beside another measure."""
    if undone(one.mine, one.yours):
        return "negation"
    if _likeness(one.mine, one.yours) < (_NEAR if one.placed else _CLOSE):
        return ""
    mine, yours = (_spaced(each) for each in (one.mine, one.yours))
    tests: tuple[tuple[str, Callable[[], bool]], ...] = (
        ("order", lambda: is_turned(one.mine, one.yours)),
        ("negation", lambda: denies_otherwise(one.mine, one.yours)),
        ("name", lambda: other_rank(one.mine, one.yours) if "c" in one.mine.kinds else is_deputy(one.mine, one.yours)),
        ("modality", lambda: _other_force(one.mine, one.yours)),
    )
    marks = (section for section in ("relative days", "extremes", "baselines") if other_marks(section, mine, yours))
    return next((what for what, holds in tests if holds()), "") or next(marks, "")


def _other_force(a: Sentence, b: Sentence) -> bool:
    """Whether words of another certainty or force stand in the place of others, and were not only moved."""
    places = places_of(a.words, b.words)
    if any(was_to_come(_spaced(a, i, j), _spaced(b, k, m)) for i, j, k, m in places) or is_done_now(a.words, b.words):
        return True
    here = ((i, j, k, m) for i, j, k, m in joined(places) if exchanged_modality(_ended(a, i, j), _ended(b, k, m)))
    said_otherwise = any(not say_the_same(_spaced(a, i, j), _spaced(b, k, m)) for i, j, k, m in here)
    return said_otherwise and not same_modality(_spaced(a), _spaced(b))


def _ended(one: Sentence, start: int, end: int) -> str:
    """What stands at a place; a stem with the ending that it shares with the other version: 恐 of 恐れ."""
    brief = 0 < end - start <= _STEM
    while brief and end < len(one.words) and is_kana(one.words[end]):
        end += 1
    return _spaced(one, start, end)


def _spaced(one: Sentence, start: int = 0, end: int | None = None) -> str:
    return one.written(start, end) if "c" in one.kinds else " ".join(one.words[start:end])


def _versions(a: Wording, b: Wording) -> Iterator[_Versions]:
    """What are versions of one another without being the same: sentences in one place, headlines, sentences that were moved.

    In one place it is told the soonest that two texts differ.
    """
    gone: list[Sentence] = []
    new: list[Sentence] = []
    for its, others in _apart(a, b):
        if len(its) == len(others) == 1 and _in_place(its[0], others[0], a, b):
            yield _Versions(*alike(its[0], others[0]), placed=True)
        else:
            gone += its
            new += others
    if a.title != b.title:
        mine, yours = a.tokens((a.title, b.title))
        if mine.words != yours.words and _likeness(mine, yours) >= _VERSION:
            yield _Versions(*alike(mine, yours), headline=True)
    yield from _likest(gone[:_COMPARED], new[:_COMPARED])


def _in_place(mine: Sentence, yours: Sentence, a: Wording, b: Wording) -> bool:
    """Whether sentences that stand in the same place are versions of one another; not if either was only moved there."""
    likeness = _likeness(mine, yours)
    if likeness >= _VERSION:
        return True
    return likeness >= _PLACED and "".join(mine.words) not in b.says().text and "".join(yours.words) not in a.says().text


def _apart(a: Wording, b: Wording) -> Iterator[tuple[list[Sentence], list[Sentence]]]:
    """Stretches of sentences in whose place the other has others."""
    for tag, i, j, k, m in SequenceMatcher(None, a.pieces, b.pieces, autojunk=False).get_opcodes():
        if tag == "equal":
            continue
        mine, yours = a.tokens(a.pieces[i:j]), b.tokens(b.pieces[k:m])
        if len(mine) == len(yours) == 1 and mine[0].words != yours[0].words:  # most of them
            yield mine, yours
            continue
        within = SequenceMatcher(None, [one.words for one in mine], [one.words for one in yours], autojunk=False)
        yield from ((mine[p:q], yours[r:t]) for same, p, q, r, t in within.get_opcodes() if same != "equal")


def _likest(mine: Sequence[Sentence], yours: Sequence[Sentence]) -> Iterator[_Versions]:
    """Sentences that stand elsewhere than their versions, each once."""
    likely = ((_likeness(one, other), i, k) for i, one in enumerate(mine) for k, other in enumerate(yours))
    taken, given = set[int](), set[int]()
    for _, i, k in sorted((pair for pair in likely if pair[0] >= _VERSION), reverse=True):
        if i not in taken and k not in given:
            taken.add(i)
            given.add(k)
            yield _Versions(*alike(mine[i], yours[k]))


def _likeness(a: Sentence, b: Sentence) -> float:
    """Share of tokens in common: of the shorter, as long as that is not much shorter."""
    short, long = sorted((len(a.words), len(b.words)))
    return _common(a.words, b.words) / max(short, 0.6 * long) if long else 0.0


@lru_cache(maxsize=256)
def _common(mine: tuple[str, ...], yours: tuple[str, ...]) -> int:
    """Tokens in common."""
    return shared(mine, yours)
