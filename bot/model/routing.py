"""Who is told at once, who waits for company, and who is kept silent? Alertmanager's nouns, with Alertmanager's names.

https://prometheus.io/docs/alerting/latest/configuration/: groups wait, sources inhibit targets, silences mute what matches. All of
it is about telling alone: an alert is decided, recorded and answered whether it is told or not.
"""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Literal

Label = Literal["storyline", "watch", "kind", "change", "severity", "side", "role", "source", "outlet", "lang", "story"]
LABELS: tuple[Label, ...] = (
    "storyline", "watch", "kind", "change", "severity", "side", "role", "source", "outlet", "lang", "story",
)  # fmt: skip
"""What of an alert can be matched and grouped by."""
Labels = dict[Label, str]
Verdict = Literal["waiting", "told", "inhibited", "silenced"]


@dataclass(frozen=True, slots=True)
class Matcher:
    """One condition: a label is a value, or (``pattern``) is as a whole what a pattern of ``bot.text.patterns`` says."""

    label: Label
    value: str
    pattern: bool = False

    def __str__(self) -> str:
        """As it is written."""
        return f"{self.label}{'=~' if self.pattern else '='}{self.value}"


@dataclass(frozen=True, slots=True)
class Silence:
    """What matches all of ``matchers`` is not told between two instants. It never changes, but may be ended early."""

    id: int
    """0 while it is not kept yet."""
    matchers: tuple[Matcher, ...]
    creator: str
    comment: str
    starts_at: datetime
    ends_at: datetime
    expired_at: datetime | None = None
    """When it was ended early."""
    expired_by: str = ""

    @property
    def over_at(self) -> datetime:
        """When it ends, or has ended."""
        return min(self.ends_at, self.expired_at or self.ends_at)

    def state(self, now: datetime) -> Literal["pending", "active", "expired"]:
        """Alertmanager's words for where it stands."""
        return "expired" if self.over_at <= now else "pending" if now < self.starts_at else "active"


@dataclass(frozen=True, slots=True)
class Inhibition:
    """A target is not told while a source was, and both agree on the labels ``equal`` (none there is equal to none)."""

    source: tuple[Matcher, ...]
    target: tuple[Matcher, ...]
    equal: tuple[Label, ...]


@dataclass(frozen=True, slots=True)
class Routing:
    """How a storyline's alerts are told. The default tells each at once, and none again."""

    group_by: tuple[Label, ...] = ("watch",)
    group_wait: timedelta = timedelta(0)
    """How long the first alert of a group waits for company."""
    group_interval: timedelta = timedelta(0)
    """How long after the last message of a group the next ones are told at the earliest."""
    repeat_interval: timedelta | None = None
    """How often what still lasts is told again; None: never."""
    inhibit: tuple[Inhibition, ...] = ()

    @property
    def waits(self) -> bool:
        """Whether anybody ever waits."""
        return bool(self.group_wait or self.group_interval)


@dataclass(frozen=True, slots=True)
class Notified:
    """An alert that was told at ``at``, or that waits until ``at``."""

    id: str
    labels: Labels
    at: datetime
    title: str = ""
    replies_to: str = ""


@dataclass(frozen=True, slots=True)
class Route:
    """What became of an alert between deciding and telling. One that was told as soon as it was decided has none."""

    alert: str
    verdict: Verdict
    at: datetime
    """When that was decided; of one that waits, until when."""
    by: str = ""
    """Which alert inhibits it, or the number of the silence."""
    why: str = ""
    """The same for people."""


@dataclass(frozen=True, slots=True)
class Situation:
    """What routing has to know: the silences that are active, what was told lately, and what waits."""

    silences: tuple[Silence, ...] = ()
    told: tuple[Notified, ...] = ()
    """The earliest first."""
    waiting: tuple[Notified, ...] = field(default_factory=tuple)
