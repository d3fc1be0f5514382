"""Who may give orders, how did he come to that, and what did he do?"""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Connection, delete, insert, select

from bot.model.talk import Deed, Operator
from bot.store.bulk import insert_missing
from bot.store.codec import plain, revived
from bot.store.tables import deed, invitation, operator


def invite(connection: Connection, digest: str, expires: datetime) -> None:
    """Keep an invitation."""
    connection.execute(insert(invitation).values(digest=digest, expires=expires))


def accept(connection: Connection, digest: str, user: int, now: datetime) -> bool:
    """Use an invitation up. Whoever was invited before needs none, and uses none up."""
    if connection.scalar(select(operator.c.number).where(operator.c.user == user)):
        return True
    connection.execute(delete(invitation).where(invitation.c.expires <= now))
    if not connection.execute(delete(invitation).where(invitation.c.digest == digest)).rowcount:
        return False
    insert_missing(connection, operator, [{"number": _next(connection), "user": user, "since": now}])
    return True


def _next(connection: Connection) -> int:
    """A number that nobody had: the audit log goes on naming those who left."""
    known = [*connection.scalars(select(operator.c.number)), *connection.scalars(select(deed.c.operator).distinct())]
    return max(known, default=0) + 1


def everybody(connection: Connection) -> list[Operator]:
    """In the order in which they came."""
    return [revived(Operator, row) for row in connection.execute(select(operator).order_by(operator.c.number)).mappings()]


def dismiss(connection: Connection, number: int) -> bool:
    """Take one off the list."""
    return bool(connection.execute(delete(operator).where(operator.c.number == number)).rowcount)


def note(connection: Connection, one: Deed) -> None:
    """Write down what was done."""
    connection.execute(insert(deed).values(**plain(one)))


def deeds(connection: Connection, limit: int) -> Sequence[Deed]:
    """The latest, the newest first."""
    rows = connection.execute(select(deed).order_by(deed.c.sequence.desc()).limit(limit)).mappings()
    return [revived(Deed, row) for row in rows]
