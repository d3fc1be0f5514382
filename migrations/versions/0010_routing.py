"""Routing: alerts that wait for company or are not told, and the silences that keep them."""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

WAITING = sa.text("verdict = 'waiting'")


def upgrade() -> None:
    op.create_table(
        "silence",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer, "sqlite"), nullable=False),
        sa.Column("matchers", sa.JSON, nullable=False),
        sa.Column("creator", sa.Text, nullable=False),
        sa.Column("comment", sa.Text, nullable=False),
        sa.Column("starts_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expired_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("expired_by", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_silence"),
    )
    op.create_table(
        "route",
        sa.Column("alert", sa.Text, nullable=False),
        sa.Column("verdict", sa.Text, nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by", sa.Text, nullable=False),
        sa.Column("why", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("alert", name="pk_route"),
        sa.ForeignKeyConstraint(["alert"], ["alert.id"], name="fk_route_alert_alert"),
        sa.CheckConstraint("verdict IN ('waiting', 'told', 'inhibited', 'silenced')", name=op.f("ck_route_verdict")),
    )
    op.create_index("ix_route_waiting", "route", ["at"], sqlite_where=WAITING, postgresql_where=WAITING)


def downgrade() -> None:
    op.drop_table("route")
    op.drop_table("silence")
