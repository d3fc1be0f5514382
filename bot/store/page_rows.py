"""Which pages behind alerts are looked at again, when, and what did they say?"""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlsplit

from sqlalchemy import Connection, func, insert, or_, select, update

from bot.errors import StoreError
from bot.model.page import Behind, Page, PageClaim, PageEnd, Watched
from bot.store import host_rows
from bot.store.bulk import insert_missing
from bot.store.codec import chunks, plain, revived
from bot.store.source_rows import STEP_BACK
from bot.store.tables import host, page, page_version, source

ADDRESS_MAX = 2000
"""Characters of an address; PostgreSQL's B-trees refuse what is much longer, and nobody publishes there."""


def open_pages(connection: Connection, behind: Sequence[Behind], now: datetime) -> None:
    """Look at these pages from now on; one that is looked at already goes on as it is."""
    turns: dict[str, bool] = {}
    for chunk in chunks(one.source for one in behind):
        turns |= {
            row.id: bool(row.host) for row in connection.execute(select(source.c.id, source.c.host).where(source.c.id.in_(chunk)))
        }
    fresh = watched_json(Watched(now))
    rows = [
        {
            **plain(one),
            "host": (urlsplit(one.url).hostname or "") if turns[one.source] else "",
            "next_due": now,
            "lease_until": None,
            "fence": 0,
            "watched": fresh,
        }
        for one in behind
        if one.source in turns and len(one.url) <= ADDRESS_MAX
    ]
    insert_missing(connection, page, rows)


def claim(connection: Connection, now: datetime, limit: int, lease: timedelta) -> list[PageClaim]:
    """Take pages that are due, at most one of a host, and none of a host that rests."""
    resting = select(host.c.name).where(host.c.free_at > now, host.c.free_at <= now + lease)
    free = or_(page.c.lease_until.is_(None), page.c.lease_until <= now, page.c.lease_until > now + lease + STEP_BACK)
    queue = func.row_number().over(partition_by=page.c.host, order_by=(page.c.next_due, page.c.url)).label("place")
    welcome = or_(page.c.host == "", page.c.host.not_in(resting))
    queued = select(page.c.url, page.c.host, page.c.next_due, queue).where(page.c.next_due <= now, free, welcome).cte("queued")
    chosen = (
        select(queued.c.url)
        .where(or_(queued.c.host == "", queued.c.place == 1))
        .order_by(queued.c.next_due)
        .limit(limit)
        .cte("chosen")
    )
    taken = (
        update(page)
        .where(page.c.url.in_(select(chosen.c.url)))
        .values(fence=page.c.fence + 1, lease_until=now + lease)
        .returning(page)
    )
    rows = connection.execute(taken).mappings().all()
    _rest(connection, rows, now)
    return [_claim(row) for row in sorted(rows, key=lambda row: (row["next_due"], row["url"]))]


def _rest(connection: Connection, rows: Sequence[Any], now: datetime) -> None:
    """Their hosts rest for the gap that the sources keep there."""
    named = {row["source"] for row in rows if row["host"]}
    if named:
        found = connection.execute(select(source.c.id, source.c.gap).where(source.c.id.in_(sorted(named))))
        gaps: dict[str, float] = {row.id: row.gap for row in found}
        host_rows.rest(connection, [(row["host"], now + timedelta(seconds=gaps[row["source"]])) for row in rows if row["host"]])


def _claim(row: Any) -> PageClaim:
    return PageClaim(row["url"], row["source"], row["story"], row["storyline"], watched_of(row["watched"]), row["fence"])


def settle(connection: Connection, ends: Sequence[PageEnd], now: datetime) -> None:
    """Write down what looks led to. Raises StoreError when a claim is no longer ours."""
    for end in ends:
        here = update(page).where(page.c.url == end.claim.url, page.c.fence == end.claim.fence)
        values = {"watched": watched_json(end.watched), "next_due": end.next_due, "lease_until": None}
        if not connection.execute(here.values(values)).rowcount:
            raise StoreError(f"{end.claim.url}: this look took longer than its lease and was given to another; it is discarded")
        if end.version:
            row = {
                "page": end.claim.url,
                "title": end.version.title,
                "sentences": list(end.version.sentences),
                "what": end.what,
                "at": now,
            }
            connection.execute(insert(page_version), row)


def versions(connection: Connection, url: str) -> list[tuple[datetime, Page, str]]:
    """What a page said, the earliest first: since when, and what was changed in it."""
    rows = connection.execute(select(page_version).where(page_version.c.page == url).order_by(page_version.c.sequence))
    return [(row.at, Page(row.title, tuple(row.sentences)), row.what) for row in rows]


def earliest(connection: Connection) -> datetime | None:
    """When the next page is due."""
    soonest: datetime | None = connection.scalar(select(func.min(page.c.next_due)))
    return soonest


_PAGES, _SETS, _INSTANTS = ("page", "pending"), ("suspect", "restless"), ("since", "missing_since")


def watched_json(watched: Watched) -> dict[str, Any]:
    """As JSON."""
    row = plain(watched)
    for name in _PAGES:
        row[name] = row[name] and [row[name].title, list(row[name].sentences), sorted(row[name].loose)]
    for name in _SETS:
        row[name] = sorted(row[name])
    for name in _INSTANTS:
        row[name] = row[name] and row[name].isoformat()
    return {**row, "former": list(watched.former)}


def watched_of(document: Any) -> Watched:
    """The other way round."""
    row = dict(document)
    for name in _PAGES:
        row[name] = row[name] and Page(row[name][0], tuple(row[name][1]), frozenset(row[name][2]))
    for name in _SETS:
        row[name] = frozenset(row[name])
    for name in _INSTANTS:
        row[name] = row[name] and datetime.fromisoformat(row[name])
    return revived(Watched, {**row, "former": tuple(row["former"])})
