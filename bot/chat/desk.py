"""What is a command given? The world, and the few things that only this room knows."""

from base64 import urlsafe_b64encode
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from hashlib import blake2b
from pathlib import Path

from bot.chat.asking import Place, Speaker
from bot.chat.health import Health
from bot.model.alert import Button, Chat
from bot.model.talk import Choice, Deed, Operator
from bot.model.watchlist import Text
from bot.ports import Store
from bot.text.speech import Speech, speech
from bot.text.tags import base, tongue
from bot.world import World


@dataclass(slots=True)
class Desk:
    """The world behind the commands, and what they share."""

    world: World
    folder: Path
    """The watchlists under review."""
    health: Health
    zone: str = "UTC"
    """Of chats that have not said where they are."""
    version: str = ""
    _salt: bytes = field(default=b"", repr=False)

    @property
    def store(self) -> Store:
        """The memory."""
        return self.world.store

    def now(self) -> datetime:
        """The instant."""
        return self.world.clock.now()

    def chat_at(self, place: Place, speaker: Speaker) -> Chat:
        """The chat as it is kept; one that we do not know yet speaks the language of whoever spoke first, and is told nothing."""
        new = Chat(place.chat, self.zone, tongue(speaker.language) or "en", active=False)
        return self.store.chat(place.chat) or new

    def reader(self, user: int) -> str:
        """A person, as our records call him: nobody without this database's salt can say who that is."""
        return blake2b(str(user).encode(), key=self._key(), digest_size=12, person=b"reader").hexdigest()

    def operator(self, speaker: Speaker) -> Operator | None:
        """The operator who speaks."""
        return next((one for one in self.store.operators() if one.user == speaker.user), None) if speaker.user else None

    def note(self, operator: Operator, action: str, details: str = "") -> None:
        """Write down what an operator did."""
        self.store.note(Deed(operator.number, action, details, self.now()))

    def buttons(self, chat: Chat, rows: Sequence[Sequence[tuple[str, str]]]) -> list[list[Button]]:
        """Rows of (words, command) as buttons that run the command; what they stand for is kept first."""
        made = [
            [(words, Choice(self.token(chat.id, "run", command), chat.id, "run", command, self.now())) for words, command in row]
            for row in rows
        ]
        self.store.keep_choices([one for row in made for _, one in row])
        return [[Button(words, one.id) for words, one in row] for row in made]

    def token(self, *parts: str) -> str:
        """A button's id: the same for the same button, and not to be guessed."""
        digest = blake2b("\0".join(parts).encode(), key=self._key(), digest_size=15, person=b"button").digest()
        return urlsafe_b64encode(digest).decode()

    def _key(self) -> bytes:
        self._salt = self._salt or self.store.salt()
        return self._salt


def speaking(chat: Chat) -> Speech:
    """The chat's language."""
    return speech(chat.language)


def titled(texts: Text, chat: Chat, default: str) -> str:
    """A name from the watchlist in the chat's language."""
    return texts.get(chat.language) or texts.get(base(chat.language)) or texts.get("en") or default
