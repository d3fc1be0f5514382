"""What is asked in a chat, and what is answered? The nouns of this room; which service carries them is ``wire.py``'s affair."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Literal

from bot.alerts.markup import Line, as_html, as_text, fit, line
from bot.alerts.words import said as tidy
from bot.model.alert import Button

Kind = Literal["private", "group", "channel"]


class Unclear(Exception):  # noqa: N818 - it says what happened
    """What was typed cannot be understood; the text, in the chat's language, says what to type instead."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where something was said. A topic of a forum is a chat of its own."""

    number: int
    kind: Kind = "private"
    topic: int | None = None

    @property
    def chat(self) -> str:
        """The chat's id: ``telegram:-100123/45``."""
        return f"telegram:{self.number}" + (f"/{self.topic}" if self.topic else "")


@dataclass(frozen=True, slots=True)
class Speaker:
    """Who said it: a person, or the chat itself (an administrator who stays anonymous, a channel's post)."""

    user: int | None
    """The service's number of the person; None when nobody is shown."""
    as_chat: bool = False
    language: str = ""
    """BCP 47 tag of what the person reads the service in; empty when it is not known."""


@dataclass(frozen=True, slots=True)
class Ask:
    """A command."""

    name: str
    words: str
    """What stands after it."""
    place: Place
    speaker: Speaker
    message: int
    """The number of the message; of a pressed button, the message above it."""
    answers: int | None = None
    """The number of the message that it replies to."""
    pressed: bool = False
    """Whether a button was pressed rather than something typed."""


@dataclass(frozen=True, slots=True)
class Press:
    """A button that was pressed. ``query`` is what the service wants to be told that we noticed."""

    query: str
    data: str
    place: Place
    speaker: Speaker
    message: int


@dataclass(frozen=True, slots=True)
class Coming:
    """We were put into a chat, or out of it, or may speak there no longer, or again."""

    place: Place
    inside: bool
    was_inside: bool
    language: str = ""


@dataclass(frozen=True, slots=True)
class Moving:
    """A group became a supergroup, with another number."""

    place: Place
    to: int


Event = Ask | Press | Coming | Moving


@dataclass(frozen=True, slots=True)
class Answer:
    """What is said in return: words, perhaps with buttons, or with a picture or a file."""

    lines: tuple[Line, ...] = ()
    buttons: tuple[tuple[Button, ...], ...] = ()
    picture: bytes = b""
    """PNG."""
    file: bytes = b""
    name: str = ""
    """Of the file or the picture."""
    reply_to: int | None = None

    @property
    def html(self) -> str:
        """The words in Telegram's HTML, no longer than a message may be."""
        return as_html(fit(self.lines))

    @property
    def text(self) -> str:
        """The words alone."""
        return as_text(fit(self.lines))

    def on(self, ask: Ask) -> "Answer":
        """The same as a reply to the question."""
        return replace(self, reply_to=ask.message)


def said(words: str, buttons: Sequence[Sequence[Button]] = ()) -> Answer:
    """An answer of plain words; each line of them is one. What hides or turns the direction of writing goes."""
    return Answer(tuple(line(tidy(each)) for each in words.split("\n")), tuple(tuple(row) for row in buttons))


@dataclass(frozen=True, slots=True)
class Order:
    """What waits for a yes: the command, what it needs to know, and until when."""

    name: str
    words: str
    until: datetime
