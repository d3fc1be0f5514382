"""What stands in a file of labels? One JSON object a line; whatever cannot be used is named with its line."""

import json
from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import Any

from bot.errors import ConfigError, Fault
from bot.model.item import Published, RawItem
from bot.model.source import Role, Source

Labels = Mapping[str, Any]
NOW = datetime(2100, 1, 1, tzinfo=UTC)
"""When corpora are read: after everything in them, so that no date is ahead of us."""
_OFFICIAL = (
    *("ministry", "mofa", "外交部", "外務省", "官邸", "embassy", "white house", "state department", "mission", "國防部", "国防部"),
    *("kantei",),
)


def labelled(file: Path, keys: Mapping[str, type | tuple[type, ...]]) -> list[Labels]:
    """The lines of a file, each with at least these keys. Raises ConfigError with every line that cannot be used."""
    try:
        lines = file.read_text(encoding="utf-8-sig").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise ConfigError([Fault(str(file), f"cannot be read: {error}")]) from error
    faults: list[Fault] = []
    rows = [row for number, line in enumerate(lines, 1) if line.strip() and (row := _row(f"{file}:{number}", line, keys, faults))]
    if faults:
        raise ConfigError(faults)
    return rows


def _row(where: str, line: str, keys: Mapping[str, type | tuple[type, ...]], faults: list[Fault]) -> Labels | None:
    try:
        row = json.loads(line)
    except ValueError as error:
        faults.append(Fault(f"{where}:{getattr(error, 'colno', 1)}", f"not JSON: {error}"))
        return None
    if not isinstance(row, dict):
        faults.append(Fault(f"{where}:1", "not a JSON object"))
        return None
    for key, kind in keys.items():
        if key not in row:
            faults.append(Fault(f"{where}:1", f"{key!r} is missing", f"wanted: {', '.join(keys)}"))
        elif not isinstance(row[key], kind):
            faults.append(Fault(f"{where}:1", f"{key!r} is {json.dumps(row[key])[:60]}", f"wanted: {_named(kind)}"))
    return row


def _named(kind: type | tuple[type, ...]) -> str:
    names = {str: "text", list: "a list", bool: "true or false", dict: "an object", type(None): "null"}
    return " or ".join(names.get(one, one.__name__) for one in (kind if isinstance(kind, tuple) else (kind,)))


def role_of(outlet: str) -> Role:
    """A guess at an outlet's role from its name, where labels name no roles."""
    name = outlet.casefold()
    return "official" if any(word in name for word in _OFFICIAL) else "aggregator" if "aggregator" in name else "media"


def source_of(name: str, side: str, role: Role, lang: str, url: str) -> Source:
    """The source that a labelled text would have come from."""
    return Source(name, name, side, role, "feed", url, "UTC", (lang,), name, name)


def published_of(written: str) -> Published | None:
    """A date as corpora write them: 2025-12-02, 2025-12 or 2025; None when it is none."""
    try:
        day = datetime.combine(date.fromisoformat((written + "-01-01")[:10]), time(), UTC)
    except ValueError:
        return None
    return Published(day, day + timedelta(days=1))


def raw_of(title: str, text: str, url: str = "", date: str = "") -> RawItem:
    """A labelled text as its source would publish it."""
    return RawItem("", url, title, text, date)


def by(key: str, rows: Sequence[tuple[Labels, Any]]) -> dict[str, list[tuple[Labels, Any]]]:
    """Rows by one of their labels, in alphabetical order."""
    found: dict[str, list[tuple[Labels, Any]]] = {}
    for row in sorted(rows, key=lambda one: str(one[0].get(key, ""))):
        found.setdefault(str(row[0].get(key, "")), []).append(row)
    return found
