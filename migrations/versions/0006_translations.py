"""Translations: what a machine made of a headline is kept, so that the same one is not asked for twice."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "translation",
        *(sa.Column(name, sa.Text, nullable=False) for name in ("digest", "source", "target", "provider", "words")),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("digest", "source", "target", "provider", name="pk_translation"),
    )


def downgrade() -> None:
    op.drop_table("translation")
