"""Stories: shorter numbers in bands; whose text an outlet carries; what a source's ids are worth; other takes under an alert."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    # The same numbers, cut to what six bytes hold.
    op.execute(sa.text("UPDATE band SET key = key >> 16 WHERE key >= :long").bindparams(long=2**47))
    for table, names in {"story_outlet": ("credit", "role"), "source": ("distrust",)}.items():
        for name in names:
            op.add_column(table, sa.Column(name, sa.Text, nullable=False, server_default=""))
    op.add_column("alert", sa.Column("entities", sa.JSON, nullable=False, server_default="{}"))
    op.create_index("ix_item_source_first_seen", "item", ["source", "first_seen"])
    op.drop_index("ix_item_source", "item")
    op.create_index("ix_item_alias_item", "item_alias", ["item"])
    op.create_table(
        "take",
        sa.Column("alert", sa.Text, nullable=False),
        sa.Column("story", sa.Text, nullable=False),
        *(sa.Column(name, sa.Text, nullable=False) for name in ("side", "outlet", "title", "link")),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("exact", sa.Boolean, nullable=False),
        sa.PrimaryKeyConstraint("alert", "story", name="pk_take"),
        sa.ForeignKeyConstraint(["alert"], ["alert.id"], name="fk_take_alert_alert"),
    )


def downgrade() -> None:
    op.drop_table("take")
    op.drop_index("ix_item_alias_item", "item_alias")
    op.create_index("ix_item_source", "item", ["source"])
    op.drop_index("ix_item_source_first_seen", "item")
    for table, names in {"alert": ("entities",), "source": ("distrust",), "story_outlet": ("credit", "role")}.items():
        for name in names:
            op.drop_column(table, name)
    op.execute("DELETE FROM band")  # what was cut off is lost: copies of older stories are known by their digests alone
