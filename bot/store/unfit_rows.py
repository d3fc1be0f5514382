"""Which messages did a channel take as plain text only? Each kind of message and reason once a day, until the operators know.

They are few and nobody's, so they are settings, and written down in the transaction that settles the delivery.
"""

import json
import re
from collections.abc import Sequence
from datetime import datetime, timedelta
from hashlib import blake2b
from typing import Any

from sqlalchemy import Connection, Row, delete, select

from bot.model.alert import Alert
from bot.ports import Unfit
from bot.store import talk_rows
from bot.store.tables import setting

AGAIN = timedelta(days=1)
"""After so long the operators are told anew, if it still happens."""
_PREFIX = "unfit "
_NUMBERS = re.compile(r"\d+")
"""Where in the message it was: the same bug, whatever stands before it."""


def note(connection: Connection, one: Alert, reason: str, now: datetime) -> None:
    """Write down that an alert had to go out plain; of a notice nobody is told, or else a bug in that would go on for ever."""
    if one.change == "notice":
        return
    same = blake2b(f"{one.kind}\n{one.change}\n{_NUMBERS.sub('', reason)}".encode(), digest_size=8).hexdigest()
    known = json.loads(talk_rows.value(connection, _PREFIX + same) or "{}")
    if not known or datetime.fromisoformat(known["at"]) <= now - AGAIN:
        row = {"kind": one.kind, "change": one.change, "reason": reason, "alert": one.id, "title": one.title}
        talk_rows.keep_value(connection, _PREFIX + same, json.dumps({**row, "at": now.isoformat(), "told": False}))


def news(connection: Connection) -> list[Unfit]:
    """What the operators do not know yet."""
    return [
        Unfit(row.name, known["kind"], known["change"], known["reason"], known["alert"], known["title"], _at(known))
        for row in _all(connection)
        if not (known := json.loads(row.value))["told"]
    ]


def told(connection: Connection, names: Sequence[str], now: datetime) -> None:
    """They know these; what is older than anybody asks for is forgotten."""
    for row in _all(connection):
        known = json.loads(row.value)
        if _at(known) <= now - AGAIN:
            connection.execute(delete(setting).where(setting.c.name == row.name))
        elif row.name in names:
            talk_rows.keep_value(connection, row.name, json.dumps({**known, "told": True}))


def _all(connection: Connection) -> Sequence[Row[Any, Any]]:
    named = setting.c.name.startswith(_PREFIX, autoescape=True)
    return connection.execute(select(setting.c.name, setting.c.value).where(named).order_by(setting.c.name)).all()


def _at(known: dict[str, str]) -> datetime:
    return datetime.fromisoformat(known["at"])
