"""Which commands does the service offer while somebody types, to whom, and in which language? An offer is not a permission."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from hashlib import blake2b
from typing import Literal

from bot.chat.command import Command
from bot.model.talk import Operator
from bot.text.speech import speech

LANGUAGES = {"": "en", "zh": "zh-Hans", "ja": "ja"}
"""The service's codes, of two letters, to ours; the empty one is for everybody else."""


@dataclass(frozen=True, slots=True)
class Menu:
    """An offer."""

    scope: Literal["private", "groups", "administrators", "chat"]
    language: str
    commands: tuple[tuple[str, str], ...]
    """Names and what they do."""
    chat: int = 0
    """For the scope of one chat."""


def menus(commands: Sequence[Command], operators: Sequence[Operator]) -> Iterator[Menu]:
    """Readers of a group are offered what changes nothing, its administrators the rest, operators all in private."""
    for language, tag in LANGUAGES.items():
        say = speech(tag)

        def offer(chosen: Sequence[Command]) -> tuple[tuple[str, str], ...]:
            return tuple((one.name, say(one.what)) for one in chosen)  # noqa: B023 - used at once

        everybody = [one for one in commands if one.who != "operator"]
        yield Menu("private", language, offer(everybody))
        yield Menu("groups", language, offer([one for one in everybody if one.who == "anyone"]))
        yield Menu("administrators", language, offer(everybody))
        for operator in operators:
            yield Menu("chat", language, offer(commands), operator.user)


def digest(offers: Sequence[Menu]) -> str:
    """Of all offers, so that they are made again only when one has changed."""
    return blake2b(repr(offers).encode(), digest_size=16).hexdigest()
