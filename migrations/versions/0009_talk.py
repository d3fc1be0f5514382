"""Talk: what buttons stand for, welcomes, operators and what they did; and the latest items at hand for a search."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

_serial = sa.BigInteger().with_variant(sa.Integer, "sqlite")
_instant = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "setting",
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("value", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("name", name="pk_setting"),
    )
    op.create_table(
        "choice",
        sa.Column("id", sa.Text, nullable=False),
        sa.Column("chat", sa.Text, nullable=False),
        sa.Column("action", sa.Text, nullable=False),
        sa.Column("subject", sa.Text, nullable=False),
        sa.Column("by", sa.Text, nullable=False),
        sa.Column("at", _instant, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_choice"),
    )
    op.create_index("ix_choice_chat", "choice", ["chat"])
    op.create_table(
        "welcome",
        sa.Column("chat", sa.Text, nullable=False),
        sa.Column("at", _instant, nullable=False),
        sa.Column("done", sa.Boolean, nullable=False),
        sa.PrimaryKeyConstraint("chat", name="pk_welcome"),
    )
    op.create_table(
        "operator",
        sa.Column("number", _serial, nullable=False),
        sa.Column("user", sa.BigInteger, nullable=False),
        sa.Column("since", _instant, nullable=False),
        sa.PrimaryKeyConstraint("number", name="pk_operator"),
        sa.UniqueConstraint("user", name="uq_operator_user"),
    )
    op.create_table(
        "invitation",
        sa.Column("digest", sa.Text, nullable=False),
        sa.Column("expires", _instant, nullable=False),
        sa.PrimaryKeyConstraint("digest", name="pk_invitation"),
    )
    op.create_table(
        "deed",
        sa.Column("sequence", _serial, nullable=False),
        sa.Column("operator", sa.BigInteger, nullable=False),
        sa.Column("action", sa.Text, nullable=False),
        sa.Column("details", sa.Text, nullable=False),
        sa.Column("at", _instant, nullable=False),
        sa.PrimaryKeyConstraint("sequence", name="pk_deed"),
    )
    op.create_index("ix_item_first_seen", "item", ["first_seen"])


def downgrade() -> None:
    op.drop_index("ix_item_first_seen", "item")
    for name in ("deed", "invitation", "operator", "welcome", "choice", "setting"):
        op.drop_table(name)
