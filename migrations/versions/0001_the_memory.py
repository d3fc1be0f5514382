"""The memory: sources, items, stories, alerts, deliveries, chats, and what storylines accumulate."""

from collections.abc import Iterator
from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

SERIAL = sa.BigInteger().with_variant(sa.Integer, "sqlite")
STAMP = sa.DateTime(timezone=True)
OWED = sa.text("state IN ('new', 'retry', 'sending')")


def texts(*names: str) -> Iterator[sa.Column[Any]]:
    return (sa.Column(name, sa.Text, nullable=False) for name in names)


def integers(*names: str) -> Iterator[sa.Column[Any]]:
    return (sa.Column(name, sa.Integer, nullable=False) for name in names)


def booleans(*names: str) -> Iterator[sa.Column[Any]]:
    return (sa.Column(name, sa.Boolean, nullable=False) for name in names)


def documents(*names: str) -> Iterator[sa.Column[Any]]:
    return (sa.Column(name, sa.JSON, nullable=False) for name in names)


def stamps(*names: str, nullable: bool = False) -> Iterator[sa.Column[Any]]:
    return (sa.Column(name, STAMP, nullable=nullable) for name in names)


def upgrade() -> None:
    sources()
    stories()
    items()
    outbox()
    storylines()


def sources() -> None:
    op.create_table(
        "source",
        *texts("id"),
        *booleans("enabled"),
        *texts("host", "state", "error"),
        *stamps("next_due"),
        *stamps("lease_until", nullable=True),
        *integers("fence"),
        *texts("etag", "last_modified", "digest"),
        *integers("items", "failures"),
        *stamps("added_at"),
        *booleans("baselined"),
        *documents("waiting"),
        *stamps("last_success", "last_checked", "last_item", nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_source"),
    )
    op.create_index("ix_source_next_due", "source", ["next_due"])


def stories() -> None:
    op.create_table(
        "story",
        *texts("id", "lead_key", "title", "text", "lang"),
        *stamps("first_seen"),
        sa.PrimaryKeyConstraint("id", name="pk_story"),
    )
    op.create_table(
        "story_outlet",
        sa.Column("sequence", SERIAL, nullable=False),
        *texts("story", "source", "outlet", "side", "origin", "link"),
        *stamps("first_seen"),
        sa.PrimaryKeyConstraint("sequence", name="pk_story_outlet"),
        sa.ForeignKeyConstraint(["story"], ["story.id"], name="fk_story_outlet_story_story"),
        sa.ForeignKeyConstraint(["source"], ["source.id"], name="fk_story_outlet_source_source"),
        sa.UniqueConstraint("story", "source", name="uq_story_outlet_story_source"),
    )
    op.create_table(
        "sketch",
        sa.Column("key", sa.BigInteger, nullable=False, autoincrement=False),
        *stamps("first_seen"),
        *texts("story"),
        sa.PrimaryKeyConstraint("key", "first_seen", "story", name="pk_sketch"),
        sa.ForeignKeyConstraint(["story"], ["story.id"], name="fk_sketch_story_story"),
        sqlite_with_rowid=False,
    )


def items() -> None:
    op.create_table(
        "item",
        *texts("key", "source", "url", "link", "title", "text", "lang"),
        *stamps("published_start", "published_end", nullable=True),
        *stamps("first_seen"),
        *texts("digest", "byline", "story"),
        *booleans("on_story"),
        *documents("kinds"),
        *booleans("baseline"),
        sa.PrimaryKeyConstraint("key", name="pk_item"),
        sa.ForeignKeyConstraint(["source"], ["source.id"], name="fk_item_source_source"),
        sa.ForeignKeyConstraint(["story"], ["story.id"], name="fk_item_story_story"),
    )
    op.create_index("ix_item_source", "item", ["source"])
    op.create_index("ix_item_story", "item", ["story"])
    op.create_index("ix_item_url", "item", ["url"], postgresql_using="hash")
    op.create_index("ix_item_digest", "item", ["digest"], postgresql_using="hash")
    op.create_table(
        "item_alias",
        *texts("source", "name", "item"),
        sa.PrimaryKeyConstraint("source", "name", name="pk_item_alias"),
        sa.ForeignKeyConstraint(["source"], ["source.id"], name="fk_item_alias_source_source"),
        sa.ForeignKeyConstraint(["item"], ["item.key"], name="fk_item_alias_item_item"),
    )
    op.create_table(
        "revision",
        sa.Column("sequence", SERIAL, nullable=False),
        *texts("item", "title", "text", "digest"),
        *stamps("replaced_at"),
        sa.PrimaryKeyConstraint("sequence", name="pk_revision"),
        sa.ForeignKeyConstraint(["item"], ["item.key"], name="fk_revision_item_item"),
    )
    op.create_index("ix_revision_item", "revision", ["item"])


def outbox() -> None:
    op.create_table(
        "alert",
        sa.Column("sequence", SERIAL, nullable=False),
        *texts("id", "storyline", "watch", "kind", "change", "severity"),
        *texts("title", "url", "source", "outlet", "side", "role", "lang"),
        *stamps("published_start", "published_end", nullable=True),
        *stamps("first_seen"),
        *texts("story"),
        *documents("evidence", "gloss"),
        *texts("replies_to"),
        *documents("finding", "kinds"),
        *stamps("created_at"),
        sa.PrimaryKeyConstraint("sequence", name="pk_alert"),
        sa.UniqueConstraint("id", name="uq_alert_id"),
    )
    op.create_index("ix_alert_story", "alert", ["story"])
    op.create_table(
        "chat",
        *texts("id"),
        *booleans("active"),
        *texts("zone", "language"),
        sa.Column("moved_to", sa.Text),
        sa.PrimaryKeyConstraint("id", name="pk_chat"),
    )
    op.create_table(
        "delivery",
        sa.Column("id", SERIAL, nullable=False),
        *texts("alert", "chat", "action"),
        *integers("edition"),
        *texts("state"),
        *stamps("lease_until", "not_before", "tried_at", nullable=True),
        *integers("fence", "attempts"),
        *texts("message_id"),
        *booleans("possible_duplicate"),
        *texts("error"),
        sa.PrimaryKeyConstraint("id", name="pk_delivery"),
        sa.ForeignKeyConstraint(["alert"], ["alert.id"], name="fk_delivery_alert_alert"),
        sa.ForeignKeyConstraint(["chat"], ["chat.id"], name="fk_delivery_chat_chat"),
        sa.UniqueConstraint("alert", "chat", "action", "edition", name="uq_delivery_alert_chat_action_edition"),
        sa.CheckConstraint("action IN ('send', 'edit')", name=op.f("ck_delivery_action")),
        sa.CheckConstraint("state IN ('new', 'retry', 'sending', 'sent', 'dead')", name=op.f("ck_delivery_state")),
    )
    op.create_index("ix_delivery_chat", "delivery", ["chat"])
    op.create_index("ix_delivery_owed", "delivery", ["chat", "alert"], sqlite_where=OWED, postgresql_where=OWED)


def storylines() -> None:
    for table, columns in {
        "answer": [*texts("claim", "answer", "source", "side", "outlet", "story", "quote", "link"), *stamps("at")],
        "pending": [*texts("expectation", "story", "title", "link"), *stamps("since", "due"), *texts("state")],
        "formula_use": [*texts("formula", "story", "title"), *stamps("at"), *booleans("present")],
    }.items():
        op.create_table(
            table,
            *texts("storyline"),
            sa.Column("position", sa.Integer, nullable=False, autoincrement=False),
            *columns,
            sa.PrimaryKeyConstraint("storyline", "position", name=f"pk_{table}"),
        )


def downgrade() -> None:
    for table in (
        "formula_use", "pending", "answer", "delivery", "chat", "alert", "revision", "item_alias", "item",
        "sketch", "story_outlet", "story", "source",
    ):  # fmt: skip
        op.drop_table(table)
