"""What do readers say of the alerts, and which watchlists have been in force?"""

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import Connection, delete, func, insert, select, update

from bot.ports import Activation, Verdict
from bot.store.codec import plain, revived
from bot.store.tables import activation, alert, feedback


def judge(connection: Connection, name: str, reader: str, verdict: Verdict, now: datetime) -> bool:
    """Keep a reader's last word about an alert; False when there is no such alert."""
    if not connection.scalar(select(func.count()).select_from(alert).where(alert.c.id == name)):
        return False
    connection.execute(delete(feedback).where(feedback.c.alert == name, feedback.c.reader == reader))
    connection.execute(insert(feedback).values(alert=name, reader=reader, verdict=verdict, at=now))
    return True


def feedback_of(connection: Connection) -> Mapping[str, tuple[int, int]]:
    """Alert to how often it was called useful, and how often noise."""
    useful = func.count().filter(feedback.c.verdict == "useful")
    rows = connection.execute(select(feedback.c.alert, useful, func.count() - useful).group_by(feedback.c.alert))
    return {name: (liked, disliked) for name, liked, disliked in rows}


def activations(connection: Connection, limit: int) -> list[Activation]:
    """The latest, the newest first."""
    rows = connection.execute(select(activation).order_by(activation.c.sequence.desc()).limit(limit)).mappings()
    return [revived(Activation, row) for row in rows]


def digest_in_force(connection: Connection) -> str:
    """That of the latest; empty when there is none."""
    return connection.scalar(select(activation.c.digest).order_by(activation.c.sequence.desc()).limit(1)) or ""


def activate(connection: Connection, one: Activation) -> None:
    """Write down what is in force now. The files of former ones are let go: their diffs tell what they were."""
    connection.execute(update(activation).values(files={}))
    connection.execute(insert(activation).values(**plain(one)))
