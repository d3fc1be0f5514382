"""Who gives which answer to a question on which the parties differ?

The ledger keeps the first time each outlet gives each answer, quoted. A first answer is worth a line in its alert; an
answer that differs from one already in the ledger is a conflict, and both are quoted. Nothing here says who is right.
"""

from collections.abc import Sequence
from functools import cache

from bot.model.finding import Answer
from bot.model.followup import FollowUp
from bot.model.match import Span
from bot.model.watchlist import Claim
from bot.text.fold import fold, folded
from bot.text.lists import lists_of
from bot.text.sentences import quote


def answer_of(followup: FollowUp, storyline: str, claim: Claim) -> Answer | None:
    """The answer that this document gives, if it is about the question and gives one.

    A newsroom that names two answers reports the dispute and takes no part in it; an official who does so has been
    asked about the other side's answer first, so the last one is his own.
    """
    held = followup.scan.held
    if f"{storyline}/claim/{claim.id}" not in held:
        return None
    given = {answer: spans for answer in claim.answers if (spans := held.get(f"{storyline}/claim/{claim.id}/{answer}"))}
    if not given or (len(given) > 1 and followup.source.role != "official"):
        return None
    answer, span = max(((name, spans[-1]) for name, spans in given.items()), key=lambda pair: pair[1])
    return _entry(followup, storyline, claim, answer, span)


def _entry(followup: FollowUp, storyline: str, claim: Claim, answer: str, span: Span) -> Answer:
    item, source = followup.item, followup.source
    at = item.published.start if item.published else item.first_seen
    words = quote(item.body, span)
    return Answer(
        storyline, claim.id, answer, source.id, source.side, source.outlet, followup.story.id, words, item.link, at, hedge_in(words)
    )  # fmt: skip


def hedge_in(words: str) -> str:
    """The words of a quote that take something back, as written; empty for none."""
    whole = fold(words)
    found = ((at, at + len(hedge)) for hedge in _hedges() if (at := whole.text.find(hedge)) >= 0)
    start, end = min(found, key=lambda pair: (pair[0], -pair[1]), default=(0, 0))
    span = whole.original(start, end) if end else None
    return words[span.start : span.end] if span else ""


@cache
def _hedges() -> tuple[str, ...]:
    return tuple(folded(line) for line in lists_of("bot.storyline")["hedges"])


def changed(answers: Sequence[Answer], new: Answer) -> Answer | None:
    """The other answer that the same outlet gave last, when this is another one: it has changed its account."""
    mine = [
        answer for answer in answers if (answer.storyline, answer.claim, answer.outlet) == (new.storyline, new.claim, new.outlet)
    ]
    return mine[-1] if mine and mine[-1].answer != new.answer else None


def rivals(answers: Sequence[Answer], new: Answer) -> tuple[Answer, ...]:
    """The first answer of each other kind to the same question, when ``new`` is the first to say what it says.

    The first, because those after it may only relay it.
    """
    same = [answer for answer in answers if (answer.storyline, answer.claim) == (new.storyline, new.claim)]
    if any(answer.answer == new.answer for answer in same):
        return ()
    return tuple({answer.answer: answer for answer in reversed(same)}.values())


def is_news(answers: Sequence[Answer], new: Answer) -> bool:
    """Whether this outlet has not given this answer before."""
    return not any((a.claim, a.answer, a.outlet) == (new.claim, new.answer, new.outlet) for a in answers)
