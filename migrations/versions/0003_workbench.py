"""The operators' workbench: stories are numbered and found by bands, readers say what they think, watchlists are activated."""

import sqlalchemy as sa
from alembic import op

from bot.dedupe.near import signature

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

REMEMBERED = 20_000
"""The latest stories, whose copies must still be recognised after the upgrade."""


def upgrade() -> None:
    op.add_column("story", sa.Column("sequence", sa.BigInteger, nullable=False, server_default="0"))
    op.execute(
        "UPDATE story SET sequence = numbered.place"
        " FROM (SELECT id AS name, row_number() OVER (ORDER BY first_seen, id) AS place FROM story) AS numbered"
        " WHERE id = numbered.name"
    )
    op.create_index("ix_story_sequence", "story", ["sequence"], unique=True)
    op.drop_table("sketch")
    band = op.create_table(
        "band",
        sa.Column("key", sa.BigInteger, nullable=False, autoincrement=False),
        sa.Column("story", sa.BigInteger, nullable=False, autoincrement=False),
        sa.PrimaryKeyConstraint("key", "story", name="pk_band"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "feedback",
        sa.Column("alert", sa.Text, nullable=False),
        sa.Column("reader", sa.Text, nullable=False),
        sa.Column("verdict", sa.Text, nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("alert", "reader", name="pk_feedback"),
        sa.ForeignKeyConstraint(["alert"], ["alert.id"], name="fk_feedback_alert_alert"),
        sa.CheckConstraint("verdict IN ('useful', 'noise')", name=op.f("ck_feedback_verdict")),
    )
    op.create_table(
        "activation",
        sa.Column("sequence", sa.BigInteger().with_variant(sa.Integer, "sqlite"), nullable=False),
        sa.Column("digest", sa.Text, nullable=False),
        sa.Column("diff", sa.Text, nullable=False),
        sa.Column("files", sa.JSON, nullable=False),
        sa.Column("report", sa.JSON, nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("sequence", name="pk_activation"),
    )
    latest = sa.text("SELECT sequence, title, text FROM story ORDER BY sequence DESC LIMIT :most").bindparams(most=REMEMBERED)
    for sequence, title, text in op.get_bind().execute(latest).all():
        op.bulk_insert(band, [{"key": key, "story": sequence} for key in dict.fromkeys(signature(title, text))])


def downgrade() -> None:
    for name in ("activation", "feedback", "band"):
        op.drop_table(name)
    op.create_table(
        "sketch",
        sa.Column("key", sa.BigInteger, nullable=False, autoincrement=False),
        sa.Column("began", sa.BigInteger, nullable=False, autoincrement=False),
        sa.Column("story", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("key", "began", "story", name="pk_sketch"),
        sa.ForeignKeyConstraint(["story"], ["story.id"], name="fk_sketch_story_story"),
        sqlite_with_rowid=False,
    )
    op.drop_index("ix_story_sequence", "story")
    with op.batch_alter_table("story") as story:
        story.drop_column("sequence")
