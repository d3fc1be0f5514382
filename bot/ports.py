"""What do the pipeline's stages need from the world? A handful of seams, each with a real thing and a test double behind it."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Literal, Protocol

from bot.model.alert import Account, Alert, Chat, Delivery, Handed, Message, Receipt, Told
from bot.model.finding import StorylineState
from bot.model.item import Item, Known
from bot.model.page import Behind, Page, PageClaim, PageEnd
from bot.model.reply import NotModified, Posted, Reply, Request
from bot.model.routing import Route, Silence, Situation
from bot.model.source import Cursor, Mark, Source
from bot.model.story import Outlet, Story, Take
from bot.model.talk import Choice, Deed, Operator, Outbox

Verdict = Literal["useful", "noise"]


class Clock(Protocol):
    """Time, so that tests, rehearsals and replays can bring their own."""

    def now(self) -> datetime:
        """The instant, aware, in UTC."""

    def monotonic(self) -> float:
        """Seconds since some fixed point, never going back."""

    async def sleep(self, seconds: float) -> None:
        """Let ``seconds`` pass."""


class Fetcher(Protocol):
    """The network."""

    async def fetch(self, request: Request) -> Reply | NotModified:
        """GET, politely and within bounds.

        Raises FetchFailed, SourceGone, Refused or Challenged; never a vendor's error.
        """

    async def close(self) -> None:
        """Let go of every connection."""


class Poster(Protocol):
    """The network in the other direction."""

    async def post(self, url: str, body: bytes, headers: Mapping[str, str]) -> Posted:
        """POST once, within bounds, without following redirects. Nothing is raised for what a network does."""

    async def close(self) -> None:
        """Let go of every connection."""


class Heart(Protocol):
    """Somebody outside who misses us when we say nothing."""

    async def beat(self) -> str:
        """Say that we live; what kept that from arriving, empty when nothing did. Nothing is raised."""

    async def close(self) -> None:
        """Let go of every connection."""


class RobotsMemory(Protocol):
    """Where robots.txt files are kept between runs; any thread may ask."""

    def robots(self, origin: str) -> tuple[str, datetime] | None:
        """The file of an origin (``https://host``) as last fetched, and when that was."""

    def remember_robots(self, origin: str, text: str, fetched_at: datetime) -> None:
        """Keep a file."""


class Channel(Protocol):
    """A way to tell people. Raises RetryLater, Closed, Undeliverable, Migrated or Uncertain."""

    async def send(self, chat: Chat, message: Message) -> Handed:
        """Send, and say what became of it."""

    async def edit(self, chat: Chat, message: Message) -> Handed:
        """Change the message ``message.edits``; the same text again is a success."""

    async def close(self) -> None:
        """Let go of every connection."""


class Translator(Protocol):
    """A machine that puts a headline into another language. Nothing ever depends on it."""

    @property
    def provider(self) -> str:
        """Who translates: its kind and its host. What another one said is not taken for its words."""

    async def translate(self, words: str, source: str, target: str) -> str:
        """``words``, one line, in ``target``; empty when there is no translation, for whatever reason. Nothing is raised.

        Both languages are BCP 47 tags; a ``target`` is one of ``bot.text.tags.tongue``. Gives up after a few seconds.
        """

    async def close(self) -> None:
        """Let go of every connection."""


@dataclass(frozen=True, slots=True)
class SourceClaim:
    """The right to check one source until the lease ends; ``fence`` makes a late writer's commit void."""

    source: str
    cursor: Cursor
    fence: int
    state: str = "new"
    """The state it was in (``bot.sources.health``)."""
    last_item: datetime | None = None
    """When the newest thing it published came out."""
    last_success: datetime | None = None
    interval: float | None = None
    """Seconds between checks, as last planned."""


@dataclass(frozen=True, slots=True)
class StoredItem:
    """An item to record: which story it belongs to and what we made of it."""

    item: Item
    story: Story
    new_story: bool
    outlet: Outlet
    on_story: bool
    """Whether a watch wanted it: such items are kept with their text."""
    kinds: tuple[str, ...] = ()
    signature: tuple[int, ...] = ()
    """The numbers by which copies of it find its story (``bot.dedupe.signature``)."""
    baseline: bool = False
    revision: bool = False
    """Whether it replaces the text of an item we know (its former text is kept as a revision)."""


@dataclass(frozen=True, slots=True)
class End:
    """How one check of one source ended: where we are with it, how it is doing, and when it is due."""

    source: str
    cursor: Cursor
    next_due: datetime | None = None
    """None: as it was."""
    not_before: datetime | None = None
    """Before which its server asked us not to come again."""
    at: datetime | None = None
    """When its host was left: the next turn there is counted from then. None: when it was claimed."""
    state: str = "ok"
    """The state that the source is in now (``bot.sources.health``)."""
    error: str = ""
    """What ended the check; empty when it was good."""
    published: Sequence[datetime] = ()
    """When the news came out that it brought."""


@dataclass(frozen=True, slots=True)
class Unfit:
    """A kind of message that a channel took as plain text only."""

    name: str
    """What it is known by: kind, change and reason."""
    kind: str
    change: str
    reason: str
    """What the channel said of the first of them."""
    alert: str
    """The first of them."""
    title: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Outcome:
    """Everything that checks lead to; recorded in ONE transaction."""

    items: Sequence[StoredItem] = ()
    alerts: Sequence[Alert] = ()
    states: Mapping[str, StorylineState] = field(default_factory=dict)
    """The next state of each storyline that moved."""
    ends: Sequence[End] = ()
    """One per source that was checked."""
    distrust: Mapping[str, frozenset[Mark]] = field(default_factory=dict)
    """By source, what has turned out not to tell its items apart, or to do so after all."""
    takes: Sequence[tuple[str, Take]] = ()
    """Alerts, by id, and what is to be listed under them from now on."""
    held: Sequence[Item] = ()
    """Items that came in too great a number at once: kept aside until an operator decides."""
    released: Sequence[str] = ()
    """Keys of held items that are decided now."""
    notices: Sequence[Alert] = ()
    """What the operators are told."""
    behind: Sequence[Behind] = ()
    """Pages behind the alerts, to be looked at from now on."""
    pages: Sequence[PageEnd] = ()
    """Pages that were looked at, and what that led to."""
    routes: Sequence[Route] = ()
    """Alerts that are not told at once, and those that waited and are told now, or never."""
    news_told: bool = False
    """Whether they know all news of the sources with that."""
    unfit_told: Sequence[str] = ()
    """Names of the kinds of unfit messages that they know with that."""


@dataclass(frozen=True, slots=True)
class SourceReport:
    """One row of ``readout sources``: how a source is doing."""

    source: str
    state: str
    since: datetime
    error: str
    last_success: datetime | None
    last_item: datetime | None
    next_due: datetime | None
    items: int
    on_story: int
    """How many of the items a watch wanted."""
    held: int
    """How many wait for an operator's decision."""
    moved: str
    """Where permanent redirects lead."""
    distrust: tuple[str, ...]
    """What has proved not to tell its items apart: its ids (guid), its links (link)."""


@dataclass(frozen=True, slots=True)
class SourcePace:
    """How often a source publishes, and when we began to count."""

    source: str
    arrivals: Mapping[str, object]
    """``bot.pacing.rate.Arrivals`` as JSON; empty when it never published while we looked."""
    added_at: datetime
    on_story: bool
    """Whether a watch wanted anything of it lately."""


@dataclass(frozen=True, slots=True)
class SourceNews:
    """What the operators do not know yet of one source."""

    source: str
    before: str
    """The state that they were told last."""
    state: str
    since: datetime
    error: str
    last_item: datetime | None
    moved: str
    """Where permanent redirects lead now; empty when that is no news."""
    held: int
    """How many items are newly held back."""


@dataclass(frozen=True, slots=True)
class Overview:
    """What has been read so far."""

    sources: int
    """Sources read at least once."""
    failed: int
    """Sources whose last check failed."""
    items: int
    kept: Sequence[Item]
    """The latest items that a watch wanted, newest first."""


@dataclass(frozen=True, slots=True)
class Archived:
    """Something that was read: an item as it came, or later words of it, and what was made of it then."""

    item: Item
    """``first_seen`` is when these words came."""
    story: Story
    baseline: bool
    on_story: bool
    kinds: tuple[str, ...]
    before: Known | None = None
    """The words that these took the place of."""


@dataclass(frozen=True, slots=True)
class Sent:
    """What became of one message of an alert."""

    alert: str
    chat: str
    action: str
    state: str
    attempts: int
    tried_at: datetime | None
    not_before: datetime | None
    """Until when it is held back."""
    message_id: str
    error: str


@dataclass(frozen=True, slots=True)
class Trace:
    """Everything that was written down about one item."""

    item: Item
    story: Story | None = None
    """None while it waits for an operator's decision."""
    baseline: bool = False
    on_story: bool = False
    kinds: tuple[str, ...] = ()
    names: tuple[str, ...] = ()
    """Other keys and addresses under which it came back."""
    former: tuple[str, ...] = ()
    """Its headlines before this one."""
    outlets: tuple[Outlet, ...] = ()
    alerts: tuple[Alert, ...] = ()
    """About its story, oldest first."""
    sent: tuple[Sent, ...] = ()
    versions: tuple[tuple[datetime, Page, str], ...] = ()
    """What the pages behind its alerts said, the earliest first: since when, and what had changed."""
    held: bool = False
    routes: tuple[Route, ...] = ()
    """Of those of its alerts that were not told as soon as they were decided."""


@dataclass(frozen=True, slots=True)
class Activation:
    """A watchlist that came into force."""

    digest: str
    diff: str
    """What changed in its files, as a unified diff; empty for the first."""
    files: Mapping[str, str]
    """Name to content; of the latest only."""
    report: Mapping[str, object]
    """What the backtest said of it."""
    at: datetime


class Checking(Protocol):
    """The open transaction of one check or several: read what is known, then record, all or nothing."""

    def known(self, items: Sequence[Item]) -> Mapping[str, Known]:
        """Item key to what is remembered of it, for those of ``items`` that are known.

        An item is known by its key, or within its source by its canonical URL, or by its content digest.
        """

    def candidates(self, items: Sequence[Item], signatures: Mapping[str, Sequence[int]]) -> Mapping[str, Sequence[Story]]:
        """Item key to stories whose first member may be the same text (any source, recent): at most twelve, the likeliest first.

        ``signatures`` by item key.
        """

    def told_stories(self, storyline: str, now: datetime) -> Sequence[Story]:
        """The latest stories that a storyline told of and that are recent: at most sixty-four, the latest first."""

    def titles(self, source: str) -> Sequence[str]:
        """The headlines that a source published last."""

    def state(self, storyline: str) -> StorylineState:
        """What the storyline has accumulated."""

    def told(self, stories: Sequence[str]) -> Sequence[Told]:
        """The alerts that exist about these stories."""

    def accounts(self, storyline: str, since: datetime) -> Sequence[Account]:
        """The latest alerts of a storyline that told of stories, published or first seen since then, oldest first."""

    def overview(self, limit: int) -> Overview:
        """What has been read so far, with up to ``limit`` of the items that a watch wanted."""

    def news(self) -> Sequence[SourceNews]:
        """What the operators do not know yet of the sources, by name."""

    def unfit(self) -> Sequence[Unfit]:
        """What messages had to be sent as plain text, as far as the operators do not know it yet."""

    def held(self, sources: Sequence[str]) -> Mapping[str, Item]:
        """Items of these sources that wait for an operator's decision, by key, in the order in which they came."""

    def situation(self, storylines: Sequence[str], since: datetime, now: datetime) -> Situation:
        """What routing has to know: the silences that are active, what these storylines told since then, and what waits."""

    def record(self, outcome: Outcome) -> None:
        """Write it: items, stories, outlets, revisions, seen marks, alerts, deliveries, state, cursor, next due."""


class Recording(Protocol):
    """One open transaction for the checks of many sources: one commit costs as much as a hundred sources' rows."""

    def checking(self, claims: Sequence[SourceClaim], *, undo: bool = True) -> AbstractContextManager[Checking]:
        """The part of some checks; an exception in its block undoes that part alone, or without ``undo`` leaves all to be undone.

        Raises StoreError when a claim's fence is no longer ours.
        """

    def settle(self, ends: Sequence[tuple[SourceClaim, End]]) -> None:
        """Write down checks that brought no items: unchanged, or failed. What is no longer ours is left alone."""


class TalkMemory(Protocol):
    """What talking with people needs to be remembered. Every method is one transaction; people are known by salted digests."""

    def setting(self, name: str) -> str:
        """A value of our own that outlives a run; empty when there is none."""

    def keep_setting(self, name: str, value: str) -> None:
        """Keep it."""

    def salt(self) -> bytes:
        """Thirty-two secret bytes of this database, made at the first call."""

    def keep_choices(self, choices: Sequence[Choice]) -> None:
        """Remember what buttons stand for; the same button again is one."""

    def choice(self, name: str) -> Choice | None:
        """What a button stands for; None when it is of no message that we remember."""

    def take_choice(self, name: str) -> bool:
        """Use up a button that works once; False when somebody was faster."""

    def prune_choices(self, before: datetime) -> None:
        """Forget the buttons under alerts, and orders that nobody confirmed, that are older."""

    def prune_paces(self, before: datetime) -> None:
        """Forget when chats may be written to that might have been by then."""

    def chats_at(self, name: str) -> Sequence[Chat]:
        """A chat and the topics that are chats of their own within it."""

    def move_chat(self, old: str, new: str, now: datetime) -> None:
        """Rewrite a chat's id everywhere; what it wants goes with it."""

    def reopen(self, names: Sequence[str]) -> None:
        """Try those of these chats again that have shut us out; who said stop is left in peace."""

    def audience(self) -> Sequence[str]:
        """The ids of the active chats that are not the operators'."""

    def announce(self, alert: Alert, chats: Sequence[str], now: datetime) -> int:
        """Owe a notice to chats, whatever they want to hear; returns to how many. The same notice again is owed to nobody."""

    def alert_sent(self, chat: str, message_id: str) -> str:
        """The id of the alert that a message of a chat told of; empty when there is none."""

    def outbox(self) -> Outbox:
        """How far sending has come."""

    def search(self, words: Sequence[str], limit: int) -> Sequence[Item]:
        """The latest items in which all of these words stand, newest first; only the last thousands are looked at."""

    def kept_of(self, chat: str, reader: str) -> Mapping[str, object]:
        """Everything that is kept about a chat, and of a ``reader`` (empty: nobody), as JSON."""

    def forget_chat(self, chat: str, reader: str) -> None:
        """Delete all that ``kept_of`` shows."""

    def owe_welcome(self, chat: str, now: datetime) -> None:
        """A chat is to be welcomed, unless it has been."""

    def next_welcome(self) -> str:
        """Who waits longest for a welcome; empty when nobody does."""

    def welcomed(self, chat: str) -> None:
        """It was welcomed, or cannot be."""

    def invite(self, digest: str, expires: datetime) -> None:
        """Keep the digest of an invitation's secret."""

    def accept(self, digest: str, user: int, now: datetime) -> bool:
        """Make ``user`` an operator by an invitation, which is used up; False when it is unknown, used or too old."""

    def operators(self) -> Sequence[Operator]:
        """The operators, in the order in which they came."""

    def dismiss(self, number: int) -> bool:
        """Take an operator off the list; False when there is none of that number."""

    def note(self, deed: Deed) -> None:
        """Write down what an operator did."""

    def deeds(self, limit: int) -> Sequence[Deed]:
        """What the operators did last, the newest first."""


class Store(RobotsMemory, TalkMemory, Protocol):
    """The memory. Every method is one transaction, except that ``checking`` and ``recording`` span their block."""

    def follow(self, sources: Sequence[Source], now: datetime) -> None:
        """Make the source table equal to the watchlist: add, enable, disable. What we know of them stays."""

    def subscribe(self, chats: Sequence[Chat]) -> None:
        """Make these the chats that get alerts from now on."""

    def withdraw(self, channels: Sequence[str], keep: Sequence[Chat]) -> None:
        """Let chats of these channels get no more alerts, except those that are kept."""

    def chat(self, name: str) -> Chat | None:
        """A chat by its id, wherever it has moved to; None when we never heard of it."""

    def save_chat(self, chat: Chat) -> None:
        """Keep a chat as it is now: what it wants, its zone and language, whether it is active."""

    def claim_sources(
        self, now: datetime, limit: int, lease: timedelta, *, every: bool = False, turn: datetime | None = None
    ) -> Sequence[SourceClaim]:
        """Take up to ``limit`` sources that are due (``every``: whether due or not, unless checked at ``now`` already).

        At most one per host, and none whose host was asked within its gap before ``turn`` (where the clock stands still, another
        instant than ``now``).
        """

    def next_turn(self, now: datetime, after: datetime, *, every: bool = False) -> datetime | None:
        """The earliest turn at a host, later than ``after``, for which a source has to wait that could else be claimed ``now``."""

    def seen(self, source: str, keys: Sequence[str]) -> frozenset[str]:
        """Which of these item keys are recorded already: a cheap look before following links."""

    def checking(self, claim: SourceClaim) -> AbstractContextManager[Checking]:
        """Open the transaction of one check; leaving the block commits, an exception rolls back.

        Raises StoreError when the claim's fence is no longer ours.
        """

    def recording(self) -> AbstractContextManager[Recording]:
        """Open the transaction of many checks; leaving the block commits."""

    def deadlines(self, now: datetime) -> AbstractContextManager[Checking]:
        """A transaction for what no check brings about: overdue documents, notices, an operator's decision. No cursor moves."""

    def next_event(self) -> datetime | None:
        """The earliest instant at which something becomes due: a source, a delivery, an expectation."""

    def claim_deliveries(self, now: datetime, limit: int, lease: timedelta, *, turn: datetime | None = None) -> Sequence[Delivery]:
        """Take up to ``limit`` deliveries that are due, in order within a chat: the urgent first, then of who has waited longest.

        From ``turn`` on (where the clock stands still, another instant than ``now``) channels and chats are given no more than they
        may have, and each delivery says when it may leave. None: nobody is paced.
        """

    def next_turn_to_send(self) -> datetime | None:
        """The earliest instant at which a delivery can be claimed that waits for its turn alone; one in the past: at once."""

    def last_checks(self) -> tuple[datetime | None, datetime | None]:
        """When a source was last read well, and when the check of one last failed."""

    def refusals(self, now: datetime) -> Mapping[str, str]:
        """Channel to why nothing at all is sent through it: its token is refused. Empty when all is well."""

    def claim_pages(self, now: datetime, limit: int, lease: timedelta) -> Sequence[PageClaim]:
        """Take up to ``limit`` pages that are due to be looked at again: at most one of a host, and none of a host that rests.

        Their hosts rest from then on as after the check of a source.
        """

    def versions(self, url: str) -> Sequence[tuple[datetime, Page, str]]:
        """What a page behind an alert said, the earliest first: since when, its words, and what had changed."""

    def settle(self, delivery: Delivery, receipt: Receipt, now: datetime) -> bool:
        """Write down how a delivery ended; False when the fence says it is no longer ours."""

    def settle_all(self, ended: Sequence[tuple[Delivery, Receipt, datetime]]) -> Sequence[bool]:
        """The same for several, and when each ended, in one commit."""

    def paces(self, since: datetime) -> Sequence[SourcePace]:
        """What planning the pace of the followed sources needs, by name; ``since`` when what they yielded counts."""

    def plan(self, intervals: Mapping[str, float]) -> None:
        """Set seconds between checks by source; a source that is well and whose interval became shorter is due sooner."""

    def reports(self) -> Sequence[SourceReport]:
        """How every followed source is doing."""

    def archive(self, since: datetime) -> AbstractContextManager[tuple[int, Iterator[Archived]]]:
        """Everything that was read since then, in its order; and how many items that are."""

    def trace(self, reference: str, url: str) -> Trace | None:
        """What became of an item, by its address, its canonical ``url`` or its key, or by an alert's id."""

    def feedback(self) -> Mapping[str, tuple[int, int]]:
        """Alert to how many readers called it useful, and how many noise."""

    def judge(self, alert: str, reader: str, verdict: Verdict, now: datetime) -> bool:
        """Keep what a reader says of an alert, his last word; False when there is no such alert."""

    def activations(self, limit: int) -> Sequence[Activation]:
        """The latest watchlists that came into force, the newest first."""

    def digest_in_force(self) -> str:
        """The digest of the watchlist that came into force last; empty when there is none."""

    def activate(self, activation: Activation) -> None:
        """Write down that a watchlist is in force."""

    def state(self, storyline: str) -> StorylineState:
        """What a storyline has accumulated."""

    def translation(self, text: str, source: str, target: str, provider: str = "") -> str:
        """What ``text`` was put into as ``target`` by ``provider``, or (empty) by whoever did it last; empty when nobody did."""

    def remember_translation(self, text: str, source: str, target: str, provider: str, words: str, now: datetime) -> None:
        """Keep what ``provider`` made of a text; a later answer takes the place of an earlier one."""

    def alerts(self) -> Sequence[Alert]:
        """Every alert, oldest first, with its outlets."""

    def feed(self, storyline: str, chat: str, limit: int) -> Sequence[tuple[Alert, datetime]]:
        """The latest alerts of a storyline that were told, the newest first, and when each was last touched in that chat."""

    def waits(self, now: datetime) -> bool:
        """Whether there is an alert whose wait for company is over."""

    def silence(self, one: Silence) -> int:
        """Keep a silence; returns its number."""

    def silences(self) -> Sequence[Silence]:
        """Every silence that there was, the newest first."""

    def expire(self, number: int, by: str, now: datetime) -> Silence | None:
        """End a silence now, unless it is over; returns it as it is then, None when there is none of that number."""

    def close(self) -> None:
        """Let go of every connection."""
