"""What do we remember of the page behind an alert?"""

from dataclasses import dataclass
from datetime import datetime

from bot.model.record import Record


@dataclass(frozen=True, slots=True)
class Page(Record):
    """An article: its headline and its sentences, without what changes by itself."""

    title: str
    sentences: tuple[str, ...]
    loose: frozenset[str] = frozenset()
    """Those that do not end as sentences: subheads, entries of lists and tables, what its writer forgot to end. They come and go
    with a template; only what one of them says otherwise counts."""


@dataclass(frozen=True, slots=True)
class Watched:
    """A page that is looked at again, and what it said. Immutable: each look makes the next one."""

    since: datetime
    """When it was alerted: the plan counts from here."""
    looks: int = 0
    """Of the plan, how many are done."""
    page: Page | None = None
    """As it was accepted last; none before the first good look."""
    lang: str = ""
    pending: Page | None = None
    """Other words, seen but not confirmed."""
    seen: int = 0
    """How often these were seen in a row."""
    suspect: frozenset[str] = frozenset()
    """Shapes of sentences that differed between two looks at words that never were confirmed."""
    restless: frozenset[str] = frozenset()
    """Of those, the ones that did so again: they change by themselves and are no part of what the page says."""
    flashes: int = 0
    """How often other words were gone again at the next look."""
    former: tuple[str, ...] = ()
    """Digests of what it said before: going back to that is no news."""
    grown: int = 0
    """How often sentences were only added: a page that goes on growing is a live one."""
    missing: int = 0
    """Looks in a row that found no page."""
    missing_since: datetime | None = None
    failures: int = 0
    """Looks in a row that could not tell: no answer, a door, another page."""
    etag: str = ""
    last_modified: str = ""


@dataclass(frozen=True, slots=True)
class Behind:
    """The page behind an alert, to be looked at from now on."""

    url: str
    source: str
    story: str
    storyline: str


@dataclass(frozen=True, slots=True)
class PageClaim:
    """The right to look at one page until the lease ends; ``fence`` makes a late writer's commit void."""

    url: str
    source: str
    story: str
    storyline: str
    watched: Watched
    fence: int


@dataclass(frozen=True, slots=True)
class PageEnd:
    """What one look at a page led to."""

    claim: PageClaim
    watched: Watched
    next_due: datetime | None
    """None: it is not looked at any more."""
    version: Page | None = None
    """What it says now, when that is kept because it says something else than before."""
    what: str = ""
    """What changed, as ``bot.revisions`` names it."""
