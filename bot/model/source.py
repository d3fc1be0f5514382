"""What do we know about a place we read? (the noun behind step 1)"""

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Literal

Role = Literal["official", "wire", "media", "aggregator", "bridge", "corrections"]
Mark = Literal["guid", "link", "churn"]
"""What a source gives its items to be known by; and that all of it was exchanged once, which is a habit when it happens again."""
Kind = Literal["feed", "list_page", "page", "json", "sitemap", "pdf_table"]


@dataclass(frozen=True, slots=True)
class Selectors:
    """How to find items on a page: CSS selectors, all relative to ``row`` except ``body`` and ``heading``.

    For a JSON source they are JSONPath expressions (RFC 9535), ``row`` from the root, the others from a row.

    ``link`` and ``title`` default to the row's first anchor and its text; ``date`` to the text of the row, then of its
    address. ``heading`` names elements that stand *between* rows and date all that follow (Kantei's press list,
    MOFA Japan's daily groups); ``href`` keeps only the links whose address matches this regular expression.
    """

    row: str = ""
    id: str = ""
    """JSON only: what identifies a row, where its link does not."""
    link: str = ""
    title: str = ""
    date: str = ""
    summary: str = ""
    heading: str = ""
    href: str = ""
    body: str = ""
    """On a single page, or on an item's own page when it is followed: the element that holds the text."""
    moment: str = ""
    """On an item's own page: the element that holds its full time stamp."""


@dataclass(frozen=True, slots=True)
class Via:
    """A page that says where the source is today: a path that moves with the cabinet, a file named after the month."""

    url: str
    find: str
    """A regular expression with one group; of several finds the greatest in natural order replaces ``{}`` in the source's url."""


@dataclass(frozen=True, slots=True)
class Source:
    """One place that we poll. Built from ``watchlists/sources/*.yaml``."""

    id: str
    name: str
    side: str
    """Whose voice it is: CN, JP, US, TW, UN, … (ISO 3166 or UN, INT)."""
    role: Role
    kind: Kind
    url: str
    zone: str
    """IANA zone in which the source writes its dates."""
    languages: tuple[str, ...]
    """BCP 47 with script where it matters: zh-Hans, zh-Hant, ja, en; the first is the usual one."""
    origin: str
    """Whose text it carries: sources of one origin confirm each other only once (MFA, Xinhua, …)."""
    outlet: str
    """The name readers know; several sources may share it."""
    state_media: bool = False
    every: timedelta = timedelta(minutes=15)
    """How often it is checked at most; ``bot/pacing`` lets quiet sources wait longer when requests are scarce."""
    fresh: timedelta | None = None
    """How old its newest item may be before it is quiet; None: it publishes too rarely to tell."""
    min_gap: timedelta = timedelta(seconds=2)
    """Least time between two requests to the same host."""
    via: Via | None = None
    follow: bool = False
    """Fetch each new item's own page for its text."""
    selectors: Selectors = field(default_factory=Selectors)
    headers: tuple[tuple[str, str], ...] = ()
    as_browser: str = ""
    """Why it is asked with a browser's User-Agent; empty: with our own."""
    ignore_robots: str = ""
    """Why its host's robots.txt is not heeded; empty: it is."""
    ca: str = ""
    """Path of a PEM bundle with the certificates that its host's chain needs, when the usual ones are not enough."""
    encoding: str = ""
    """Forced character set, when the source is known to declare a wrong one."""
    distrust: frozenset[Mark] = frozenset()
    """What does not tell its items apart: its ids, its links. Where neither does, the words themselves are the identity."""
    allow_private: bool = False
    enabled: bool = True
    verified: date | None = None
    """When a live check last passed."""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Cursor:
    """Where we are with a source: committed in the same transaction as what was read up to here."""

    etag: str = ""
    last_modified: str = ""
    digest: str = ""
    """Digest of the last body read, for servers without validators."""
    shown: tuple[int, ...] = ()
    """Digests of the items that it showed last: what is shown again in the same words need not be looked at again."""
    items: int = 0
    """How many items the last good reading held: zero after that is an error, not "nothing new"."""
    failures: int = 0
    """Consecutive failures, for the back-off."""
    trouble: str = ""
    """What the last of them was: a trouble names a source's state only when it is met again."""
    moved: str = ""
    """Where permanent redirects lead by now; empty while the address is the right one."""
    burst: int = 0
    """Checks that are still to follow quickly, after news."""
    halvings: int = 0
    """How often the interval was halved, since a whole window of items was new."""
    calm: int = 0
    """Checks without that since."""
    added_at: datetime | None = None
    """When we began to follow this source; what it dates before that is baseline."""
    baselined: bool = False
    """Whether a first good reading has been recorded."""
    waiting: tuple[tuple[str, int], ...] = ()
    """Items whose own page could not be read yet, by item key, with how often we tried."""
    distrust: frozenset[Mark] = frozenset()
    """What has proved not to tell its items apart (``bot.dedupe.identity``)."""
