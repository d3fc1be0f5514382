"""What is a command? Its name, what it does, who may give it, and what to type."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Literal

from bot.chat.asking import Answer, Ask, Unclear
from bot.chat.desk import Desk, speaking
from bot.model.alert import Chat
from bot.model.subscriber import Preferences

Who = Literal["anyone", "settings", "operator"]
"""settings: who may change what the chat hears (in groups an administrator)."""
WORDS_MAX = 300
"""Code points after a command, unless it says otherwise."""


@dataclass(frozen=True, slots=True)
class Command:
    """A command. ``do`` runs in a thread; what it changes is kept before it answers. Raises Unclear."""

    name: str
    what: str
    """For menus and /help; English, marked as a ``phrase``, to be said in the chat's language."""
    do: Callable[[Ask, Chat, Desk], Answer]
    who: Who = "anyone"
    example: str = ""
    """What to type, after an error."""
    slow: bool = False
    """Takes seconds: others need not wait for it. It changes nothing of the chat."""
    confirmed: Callable[[Ask, Chat, Desk], Answer] | None = None
    """What a yes leads to, where one is asked for."""
    longest: int = WORDS_MAX


def keep(chat: Chat, desk: Desk, **wants: object) -> Chat:
    """The chat with other wishes, kept."""
    preferences: Preferences = replace(chat.wants, **wants)  # type: ignore[arg-type]  # fields of Preferences, by name
    changed = replace(chat, wants=preferences)
    if changed != chat or desk.store.chat(chat.id) is None:
        desk.store.save_chat(changed)
    return changed


def unclear(chat: Chat, problem: str, example: str) -> Unclear:
    """An error that says what to type instead. ``problem`` is in the chat's language."""
    say = speaking(chat)
    return Unclear(f"{problem}\n" + say("Type for example: {example}").format(example=example))
