"""From a checked entry of ``watchlists/sources/`` to a Source, or to what is wrong with it and where."""

import re
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from jsonpath import JSONPathError
from jsonpath import compile as compile_path

from bot.errors import Fault
from bot.model.source import Selectors, Source, Via
from bot.text.yaml import Place, YamlFile
from bot.watchlist.schema import SourceEntry

_GAP = timedelta(seconds=2)
_HAS_ROWS = frozenset({"list_page", "json"})


def build_source(entry: SourceEntry, document: YamlFile, i: int, faults: list[Fault]) -> Source:
    """The source that the ``i``-th entry of ``document`` describes; what is wrong with it is added to ``faults``."""
    at: Place = ("sources", i)
    for place, problem, hint in _problems(entry, document.file.parent.parent):
        faults.append(Fault(document.where((*at, *place)), f"{entry.id}: {problem}", hint))
    gap = entry.min_gap if entry.min_gap is not None else timedelta(0) if entry.allow_private else _GAP
    return Source(
        id=entry.id, name=entry.name, side=entry.side, role=entry.role, kind=entry.kind, url=entry.url, zone=entry.zone,
        languages=tuple(entry.languages), origin=entry.origin or entry.id, outlet=entry.outlet, state_media=entry.state_media,
        every=entry.every, fresh=entry.fresh, min_gap=gap, via=Via(entry.via.url, entry.via.find) if entry.via else None,
        follow=entry.follow, selectors=Selectors(**entry.selectors.model_dump()), headers=tuple(entry.headers.items()),
        as_browser=entry.as_browser, ignore_robots=entry.ignore_robots,
        ca=str(document.file.parent.parent / entry.ca) if entry.ca else "", encoding=entry.encoding,
        distrust=frozenset({"guid"} if entry.guid == "link" else ()),
        allow_private=entry.allow_private, enabled=entry.enabled, verified=entry.verified, note=entry.note,
    )  # fmt: skip


def _problems(entry: SourceEntry, folder: Path) -> Iterator[tuple[Place, str, str]]:
    """Where in the entry, what is wrong, and what to do."""
    try:
        ZoneInfo(entry.zone)
    except (ZoneInfoNotFoundError, ValueError):
        yield ("zone",), f"unknown time zone {entry.zone!r}", "IANA names: Asia/Tokyo"
    if entry.kind in _HAS_ROWS and not entry.selectors.row:
        yield (), f"a {entry.kind} without selectors.row", "say where its rows are"
    if entry.kind == "json":
        yield from _paths(entry)
    yield from _pattern(("selectors", "href"), entry.selectors.href, groups=None)
    if entry.via:
        yield from _pattern(("via", "find"), entry.via.find, groups=1)
    if bool(entry.via) != ("{}" in entry.url):
        yield ("url",), "{} in the url and via go together", "via finds what stands for {}"
    if entry.ca and not (folder / entry.ca).is_file():
        yield ("ca",), f"there is no file {folder / entry.ca}", "a path from the watchlists folder: certificates/name.pem"
    if not entry.enabled and not entry.note:
        yield ("enabled",), "switched off without a reason", "say why in its note"


def _paths(entry: SourceEntry) -> Iterator[tuple[Place, str, str]]:
    for name, path in entry.selectors.model_dump().items():
        if path and name not in {"body", "moment", "href"}:
            try:
                compile_path(path)
            except JSONPathError as error:
                yield ("selectors", name), f"not a JSONPath expression: {error}", "for example $.data[*]"


def _pattern(place: Place, pattern: str, *, groups: int | None) -> Iterator[tuple[Place, str, str]]:
    try:
        found = re.compile(pattern).groups
    except re.error as error:
        yield place, f"not a regular expression: {error}", ""
        return
    if groups is not None and found != groups:
        yield place, f"has {found} groups instead of {groups}", "put what is wanted in ( )"
