"""Which sources are due, who is checking them, and how are they doing?"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from hashlib import blake2b
from typing import Any
from urllib.parse import urlsplit

from sqlalchemy import ColumnElement, Connection, and_, bindparam, case, exists, func, insert, or_, select, update

from bot.errors import StoreError
from bot.model.item import Item
from bot.model.source import Source
from bot.pacing import rate
from bot.ports import End, SourceClaim, SourceNews, SourcePace, SourceReport, StoredItem
from bot.store import host_rows
from bot.store.codec import Row, cursor_of, cursor_row
from bot.store.tables import held, host, item, source

STEP_BACK = timedelta(minutes=1)
"""A clock that went back by less only delays us that long. By more: dues and leases noted later than now are void."""
_NEVER_ANSWERED = {"etag": "", "last_modified": "", "digest": "", "shown": [], "items": 0, "moved": ""}

# Said at every check, so put together once: that takes longer than asking.
_HELD = select(source).where(source.c.id == bindparam("named"), source.c.fence == bindparam("mark")).with_for_update()
_GOOD = bindparam("good", type_=source.c.enabled.type)
_STATE = bindparam("now_in", type_=source.c.state.type)
_SETTLED = (
    update(source)
    .where(source.c.id == bindparam("named"), source.c.fence == bindparam("mark"))
    .values(
        next_due=func.coalesce(bindparam("due", type_=source.c.next_due.type), source.c.next_due),
        last_success=case((_GOOD, source.c.last_checked), else_=source.c.last_success),
        last_item=func.coalesce(bindparam("newest", type_=source.c.last_item.type), source.c.last_item),
        state_since=case(
            (source.c.state != _STATE, bindparam("when", type_=source.c.state_since.type)), else_=source.c.state_since
        ),
        state=_STATE,
        lease_until=None,
        not_before=bindparam("earliest", type_=source.c.not_before.type),
    )
)

_COUNTED = (
    update(source).where(source.c.id == bindparam("named")).values(arrivals=bindparam("counted", type_=source.c.arrivals.type))
)


def follow(connection: Connection, sources: Sequence[Source], now: datetime) -> None:
    """Add what is new, switch on what is named, switch off what is not; what is asked or read in another way begins anew."""
    named = {one.id: _as_named(one) for one in sources}
    stored = {row["id"]: row for row in connection.execute(select(*(source.c[name] for name in ("id", *_AS_NAMED)))).mappings()}
    for name, row in stored.items():
        wanted = named.get(name, {**row, "enabled": False})
        if any(row[column] != wanted[column] for column in _AS_NAMED):
            anew = _NEVER_ANSWERED if row["entry"] not in {"", wanted["entry"]} else {}
            values = {column: wanted[column] for column in _AS_NAMED}
            connection.execute(update(source).where(source.c.id == name).values(**values, **anew))
    added = [{**named[one.id], **_added(one, now)} for one in sources if one.id not in stored]
    if added:
        connection.execute(insert(source), added)


_AS_NAMED = ("enabled", "host", "gap", "entry")


def _as_named(one: Source) -> dict[str, Any]:
    """What the watchlist alone decides."""
    gap = one.min_gap.total_seconds()
    return {"enabled": one.enabled, "host": (urlsplit(one.url).hostname or "") if gap else "", "gap": gap, "entry": _entry(one)}


def _entry(one: Source) -> str:
    """A digest of everything by which a source is asked and read."""
    how = (one.kind, one.url, one.via, one.selectors, one.headers, one.encoding, sorted(one.distrust), one.follow)
    return blake2b(repr(how).encode(), digest_size=8).hexdigest()


def _added(one: Source, now: datetime) -> dict[str, Any]:
    return {
        "id": one.id, "state": "new", "state_since": now, "told_state": "new", "told_moved": "", "error": "", "next_due": now,
        "fence": 0, "failures": 0, "trouble": "", "burst": 0, "halvings": 0, "calm": 0, "arrivals": {}, "added_at": now,
        "baselined": False, "waiting": [], "distrust": "", **_NEVER_ANSWERED,
    }  # fmt: skip


def _could_be_claimed(now: datetime, *, every: bool) -> ColumnElement[bool]:
    """Whether a source is wanted now and in nobody's hands."""
    went_back = source.c.last_checked > now + STEP_BACK
    wanted = source.c.last_checked.is_distinct_from(now) if every else or_(source.c.next_due <= now, went_back)
    return and_(source.c.enabled, wanted, or_(source.c.lease_until.is_(None), source.c.lease_until <= now, went_back))


def claim(connection: Connection, now: datetime, limit: int, lease: timedelta, *, every: bool, turn: datetime) -> list[SourceClaim]:
    """Take sources: each raises its fence, so that whoever held it before can no longer write."""
    other = source.alias("other")
    busy = select(other.c.host).where(other.c.lease_until > now, other.c.last_checked <= now + STEP_BACK)
    resting = select(host.c.name).where(host.c.free_at > turn, host.c.free_at <= turn + lease)
    welcome = or_(source.c.host == "", and_(source.c.host.not_in(busy), source.c.host.not_in(resting)))
    queue = func.row_number().over(partition_by=source.c.host, order_by=(source.c.next_due, source.c.id)).label("place")
    # A common table expression, because PostgreSQL may run a plain subquery with LIMIT more than once.
    queued = (
        select(source.c.id, source.c.host, source.c.next_due, queue)
        .where(_could_be_claimed(now, every=every), welcome)
        .cte("queued")
    )
    chosen = (
        select(queued.c.id)
        .where(or_(queued.c.host == "", queued.c.place == 1))
        .order_by(queued.c.next_due, queued.c.id)
        .limit(limit)
        .cte("chosen")
    )
    taken = (
        update(source)
        .where(source.c.id.in_(select(chosen.c.id)))
        .values(fence=source.c.fence + 1, lease_until=now + lease, last_checked=now)
        .returning(source)
    )
    rows = connection.execute(taken).mappings().all()
    return [_claim(row) for row in sorted(rows, key=lambda row: (row["next_due"], row["id"]))]


def _claim(row: Row) -> SourceClaim:
    return SourceClaim(
        row["id"], cursor_of(row), row["fence"], row["state"], row["last_item"], row["last_success"], row["interval"]
    )


def next_turn(connection: Connection, now: datetime, after: datetime, *, every: bool) -> datetime | None:
    """When the first of the hosts can be asked for which alone sources wait."""
    waiting = select(func.min(host.c.free_at)).join(source, source.c.host == host.c.name)
    soonest: datetime | None = connection.scalar(waiting.where(_could_be_claimed(now, every=every), host.c.free_at > after))
    return soonest


def hold(connection: Connection, claimed: SourceClaim) -> Row:
    """The claimed row, kept until the transaction ends. Raises StoreError when somebody else has claimed it since."""
    row = connection.execute(_HELD, {"named": claimed.source, "mark": claimed.fence}).mappings().one_or_none()
    if row is None:
        raise StoreError(f"{claimed.source}: this check took longer than its lease and was given to another; it is discarded")
    return row


def settle(connection: Connection, ended: Iterable[tuple[Row, End, datetime | None]]) -> None:
    """Write down where we are with claimed sources, how they are doing and when they are due; let go of them and their hosts.

    With each comes when the newest of its items came out.
    """
    ends = list(ended)
    if ends:
        connection.execute(_SETTLED, [_settled(*each) for each in ends])
        rests = ((row, end.at or row["last_checked"]) for row, end, _ in ends if row["host"])
        host_rows.rest(connection, [(row["host"], when + timedelta(seconds=row["gap"])) for row, when in rests])
        _count(connection, [(row, end.published) for row, end, _ in ends if end.published])


def settle_claims(connection: Connection, ended: Sequence[tuple[SourceClaim, End]]) -> None:
    """``settle`` for checks that brought nothing; those whose claim is lost are left out."""
    if ended:
        ours = select(source).where(source.c.id.in_([one.source for one, _ in ended]))
        rows = {row["id"]: row for row in connection.execute(ours).mappings()}
        settle(connection, ((rows[one.source], end, None) for one, end in ended if rows[one.source]["fence"] == one.fence))


def _settled(row: Row, end: End, newest: datetime | None) -> dict[str, Any]:
    return {
        "named": row["id"],
        "mark": row["fence"],
        **cursor_row(end.cursor),
        "now_in": end.state,
        "error": end.error,
        "good": not end.error,
        "due": end.next_due,
        "earliest": end.not_before,
        "newest": max(filter(None, (newest, row["last_item"])), default=None),
        "when": end.at or row["last_checked"],
    }


def newest(items: Sequence[StoredItem]) -> dict[str, datetime]:
    """When the newest new item of each source came out."""
    dates: dict[str, datetime] = {}
    for stored in items:
        if not stored.revision:
            when = _dated(stored.item)
            dates[stored.item.source] = max(when, dates.get(stored.item.source, when))
    return dates


def _count(connection: Connection, published: Sequence[tuple[Row, Sequence[datetime]]]) -> None:
    """Remember when sources published, for the pacing of their checks."""
    counted = (
        (row["id"], rate.seen(rate.of_json(row["arrivals"], row["last_checked"]), dates, row["last_checked"]))
        for row, dates in published
    )
    rows = [{"named": name, "counted": rate.as_json(arrivals)} for name, arrivals in counted]
    if rows:
        connection.execute(_COUNTED, rows)


def _dated(one: Item) -> datetime:
    """When it came out, as far as we can believe that: never after we saw it."""
    return min(one.published.start, one.first_seen) if one.published else one.first_seen


def reports(connection: Connection) -> list[SourceReport]:
    """One report per source that is switched on, by name."""
    wanted = func.count().filter(item.c.on_story)
    counts = select(item.c.source, func.count().label("items"), wanted.label("on_story")).group_by(item.c.source).subquery()
    waiting = select(held.c.source, func.count().label("held")).group_by(held.c.source).subquery()
    rows = connection.execute(
        select(
            source,
            *(
                func.coalesce(column, 0).label(name)
                for name, column in (
                    ("recorded", counts.c["items"]),
                    ("wanted", counts.c.on_story),
                    ("waiting_for", waiting.c.held),
                )
            ),
        )
        .outerjoin(counts, counts.c.source == source.c.id)
        .outerjoin(waiting, waiting.c.source == source.c.id)
        .where(source.c.enabled)
        .order_by(source.c.id)
    ).mappings()
    return [
        SourceReport(
            row["id"], row["state"], row["state_since"], row["error"], row["last_success"], row["last_item"], row["next_due"],
            row["recorded"], row["wanted"], row["waiting_for"], row["moved"], tuple(row["distrust"].split()),
        )
        for row in rows
    ]  # fmt: skip


def news(connection: Connection) -> list[SourceNews]:
    """What the operators were not told yet, of sources that are switched on."""
    waiting = select(held.c.source, func.count().label("held")).where(~held.c.told).group_by(held.c.source).subquery()
    moved = case((source.c.moved != source.c.told_moved, source.c.moved), else_="").label("now_at")
    untold = or_(source.c.state != source.c.told_state, moved != "", waiting.c.held > 0)
    rows = connection.execute(
        select(source, moved, func.coalesce(waiting.c.held, 0).label("waiting_for"))
        .outerjoin(waiting, waiting.c.source == source.c.id)
        .where(source.c.enabled, untold)
        .order_by(source.c.id)
    ).mappings()
    return [
        SourceNews(
            row["id"], row["told_state"], row["state"], row["state_since"], row["error"], row["last_item"], row["now_at"],
            row["waiting_for"],
        )
        for row in rows
    ]  # fmt: skip


def told(connection: Connection) -> None:
    """The operators know now how every source is doing."""
    fresh = {"told_state": source.c.state, "told_moved": source.c.moved}
    connection.execute(update(source).where(source.c.enabled).values(fresh))
    connection.execute(update(held).values(told=True))


def paces(connection: Connection, since: datetime) -> list[SourcePace]:
    """What planning needs, by name."""
    wanted = exists().where(item.c.source == source.c.id, item.c.on_story, item.c.first_seen >= since)
    columns = (source.c.id, source.c.arrivals, source.c.added_at, wanted.label("on_story"))
    rows = connection.execute(select(*columns).where(source.c.enabled).order_by(source.c.id))
    return [SourcePace(*row) for row in rows]


def plan(connection: Connection, intervals: Mapping[str, float]) -> None:
    """Set intervals. Nobody who is well waits longer than the new one allows, nor less than his server asked for."""
    columns = (source.c.id, source.c.last_checked, source.c.next_due, source.c.not_before)
    well = connection.execute(select(*columns).where(source.c.enabled, source.c.error == "", source.c.last_checked.is_not(None)))
    sooner = []
    for name, checked, due, not_before in well:
        if name in intervals:
            soon = checked + timedelta(seconds=intervals[name])
            sooner.append({"named": name, "due": min(due, max(soon, not_before or soon))})
    paced = [{"named": name, "seconds": seconds} for name, seconds in intervals.items()]
    for values, rows in (({"interval": bindparam("seconds")}, paced), ({"next_due": bindparam("due")}, sooner)):
        if rows:
            connection.execute(update(source).where(source.c.id == bindparam("named")).values(values), rows)


def tally(connection: Connection) -> tuple[int, int]:
    """How many sources that are switched on were read at least once, and how many failed when last checked."""
    good, bad = source.c.last_success.is_not(None), source.c.error != ""
    read, failed = (func.count().filter(which) for which in (good, bad))
    row = connection.execute(select(read.label("read"), failed.label("failed")).where(source.c.enabled)).one()
    return row.read, row.failed


def last_checks(connection: Connection) -> tuple[datetime | None, datetime | None]:
    """When one that is switched on was last read well, and when one last failed."""
    good, bad = func.max(source.c.last_success), func.max(source.c.last_checked).filter(source.c.error != "")
    row = connection.execute(select(good.label("good"), bad.label("bad")).where(source.c.enabled)).one()
    return row.good, row.bad


def earliest(connection: Connection) -> datetime | None:
    """When the next source can be claimed."""
    rows = connection.execute(
        select(func.min(source.c.next_due), func.max(source.c.lease_until)).where(source.c.enabled).group_by(source.c.lease_until)
    )
    return min((max(filter(None, row)) for row in rows), default=None)
