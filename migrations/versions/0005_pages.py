"""Pages behind alerts, looked at again; and what they said. What a storyline compares with what comes."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "page",
        sa.Column("url", sa.Text, primary_key=True),
        *(sa.Column(name, sa.Text, nullable=False) for name in ("source", "story", "storyline", "host")),
        sa.Column("next_due", sa.DateTime(timezone=True)),
        sa.Column("lease_until", sa.DateTime(timezone=True)),
        sa.Column("fence", sa.Integer, nullable=False),
        sa.Column("watched", sa.JSON, nullable=False),
        sa.ForeignKeyConstraint(["source"], ["source.id"], name="fk_page_source_source"),
    )
    op.create_index("ix_page_next_due", "page", ["next_due"])
    op.create_table(
        "page_version",
        sa.Column("sequence", sa.BigInteger().with_variant(sa.Integer, "sqlite"), primary_key=True),
        sa.Column("page", sa.Text, nullable=False),
        sa.Column("title", sa.Text, nullable=False),
        sa.Column("sentences", sa.JSON, nullable=False),
        sa.Column("what", sa.Text, nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["page"], ["page.url"], name="fk_page_version_page_page"),
    )
    op.create_index("ix_page_version_page", "page_version", ["page"])
    op.add_column("answer", sa.Column("hedge", sa.Text, nullable=False, server_default=""))
    op.create_table(
        "remembered",
        sa.Column("storyline", sa.Text, nullable=False),
        sa.Column("what", sa.Text, nullable=False),
        sa.Column("position", sa.Integer, nullable=False),
        sa.Column("value", sa.JSON, nullable=False),
        sa.PrimaryKeyConstraint("storyline", "what", "position", name="pk_remembered"),
    )


def downgrade() -> None:
    op.drop_table("remembered")
    op.drop_column("answer", "hedge")
    op.drop_table("page_version")
    op.drop_table("page")
