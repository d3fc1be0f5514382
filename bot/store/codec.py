"""How does a noun become a row, and a row a noun?

Columns carry the names of the fields, so most of it is copying; what is not (time spans, lists) stands below.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import fields
from datetime import datetime
from functools import cache
from itertools import islice
from operator import attrgetter
from typing import Any, TypeVar

from bot.model.alert import Account, Alert, Told
from bot.model.followup import Evidence
from bot.model.item import Item, Known, Published
from bot.model.source import Cursor
from bot.model.story import Outlet, Story, Take

Row = Mapping[Any, Any]
"""By column name; any, because SQLAlchemy's rows answer to columns as well."""
Noun = TypeVar("Noun")
Value = TypeVar("Value", str, int)
_AT_ONCE = 500
"""Values in one IN: far below every engine's limit on parameters."""


def chunks(values: Iterable[Value], at_once: int = _AT_ONCE) -> Iterator[list[Value]]:
    """Distinct values, at most 500 at a time."""
    rest = iter(dict.fromkeys(values))
    while chunk := list(islice(rest, at_once)):
        yield chunk


def plain(noun: Any, *leave_out: str) -> dict[str, Any]:
    """Field names and values of a dataclass, one level deep."""
    names, values = _fields(noun.__class__, leave_out)
    return dict(zip(names, values(noun), strict=True))


@cache
def _fields(kind: type[Any], leave_out: tuple[str, ...]) -> tuple[tuple[str, ...], Callable[[Any], tuple[Any, ...]]]:
    names = tuple(field.name for field in fields(kind) if field.name not in leave_out)
    return names, attrgetter(*names)


def revived(kind: type[Noun], row: Row) -> Noun:
    """A dataclass whose fields are columns of ``row``."""
    return kind(**{field.name: row[field.name] for field in fields(kind)})  # type: ignore[arg-type]  # every kind is a dataclass


def cursor_row(cursor: Cursor) -> dict[str, Any]:
    """When we began to follow a source is not for an outcome to forget."""
    row = {
        **plain(cursor),
        "waiting": [list(pair) for pair in cursor.waiting],
        "shown": list(cursor.shown),
        "distrust": " ".join(sorted(cursor.distrust)),
    }
    return {name: value for name, value in row.items() if value is not None}


def cursor_of(row: Row) -> Cursor:
    """The cursor among the columns of a source."""
    waiting = tuple((key, tries) for key, tries in row["waiting"])
    return revived(
        Cursor, {**row, "waiting": waiting, "shown": tuple(row["shown"]), "distrust": frozenset(row["distrust"].split())}
    )


def published_row(published: Published | None) -> dict[str, datetime | None]:
    """An instant or a day, as two columns."""
    return {
        "published_start": published.start if published else None,
        "published_end": published.end if published else None,
    }


def published_of(row: Row) -> Published | None:
    """The other way round."""
    start, end = row["published_start"], row["published_end"]
    return Published(start, end) if start and end else None


def item_row(item: Item) -> dict[str, Any]:
    """The columns of ``item`` that the item itself fills."""
    return {**plain(item, "published"), **published_row(item.published)}


def item_of(row: Row) -> Item:
    """The item again."""
    return revived(Item, {**row, "published": published_of(row)})


def item_json(item: Item) -> dict[str, Any]:
    """An item as JSON."""
    return {name: value.isoformat() if isinstance(value, datetime) else value for name, value in item_row(item).items()}


def item_of_json(document: Row) -> Item:
    """The item again."""
    instants = ("first_seen", "published_start", "published_end")
    return item_of({**document, **{name: datetime.fromisoformat(document[name]) for name in instants if document[name]}})


def known_of(row: Row) -> Known:
    """What is remembered of an item, but for its former words."""
    return revived(Known, {**row, "met": "key", "former": (), "former_titles": ()})


def story_of(row: Row) -> Story:
    """A story."""
    return revived(Story, row)


def outlet_of(row: Row) -> Outlet:
    """One place that carries a story."""
    return revived(Outlet, row)


def alert_row(alert: Alert, now: datetime) -> dict[str, Any]:
    """An alert without its outlets, which are the story's, and what is listed under it."""
    return {
        **plain(alert, "published", "outlets", "takes"),
        **published_row(alert.published),
        "evidence": [plain(piece) for piece in alert.evidence],
        "gloss": dict(alert.gloss),
        "finding": dict(alert.finding),
        "entities": dict(alert.entities),
        "kinds": list(alert.kinds),
        "created_at": now,
    }


def alert_of(row: Row, outlets: Sequence[Outlet], takes: Sequence[Take]) -> Alert:
    """An alert as it is now."""
    columns = {
        **row,
        "published": published_of(row),
        "evidence": tuple(revived(Evidence, piece) for piece in row["evidence"]),
        "kinds": tuple(row["kinds"]),
        "outlets": tuple(outlets),
        "takes": tuple(takes),
    }
    return revived(Alert, columns)


def take_of(row: Row) -> Take:
    """What is listed under an alert."""
    return revived(Take, row)


def account_of(row: Row, takes: Sequence[Take]) -> Account:
    """An alert as one account of an event."""
    at = row["published_start"] or row["first_seen"]
    exact = row["published_start"] == row["published_end"]
    own = Take(row["story"], row["side"], row["outlet"], row["title"], row["url"], at, exact)
    sides, stories = tuple(take.side for take in takes), frozenset(take.story for take in takes)
    return Account(row["id"], row["storyline"], own, row["entities"], sides, stories)


def told_of(row: Row) -> Told:
    """What deciding needs of an alert."""
    return revived(Told, row)
