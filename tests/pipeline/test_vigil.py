"""Do the operators hear when nobody lived, read, heard or could tell, through whatever still works; and does our heart stop then?"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from bot.alerts.render import render
from bot.channels.telegram import TelegramChannel
from bot.chat.health import Health
from bot.clock import StandingClock, SystemClock
from bot.errors import StoreError, Uncertain
from bot.model.alert import Chat
from bot.model.vigil import Sign
from bot.pipeline import check_due, deliver_due
from bot.ports import Outcome
from bot.vigil import BEAT_SECONDS, Beat, lived, look
from bot.world import World
from tests.botapi.parser import RefusedError
from tests.botapi.server import TOKEN, Emulator
from tests.pipeline.make import NOW, Network, Telling, feeds, later, small_world
from tests.store.make import an_alert

OPERATORS, READERS = Chat("apprise:json-1", operators=True), Chat("telegram:42")


@dataclass
class Heart:
    """Counts its beats."""

    beats: int = 0
    problem: str = ""

    async def beat(self) -> str:
        self.beats += 1
        return self.problem

    async def close(self) -> None:
        pass


@dataclass
class Ward:
    """The small world, minute by minute, and what its operators hear through something else than Telegram."""

    folder: Path
    network: Network = field(default_factory=lambda: Network(dict(feeds())))
    heard: Telling = field(default_factory=Telling)
    minute: float = 0
    channels: dict[str, Any] = field(default_factory=dict)

    @contextmanager
    def awake(self) -> Iterator[World]:
        with small_world(self.folder, self.network, Telling(), later(self.minute)) as world:
            world.channels = {**world.channels, "apprise": self.heard, **self.channels}
            world.store.subscribe([OPERATORS])
            yield world

    async def passes(self, world: World, minutes: int, *, every: bool = True) -> None:
        """Each minute all is checked, told and looked at."""
        for _ in range(minutes):
            self.minute += 1
            world.clock = StandingClock(later(self.minute))
            await check_due(world, every=every)
            await deliver_due(world)
            look(world)
            await deliver_due(world)

    @property
    def told(self) -> list[str]:
        return [message.alert.title for message in self.heard.sent]


@pytest.fixture
def ward(tmp_path: Path) -> Ward:
    return Ward(tmp_path)


def said(moment: float) -> str:
    return f"{later(moment):%d %b %H:%M} UTC".lstrip("0")


async def test_who_was_dead_for_long_says_since_when_first_and_once(ward: Ward) -> None:
    with ward.awake() as world:
        await ward.passes(world, 3)
    ward.minute = 90
    with ward.awake() as world:
        look(world)
        look(world)
        await deliver_due(world)
    ward.minute = 95
    with ward.awake() as world:
        look(world)
        await deliver_due(world)
    assert ward.told == [f"Nothing was checked or sent from {said(3)} to {said(90)}"]


async def test_a_death_between_telling_and_remembering_repeats_nothing(ward: Ward, monkeypatch: pytest.MonkeyPatch) -> None:
    with ward.awake() as world:
        look(world)
    ward.minute = 60

    def dies(*_: object) -> None:
        raise StoreError("killed")

    with ward.awake() as world:
        with monkeypatch.context() as patch:
            patch.setattr(world.store, "keep_setting", dies)
            with pytest.raises(StoreError):
                look(world)
        look(world)
        await deliver_due(world)
    assert len(ward.told) == 1


async def test_rounds_by_hand_are_life_and_a_restart_is_no_gap(ward: Ward) -> None:
    for ward.minute in (0, 60):
        with ward.awake() as world:
            lived(world)
    ward.minute = 65
    with ward.awake() as world:
        look(world)
        await deliver_due(world)
    assert ward.told == []


async def test_sources_that_all_fail_are_told_when_it_begins_and_when_it_ends(ward: Ward) -> None:
    with ward.awake() as world:
        await ward.passes(world, 2)
        ward.network.pages.clear()
        await ward.passes(world, 10)
    with ward.awake() as world:  # and a restart in the middle tells it no second time
        await ward.passes(world, 3)
        ward.network.pages.update(feeds())
        await ward.passes(world, 3)
    assert ward.told == [f"No source can be read since {said(2)}", f"Sources are read again: none was from {said(2)} to {said(16)}"]
    assert "readout sources shows" in render(ward.heard.sent[0].alert, OPERATORS, now=NOW).text


async def test_nothing_due_is_no_blindness(ward: Ward) -> None:
    with ward.awake() as world:
        await ward.passes(world, 1)
        ward.network.pages.clear()
        for _ in range(30):
            ward.minute += 1
            world.clock = StandingClock(later(ward.minute))
            look(world)
        await deliver_due(world)
    assert ward.told == []


@pytest.fixture
def emulator() -> Iterator[Emulator]:
    with Emulator() as running:
        running.api.room(42)
        yield running


@pytest.mark.parametrize("dead", [RefusedError(401, "Unauthorized"), RefusedError(502, "Bad Gateway"), "nothing listens"])
async def test_a_telegram_that_takes_nothing_is_told_another_way(ward: Ward, emulator: Emulator, dead: Any) -> None:
    channel = TelegramChannel(TOKEN, "http://127.0.0.1:9" if isinstance(dead, str) else emulator.base, read_timeout=5)
    ward.channels["telegram"] = channel
    with ward.awake() as world:
        world.store.subscribe([READERS])
        await ward.passes(world, 1)
        with world.store.deadlines(world.clock.now()) as transaction:
            transaction.record(Outcome(alerts=[an_alert()]))
        if not isinstance(dead, str):
            emulator.trouble("sendMessage", *[dead] * 99)
        await ward.passes(world, 8)
        assert ward.told == [f"Telegram takes no messages since {said(2)}"]
        emulator.troubles.clear()
        world.channels = {**world.channels, "telegram": (alive := TelegramChannel(TOKEN, emulator.base, read_timeout=5))}
        world.store.subscribe([READERS])
        await ward.passes(world, 75)
    assert ward.told[1].startswith(f"Telegram takes messages again: it took none from {said(2)} to ")
    assert len(ward.told) == 2
    assert TOKEN.partition(":")[2] not in render(ward.heard.sent[0].alert, OPERATORS, now=NOW).text
    await channel.close()
    await alive.close()


async def test_one_chat_that_lets_nobody_write_is_no_dead_telegram(ward: Ward, emulator: Emulator) -> None:
    ward.channels["telegram"] = channel = TelegramChannel(TOKEN, emulator.base, read_timeout=5)
    emulator.api.rooms[42].refuses = RefusedError(400, "Bad Request: not enough rights to send text messages to the chat")
    with ward.awake() as world:
        world.store.subscribe([READERS])
        with world.store.deadlines(world.clock.now()) as transaction:
            transaction.record(Outcome(alerts=[an_alert()]))
        await ward.passes(world, 30)
    assert (ward.told, world.ways_out["telegram"]) == (["A chat lets nobody tell it anything"], None)
    await channel.close()


async def test_another_way_out_is_told_by_its_name(ward: Ward) -> None:
    hook = ward.channels["webhook"] = Telling(troubles=[Uncertain("webhook:a", "no answer")] * 9)
    with ward.awake() as world:
        world.store.subscribe([Chat("webhook:hooks.example-1a2b")])
        with world.store.deadlines(world.clock.now()) as transaction:
            transaction.record(Outcome(alerts=[an_alert()]))
        await ward.passes(world, 8)
    assert ward.told == [f"webhook:hooks.example-1a2b takes no messages since {said(1)}"]
    assert hook.sent == []


async def test_ears_that_hear_nothing_are_told_and_ears_that_begin_say_nothing_yet(ward: Ward) -> None:
    with ward.awake() as world:
        health = Health(world.clock.now())
        world.hearing = health.signs
        assert health.signs(NOW) == {}
        health.polled(later(1))
        health.failed("the token is refused")
        await ward.passes(world, 12)
        assert ward.told == [f"Telegram is not heard since {said(1)}: commands and buttons do nothing"]
        world.hearing = Health(world.clock.now()).signs  # another start
        await ward.passes(world, 1)
        health.polled(world.clock.now())
        world.hearing = health.signs
        await ward.passes(world, 1)
    assert ward.told[1:] == [f"Telegram is heard again: it was not from {said(1)} to {said(14)}"]


async def test_the_heart_beats_every_few_minutes_while_all_is_well(ward: Ward, caplog: pytest.LogCaptureFixture) -> None:
    heart = Heart(problem="hc.example answered 404")
    with ward.awake() as world:
        world.heart, beat = heart, Beat(world)
        clock = world.clock = Turning()
        await beat.look()
        await beat.look()
        assert heart.beats == 1
        assert "the heartbeat did not arrive: hc.example answered 404" in caplog.text
        clock.seconds += BEAT_SECONDS
        await beat.look()
        assert heart.beats == 2
        clock.seconds += BEAT_SECONDS
        world.ways_out["telegram"] = Sign(NOW - timedelta(hours=1))
        await beat.look()
        assert heart.beats == 2
        world.ways_out["telegram"] = None
        await beat.look()
        assert heart.beats == 3


@dataclass
class Turning(SystemClock):
    """Turned by hand."""

    at: datetime = NOW
    seconds: float = 0.0

    def now(self) -> datetime:
        return self.at + timedelta(seconds=self.seconds)

    def monotonic(self) -> float:
        return self.seconds
