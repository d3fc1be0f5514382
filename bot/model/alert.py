"""What do we tell, to whom, and did it arrive? (steps 10 to 12)"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

from bot.model.finding import Change
from bot.model.followup import Evidence
from bot.model.item import Published
from bot.model.story import Outlet, Take, carriers
from bot.model.subscriber import Preferences


@dataclass(frozen=True, slots=True)
class Alert:
    """One development worth telling. ``id`` is a digest of (watch, story, change): it can only exist once."""

    id: str
    storyline: str
    watch: str
    kind: str
    change: Change
    severity: str
    title: str
    url: str
    source: str
    outlet: str
    side: str
    role: str
    lang: str
    published: Published | None
    first_seen: datetime
    story: str
    evidence: tuple[Evidence, ...] = ()
    gloss: Mapping[str, str] = field(default_factory=dict)
    """Words of the headline as written to what they name: {"高市": "Takaichi"}."""
    replies_to: str = ""
    """Id of the alert this one answers; empty when it opens a thread."""
    finding: Mapping[str, object] = field(default_factory=dict)
    kinds: tuple[str, ...] = ()
    outlets: tuple[Outlet, ...] = ()
    """Who carries the story, as of now; the store fills it when a delivery is claimed."""
    entities: Mapping[str, int] = field(default_factory=dict)
    takes: tuple[Take, ...] = ()
    """Other texts about the event, as of now."""

    @property
    def origins(self) -> tuple[str, ...]:
        """The independent origins among the outlets, in order of appearance."""
        return tuple(origin for origin, _ in carriers(self.outlets).origins)


@dataclass(frozen=True, slots=True)
class Told:
    """An alert that exists already, as far as deciding the next one needs to know."""

    id: str
    storyline: str
    watch: str
    story: str
    change: Change
    created_at: datetime
    severity: str = "normal"


@dataclass(frozen=True, slots=True)
class Account:
    """An alert of a storyline as one account of an event, beside which others may stand."""

    alert: str
    storyline: str
    take: Take
    entities: Mapping[str, int]
    sides: tuple[str, ...] = ()
    """Of the takes that are listed under it."""
    stories: frozenset[str] = frozenset()
    """The stories of these."""


@dataclass(frozen=True, slots=True)
class Chat:
    """Where alerts go. ``id`` is ``<channel>:<address>``: ``console:stdout``, ``telegram:-1001234``."""

    id: str
    zone: str = "UTC"
    language: str = "en"
    operators: bool = False
    """Whether it hears how Readout itself is doing (notices) instead of the storyline."""
    wants: Preferences = field(default_factory=Preferences)
    active: bool = True
    """Whether it is told anything: not after /stop, nor when it has shut us out."""

    @property
    def channel(self) -> str:
        """Which channel serves this chat."""
        return self.id.partition(":")[0]

    @property
    def address(self) -> str:
        """The chat's address on its channel."""
        return self.id.partition(":")[2]


@dataclass(frozen=True, slots=True)
class Delivery:
    """One alert owed to one chat: a claimed row of the outbox. ``fence`` proves whose claim it is."""

    id: int
    alert: Alert
    chat: Chat
    action: Literal["send", "edit"]
    fence: int
    attempts: int
    """How often it was tried before this claim."""
    reply_to: str = ""
    """Channel's message id of the alert this one answers, in this chat; empty: not a reply."""
    message_id: str = ""
    """For an edit: the channel's id of the message to change."""
    possible_duplicate: bool = False
    digest: tuple[Alert, ...] = ()
    """All the alerts, in their order, when several that were held go out as one message; ``alert`` is the first."""
    doubts: int = 0
    """How often it may have arrived without our knowing."""
    missed: int = 0
    """How many alerts the chat is told of as a number alone, since they are old and it was away."""
    send_at: datetime | None = None
    """Its turn on a channel that is paced: it must not leave earlier."""


@dataclass(frozen=True, slots=True)
class Button:
    """A button under a message."""

    words: str
    data: str
    """What the channel hands back when it is pressed: opaque, 1 to 64 bytes."""


@dataclass(frozen=True, slots=True)
class Message:
    """An alert in words, ready for any channel."""

    alert: Alert
    html: str
    """Telegram's HTML subset, at most 4096 code points and UTF-16 units after parsing."""
    text: str
    """The same without markup."""
    reply_to: str = ""
    edits: str = ""
    silent: bool = False
    translation: str = ""
    """The headline in the chat's language, as a machine put it; empty: there is none."""
    digest: tuple[Alert, ...] = ()
    """The alerts that it is made of, when these are several."""
    buttons: tuple[tuple[Button, ...], ...] = ()
    """Rows of buttons, where the channel has any."""


@dataclass(frozen=True, slots=True)
class Handed:
    """What a channel says of a message that it has taken."""

    ref: str = ""
    """The channel's id of it, which edits and replies use."""
    unfit: str = ""
    """Why it did not take it as it was but only as plain text; empty: it did."""


@dataclass(frozen=True, slots=True)
class Receipt:
    """How a delivery ended, for the store to settle. ``closed``: the chat has shut us out, and what it is owed rests."""

    outcome: Literal["sent", "retry", "dead", "migrated", "closed"]
    message_id: str = ""
    not_before: datetime | None = None
    reason: str = ""
    new_chat: str = ""
    possible_duplicate: bool = False
    uncertain: bool = False
    """Whether this very attempt may have arrived."""
    flooded: bool = False
    """Whether the channel found that we wrote too often: ``not_before`` holds for all that goes to this chat."""
    refused: bool = False
    """Whether the channel refuses our token: nothing goes to any of its chats before ``not_before``."""
    unreached: bool = False
    """Whether the channel gave no answer, or none that we understand."""
    shut: bool = False
    """Whether somebody has to see to the chat, who may not know: we may not write there, or there is no such chat."""
    unfit: str = ""
    """Why the channel took it as plain text only: a bug of ours, of which the operators hear."""
