"""What became of one thing that was published, or of one alert? Everything that was written down about it."""

from collections.abc import Sequence

from sqlalchemy import Connection, or_, select

from bot.ports import Sent, Trace
from bot.store import alert_rows, page_rows, routing_rows, story_rows
from bot.store.codec import item_of, item_of_json, story_of
from bot.store.tables import alert, delivery, held, item, item_alias, revision, story


def trace(connection: Connection, reference: str, url: str) -> Trace | None:
    """By an alert's id (or how it begins), an item's key, its address as written or its canonical ``url``; None when unknown."""
    by_alert = (
        connection.execute(select(alert.c.story).where(alert.c.id.startswith(reference, autoescape=True)).limit(2)).scalars().all()
    )
    if len(by_alert) == 1 and len(reference) >= 4:
        return _of_story(connection, by_alert[0])
    wanted = or_(item.c.key == reference, item.c.url == url) if url else item.c.key == reference
    found = connection.execute(select(item).where(wanted).order_by(item.c.first_seen, item.c.key)).mappings().first()
    if found is None and url:
        alias = select(item_alias.c.item).where(or_(item_alias.c.name == url, item_alias.c.name == reference))
        found = connection.execute(select(item).where(item.c.key.in_(alias))).mappings().first()
    return _of_item(connection, found["key"]) if found else _of_held(connection, reference, url)


def _of_story(connection: Connection, name: str) -> Trace | None:
    """An alert is about the story's first item; what is about no item, as a document that did not come, has none."""
    lead = connection.scalar(select(item.c.key).where(item.c.story == name).order_by(item.c.first_seen, item.c.key).limit(1))
    return _of_item(connection, lead) if lead else None


def _of_item(connection: Connection, key: str) -> Trace:
    row = connection.execute(select(item).where(item.c.key == key)).mappings().one()
    about = connection.execute(select(story).where(story.c.id == row["story"])).mappings().one()
    one = item_of(row)
    if not one.text and about["lead_key"] == key:
        one = item_of({**row, "text": about["text"]})
    former = select(revision.c.title).where(revision.c.item == key).order_by(revision.c.sequence)
    ids = connection.scalars(select(alert.c.id).where(alert.c.story == row["story"]).order_by(alert.c.sequence)).all()
    alerts = alert_rows.by_id(connection, ids)
    return Trace(
        item=one,
        story=story_of(about),
        baseline=row["baseline"],
        on_story=row["on_story"],
        kinds=tuple(row["kinds"]),
        names=tuple(connection.scalars(select(item_alias.c.name).where(item_alias.c.item == key)).all()),
        former=tuple(connection.scalars(former)),
        outlets=tuple(story_rows.outlets(connection, [row["story"]]).get(row["story"], ())),
        alerts=tuple(alerts[name] for name in ids),
        sent=tuple(_sent(connection, ids)),
        versions=tuple(
            version for url in dict.fromkeys(alerts[name].url for name in ids) for version in page_rows.versions(connection, url)
        ),
        routes=tuple(routing_rows.routes(connection, ids)),
    )


def _sent(connection: Connection, alerts: Sequence[str]) -> list[Sent]:
    columns = (
        delivery.c.alert, delivery.c.chat, delivery.c.action, delivery.c.state, delivery.c.attempts, delivery.c.tried_at,
        delivery.c.not_before, delivery.c.message_id, delivery.c.error,
    )  # fmt: skip
    rows = connection.execute(select(*columns).where(delivery.c.alert.in_(alerts)).order_by(delivery.c.id)).mappings()
    return [Sent(**row) for row in rows]


def _of_held(connection: Connection, reference: str, url: str) -> Trace | None:
    """What waits for an operator's decision is no item yet."""
    for row in connection.execute(select(held.c.item)):
        one = item_of_json(row.item)
        if reference in {one.key, one.link} or (url and one.url == url):
            return Trace(one, held=True)
    return None
