"""A hall to talk in: the small world, a bot on the emulator, people, and a clock that only we turn."""

import asyncio
import re
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from bot.channels.telegram import TelegramChannel
from bot.chat.alerting import Alerting
from bot.chat.desk import Desk
from bot.chat.health import Health
from bot.chat.talk import Talk
from bot.chat.wire import Wire
from bot.model.alert import Chat
from bot.pipeline import check_due, deliver_due
from bot.ports import Store
from bot.world import World
from tests.botapi.people import People
from tests.botapi.rooms import Sent
from tests.botapi.server import TOKEN, Emulator
from tests.pipeline.make import DENIAL, EMPTY, NOW, Network, Telling, feeds, later, rss, small_world

PERSON, GROUP, FORUM, CHANNEL = 42, -1001, -1002, -1003
ADMIN, READER = 7, 8
CANARY = "Canary Person"


@dataclass
class TurnedClock:
    """Stands until it is turned; sleeping turns it."""

    at: datetime = NOW
    ticks: float = 0.0
    slept: list[float] = field(default_factory=list)

    def now(self) -> datetime:
        return self.at

    def monotonic(self) -> float:
        return self.ticks

    def turn(self, seconds: float) -> None:
        self.at += timedelta(seconds=seconds)
        self.ticks += seconds

    async def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.turn(seconds)
        await asyncio.sleep(0)


@dataclass
class Hall:
    """What a conversation needs."""

    emulator: Emulator
    people: People
    world: World
    desk: Desk
    wire: Wire
    talk: Talk
    clock: TurnedClock
    network: Network
    offset: int = 0

    @property
    def store(self) -> Store:
        return self.world.store

    def texts(self, room: int) -> list[str]:
        return self.emulator.api.texts(room)

    def sent(self, room: int) -> list[Sent]:
        return [sent for sent in self.emulator.api.sent.values() if sent.room == room]

    def last(self, room: int) -> Sent:
        return self.sent(room)[-1]

    def chat(self, room: int, topic: int | None = None) -> Chat:
        found = self.store.chat(f"telegram:{room}" + (f"/{topic}" if topic else ""))
        assert found
        return found

    @property
    def noticed(self) -> tuple[str, bool]:
        """What was answered to the last press."""
        _, words, loud = self.emulator.api.notices[-1]
        return words, loud

    async def turn(self) -> None:
        """Hear what happened, and say everything."""
        for number, event in await self.wire.updates(self.offset):
            if event is not None:
                await self.talk.take(event)
            self.offset = number + 1
        await self.talk.finish()
        await self.wire.said()

    async def says(self, room: int, text: str, user: int = ADMIN, **rest: Any) -> list[str]:
        """Somebody types; what the bot says to that."""
        before = len(self.sent(room))
        self.people.say(room, text, user, **rest)
        await self.turn()
        return self.texts(room)[before:]

    async def asks(self, room: int, text: str, user: int = ADMIN, **rest: Any) -> str:
        """The same, where there is one answer."""
        (answer,) = await self.says(room, text, user, **rest)
        return answer

    async def presses(self, sent: Sent, words: str, user: int = ADMIN) -> str:
        """Somebody presses a button; the word that he sees."""
        self.people.press(sent, words, user)
        await self.turn()
        return self.noticed[0]

    async def news(self) -> Sent:
        """Something is published, told, and delivered; the message in the person's chat."""
        self.clock.turn(1200)
        self.network.pages.update(feeds(wire=rss(DENIAL, at=later(10))))
        await check_due(self.world, every=True)
        await deliver_due(self.world)
        return self.last(PERSON)

    async def operator(self, user: int = ADMIN) -> None:
        """Make somebody an operator."""
        self.store.invite(f"digest of {user}", self.clock.now() + timedelta(hours=1))
        assert self.store.accept(f"digest of {user}", user, self.clock.now())


@pytest.fixture
def emulator() -> Iterator[Emulator]:
    with Emulator() as running:
        running.api.room(PERSON, title=CANARY)
        members = {ADMIN: "administrator", READER: "member"}
        running.api.room(GROUP, type="supergroup", title=CANARY, members=members)
        running.api.room(FORUM, type="supergroup", title=CANARY, topics={45: "open", 46: "open"}, members=members)
        running.api.room(CHANNEL, type="channel", title=CANARY, members=members)
        yield running


@pytest.fixture
async def hall(tmp_path: Path, emulator: Emulator) -> AsyncIterator[Hall]:
    network, clock = Network(dict(feeds(EMPTY, EMPTY))), TurnedClock()
    with small_world(tmp_path, network, Telling()) as world:
        channel = TelegramChannel(TOKEN, emulator.base, read_timeout=5)
        world.channels = {**world.channels, "telegram": channel}
        world.clock = clock
        wire = Wire(TOKEN, clock, emulator.base, read_timeout=5)
        wire.name = "readout_bot"
        health = Health(clock.now())
        desk = Desk(world, tmp_path / "watchlists", health, "UTC", "0.0")
        world.buttons = Alerting(desk).buttons
        await check_due(world, every=True)
        talk = Talk(desk, wire)
        wire.closed, wire.moved = talk.closed, talk.take
        yield Hall(emulator, People(emulator.api, CANARY), world, desk, wire, talk, clock, network)
        await talk.finish()
        await wire.close()
        await channel.close()


@pytest.fixture(autouse=True)
def no_secret_is_logged(caplog: pytest.LogCaptureFixture) -> Iterator[None]:
    """Whatever a test does: no token, chat or person is in what was logged, tracebacks included."""
    caplog.set_level("INFO", "bot")
    yield
    for record in caplog.records:
        said = logging_words(record)
        assert TOKEN.partition(":")[2] not in said
        assert "Canary" not in said
        assert not re.search(rf"(?<!\d)(?:{PERSON}|{-GROUP}|{-FORUM}|{-CHANNEL})(?!\d)", said), said


def logging_words(record: Any) -> str:
    """A record as the log has it."""
    from bot.logs import _Redacting  # noqa: PLC0415

    return _Redacting("%(name)s: %(message)s").format(record)


def stopped(chat: Chat) -> Chat:
    return replace(chat, active=False)
