"""What did a machine make of a headline, the last time it was asked?"""

from datetime import datetime
from hashlib import blake2b

from sqlalchemy import Connection, and_, insert, select, update

from bot.store.tables import storable, translation


def words_of(connection: Connection, text: str, source: str, target: str, provider: str) -> str:
    """By ``provider``, or (empty) by whoever did it last; empty when nobody did."""
    wanted = [translation.c.digest == _digest(text), translation.c.source == source, translation.c.target == target]
    if provider:
        wanted.append(translation.c.provider == provider)
    latest = select(translation.c.words).where(*wanted).order_by(translation.c.at.desc(), translation.c.provider).limit(1)
    return connection.scalar(latest) or ""


def remember(connection: Connection, text: str, source: str, target: str, provider: str, words: str, now: datetime) -> None:
    """Keep it; the last answer counts."""
    key = {"digest": _digest(text), "source": source, "target": target, "provider": provider}
    same = and_(*(translation.c[name] == value for name, value in key.items()))
    fresh = {"words": words, "at": now}
    if not connection.execute(update(translation).where(same).values(fresh)).rowcount:
        connection.execute(insert(translation).values(**key, **fresh))


def _digest(text: str) -> str:
    """32 hex digits: a headline may be longer than a key of PostgreSQL's."""
    return blake2b(storable(text).encode(), digest_size=16).hexdigest()
