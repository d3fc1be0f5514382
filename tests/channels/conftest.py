"""Every channel, each with a way to look at what its readers see."""

import io
import json
from collections.abc import AsyncIterator, Callable, Iterator
from dataclasses import dataclass

import pytest
from rich.console import Console

from bot.channels.console import ConsoleChannel
from bot.channels.jsonlines import JsonLinesChannel
from bot.channels.telegram import TelegramChannel
from bot.model.alert import Chat
from bot.ports import Channel
from tests.botapi.server import TOKEN, Emulator

READERS = -1001


@dataclass(frozen=True, slots=True)
class Place:
    """A channel, a chat on it, and the texts that stand there."""

    channel: Channel
    chat: Chat
    shown: Callable[[], list[str]]


@pytest.fixture
def emulator() -> Iterator[Emulator]:
    with Emulator() as running:
        running.api.room(READERS, type="supergroup", title="Readers", username="readers")
        yield running


@pytest.fixture
async def telegram(emulator: Emulator) -> AsyncIterator[Place]:
    channel = TelegramChannel(TOKEN, emulator.base, read_timeout=5)
    yield Place(channel, Chat(f"telegram:{READERS}"), lambda: emulator.api.texts(READERS))
    await channel.close()


@pytest.fixture
def console() -> Place:
    """A terminal of 80 columns, without colours."""
    paper = io.StringIO()
    terminal = Console(file=paper, width=80, highlight=False, force_terminal=False)
    return Place(ConsoleChannel(terminal), Chat("console:stdout"), lambda: [paper.getvalue()])


@pytest.fixture
def jsonlines() -> Place:
    file = io.StringIO()
    titles = lambda: [json.loads(line)["title"] for line in file.getvalue().splitlines()]  # noqa: E731 - a view, not a function
    return Place(JsonLinesChannel(file), Chat("json:stdout"), titles)


@pytest.fixture(params=["console", "jsonlines", "telegram"])
def place(request: pytest.FixtureRequest) -> Place:
    """Each channel in turn."""
    found: Place = request.getfixturevalue(request.param)
    return found
