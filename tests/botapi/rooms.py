"""Who can be written to, and what stands there? The emulator's memory."""

from collections import deque
from dataclasses import dataclass, field
from typing import Any, Literal

from tests.botapi.parser import Formatted, RefusedError

Type = Literal["private", "group", "supergroup", "channel"]
BLOCKED = RefusedError(403, "Forbidden: bot was blocked by the user")
KICKED = RefusedError(403, "Forbidden: bot was kicked from the supergroup chat")
NO_RIGHTS = RefusedError(400, "Bad Request: not enough rights to send text messages to the chat")
_KINDS = ("group", "supergroup", "channel")
GONE = (
    BLOCKED,
    RefusedError(403, "Forbidden: user is deactivated"),
    RefusedError(403, "Forbidden: bot can't initiate conversation with a user"),
    *(RefusedError(403, f"Forbidden: bot was kicked from the {kind} chat") for kind in _KINDS),
    *(RefusedError(403, f"Forbidden: bot is not a member of the {kind} chat") for kind in _KINDS),
    RefusedError(403, "Forbidden: the group chat was deleted"),
    RefusedError(403, "Forbidden: the bot can't send messages to the bot"),
    RefusedError(400, "Bad Request: chat not found"),
    RefusedError(400, "Bad Request: private chat not found"),
    RefusedError(400, "Bad Request: chat_id is empty"),
)
"""Everything that the server says of a chat that takes nothing until somebody does something about it there."""
CLOSED = (
    NO_RIGHTS,
    RefusedError(400, "Bad Request: have no rights to send a message"),
    RefusedError(400, "Bad Request: CHAT_WRITE_FORBIDDEN"),
    RefusedError(400, "Bad Request: need administrator rights in the channel chat"),
    RefusedError(400, "Bad Request: CHAT_RESTRICTED"),
)
"""And of one in which the bot may not write."""


@dataclass(slots=True)
class Sent:
    """A message of the bot's."""

    id: int
    room: int
    written: Formatted
    reply_to: int | None
    topic: int | None
    silent: bool
    preview: bool
    markup: dict[str, Any] | None
    edits: int = 0
    file: tuple[str, bytes] | None = None
    """Of a photo or a document."""


@dataclass(slots=True)
class Room:
    """A chat: what it is, its forum topics, and the answer it gives instead of taking a message."""

    id: int
    type: Type = "private"
    title: str = "somebody"
    username: str = ""
    topics: dict[int, Literal["open", "closed", "deleted"]] = field(default_factory=dict)
    refuses: RefusedError | None = None
    moved_to: int | None = None
    last: int = 0
    """The number of the last message: each chat counts for itself."""
    sent_at: deque[float] = field(default_factory=deque)
    """When messages were taken, for the limit of twenty a minute."""
    members: dict[int, str] = field(default_factory=dict)
    """Person to status, as getChatMember has it; who is not listed is no member."""

    def as_json(self) -> dict[str, Any]:
        """The Chat object."""
        named = {"first_name": self.title} if self.type == "private" else {"title": self.title}
        return {"id": self.id, "type": self.type, **named, **({"username": self.username} if self.username else {})}

    def admit(self, topic: int | None) -> None:
        """Raise RefusedError unless a message may be written here."""
        if self.moved_to is not None:
            said = "Bad Request: group chat was upgraded to a supergroup chat"
            raise RefusedError(400, said, migrate_to_chat_id=self.moved_to)
        if self.refuses is not None:
            raise self.refuses
        if topic is not None:
            match self.topics.get(topic):
                case "open":
                    return
                case "closed":
                    raise RefusedError(400, "Bad Request: TOPIC_CLOSED")
                case "deleted":
                    raise RefusedError(400, "Bad Request: TOPIC_DELETED")
            raise RefusedError(400, "Bad Request: message thread not found")
