"""Every channel, each with a way to look at what its readers see."""

import io
import json
from collections.abc import AsyncIterator, Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from rich.console import Console

from bot.channels.apprise import AppriseChannel
from bot.channels.console import ConsoleChannel
from bot.channels.feeds import FeedsChannel, Shelf
from bot.channels.jsonlines import JsonLinesChannel
from bot.channels.telegram import TelegramChannel
from bot.channels.webhook import WebhookChannel
from bot.model.alert import Chat
from bot.model.reply import Posted
from bot.ports import Channel
from tests.botapi.server import TOKEN, Emulator
from tests.fetch.site import FakeClock

READERS = -1001
HOOK = "https://hooks.example/T0KEN/alerts"
SECRET = "a secret that both know"


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


@dataclass(slots=True)
class Receiver:
    """A Poster whose other side answers as told, 204 unless told otherwise, and keeps what it was given."""

    answers: list[Posted] = field(default_factory=list)
    posted: list[tuple[str, bytes, Mapping[str, str]]] = field(default_factory=list)

    async def post(self, url: str, body: bytes, headers: Mapping[str, str]) -> Posted:
        self.posted.append((url, body, headers))
        return self.answers.pop(0) if self.answers else Posted(204, arrived=True)

    async def close(self) -> None:
        pass


@pytest.fixture
def receiver() -> Receiver:
    return Receiver()


@pytest.fixture
def webhook(receiver: Receiver) -> Place:
    channel = WebhookChannel({"hook": HOOK}, SECRET, receiver, FakeClock())
    return Place(channel, Chat("webhook:hook"), lambda: [json.loads(body)["title"] for _, body, _ in receiver.posted])


@pytest.fixture
def feeds(tmp_path: Path) -> Place:
    """Feeds beside a database that knows nothing yet; what is shown is what an XML parser makes of the Atom feed."""
    channel = FeedsChannel(Shelf(tmp_path / "feeds", {}), lambda _: ())

    def titles() -> list[str]:
        atom = "{http://www.w3.org/2005/Atom}"
        found = [ET.parse(file).iter(f"{atom}entry") for file in (tmp_path / "feeds").glob("*.atom.xml")]
        return [entry.findtext(f"{atom}title") or "" for entries in found for entry in entries]

    return Place(channel, Chat("feeds:files"), titles)


@dataclass(slots=True)
class Service:
    """What Apprise would hand a notice to."""

    taken: list[tuple[str, str]] = field(default_factory=list)
    answer: bool | Exception | None = True

    def notify(self, body: str, title: str) -> bool | None:
        if isinstance(self.answer, Exception):
            raise self.answer
        self.taken.append((title, body))
        return self.answer


@pytest.fixture
def service() -> Service:
    return Service()


@pytest.fixture
def apprise(service: Service) -> Place:
    return Place(
        AppriseChannel({"mail": service}), Chat("apprise:mail", operators=True), lambda: [body for _, body in service.taken]
    )


@pytest.fixture(params=["console", "jsonlines", "telegram", "webhook", "feeds", "apprise"])
def place(request: pytest.FixtureRequest) -> Place:
    """Each channel in turn."""
    found: Place = request.getfixturevalue(request.param)
    return found
