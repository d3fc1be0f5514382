"""What do we remember, and in which shape?

``source`` with ``host``, ``robots`` and ``held`` … ``item`` with ``item_alias`` and ``revision`` … ``story`` with
``story_outlet`` and ``band`` … ``page`` with ``page_version`` … ``alert`` … ``delivery`` with ``lane`` and ``pace`` … ``chat``, and
four tables of what a storyline has accumulated. A change here needs a migration; a test compares the two.
"""

from datetime import UTC, datetime
from typing import Any

from sqlalchemy import (
    JSON,
    BigInteger,
    Boolean,
    CheckConstraint,
    Column,
    DateTime,
    Dialect,
    Float,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    Table,
    Text,
    TypeDecorator,
    UniqueConstraint,
    text,
)


class Instant(TypeDecorator[datetime]):
    """An aware datetime, to the microsecond: stored in UTC, returned in UTC."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002 - SQLAlchemy's signature
        """Refuse naive datetimes: SQLite would take them for UTC, PostgreSQL for local time."""
        if value is not None and value.tzinfo is None:
            raise ValueError(f"naive datetime {value!r}")
        return value and value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002 - SQLAlchemy's signature
        """SQLite forgets the zone."""
        return value and (value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC))


def storable(text: str) -> str:
    """A text that UTF-8 and PostgreSQL can hold: what they cannot, NUL and half characters, is replaced."""
    if text.isascii() and "\0" not in text:
        return text
    return text.replace("\0", "\ufffd").encode("utf-8", "replace").decode()


class Words(TypeDecorator[str]):
    """Any text at all: see ``storable``."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | None:  # noqa: ARG002 - SQLAlchemy's signature
        """One hostile character must not make its source fail for good."""
        return value and storable(value)


metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
        "pk": "pk_%(table_name)s",
    }
)
_Serial = BigInteger().with_variant(Integer, "sqlite")
"""SQLite counts up only in a column declared INTEGER PRIMARY KEY."""


def _words(*names: str) -> list[Column[str]]:
    return [Column(name, Words, nullable=False) for name in names]


def _json(*names: str) -> list[Column[Any]]:
    return [Column(name, JSON, nullable=False) for name in names]


def _instants(*names: str, nullable: bool = False) -> list[Column[datetime]]:
    return [Column(name, Instant, nullable=nullable) for name in names]


def _flags(*names: str) -> list[Column[bool]]:
    return [Column(name, Boolean, nullable=False) for name in names]


def _counts(*names: str) -> list[Column[int]]:
    return [Column(name, Integer, nullable=False) for name in names]


def _reference(name: str, target: str, **options: Any) -> Column[str]:
    return Column(name, Words, ForeignKey(target), nullable=False, **options)


def _by_value(*columns: str) -> list[Index]:
    """Looked up by equality only; a hash takes the long addresses that PostgreSQL's B-trees refuse (over 2.7 kB)."""
    return [Index(None, column, postgresql_using="hash") for column in columns]


source = Table(
    "source",
    metadata,
    Column("id", Words, primary_key=True),
    *_flags("enabled"),
    # Whose turn it takes, and how long after each check nobody else may; a source without a gap has no host and takes no turns.
    Column("host", Words, nullable=False, index=True),
    Column("gap", Float, nullable=False),
    Column("next_due", Instant, nullable=False, index=True),
    # Seconds between checks, as last planned; none: as the source's entry says.
    Column("interval", Float),
    *_instants("not_before", "lease_until", nullable=True),
    *_counts("fence"),
    # How it is asked and read: when that changes, nothing that was answered before counts.
    *_words("entry"),
    # bot.model.source.Cursor, field by field
    *_words("etag", "last_modified", "digest"),
    *_counts("items", "failures"),
    *_words("trouble", "moved", "distrust"),
    *_counts("burst", "halvings", "calm"),
    *_instants("added_at"),
    *_flags("baselined"),
    *_json("waiting", "shown"),
    # how it is doing; last_checked is when it was last claimed
    *_words("state", "error"),
    *_instants("state_since"),
    *_instants("last_success", "last_checked", "last_item", nullable=True),
    # what the operators were told last
    *_words("told_state", "told_moved"),
    # bot.pacing.rate.Arrivals
    *_json("arrivals"),
)

host = Table(
    "host",
    metadata,
    Column("name", Words, primary_key=True),
    *_instants("free_at"),
)

robots = Table(
    "robots",
    metadata,
    Column("origin", Words, primary_key=True),
    *_words("text"),
    *_instants("fetched_at"),
)

held = Table(
    "held",
    metadata,
    Column("key", Words, primary_key=True),
    Column("source", Words, ForeignKey("source.id"), nullable=False, index=True),
    *_json("item"),
    *_instants("since"),
    *_flags("told"),
)

story = Table(
    "story",
    metadata,
    Column("id", Words, primary_key=True),
    *_words("lead_key", "title", "text", "lang"),
    *_instants("first_seen"),
    # In the order in which stories began: what bands refer to.
    Column("sequence", BigInteger, nullable=False),
    Index("ix_story_sequence", "sequence", unique=True),
)

story_outlet = Table(
    "story_outlet",
    metadata,
    Column("sequence", _Serial, primary_key=True),
    _reference("story", "story.id"),
    _reference("source", "source.id"),
    # Whose text the outlet says it is (empty: it does not say), and what kind of source the outlet is.
    *_words("outlet", "side", "origin", "link", "credit", "role"),
    *_instants("first_seen"),
    UniqueConstraint("story", "source"),
)

band = Table(
    "band",
    metadata,
    # A number that near-identical texts share (bot.dedupe.near.signature), and a story that has it. Derived: no constraints.
    Column("key", BigInteger, primary_key=True, autoincrement=False),
    Column("story", BigInteger, primary_key=True, autoincrement=False),
    sqlite_with_rowid=False,
)

item = Table(
    "item",
    metadata,
    Column("key", Words, primary_key=True),
    _reference("source", "source.id"),
    *_words("url", "link", "title", "text", "lang"),
    *_instants("published_start", "published_end", nullable=True),
    *_instants("first_seen"),
    *_words("digest", "byline"),
    _reference("story", "story.id", index=True),
    *_flags("on_story"),
    *_json("kinds"),
    *_flags("baseline"),
    *_by_value("url", "digest"),
    # What a source published last, and what came last of all.
    Index(None, "source", "first_seen"),
    Index(None, "first_seen"),
)

item_alias = Table(
    "item_alias",
    metadata,
    # Another key or another address under which its source published the item again.
    Column("source", Words, ForeignKey("source.id"), primary_key=True),
    Column("name", Words, primary_key=True),
    _reference("item", "item.key", index=True),
)

revision = Table(
    "revision",
    metadata,
    Column("sequence", _Serial, primary_key=True),
    _reference("item", "item.key", index=True),
    *_words("title", "text", "digest"),
    # Until then these were the item's words.
    *_instants("replaced_at"),
)

page = Table(
    "page",
    metadata,
    # An article behind an alert, that is looked at again.
    Column("url", Words, primary_key=True),
    _reference("source", "source.id"),
    *_words("story", "storyline", "host"),
    Column("next_due", Instant, index=True),
    Column("lease_until", Instant),
    *_counts("fence"),
    # bot.model.page.Watched
    *_json("watched"),
)

page_version = Table(
    "page_version",
    metadata,
    Column("sequence", _Serial, primary_key=True),
    _reference("page", "page.url", index=True),
    *_words("title"),
    *_json("sentences"),
    # What changed in it, as against the version before.
    *_words("what"),
    *_instants("at"),
)

alert = Table(
    "alert",
    metadata,
    Column("sequence", _Serial, primary_key=True),
    Column("id", Words, nullable=False, unique=True),
    *_words("storyline", "watch", "kind", "change", "severity", "title", "url", "source", "outlet", "side", "role", "lang"),
    *_instants("published_start", "published_end", nullable=True),
    *_instants("first_seen"),
    Column("story", Words, nullable=False, index=True),
    *_json("evidence", "gloss"),
    *_words("replies_to"),
    *_json("finding", "kinds", "entities"),
    *_instants("created_at"),
)

take = Table(
    "take",
    metadata,
    # Another story about the event that an alert tells of, as it is listed there.
    Column("alert", Words, ForeignKey("alert.id"), primary_key=True),
    Column("story", Words, primary_key=True),
    *_words("side", "outlet", "title", "link"),
    *_instants("at"),
    *_flags("exact"),
)

chat = Table(
    "chat",
    metadata,
    Column("id", Words, primary_key=True),
    *_flags("active"),
    *_words("zone", "language"),
    # bot.model.subscriber.Preferences
    *_json("wants"),
    # Whether it hears of sources and such instead of the storyline.
    *_flags("operators"),
    # Set when the channel gave it another id; an operator's list may go on naming the old one.
    Column("moved_to", Words),
    # Whether it has preferences of its own: the others are owed whatever there is, without being looked at one by one.
    Column("particular", Boolean, nullable=False, server_default=text("false")),
    # Since when it has shut us out; whether it has let us in again since, and what it missed is still to be counted.
    Column("away_since", Instant),
    Column("returned", Boolean, nullable=False, server_default=text("false")),
    # Alerts that are told as a number alone, with the next message.
    Column("missed", Integer, nullable=False, server_default="0"),
)

setting = Table(
    "setting",
    metadata,
    # What outlives a run and is nobody's: the salt of readers' digests, the zone of the list of chats, which menus are set.
    Column("name", Words, primary_key=True),
    *_words("value"),
)

choice = Table(
    "choice",
    metadata,
    # What a button stands for: bot.model.talk.Choice.
    Column("id", Words, primary_key=True),
    Column("chat", Words, nullable=False, index=True),
    *_words("action", "subject", "by"),
    *_instants("at"),
)

welcome = Table(
    "welcome",
    metadata,
    # A chat that we were put into; it is welcomed once, in its turn.
    Column("chat", Words, primary_key=True),
    *_instants("at"),
    *_flags("done"),
)

operator = Table(
    "operator",
    metadata,
    Column("number", _Serial, primary_key=True),
    # The channel's number of the person.
    Column("user", BigInteger, nullable=False, unique=True),
    *_instants("since"),
)

invitation = Table(
    "invitation",
    metadata,
    # An invitation that was not used yet, by the digest of its secret.
    Column("digest", Words, primary_key=True),
    *_instants("expires"),
)

deed = Table(
    "deed",
    metadata,
    # What an operator did. His number stays when he has left.
    Column("sequence", _Serial, primary_key=True),
    Column("operator", BigInteger, nullable=False),
    *_words("action", "details"),
    *_instants("at"),
)

translation = Table(
    "translation",
    metadata,
    # What a machine made of a text, which stands here by its digest alone: the same headline is not asked for twice.
    Column("digest", Words, primary_key=True),
    Column("source", Words, primary_key=True),
    Column("target", Words, primary_key=True),
    Column("provider", Words, primary_key=True),
    *_words("words"),
    *_instants("at"),
)

feedback = Table(
    "feedback",
    metadata,
    # What a reader said of an alert; the last word counts.
    Column("alert", Words, ForeignKey("alert.id"), primary_key=True),
    Column("reader", Words, primary_key=True),
    *_words("verdict"),
    *_instants("at"),
    CheckConstraint("verdict IN ('useful', 'noise')", name="verdict"),
)

activation = Table(
    "activation",
    metadata,
    Column("sequence", _Serial, primary_key=True),
    # Of the watchlist's files; what changed in them, as a unified diff; and the files themselves while they are the latest.
    *_words("digest", "diff"),
    *_json("files", "report"),
    *_instants("at"),
)

silence = Table(
    "silence",
    metadata,
    Column("id", _Serial, primary_key=True),
    # bot.model.routing.Matcher, one by one
    *_json("matchers"),
    *_words("creator", "comment"),
    *_instants("starts_at", "ends_at"),
    # A silence never changes; that it was ended early is added.
    *_instants("expired_at", nullable=True),
    *_words("expired_by"),
)

WAITING = text("verdict = 'waiting'")

route = Table(
    "route",
    metadata,
    # What became of an alert that was not told as soon as it was decided (bot.model.routing.Route).
    Column("alert", Words, ForeignKey("alert.id"), primary_key=True),
    *_words("verdict"),
    *_instants("at"),
    *_words("by", "why"),
    CheckConstraint("verdict IN ('waiting', 'told', 'inhibited', 'silenced')", name="verdict"),
    Index("ix_route_waiting", "at", sqlite_where=WAITING, postgresql_where=WAITING),
)

OWED = text("state IN ('new', 'retry', 'sending', 'held')")
"""Deliveries still to be done. Written out, since only a literal condition lets both engines use the partial index."""

delivery = Table(
    "delivery",
    metadata,
    Column("id", _Serial, primary_key=True),
    _reference("alert", "alert.id"),
    _reference("chat", "chat.id", index=True),
    *_words("action"),
    # 0 for the message itself, 1, 2, … for its edits.
    *_counts("edition"),
    *_words("state"),
    *_instants("lease_until", "not_before", "tried_at", nullable=True),
    *_counts("fence", "attempts"),
    *_words("message_id"),
    *_flags("possible_duplicate"),
    *_words("error"),
    # Of its alert: its place in the order, and 0 critical, 1 high, 2 anything else; an edit is never urgent.
    Column("sequence", BigInteger, nullable=False, server_default="0"),
    Column("urgency", Integer, nullable=False, server_default="2"),
    # The first of those that went out, or will, as one message.
    Column("digest", BigInteger),
    # How often it may have arrived without our knowing.
    Column("doubts", Integer, nullable=False, server_default="0"),
    UniqueConstraint("alert", "chat", "action", "edition"),
    CheckConstraint("action IN ('send', 'edit')", name="action"),
    CheckConstraint("state IN ('new', 'retry', 'sending', 'held', 'sent', 'dead')", name="state"),
    Index("ix_delivery_owed", "chat", "sequence", "urgency", sqlite_where=OWED, postgresql_where=OWED),
)

READY, ASLEEP = text("wake_at IS NULL"), text("wake_at IS NOT NULL")

lane = Table(
    "lane",
    metadata,
    # A chat that is owed something, and where it stands among the others. Derived from its deliveries, after every change.
    Column("chat", Words, ForeignKey("chat.id"), primary_key=True),
    *_words("channel", "room"),
    # The least number (the most urgent) of anything owed, and that of the delivery whose turn it is; that one's alert.
    *_counts("urgency", "head"),
    Column("sequence", BigInteger, nullable=False),
    # Since when it has waited for its turn; until when its turn lasts; when it must be looked at again (none: it is ready).
    *_instants("since"),
    *_instants("busy_until", "wake_at", nullable=True),
    *_instants("noted_at"),
    Index("ix_lane_ready", "urgency", "head", "since", "sequence", "chat", sqlite_where=READY, postgresql_where=READY),
    # Of those that sleep alone, or SQLite would look for the ready ones here and sort them.
    Index("ix_lane_wake_at", "wake_at", sqlite_where=ASLEEP, postgresql_where=ASLEEP),
    Index(None, "noted_at"),
)

pace = Table(
    "pace",
    metadata,
    # A channel's token ("telegram") or a chat without its topic ("telegram:-1001"), and when it may be written to again.
    Column("name", Words, primary_key=True),
    *_instants("free_at", "noted_at"),
    # When it was flooded last, and (of a token) which room was; why nothing is sent at all.
    Column("flooded_at", Instant),
    *_words("flooded", "refused"),
)

# What a storyline has accumulated: the tuples of bot.model.finding.StorylineState, in order.
answer = Table(
    "answer",
    metadata,
    Column("storyline", Words, primary_key=True),
    Column("position", Integer, primary_key=True, autoincrement=False),
    *_words("claim", "answer", "source", "side", "outlet", "story", "quote", "link", "hedge"),
    *_instants("at"),
)

pending = Table(
    "pending",
    metadata,
    Column("storyline", Words, primary_key=True),
    Column("position", Integer, primary_key=True, autoincrement=False),
    *_words("expectation", "story", "title", "link"),
    *_instants("since", "due"),
    *_words("state"),
)

# What is remembered to be compared with what comes, whole: bot.model.finding.Issue, Telling and the like.
remembered = Table(
    "remembered",
    metadata,
    Column("storyline", Words, primary_key=True),
    Column("what", Words, primary_key=True),
    Column("position", Integer, primary_key=True, autoincrement=False),
    *_json("value"),
)

formula_use = Table(
    "formula_use",
    metadata,
    Column("storyline", Words, primary_key=True),
    Column("position", Integer, primary_key=True, autoincrement=False),
    *_words("formula", "story", "title"),
    *_instants("at"),
    *_flags("present"),
)
