"""Real sources: whose turn it is at which host, how a source is paced and how it is doing, robots.txt, and what is held back."""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

STAMP = sa.DateTime(timezone=True)
TEXTS = ("entry", "trouble", "moved", "told_state", "told_moved")
COUNTS = ("burst", "halvings", "calm")


def upgrade() -> None:
    for name in TEXTS:
        op.add_column("source", sa.Column(name, sa.Text, nullable=False, server_default=""))
    for name in COUNTS:
        op.add_column("source", sa.Column(name, sa.Integer, nullable=False, server_default="0"))
    op.add_column("source", sa.Column("gap", sa.Float, nullable=False, server_default="0"))
    op.add_column("source", sa.Column("interval", sa.Float, nullable=True))
    op.add_column("source", sa.Column("not_before", STAMP, nullable=True))
    op.add_column("source", sa.Column("shown", sa.JSON, nullable=False, server_default="[]"))
    op.add_column("source", sa.Column("arrivals", sa.JSON, nullable=False, server_default="{}"))
    op.add_column("source", sa.Column("state_since", STAMP, nullable=False, server_default="1970-01-01 00:00:00+00:00"))
    op.execute("UPDATE source SET state_since = added_at, told_state = state")
    op.create_index("ix_source_host", "source", ["host"])
    sketches("began", sa.BigInteger)  # those of a former version are of another kind: nothing would meet them
    op.create_table(
        "host",
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("free_at", STAMP, nullable=False),
        sa.PrimaryKeyConstraint("name", name="pk_host"),
    )
    op.create_table(
        "robots",
        sa.Column("origin", sa.Text, nullable=False),
        sa.Column("text", sa.Text, nullable=False),
        sa.Column("fetched_at", STAMP, nullable=False),
        sa.PrimaryKeyConstraint("origin", name="pk_robots"),
    )
    op.create_table(
        "held",
        sa.Column("key", sa.Text, nullable=False),
        sa.Column("source", sa.Text, nullable=False),
        sa.Column("item", sa.JSON, nullable=False),
        sa.Column("since", STAMP, nullable=False),
        sa.Column("told", sa.Boolean, nullable=False),
        sa.PrimaryKeyConstraint("key", name="pk_held"),
        sa.ForeignKeyConstraint(["source"], ["source.id"], name="fk_held_source_source"),
    )
    op.create_index("ix_held_source", "held", ["source"])
    with op.batch_alter_table("chat") as chat:
        chat.add_column(sa.Column("operators", sa.Boolean, nullable=False, server_default=sa.false()))


def sketches(when: str, kind: type[sa.types.TypeEngine[Any]] | sa.DateTime) -> None:
    op.drop_table("sketch")
    op.create_table(
        "sketch",
        sa.Column("key", sa.BigInteger, nullable=False, autoincrement=False),
        sa.Column(when, kind, nullable=False, autoincrement=False),
        sa.Column("story", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("key", when, "story", name="pk_sketch"),
        sa.ForeignKeyConstraint(["story"], ["story.id"], name="fk_sketch_story_story"),
        sqlite_with_rowid=False,
    )


def downgrade() -> None:
    sketches("first_seen", STAMP)
    with op.batch_alter_table("chat") as chat:
        chat.drop_column("operators")
    for name in ("held", "robots", "host"):
        op.drop_table(name)
    op.drop_index("ix_source_host", "source")
    with op.batch_alter_table("source") as source:
        for name in (*TEXTS, *COUNTS, "gap", "interval", "not_before", "shown", "arrivals", "state_since"):
            source.drop_column(name)
