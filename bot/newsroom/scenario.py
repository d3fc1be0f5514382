"""What is a scenario made of? The nouns of ``scenario.yaml``, checked one by one as they are read.

How they hang together is checked in ``load``; what a reader sees of them at an instant is worked out in ``edition``.
"""

import codecs
import re
from dataclasses import field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Annotated, Any, Literal
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import AfterValidator, AwareDatetime, BeforeValidator, ConfigDict, Field, StringConstraints
from pydantic.dataclasses import dataclass

_STRICT = ConfigDict(extra="forbid", validate_by_name=True, validate_by_alias=True)
_UNITS = {"s": "seconds", "m": "minutes", "h": "hours", "d": "days"}

Feed = Literal["rss", "atom", "rdf", "json_feed"]
Trouble = Literal["hang", "html", "truncated", "empty", "huge"]


def _duration(value: Any) -> Any:
    if isinstance(value, timedelta):
        return value
    found = re.fullmatch(r"([1-9]\d*)([smhd])", value) if isinstance(value, str) else None
    if not found:
        raise ValueError("a duration is a whole number and s, m, h or d: 5m")
    return timedelta(**{_UNITS[found[2]]: int(found[1])})


def _known_encoding(name: str) -> str:
    try:
        codecs.lookup(name)
    except LookupError as error:
        raise ValueError(f"no encoding is called {name!r}") from error
    return name


def _known_zone(name: str) -> str:
    try:
        ZoneInfo(name or "UTC")
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        raise ValueError(f"no time zone is called {name!r}") from error
    return name


Word = Annotated[str, StringConstraints(min_length=1)]
Name = Annotated[str, StringConstraints(pattern=r"^[a-z0-9][a-z0-9_.-]*$")]
PerSource = str | dict[str, str]
"""One text for every source that carries the entry, or a text per source."""
Duration = Annotated[timedelta, BeforeValidator(_duration)]
Encoding = Annotated[str, AfterValidator(_known_encoding)]
Zone = Annotated[str, AfterValidator(_known_zone)]
Template = Annotated[str, StringConstraints(pattern=r"^[a-z0-9_]+\.html$")]
SourceList = Annotated[tuple[str, ...], BeforeValidator(lambda value: (value,) if isinstance(value, str) else value)]


def said(text: PerSource | None, source: str) -> str | None:
    """What a text is for one source; None when it says nothing for that one."""
    return text.get(source) if isinstance(text, dict) else text


@dataclass(frozen=True, slots=True, kw_only=True, config=_STRICT)
class Document:
    """What the newsroom serves for one source: a feed or a list page, and the items' own pages if it has a template."""

    source: str
    format: Feed | Template = Field(alias="as")
    url: str = ""
    article: Template | None = None
    encoding: Encoding = "utf-8"
    """What the bytes really are; a Python codec name."""
    declares: str | None = None
    """What the document says they are; empty: it says nothing."""
    content_type: str = ""
    title: str = ""
    link: str = ""
    zone: Zone = ""
    window: Annotated[int, Field(ge=1)] = 30
    full: bool = False
    """Whether a feed carries the body of its entries."""


@dataclass(frozen=True, slots=True, kw_only=True, config=_STRICT)
class Entry:
    """One published thing, in one or more sources."""

    id: Name
    sources: Annotated[SourceList, Field(alias="in", min_length=1)]
    at: AwareDatetime
    """When the newsroom publishes it."""
    link: PerSource
    title: PerSource
    row: int | None = None
    dated: AwareDatetime | None = None
    """When it says it was published; ``at`` unless told otherwise."""
    guid: PerSource | None = None
    label: str = ""
    summary: PerSource = ""
    body: PerSource = ""
    """One paragraph a line."""
    hard: bool = False

    @property
    def date(self) -> datetime:
        """The date it bears."""
        return self.dated or self.at


@dataclass(frozen=True, slots=True, kw_only=True, config=_STRICT)
class Change:
    """What becomes of an entry later. A text per source changes it only there."""

    entry: str
    at: AwareDatetime
    title: PerSource | None = None
    summary: PerSource | None = None
    body: PerSource | None = None
    remove: bool = False


@dataclass(frozen=True, slots=True, kw_only=True, config=_STRICT)
class Outage:
    """While it lasts, everything of a source answers like this instead: an HTTP error or a kind of trouble."""

    source: str
    at: AwareDatetime
    until: AwareDatetime
    answer: Annotated[int, Field(ge=400, le=599)] | Trouble


@dataclass(frozen=True, slots=True, kw_only=True, config=_STRICT)
class Row:
    """One line of the summary at the end of a replay: which alerts must have come of which entries."""

    row: int
    event: str
    kinds: Annotated[tuple[str, ...], Field(min_length=1)]
    entries: tuple[str, ...] = ()
    """Any of these carries it; none when it is about what did not come."""
    change: str = ""
    watch: str = ""
    """The watch or expectation that must have raised it."""
    detail: str = ""
    """The type of finding it must carry."""


@dataclass(frozen=True, slots=True, kw_only=True, config=_STRICT)
class Scenario:
    """A recorded storyline."""

    name: Name = Field(alias="scenario")
    title: Word
    storyline: str
    starts: AwareDatetime
    ends: AwareDatetime
    tick: Duration
    documents: Annotated[tuple[Document, ...], Field(min_length=1)]
    entries: tuple[Entry, ...] = ()
    changes: tuple[Change, ...] = ()
    faults: tuple[Outage, ...] = ()
    rows: tuple[Row, ...] = ()
    parts: tuple[str, ...] = ()
    """Further files of the folder, with more of the lists above."""
    folder: Path = field(default=Path())
