"""What did we learn about the storyline? (step 9)"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

from bot.model.followup import Evidence
from bot.model.incident import Incident
from bot.model.item import Item
from bot.model.series import Series
from bot.model.source import Source

Change = Literal["new", "corrected", "edited", "removed", "overdue", "met", "conflict", "graver", "baseline", "notice"]
TELLING: frozenset[Change] = frozenset({"new", "conflict", "met"})
"""The changes that tell of a story's existence; the others add to it, or are about what did not come."""
OURS: frozenset[Change] = frozenset({"overdue", "baseline", "notice"})
"""Changes that nobody published: they have no first sight, no words to quote, and a headline of our own."""


@dataclass(frozen=True, slots=True)
class Answer:
    """One party's answer to a claim, quoted."""

    storyline: str
    claim: str
    answer: str
    source: str
    side: str
    outlet: str
    story: str
    quote: str
    link: str
    at: datetime
    hedge: str = ""
    """Words that take something back: as far as I know, 据我了解."""


@dataclass(frozen=True, slots=True)
class Pending:
    """An expectation that a document has opened; it ends met, overdue (each said once) or cancelled."""

    storyline: str
    expectation: str
    story: str
    """The story that opened it."""
    title: str
    link: str
    since: datetime
    due: datetime
    state: Literal["open", "overdue", "met", "cancelled"] = "open"


@dataclass(frozen=True, slots=True)
class FormulaUse:
    """Whether one document of a class carried the set phrase."""

    storyline: str
    formula: str
    story: str
    title: str
    at: datetime
    present: bool


@dataclass(frozen=True, slots=True)
class Issue:
    """The last document made from a template, in whose place the next one will be compared."""

    wording: str
    story: str
    title: str
    link: str
    at: datetime
    text: str


@dataclass(frozen=True, slots=True)
class Telling:
    """One side's own account of a call: who was on the line, and which topics it names, quoted."""

    readouts: str
    story: str
    side: str
    outlet: str
    title: str
    link: str
    at: datetime
    principals: tuple[str, ...]
    topics: Mapping[str, str]
    """Topic to the sentence that names it."""


@dataclass(frozen=True, slots=True)
class Reported:
    """One side's account of an incident."""

    story: str
    side: str
    outlet: str
    title: str
    link: str
    at: datetime
    incident: Incident


@dataclass(frozen=True, slots=True)
class StorylineState:
    """What a storyline has accumulated. Immutable: ``advance`` returns the next one."""

    answers: tuple[Answer, ...] = ()
    pending: tuple[Pending, ...] = ()
    uses: tuple[FormulaUse, ...] = ()
    issues: tuple[Issue, ...] = ()
    tellings: tuple[Telling, ...] = ()
    reported: tuple[Reported, ...] = ()
    series: Series = field(default_factory=Series)


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing worth deciding about."""

    storyline: str
    watch: str
    story: str
    change: Change
    kind: str
    severity: str
    title: str
    item: Item | None
    """The item it comes from; none when it is about something that did not come."""
    source: Source | None
    link: str = ""
    evidence: tuple[Evidence, ...] = ()
    surfaces: Mapping[str, str] = field(default_factory=dict)
    """Words as written in the headline to the entity they name, for the gloss."""
    entities: Mapping[str, int] = field(default_factory=dict)
    """Who and what it names, and how much that says (``bot.storyline.takes``)."""
    detail: Mapping[str, object] = field(default_factory=dict)
    """Machine-readable particulars: claim, answers, formula, deadline, before and after."""
    replies_to_story: str = ""
    """Whose alert this answers, when there was one."""
