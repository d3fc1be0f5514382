"""Deliveries that wait for morning; whose turn it is among chats, and how fast they are written to; chats that shut us out."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

_OWED = "state IN ('new', 'retry', 'sending', 'held')"
_OWED_BEFORE = "state IN ('new', 'retry', 'sending')"
_LONG_AGO = sa.text("'1970-01-01 00:00:00+00:00'")
_INSTANT = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.drop_index("ix_delivery_owed", "delivery")
    with op.batch_alter_table("delivery") as delivery:
        delivery.add_column(sa.Column("sequence", sa.BigInteger, nullable=False, server_default="0"))
        delivery.add_column(sa.Column("urgency", sa.Integer, nullable=False, server_default="2"))
        delivery.add_column(sa.Column("digest", sa.BigInteger))
        delivery.add_column(sa.Column("doubts", sa.Integer, nullable=False, server_default="0"))
        delivery.drop_constraint(op.f("ck_delivery_state"), type_="check")
        delivery.create_check_constraint(op.f("ck_delivery_state"), "state IN ('new', 'retry', 'sending', 'held', 'sent', 'dead')")
    told = "(SELECT {} FROM alert WHERE alert.id = delivery.alert)"
    urgency = told.format("CASE severity WHEN 'critical' THEN 0 WHEN 'high' THEN 1 ELSE 2 END")
    op.execute(f"UPDATE delivery SET sequence = {told.format('sequence')}")  # noqa: S608 - our own words
    op.execute(f"UPDATE delivery SET urgency = {urgency} WHERE action = 'send'")  # noqa: S608
    op.execute("UPDATE delivery SET doubts = 1 WHERE possible_duplicate AND state <> 'sent'")
    where = {"sqlite_where": sa.text(_OWED), "postgresql_where": sa.text(_OWED)}
    op.create_index("ix_delivery_owed", "delivery", ["chat", "sequence", "urgency"], **where)
    for column in (
        sa.Column("particular", sa.Boolean, nullable=False, server_default=sa.text("false")),
        sa.Column("away_since", _INSTANT),
        sa.Column("returned", sa.Boolean, nullable=False, server_default=sa.text("false")),
        sa.Column("missed", sa.Integer, nullable=False, server_default="0"),
    ):
        op.add_column("chat", column)
    op.execute("UPDATE chat SET particular = true WHERE CAST(wants AS TEXT) <> '{}'")
    _tables()
    _lanes()


def _tables() -> None:
    op.create_table(
        "lane",
        sa.Column("chat", sa.Text, primary_key=True),
        *(sa.Column(name, sa.Text, nullable=False) for name in ("channel", "room")),
        *(sa.Column(name, sa.Integer, nullable=False) for name in ("urgency", "head")),
        sa.Column("sequence", sa.BigInteger, nullable=False),
        sa.Column("since", _INSTANT, nullable=False),
        sa.Column("busy_until", _INSTANT),
        sa.Column("wake_at", _INSTANT),
        sa.Column("noted_at", _INSTANT, nullable=False),
        sa.ForeignKeyConstraint(["chat"], ["chat.id"], name="fk_lane_chat_chat"),
    )
    ready = sa.text("wake_at IS NULL")
    columns = ["urgency", "head", "since", "sequence", "chat"]
    op.create_index("ix_lane_ready", "lane", columns, sqlite_where=ready, postgresql_where=ready)
    asleep = sa.text("wake_at IS NOT NULL")
    op.create_index("ix_lane_wake_at", "lane", ["wake_at"], sqlite_where=asleep, postgresql_where=asleep)
    op.create_index("ix_lane_noted_at", "lane", ["noted_at"])
    op.create_table(
        "pace",
        sa.Column("name", sa.Text, primary_key=True),
        *(sa.Column(name, _INSTANT, nullable=False) for name in ("free_at", "noted_at")),
        sa.Column("flooded_at", _INSTANT),
        *(sa.Column(name, sa.Text, nullable=False) for name in ("flooded", "refused")),
    )


def _lanes() -> None:
    """Every chat that is owed something is looked at as soon as somebody asks whose turn it is."""
    connection = op.get_bind()
    chats = connection.scalars(sa.text(f"SELECT DISTINCT chat FROM delivery WHERE {_OWED}")).all()  # noqa: S608 - our own words
    statement = sa.text(
        "INSERT INTO lane (chat, channel, room, urgency, head, sequence, since, wake_at, noted_at)"  # noqa: S608 - a constant
        f" VALUES (:chat, :channel, :room, 2, 2, 0, {_LONG_AGO}, {_LONG_AGO}, {_LONG_AGO})"
    )
    for chat in chats:
        connection.execute(statement, {"chat": chat, "channel": chat.partition(":")[0], "room": chat.partition("/")[0]})


def downgrade() -> None:
    op.drop_table("pace")
    op.drop_table("lane")
    for name in ("missed", "returned", "away_since", "particular"):
        op.drop_column("chat", name)
    op.execute("UPDATE delivery SET state = 'new', not_before = NULL WHERE state = 'held'")
    op.drop_index("ix_delivery_owed", "delivery")
    with op.batch_alter_table("delivery") as delivery:
        delivery.drop_constraint(op.f("ck_delivery_state"), type_="check")
        delivery.create_check_constraint(op.f("ck_delivery_state"), "state IN ('new', 'retry', 'sending', 'sent', 'dead')")
        for name in ("doubts", "digest", "urgency", "sequence"):
            delivery.drop_column(name)
    where = {"sqlite_where": sa.text(_OWED_BEFORE), "postgresql_where": sa.text(_OWED_BEFORE)}
    op.create_index("ix_delivery_owed", "delivery", ["chat", "alert"], **where)
