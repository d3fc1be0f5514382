"""Which alerts wait for company, which were kept silent and by what, and which silences are there?

An alert without a row here was told as soon as it was decided.
"""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, Connection, and_, func, insert, or_, select, update

from bot.alerts.routing import WAIT_MAX
from bot.model.alert import Alert
from bot.model.routing import LABELS, Matcher, Notified, Route, Silence, Situation
from bot.store import alert_rows
from bot.store.codec import Row, chunks, plain, revived
from bot.store.tables import WAITING, alert, delivery, route
from bot.store.tables import silence as silence_table


def record(connection: Connection, new: Sequence[str], routes: Sequence[Route]) -> list[str]:
    """Write down what became of ``new`` alerts, and of those that waited. Returns those that are told now."""
    fresh, chosen = set(new), {one.alert: one for one in routes}
    if rows := [plain(one) for one in routes if one.alert in fresh and one.verdict != "told"]:
        connection.execute(insert(route), rows)
    told = []
    for one in routes:
        if one.alert not in fresh:
            waited = and_(route.c.alert == one.alert, route.c.verdict == "waiting")
            ended = connection.execute(update(route).where(waited).values(plain(one, "alert"))).rowcount
            told += [one.alert] if ended and one.verdict == "told" else []
    return [*told, *(name for name in new if name not in chosen or chosen[name].verdict == "told")]


def routes(connection: Connection, alerts: Sequence[str]) -> list[Route]:
    """What became of these alerts."""
    found = []
    for chunk in chunks(alerts):
        found += [revived(Route, row) for row in connection.execute(select(route).where(route.c.alert.in_(chunk))).mappings()]
    return found


def situation(connection: Connection, storylines: Sequence[str], since: datetime, now: datetime) -> Situation:
    """See ``bot.ports.Checking``."""
    columns = (*(alert.c[name] for name in LABELS), alert.c.id, alert.c.title, alert.c.replies_to, alert.c.created_at, route.c.at)
    ordered = select(*columns).outerjoin(route, route.c.alert == alert.c.id).order_by(alert.c.sequence)
    lately = and_(alert.c.storyline.in_(storylines), func.coalesce(route.c.at, alert.c.created_at) >= since)
    told = connection.execute(ordered.where(_told(), lately)).mappings().all() if storylines else []
    waiting = connection.execute(ordered.where(WAITING)).mappings().all()
    active = select(silence_table).where(silence_table.c.starts_at <= now, silence_table.c.ends_at > now)
    rows = connection.execute(active.where(silence_table.c.expired_at.is_(None)).order_by(silence_table.c.id)).mappings()
    return Situation(tuple(map(_silence, rows)), tuple(map(_notified, told)), tuple(map(_notified, waiting)))


def _told() -> ColumnElement[bool]:
    return or_(route.c.verdict.is_(None), route.c.verdict == "told")


def _notified(row: Row) -> Notified:
    labels = {name: row[name] for name in LABELS}
    return Notified(row["id"], labels, row["at"] or row["created_at"], row["title"], row["replies_to"])


def due(connection: Connection, now: datetime) -> bool:
    """Whether the wait of an alert is over, or ends in a future that a clock has since gone back from."""
    over = or_(route.c.at <= now, route.c.at > now + WAIT_MAX)
    return connection.scalar(select(route.c.alert).where(WAITING, over).limit(1)) is not None


def earliest(connection: Connection) -> datetime | None:
    """When the next wait is over."""
    soonest: datetime | None = connection.scalar(select(func.min(route.c.at)).where(WAITING))
    return soonest


def feed(connection: Connection, storyline: str, chat: str, limit: int) -> list[tuple[Alert, datetime]]:
    """See ``bot.ports.Store``."""
    touched = (
        select(delivery.c.alert, func.max(delivery.c.tried_at).label("at"))
        .where(delivery.c.chat == chat)
        .group_by(delivery.c.alert)
        .subquery()
    )
    when = func.coalesce(touched.c.at, route.c.at, alert.c.created_at, type_=alert.c.created_at.type)
    rows = connection.execute(
        select(alert.c.id, when)
        .outerjoin(route, route.c.alert == alert.c.id)
        .outerjoin(touched, touched.c.alert == alert.c.id)
        .where(alert.c.storyline == storyline, alert.c.change != "notice", _told())
        .order_by(alert.c.sequence.desc())
        .limit(limit)
    ).all()
    alerts = alert_rows.by_id(connection, (name for name, _ in rows))
    return [(alerts[name], at) for name, at in rows]


def silence(connection: Connection, one: Silence) -> int:
    """Keep a silence; returns its number."""
    row = {**plain(one, "id"), "matchers": [plain(matcher) for matcher in one.matchers]}
    number: int = connection.execute(insert(silence_table).values(row).returning(silence_table.c.id)).scalar_one()
    return number


def silences(connection: Connection) -> list[Silence]:
    """All that there were, the newest first."""
    rows = connection.execute(select(silence_table).order_by(silence_table.c.id.desc())).mappings()
    return [_silence(row) for row in rows]


def expire(connection: Connection, number: int, by: str, now: datetime) -> Silence | None:
    """End one early. The first end counts, and what is over stays as it was."""
    ours = silence_table.c
    running = and_(ours.id == number, ours.expired_at.is_(None), ours.ends_at > now)
    connection.execute(update(silence_table).where(running).values(expired_at=now, expired_by=by))
    row = connection.execute(select(silence_table).where(ours.id == number)).mappings().one_or_none()
    return _silence(row) if row is not None else None


def _silence(row: Row) -> Silence:
    return revived(Silence, {**row, "matchers": tuple(revived(Matcher, one) for one in row["matchers"])})
