"""Has an article changed since we told of it, and is that so, or does it only look so?

Pages behind alerts are looked at on a plan whose steps grow: most edits come within a day, nearly all within a week. A change
counts when the next look, a minute or two later, finds the same words again. What came and went by itself between two looks is
restless and no part of what the page says: counters, tickers, boxes, the other half of an A/B test. A door, a bot check, an
error, another language, or a page that has nearly nothing of the article is no edit but a look that could not tell. A page is
gone when it stays away.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from hashlib import blake2b
from typing import Literal

from bot.model.page import Page, Watched
from bot.revisions.change import Change
from bot.text.fold import folded

PLAN = tuple(timedelta(minutes=minutes) for minutes in (0, 5, 10, 20, 40, 90, 180, 360, 720, 1440, 2880, 5760, 10080))
"""After the alert; geometric, since edits become rarer as a page grows old (four in five within a day)."""
CONFIRM = timedelta(seconds=90)
"""Between seeing other words and looking whether they are still there."""
AGAIN = timedelta(minutes=15)
"""After a look that found no page, or could not tell; doubled each time up to PAUSE_MAX."""
PAUSE_MAX = timedelta(hours=6)
GONE = 3
"""Looks in a row that find no page…"""
GONE_FOR = timedelta(minutes=30)
"""…over at least so long, before it is said to be gone."""
KEPT = 0.35
"""Share of the article's sentences below which another page stands in its place: a door, an error, the front page."""
LIVE = 3
"""Times that a page only grew, after which it is a live one."""
FORMER_MAX = 24
RESTLESS_MAX = 400

Found = Page | Literal["missing", "unknown"]
"""What a look found: the page, none (404, 410, the front page instead), or nothing that tells."""
Judge = Callable[[Page, Page], Change]


@dataclass(frozen=True, slots=True)
class Sight:
    """One look at a page."""

    found: Found
    lang: str = ""
    etag: str = ""
    last_modified: str = ""


@dataclass(frozen=True, slots=True)
class Seen:
    """What a look led to: what is remembered from now on, when to look again, and what there is to tell."""

    watched: Watched
    next_due: datetime | None
    change: Change | None = None
    """A confirmed change of what the page says, whatever its severity."""
    gone: bool = False
    """Whether it is gone, which is said once."""
    returned: bool = False
    """Whether the change goes back to what the page said before."""


def look(watched: Watched, sight: Sight, now: datetime, judge: Judge) -> Seen:
    """Take one look in. ``judge`` says how grave a change between two pages is."""
    if sight.found == "missing":
        return _missing(watched, now)
    page = _readable(watched, sight)
    if page is None:
        return _in_doubt(watched, now)
    watched = replace(watched, missing=0, missing_since=None, failures=0, etag=sight.etag, last_modified=sight.last_modified)
    if watched.page is None:
        return _waiting(replace(watched, page=page, lang=sight.lang), now)
    return _compared(watched, watched.page, page, now, judge)


def unchanged(watched: Watched, now: datetime) -> Seen:
    """The server says that it is as it was: seen again, whatever that was."""
    now_says = watched.pending or watched.page
    sight = Sight(now_says or "unknown", watched.lang, watched.etag, watched.last_modified)
    return look(watched, sight, now, lambda _, __: Change("none"))


def _readable(watched: Watched, sight: Sight) -> Page | None:
    """The page, if it is the article and not what stands in its place."""
    page, before = sight.found, watched.page
    if not isinstance(page, Page) or not page.sentences:
        return None
    if before is None:
        return page
    if sight.lang != watched.lang and sight.lang[:2] != watched.lang[:2]:
        return None
    were, are = set(map(_shape, before.sentences)), set(map(_shape, page.sentences))
    return page if len(were & are) >= KEPT * len(were) or len(were) < 3 else None


def _compared(watched: Watched, before: Page, page: Page, now: datetime, judge: Judge) -> Seen:
    if _same(watched, before, page):
        return _waiting(_settled(watched), now)
    if watched.pending is None or not _same(watched, watched.pending, page):
        watched = _settled(watched) if watched.pending is None else _restless(watched, watched.pending, page)
        if _same(watched, before, page):
            return _waiting(watched, now)
        return Seen(replace(watched, pending=page, seen=1), now + CONFIRM)
    if watched.seen <= min(watched.flashes, 2):  # a page that has been seen to flicker is looked at once more
        return Seen(replace(watched, seen=watched.seen + 1), now + CONFIRM)
    return _accepted(watched, before, page, now, judge)


def _accepted(watched: Watched, before: Page, page: Page, now: datetime, judge: Judge) -> Seen:
    change = judge(_calm(watched, before), _calm(watched, page))
    former = (*watched.former, _digest(watched, before))[-FORMER_MAX:]
    returned = _digest(watched, page) in former
    grown = watched.grown + 1 if change.what == "addition" else watched.grown
    seen = _waiting(replace(watched, page=page, pending=None, seen=0, former=former, grown=grown), now)
    return replace(seen, change=change, returned=returned)


def _settled(watched: Watched) -> Watched:
    """The article is as it was; what was seen in between was not its own."""
    if watched.pending is None or watched.page is None:
        return watched
    return _restless(watched, watched.page, watched.pending)


def _restless(watched: Watched, one: Page, other: Page) -> Watched:
    """What differs between two looks, without being confirmed, is suspect; where it does so again, it changes by itself."""
    mine, yours = _lines(one), _lines(other)
    differing = frozenset(shape for shape, said in {*mine.items()} ^ {*yours.items()})
    restless = frozenset(sorted(watched.restless | (differing & watched.suspect))[:RESTLESS_MAX])
    suspect = frozenset(sorted(watched.suspect | differing)[:RESTLESS_MAX])
    return replace(watched, suspect=suspect, restless=restless, pending=None, seen=0, flashes=watched.flashes + 1)


def _missing(watched: Watched, now: datetime) -> Seen:
    """No page. One that we never saw is not followed; one that was there is gone when it stays away."""
    if watched.page is None:
        return _in_doubt(watched, now)
    since = watched.missing_since or now
    watched = replace(watched, missing=watched.missing + 1, missing_since=since, pending=None, seen=0)
    if watched.missing >= GONE and now - since >= GONE_FOR:
        return Seen(watched, None, gone=True)
    return Seen(watched, now + AGAIN)


def _in_doubt(watched: Watched, now: datetime) -> Seen:
    """A look that could not tell. The plan goes on; a page that was never read is given up with it."""
    watched = replace(watched, failures=watched.failures + 1, pending=None, seen=0)
    pause = min(AGAIN * 2 ** min(watched.failures - 1, 10), PAUSE_MAX)
    due = now + pause
    return Seen(watched, due if due <= watched.since + PLAN[-1] else None)


def _waiting(watched: Watched, now: datetime) -> Seen:
    """Until the next look of the plan; those that were slept through are one."""
    looks = next((n for n, step in enumerate(PLAN) if watched.since + step > now), len(PLAN))
    watched = replace(watched, looks=looks)
    return Seen(watched, watched.since + PLAN[looks] if looks < len(PLAN) else None)


def _same(watched: Watched, one: Page, other: Page) -> bool:
    return one == other or _digest(watched, one) == _digest(watched, other)


def _digest(watched: Watched, page: Page) -> str:
    """Of what a page says but for what is restless in it, spacing and signs."""
    said = (said for shape, said in _lines(page).items() if said and shape not in watched.restless)
    return blake2b("\n".join(said).encode(), digest_size=8).hexdigest()


def _calm(watched: Watched, page: Page) -> Page:
    """The page without what is restless in it."""
    if not watched.restless:
        return page
    return replace(page, sentences=tuple(each for each in page.sentences if _shape(each) not in watched.restless))


def _lines(page: Page) -> dict[str, str]:
    """What a page says, line by line, by shapes; a headline has one of its own."""
    return {f"h {_shape(page.title)}": _plain(page.title), **{_shape(each): _plain(each) for each in page.sentences}}


_SIGNS = re.compile(r"[\W_]+")
_DIGITS = re.compile(r"\d+")


def _plain(sentence: str) -> str:
    return _SIGNS.sub("", folded(sentence))


def _shape(sentence: str) -> str:
    """A digest of a sentence without its numbers: a counter's sentence is one and the same."""
    return blake2b(_DIGITS.sub("0", _plain(sentence)).encode(), digest_size=6).hexdigest()
