"""Are two texts copies of one another, give or take an editor's hand?

Character n-grams of the folded title and lead, compared by Jaccard (light edits) and by containment (abridged wire
copy). Measured on light edits of real sentences: Jaccard >= 0.6 finds 95-99 % with next to no random collisions,
where SimHash finds under a quarter. A copy that another desk rewrote has less; at 0.5 no other text of
``tests/data/pairs`` is merged that is not at 0.6, as what differs is judged by ``slots``. What is worth comparing is
found by bands of minima: see ``signature``.
"""

import re
from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice
from operator import add
from typing import Literal

from bot.dedupe.figures import pairs_of_figures
from bot.text.credits import headline_of, without_credits
from bot.text.fold import count_cjk, folded
from bot.text.japanese import plain_style
from bot.text.numerals import in_digits

LEAD = 200
"""Folded characters of text that count beside the title: the top of a wire story is what outlets keep."""
SAME = 0.45
RETOLD, RETOLD_WHOLE = 0.2, 0.45
"""What another desk wrote anew has at least so much, and of its whole text so much stands in the other (``slots.is_retold``)."""
SAME_TITLE = 0.75
CONTAINED = 0.80
SAME_LEAD = 0.60
BODY_MIN = 40
"""Grams a body needs before being contained in another one means anything."""
COMPARED = 4000
"""Code points of a text that are compared."""
GLIMPSED = 2000
"""Code points of a text that are looked at before anything is folded."""
SHORT = 14
"""Letters that mean one thing as a whole; a Han character or kana counts for nearly two: eight of them or three words do."""

_STOPS = r"。！？!?.\n"
_SENTENCE = re.compile(f"[^{_STOPS}]+")
_LETTERS = re.compile(r"[\W_]+")
_BUT_LETTERS_AND_STOPS = re.compile(rf"(?:[^\w{_STOPS}]|_)+")


def skeleton(text: str) -> str:
    """Folded letters and digits only, without a publisher's suffix or a wire's prefix."""
    return _letters(folded(headline_of(text)))


def _telling(letters: str) -> bool:
    """Whether letters are long enough to mean one thing."""
    return len(letters) >= SHORT or len(letters) + 0.75 * count_cjk(letters) >= SHORT


def _letters(text: str) -> str:
    return _LETTERS.sub("", text.replace(" ", ""))


def grams(letters: str) -> frozenset[str]:
    """Character 2-grams where more than 30 % of the letters are CJK, else 4-grams."""
    n = 2 if count_cjk(letters) * 10 > len(letters) * 3 else 4
    if len(letters) <= n:
        return frozenset([letters] if letters else [])
    pairs = list(map(add, letters, letters[1:]))
    return frozenset(pairs if n == 2 else map(add, pairs, pairs[2:]))


def signature(title: str, text: str) -> tuple[int, ...]:
    """See ``signatures``."""
    return signatures([(title, text)])[0]


def signatures(texts: Sequence[tuple[str, str]]) -> list[tuple[int, ...]]:
    """Up to twenty-one numbers for each headline and text: near-identical ones very likely share one, others hardly ever do.

    Fifteen bands of minima over the n-grams of headline and lead; then the headline and the first two sentences of the text, each
    as a whole, where they are long enough to mean one thing, and pairs of figures: abridged copies keep the headline, retitled ones
    the sentences, those that were written anew the figures.
    """
    from bot.dedupe.minhash import bands, whole  # noqa: PLC0415 - numpy is loaded when there is something to read

    leads, parts = list[str](), list[list[str]]()
    for title, text in texts:
        headline, said = in_digits(skeleton(title)), in_digits(folded(plain_style(without_credits(text[: 3 * LEAD])))[: 2 * LEAD])
        sentences = _SENTENCE.findall(_BUT_LETTERS_AND_STOPS.sub("", said.replace(" ", "")))
        leads.append(headline + "".join(sentences)[:LEAD])
        wholes = [*filter(_telling, [headline]), *islice(filter(_telling, sentences), 2), *pairs_of_figures(said)]
        parts.append(list(dict.fromkeys(wholes)))
    return [(*numbers, *map(whole, its)) if numbers else () for numbers, its in zip(bands(leads), parts, strict=True)]


@dataclass(frozen=True, slots=True)
class Copy:
    """A text as it is compared with others."""

    title: str
    lead: str
    grams: frozenset[str]
    """Of headline and lead."""
    text: str

    @property
    def title_grams(self) -> frozenset[str]:
        """Of the headline alone."""
        return grams(self.title)

    @property
    def lead_grams(self) -> frozenset[str]:
        """Of the lead alone; few comparisons come to these two."""
        return grams(self.lead)

    @property
    def body_grams(self) -> frozenset[str]:
        """Of the whole text."""
        return _body_grams(self.text)


@lru_cache(maxsize=48)
def copy_of(title: str, text: str) -> Copy:
    """A text made ready to be compared; one text is compared with many."""
    headline, text = in_digits(skeleton(title)), plain_style(without_credits(text[:COMPARED]))
    lead = _letters(in_digits(folded(text[: 2 * LEAD])))[:LEAD]
    return Copy(headline, lead, grams(headline + lead), text)


@lru_cache(maxsize=48)
def _body_grams(text: str) -> frozenset[str]:
    return grams(_letters(in_digits(folded(text))))


By = Literal["words", "headline", "text", "facts", ""]


def alike(a: Copy, b: Copy) -> tuple[float, By]:
    """How alike two texts are, 0 to 1, and what of them makes them copies of one another; empty when nothing does."""
    likeness = jaccard(a.grams, b.grams)
    if likeness >= SAME:
        return likeness, "words"
    same_title = _telling(a.title) and _telling(b.title) and jaccard(a.title_grams, b.title_grams) >= SAME_TITLE
    if same_title and (not a.lead or not b.lead or containment(a.lead_grams, b.lead_grams) >= SAME_LEAD):
        return likeness, "headline"
    mine, yours = a.body_grams, b.body_grams
    if min(len(mine), len(yours)) >= BODY_MIN and containment(mine, yours) >= CONTAINED:
        return likeness, "text"
    return likeness, ""


def may_be_retold(a: Copy, b: Copy, likeness: float) -> bool:
    """Whether it is worth asking if one is the other in another desk's words: those who share but a stock sentence are not."""
    return likeness >= RETOLD and containment(a.body_grams, b.body_grams) >= RETOLD_WHOLE


def glimpse(title: str, text: str) -> frozenset[str]:
    """The words of a text, or its characters where words are not spaced: in a few microseconds what copies cannot but share."""
    said = f"{title} {text[:GLIMPSED]}"
    return frozenset(said.split() if said.count(" ") * 12 > len(said) else said)


def jaccard(a: AbstractSet[str], b: AbstractSet[str]) -> float:
    """Shared over all, 0 to 1."""
    return len(a & b) / len(a | b) if a and b else 0.0


def containment(a: AbstractSet[str], b: AbstractSet[str]) -> float:
    """Shared over the smaller, 0 to 1."""
    return len(a & b) / min(len(a), len(b)) if a and b else 0.0
