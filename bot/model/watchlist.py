"""What do the operators want watched? The loaded, checked form of ``watchlists/``.

Every query of the watchlist stands in ``Watchlist.queries`` under a name, so that one pass over an item can
evaluate them all and the rooms downstream ask only "did this name hold?":

==================================  =====================================================
``<storyline>/scope``               what is on-story
``<storyline>/watch/<id>``          a watch (scope and match together)
``<storyline>/claim/<id>/<answer>`` a claim's answer
``<storyline>/claim/<id>``          what a claim is about
``<storyline>/after/<id>``          the document that opens an expectation
``<storyline>/expect/<id>``         the document that meets it
``<storyline>/formula/<id>``        the class of documents a formula belongs to
``<storyline>/phrase/<id>``         the formula's phrase
``<storyline>/cancel/<id>``         the document that ends an expectation's wait
``<storyline>/wording/<id>``        the class of documents that are made from one template
``<storyline>/readout/<id>``        accounts of the calls that are compared
``<storyline>/topic/<id>/<topic>``  a topic that such an account may name
``cue/<kind>/<id>``                 a cue; ``cue/<kind>/<id>/unless`` what cancels it
==================================  =====================================================
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, time, timedelta
from typing import Literal

from bot.model.query import Query
from bot.model.routing import Routing
from bot.model.source import Source

Severity = Literal["low", "normal", "high", "critical"]
SEVERITIES: tuple[Severity, ...] = ("low", "normal", "high", "critical")
Text = Mapping[str, str]
"""One text in several languages: {"en": …, "zh": …, "ja": …}."""


@dataclass(frozen=True, slots=True)
class Entity:
    """An actor, place or thing with its aliases per language."""

    id: str
    type: str
    names: Text
    """What to call it when glossing a headline."""
    aliases: Mapping[str, tuple[str, ...]]
    unless: tuple[str, ...] = ()
    """Longer expressions that contain an alias and mean something else (钓鱼台国宾馆)."""


@dataclass(frozen=True, slots=True)
class Cue:
    """Words that mark a kind of follow-up. Its query is ``cue/<kind>/<id>``."""

    id: str
    kind: str
    where: Literal["title", "lead", "anywhere"] = "anywhere"
    roles: tuple[str, ...] = ()
    """Only from sources of these roles; empty: from any."""


@dataclass(frozen=True, slots=True)
class KindPack:
    """One follow-up kind: what people call it, how it ranks among several, and its cues."""

    id: str
    names: Text
    rank: int
    """When an item is several kinds at once, the highest rank names the alert."""
    cues: tuple[Cue, ...]


@dataclass(frozen=True, slots=True)
class Watch:
    """One standing query of a storyline."""

    id: str
    storyline: str
    kinds: tuple[str, ...]
    severity: Severity
    title: Text = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Claim:
    """A question on which the parties differ."""

    id: str
    ask: str
    answers: tuple[str, ...]
    severity: Severity = "high"
    asks: Text = field(default_factory=dict)
    """The question in other languages too, where it was given in several."""


@dataclass(frozen=True, slots=True)
class Document:
    """A class of documents: by kind and by who publishes it. Empty means any."""

    kind: str = ""
    sources: tuple[str, ...] = ()
    side: str = ""
    role: str = ""


@dataclass(frozen=True, slots=True)
class Office:
    """When a deadline may fall: between two times of a working day, in a zone."""

    zone: str
    opens: time
    closes: time


@dataclass(frozen=True, slots=True)
class Expectation:
    """A document that ought to follow another within a time."""

    id: str
    title: Text
    after: Document
    expect: Document
    within: timedelta
    severity: Severity = "normal"
    office: Office | None = None
    """A deadline outside these hours waits until they end."""
    cancelled_by: Document | None = None
    """A document after which it is not expected any more."""


@dataclass(frozen=True, slots=True)
class Formula:
    """A set phrase whose absence or presence in a class of documents is a signal."""

    id: str
    among: Document
    phrase: tuple[str, ...]
    alert_when: Literal["absent", "present"]
    note: str = ""
    notes: Text = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Wording:
    """Documents made from one template, of which a changed word is a signal."""

    id: str
    among: Document
    note: str = ""
    notes: Text = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Readouts:
    """Accounts of calls and meetings that are laid side by side: what one side names and the other does not."""

    id: str
    among: Document
    principals: tuple[str, ...]
    """Entities who call one another; two accounts of one call name the same of them."""
    topics: tuple[str, ...]
    called: Mapping[str, Text] = field(default_factory=dict)
    """What topics are called, where their ids do not say it well enough."""


@dataclass(frozen=True, slots=True)
class Storyline:
    """The tracked affair."""

    id: str
    title: Text
    since: date
    watches: tuple[Watch, ...]
    claims: tuple[Claim, ...] = ()
    expectations: tuple[Expectation, ...] = ()
    formulas: tuple[Formula, ...] = ()
    wordings: tuple[Wording, ...] = ()
    readouts: tuple[Readouts, ...] = ()
    rivals: tuple[str, ...] = ()
    """Sides whose accounts of one incident are laid side by side."""
    about: frozenset[str] = frozenset()
    """Entities that its scope names: what is told of it names them anyway."""
    routing: Routing = field(default_factory=Routing)
    """Which of its alerts wait for company, are told again, or are not told beside others."""


@dataclass(frozen=True, slots=True)
class Watchlist:
    """Everything under ``watchlists/``, checked as a whole."""

    sources: Mapping[str, Source]
    entities: Mapping[str, Entity]
    kinds: Mapping[str, KindPack]
    storylines: Mapping[str, Storyline]
    queries: Mapping[str, Query]
    digest: str
    """Digest of the files, so that a change can be told from a reload."""

    @property
    def named_sources(self) -> frozenset[str]:
        """The sources whose documents a storyline asks for by name."""
        documents = [
            document
            for storyline in self.storylines.values()
            for document in (
                *(part for each in storyline.expectations for part in (each.after, each.expect)),
                *(each.among for each in storyline.formulas),
                *(each.among for each in storyline.wordings),
                *(each.among for each in storyline.readouts),
            )
        ]
        return frozenset(name for document in documents for name in document.sources)
