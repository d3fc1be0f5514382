"""What happened at sea or in the air, as this item tells it, and which words say so?

A sentence tells of an incident when it names a craft and something that craft do, and neither denies nor supposes it. What the
first such sentence says, its day and its clock times, is the incident; sentences about another day are left out.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from itertools import islice, pairwise
from typing import NamedTuple
from zoneinfo import ZoneInfo

from bot.model.incident import Action, Incident
from bot.model.item import Item
from bot.model.match import Scan
from bot.model.source import Source
from bot.storyline import ships
from bot.storyline.days import Clock, Told, clocks, days, place_zone, published_on
from bot.storyline.places import place_of
from bot.storyline.wording import Sentence, each, has, sentences, words
from bot.text.fold import fold

_ACTIONS: tuple[Action, ...] = (
    "collided", "water-cannon", "radar", "detained", "expelled", "entered", "approached", "patrolled", "flew", "left",
)  # fmt: skip
"""The most telling first: what a sentence with several of them is about."""
_QUOTES = 6
_TELLING = 12
"""Sentences that tell something: what comes after so many is background."""
_FORMULAS = 4
_BEFORE, _BEFORE_CJK, _AFTER = 28, 8, 14
"""Characters around what was done in which it may be denied or supposed."""
_TIMES = re.compile(r"共\d+次|\d{2,}[次回]|\d{2,} times")
_CLAUSE = re.compile(r"[、。,;:]")
_SAID = re.compile(r"\b(?:said|says|announced|reported|stated|told \w+)(?: on| late| early)*,? $")
_MONTH_OF_MAY = re.compile(r"\bmay \d")


class _Telling(NamedTuple):
    """A sentence that tells of something done, what that is and where the words for it begin, and the day."""

    sentence: Sentence
    done: dict[Action, int]
    told: Told | None

    @property
    def action(self) -> Action:
        return next(action for action in _ACTIONS if action in self.done)


def incident_of(item: Item, scan: Scan, source: Source) -> Incident | None:
    """The incident that an item gives an account of; None when it gives none.

    Its day and clock times are those of ``zone``: the source's own zone around the East China Sea, Japan's for all others.
    """
    body = item.body
    zone = place_zone(source.zone, item.published.start if item.published else item.first_seen)
    published = published_on(item, ZoneInfo(zone))
    read = list(sentences(body))
    telling = list(islice(_all_telling(read, published), _TELLING))
    place = place_of(scan, [found.sentence for found in telling], body)
    telling = [found for found in telling if place or has("forces", found.sentence.plain)]
    if not telling:
        return None
    # A headline says least: it counts where the text tells nothing.
    own = [found for found in telling if found.sentence.start >= len(item.title)] or telling
    told = next((found.told for found in (*own, *telling) if found.told), None) or _day_before(own[0].sentence, read, published)
    same = [found.sentence for found in telling if not (told and found.told) or found.told.day == told.day]
    begun, ended = _times(clock for sentence in same for clock in clocks(sentence.plain))
    return Incident(
        _action(own), place, told.day if told else published, zone, told is not None, told.until if told else None,
        begun.time if begun else None, ended.time if ended else None, ships.vessels(same, scan, body, item.lang),
        ships.described(same), ships.hulls(same), ships.is_formation(same), ships.count(same),
        tuple(dict.fromkeys(islice(_authority(read), _FORMULAS))), tuple(sentence.quote for sentence in same[:_QUOTES]),
    )  # fmt: skip


def _all_telling(read: Iterable[Sentence], published: date) -> Iterator[_Telling]:
    for sentence in read:
        if done := _done(sentence.plain):
            at = min(done.items(), key=lambda one: _ACTIONS.index(one[0]))[1]
            yield _Telling(sentence, done, _day_of(sentence.plain, at, published))


def _day_of(plain: str, at: int, published: date) -> Told | None:
    """The day of what is done at ``at``: not that on which it was said.

    Chinese and Japanese put it before what was done, and after who said so and when: 防衛省は7日、…6日、…照射した.
    """
    found = list(days(plain, published))
    own = [told for told in found if not _SAID.search(plain, max(0, told.at - 16), told.at)] or found
    before = [told for told in own if told.at < at]
    return before[-1] if before and not plain[at].isascii() else next(iter(own), None)


def _done(plain: str) -> dict[Action, int]:
    """What craft did, as a folded sentence says, and where it first says so; nothing where it sums up or looks back."""
    if not has("craft", plain) or has("background", plain) or _TIMES.search(plain):
        return {}
    told = words("harmless").sub(lambda found: " " * len(found[0]), plain)
    return {action: at for action in _ACTIONS if (at := _at(told, action)) is not None}


def _at(told: str, action: Action) -> int | None:
    return next((cue.start() for cue in each(action, told) if not _is_open(told, cue)), None)


def _is_open(told: str, cue: re.Match[str]) -> bool:
    """Whether what was done is denied or supposed, in the clause that says it."""
    reach = _BEFORE if cue[0][0].isascii() else _BEFORE_CJK
    before = _CLAUSE.split(told[max(0, cue.start() - reach) : cue.start()])[-1]
    after = _CLAUSE.split(told[cue.end() : cue.end() + _AFTER])[0]
    return bool(has("before", _MONTH_OF_MAY.sub("", before))) or bool(has("after", after))


def _day_before(first: Sentence, read: Sequence[Sentence], published: date) -> Told | None:
    """The day that the sentence before the first telling one names: what follows is about it."""
    lead = next((before for before, after in pairwise(read) if after is first), None)
    return next(days(lead.plain, published), None) if lead else None


def _action(telling: Sequence[_Telling]) -> Action:
    """What the first sentence tells; a boat that came in and was then driven out was driven out.

    Coast guards that came in, and say so of another, have come in: each account begins with its own.
    """
    first = telling[0]
    if first.action == "entered" and any(found.action == "expelled" for found in telling[1:2]):
        before = first.sentence.plain[: first.done["entered"]]
        if not has("forces", before):
            return "expelled"
    return first.action


def _times(found: Iterable[Clock]) -> tuple[Clock | None, Clock | None]:
    """When it began, and when it ended: the first time that is no end, and the first that is."""
    both = list(found)
    return next((c for c in both if not c.ends), None), next((c for c in both if c.ends), None)


def _authority(read: Iterable[Sentence]) -> Iterator[str]:
    """By what right it was done, as written."""
    for sentence in read:
        if has("authority", sentence.plain):
            form = fold(sentence.written)
            for found in each("authority", form.text):
                span = form.original(*found.span())
                yield sentence.written[span.start : span.end]
