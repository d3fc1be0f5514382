"""Near-identical texts are found by bands of minima: stories are numbered, and bands take the place of sketches."""

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
    latest = sa.text("SELECT sequence, title, text FROM story ORDER BY sequence DESC LIMIT :most").bindparams(most=REMEMBERED)
    for sequence, title, text in op.get_bind().execute(latest).all():
        op.bulk_insert(band, [{"key": key, "story": sequence} for key in dict.fromkeys(signature(title, text))])


def downgrade() -> None:
    op.drop_table("band")
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
