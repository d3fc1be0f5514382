"""What may stand in a watchlist file? One strict model per file type: an unknown key is an error.

The JSON Schemas in ``watchlists/schema/`` are made from these models (``readout schema``) and editors use them to complete.
"""

import re
from datetime import date, time, timedelta
from typing import Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, WithJsonSchema

from bot.model.routing import Label
from bot.model.watchlist import Severity

Id = Annotated[str, Field(pattern=r"^[a-z0-9]+(?:[_-][a-z0-9]+)*$", max_length=64)]
Language = Annotated[str, Field(pattern="^(zh|zh-Hans|zh-Hant|ja|en|ko|ru|fr|de|es|id|tl|vi|th|ar|pt)$")]
Reason = Annotated[str, Field(pattern=r"^$|\S.*\S.*\S", max_length=500)]
"""Words enough to say why."""
Texts = Annotated[dict[Language, str], Field(min_length=1)]
Words = str | Texts
"""In English, or in several languages."""

_UNITS = {"s": 1, "m": 60, "h": 3600, "d": 86400}


def _duration(value: object) -> object:
    if isinstance(value, str) and (found := re.fullmatch(r"(\d+)([smhd])", value)):
        return timedelta(seconds=int(found[1]) * _UNITS[found[2]])
    if isinstance(value, timedelta):
        return value
    raise ValueError("a duration is a whole number with s, m, h or d: 90s, 15m, 24h, 7d")


Duration = Annotated[timedelta, BeforeValidator(_duration), WithJsonSchema({"type": "string", "pattern": r"^\d+[smhd]$"})]
QueryText = Annotated[
    str, Field(min_length=1, description='A query: AND OR NOT ( ) "phrase" word* NEAR/n ONEAR/n @entity title: side: …')
]


class Strict(BaseModel):
    """No unknown keys; nothing changes after loading."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class SelectorsEntry(Strict):
    """CSS selectors of a page, JSONPath expressions of a JSON source; see ``bot/model/source.py`` for what each one finds."""

    row: str = ""
    id: str = ""
    link: str = ""
    title: str = ""
    date: str = ""
    summary: str = ""
    heading: str = ""
    href: str = ""
    body: str = ""
    moment: str = ""


class ViaEntry(Strict):
    """A page that says where the source is today."""

    url: Annotated[str, Field(pattern="^https?://")]
    find: Annotated[
        str, Field(min_length=1, description="Regular expression with one group, which replaces {} in the source's url")
    ]


class SourceEntry(Strict):
    """One place that is polled."""

    id: Id
    name: str
    outlet: str
    side: Annotated[str, Field(pattern="^[A-Z]{2,3}$", description="Whose voice: CN JP US TW UN UK HK SG KR RU INT …")]
    role: Literal["official", "wire", "media", "aggregator", "bridge", "corrections"]
    origin: str = ""
    state_media: bool = False
    languages: Annotated[list[str], Field(min_length=1)]
    zone: str
    kind: Literal["feed", "list_page", "page", "json", "sitemap", "pdf_table"]
    url: Annotated[str, Field(pattern="^https?://")]
    via: ViaEntry | None = None
    every: Duration = Field(default=timedelta(minutes=15), description="How often it is checked at most")
    fresh: Duration | None = Field(
        default=None, description="How old its newest item may be before it counts as quiet; leave out where nobody can tell"
    )
    min_gap: Duration | None = Field(
        default=None,
        description="Least time between requests to its host, one at a time; 2s, and on private addresses 0s: no turns",
    )
    follow: bool = False
    selectors: SelectorsEntry = SelectorsEntry()
    headers: dict[str, str] = {}
    as_browser: Reason = Field(default="", description="Why it is asked with a browser's User-Agent")
    ignore_robots: Reason = Field(default="", description="Why its host's robots.txt is not heeded")
    ca: str = Field(default="", description="A PEM bundle beside the watchlists for a host whose chain the usual ones do not cover")
    encoding: str = ""
    guid: Literal["given", "link"] = "given"
    allow_private: bool = False
    enabled: bool = True
    verified: date | None = Field(default=None, description="When readout check --live last passed; leave out until it has")
    note: str = ""


class SourcesFile(Strict):
    """A file of ``watchlists/sources/``."""

    sources: list[SourceEntry]


class Sentences(Strict):
    """Test sentences: what must be found in them, and what must not."""

    yes: list[Annotated[str, Field(min_length=1)]] = []
    no: list[Annotated[str, Field(min_length=1)]] = []


class EntityEntry(Strict):
    """An actor, place, ship or term with its aliases per language."""

    id: Id
    type: str
    names: Texts
    aliases: dict[Language, list[str]]
    unless: list[str] = []
    shares: list[Id] = Field(default=[], description="Entities with which it shares names on purpose")
    tests: Sentences = Field(default=Sentences(), description="Sentences that name it, and that do not; readout check tries them")
    note: str = ""


class EntitiesFile(Strict):
    """A file of ``watchlists/entities/``."""

    entities: list[EntityEntry]


class CueEntry(Strict):
    """Words that mark a kind, as a query over one item; ``unless`` cancels it."""

    id: Id
    match: QueryText
    unless: QueryText | None = None
    where: Literal["title", "lead", "anywhere"] = "anywhere"
    roles: list[Literal["official", "wire", "media", "aggregator", "bridge", "corrections"]] = []
    note: str = ""


class KindFile(Strict):
    """A file of ``watchlists/kinds/``."""

    kind: Id
    names: Texts
    rank: Annotated[int, Field(ge=0, le=100)]
    cues: list[CueEntry]
    tests: Sentences = Field(default=Sentences(), description="Headlines that are of this kind, and that are not")
    note: str = ""


class WatchEntry(Strict):
    """One standing query; without ``match`` it wants everything in scope."""

    id: Id
    title: Texts | None = None
    kinds: Annotated[list[Id], Field(min_length=1)]
    match: QueryText | None = None
    severity: Severity = "normal"


class ClaimEntry(Strict):
    """A question on which the parties differ, with a query for each answer."""

    id: Id
    ask: Words
    about: QueryText | None = None
    answers: Annotated[dict[Id, QueryText], Field(min_length=2)]
    severity: Severity = "high"


class DocumentEntry(Strict):
    """A class of documents."""

    kind: Id | None = None
    from_: Annotated[list[Id] | Id, Field(alias="from", description="Ids of sources, or the first words of several ids")] = []
    side: str = ""
    role: str = ""
    match: QueryText | None = None

    model_config = ConfigDict(extra="forbid", frozen=True, populate_by_name=True)


class OfficeEntry(Strict):
    """Office hours, Monday to Friday."""

    zone: str
    opens: time = Field(default=time(9), description="Such as 09:00")
    closes: time = Field(default=time(18), description="Such as 18:00")


class ExpectationEntry(Strict):
    """A document that ought to follow another."""

    id: Id
    title: Texts | None = None
    after: DocumentEntry
    expect: DocumentEntry
    within: Duration
    severity: Severity = "normal"
    office: OfficeEntry | None = Field(default=None, description="A deadline outside these hours waits until they end")
    cancelled_by: DocumentEntry | None = Field(default=None, description="A document after which it is not expected any more")


class FormulaEntry(Strict):
    """A set phrase whose absence or presence is a signal."""

    id: Id
    in_: Annotated[DocumentEntry, Field(alias="in")]
    phrase: Annotated[list[str], Field(min_length=1)]
    alert_when: Literal["absent", "present"]
    note: Words = ""

    model_config = ConfigDict(extra="forbid", frozen=True, populate_by_name=True)


class WordingEntry(Strict):
    """Documents made from one template: where a word of it changes, that is told."""

    id: Id
    in_: Annotated[DocumentEntry, Field(alias="in")]
    note: Words = ""

    model_config = ConfigDict(extra="forbid", frozen=True, populate_by_name=True)


class ReadoutsEntry(Strict):
    """Accounts of calls, one of each side laid beside the other's."""

    id: Id
    in_: Annotated[DocumentEntry, Field(alias="in")]
    principals: Annotated[list[Id], Field(min_length=2, description="Entities; two accounts of one call name the same of them")]
    topics: Annotated[dict[Id, QueryText], Field(min_length=1)]
    called: dict[Id, Texts] = Field(default={}, description="What topics are called, for readers of other languages")

    model_config = ConfigDict(extra="forbid", frozen=True, populate_by_name=True)


class InhibitEntry(Strict):
    """A target is not told while a source of the same ``equal`` labels was told within a day."""

    source: Annotated[dict[Label, str], Field(min_length=1, description="What such an alert is, as in {kind: denial}")]
    target: Annotated[dict[Label, str], Field(min_length=1, description="What is not told then, as in {kind: report}")]
    equal: list[Literal["story", "storyline", "side", "watch"]] = []


class RoutingEntry(Strict):
    """When alerts are told. Without it each is told at once, and once."""

    group_by: list[Label] = ["watch"]
    group_wait: Duration = Field(default=timedelta(0), description="How long the first of a group waits for company")
    group_interval: Duration = Field(default=timedelta(0), description="Least time between messages of a group")
    repeat_interval: Duration | None = Field(
        default=None, description="How often what is overdue is told again, until it comes; leave out to say it once"
    )


class StorylineFile(Strict):
    """A file of ``watchlists/storylines/``."""

    storyline: Id
    title: Texts
    since: date
    scope: QueryText
    watches: Annotated[list[WatchEntry], Field(min_length=1)]
    claims: list[ClaimEntry] = []
    expectations: list[ExpectationEntry] = []
    formulas: list[FormulaEntry] = []
    wordings: list[WordingEntry] = []
    readouts: list[ReadoutsEntry] = []
    rivals: list[Annotated[str, Field(pattern="^[A-Z]{2,3}$")]] = Field(
        default=[], description="Sides whose accounts of one incident at sea or in the air are laid side by side"
    )
    routing: RoutingEntry = RoutingEntry()
    inhibit: list[InhibitEntry] = []


FILES: dict[str, type[Strict]] = {
    "sources": SourcesFile,
    "entities": EntitiesFile,
    "kinds": KindFile,
    "storylines": StorylineFile,
}
"""Folder of ``watchlists/`` to the model of its files."""


def json_schema(folder: str) -> dict[str, Any]:
    """The JSON Schema (2020-12) of a folder's files."""
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **FILES[folder].model_json_schema()}
