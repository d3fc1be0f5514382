"""Does listening go on whatever Telegram answers, begin anew when it has stopped, and end when there is no hope?"""

import asyncio
from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import asynccontextmanager
from datetime import timedelta
from pathlib import Path

import pytest

from bot.chat.asking import Ask, Event, Place, Speaker
from bot.chat.health import Health
from bot.chat.hearing import Conflicted, Ears, TokenRefused, Unreachable
from bot.chat.running import talking
from bot.chat.wire import Wire
from tests.botapi.parser import RefusedError
from tests.botapi.people import People
from tests.botapi.server import TOKEN, Emulator
from tests.chat.conftest import ADMIN, PERSON, TurnedClock
from tests.pipeline.make import NOW, Network, Telling, small_world

HELLO = Ask("start", "", Place(1), Speaker(7), 1)
Turn = Exception | Sequence[tuple[int, Event | None]] | None


class Script:
    """A line that answers as written; None: it hangs. After that it hears nothing new, a minute at a time."""

    def __init__(self, clock: TurnedClock, *turns: Turn) -> None:
        self.turns = list(turns)
        self.offsets: list[int] = []
        self.renewed = 0
        self.clock = clock
        self.done = asyncio.Event()

    async def greet(self) -> None:
        pass

    async def updates(self, offset: int) -> Sequence[tuple[int, Event | None]]:
        self.offsets.append(offset)
        turn = self.turns.pop(0) if self.turns else ()
        if not self.turns:
            self.done.set()
        if turn is None:
            await asyncio.Event().wait()
        if isinstance(turn, Exception):
            raise turn
        if not turn:
            await self.clock.sleep(1)
        return turn or ()

    async def renew(self) -> None:
        self.renewed += 1


class Listening:
    """Ears on a script, and what they heard."""

    def __init__(self, *turns: Turn) -> None:
        self.clock = TurnedClock()
        self.line = Script(self.clock, *turns)
        self.heard: list[Event] = []
        self.health = Health(NOW)
        self.ears = Ears(self.line, self.take, self.health, self.clock)

    async def take(self, event: Event) -> None:
        self.heard.append(event)

    @asynccontextmanager
    async def on(self) -> AsyncIterator[asyncio.Task[bool]]:
        task = asyncio.create_task(self.ears.watch())
        await asyncio.wait_for(self.line.done.wait(), 10)
        await asyncio.sleep(0)
        yield task
        task.cancel()


async def test_an_update_is_confirmed_when_it_was_handled() -> None:
    one = Listening([(5, HELLO), (6, None)], [(7, HELLO)], ())
    async with one.on():
        assert one.heard == [HELLO, HELLO]
        assert one.line.offsets[:3] == [0, 7, 8]
        assert one.health.colour(one.clock.now()) == "green"


@pytest.mark.parametrize(
    "trouble",
    [TokenRefused(), Conflicted("somebody else listens"), Unreachable("TimedOut", 0), Unreachable("too many requests", 40)],
    ids=repr,
)
async def test_no_single_answer_ends_listening(trouble: Exception) -> None:
    one = Listening(trouble, [(5, HELLO)], ())
    async with one.on():
        assert one.heard == [HELLO]
        assert (one.line.renewed, one.health.refused_since, one.health.trouble) == (0, None, "")
    if isinstance(trouble, Unreachable) and trouble.after:
        assert 40 in one.clock.slept


async def test_a_listener_that_broke_off_begins_anew(caplog: pytest.LogCaptureFixture) -> None:
    one = Listening(RuntimeError(f"{TOKEN} of {PERSON}"), [(5, HELLO)], ())
    async with one.on():
        assert one.heard == [HELLO]
        assert (one.health.restarts, one.line.renewed) == (1, 1)
    assert "listening broke off (RuntimeError)" in caplog.text


async def test_a_listener_that_hangs_begins_anew_after_ninety_seconds() -> None:
    one = Listening([(5, HELLO)], None, [(6, HELLO)], ())
    async with one.on():
        assert one.heard == [HELLO, HELLO]
        assert one.health.restarts == 1
        assert 90 < sum(one.clock.slept) < 200
        assert one.line.offsets[1] == one.line.offsets[2] == 6


async def test_who_was_asked_to_wait_for_minutes_waits() -> None:
    one = Listening(Unreachable("too many requests", 400), [(5, HELLO)], ())
    async with one.on():
        assert one.heard == [HELLO]
        assert (one.health.restarts, max(one.clock.slept)) == (0, 400)


async def test_beginning_anew_comes_ever_more_rarely() -> None:
    one = Listening(*[RuntimeError("x")] * 6, ())
    async with one.on():
        assert one.health.restarts == 6
        assert sum(one.clock.slept) >= 5 + 10 + 20 + 40 + 80


async def test_a_revoked_token_is_red_and_ends_after_ten_minutes(caplog: pytest.LogCaptureFixture) -> None:
    one = Listening([(5, HELLO)], *[TokenRefused() for _ in range(100)])
    assert await asyncio.wait_for(one.ears.watch(), 10)
    assert one.health.colour(one.clock.now()) == "red"
    assert one.clock.now() - (one.health.refused_since or NOW) >= timedelta(minutes=10)
    assert "refuses the bot token" in caplog.text
    assert len([record for record in caplog.records if "refuses" in record.message]) < 15, "once a minute is loud enough"


async def test_a_token_that_works_again_is_green_again() -> None:
    one = Listening(*[TokenRefused() for _ in range(8)], [(5, HELLO)], ())
    async with one.on() as task:
        assert not task.done()
        assert one.health.colour(one.clock.now()) == "green"
        assert one.heard == [HELLO]


async def test_a_conflict_is_said_loudly_once_a_minute(caplog: pytest.LogCaptureFixture) -> None:
    one = Listening(*[Conflicted("somebody else listens with this token") for _ in range(4)], ())
    async with one.on():
        pass
    assert len([record for record in caplog.records if record.levelname == "ERROR" and "Conflict" in record.message]) == 1


def test_a_clock_that_jumps_does_not_make_us_deaf() -> None:
    health = Health(NOW)
    health.polled(NOW)
    assert (health.deaf(NOW - timedelta(days=1)), health.deaf(NOW + timedelta(seconds=91))) == (False, True)
    assert health.colour(NOW + timedelta(seconds=91)) == "red"
    assert not health.lost(NOW + timedelta(days=1))


@pytest.fixture
def emulator() -> Iterator[Emulator]:
    with Emulator() as running:
        running.api.room(PERSON, title="Canary Person")
        yield running


async def test_an_update_that_nobody_can_read_is_skipped_and_not_logged(
    emulator: Emulator, caplog: pytest.LogCaptureFixture
) -> None:
    wire, people = Wire(TOKEN, TurnedClock(), emulator.base, read_timeout=5), People(emulator.api, "Canary Person")
    people.say(PERSON, "/start")
    emulator.api.push(my_chat_member={"from": "Canary Person", "chat": 7})
    emulator.api.push(a_new_kind_of_update={"from": "Canary Person"})
    people.say(PERSON, "/stop")
    came = await wire.updates(0)
    assert [getattr(event, "name", None) for _, event in came] == ["start", None, None, "stop"]
    emulator.trouble("getUpdates", "nonsense", "drop before")
    for _ in range(2):
        with pytest.raises(Unreachable):
            await wire.updates(0)
    assert "cannot be read" in caplog.text
    assert "Canary" not in caplog.text
    await wire.close()


class Rushing(TurnedClock):
    """Sleeps for a moment, so that real answers have time to come, and counts it as much."""

    async def sleep(self, seconds: float) -> None:
        self.turn(seconds)
        await asyncio.sleep(0.005)


async def test_the_wire_tells_its_troubles_apart_without_showing_the_token(emulator: Emulator) -> None:
    wire = Wire(TOKEN, TurnedClock(), emulator.base, read_timeout=5)
    troubles = [
        (RefusedError(401, "Unauthorized"), TokenRefused), (RefusedError(404, "Not Found"), TokenRefused),
        (RefusedError(409, "Conflict: terminated by other getUpdates request"), Conflicted),
        (RefusedError(409, "Conflict: can't use getUpdates method while webhook is active"), Conflicted),
        (RefusedError(429, "Too Many Requests: retry after 5", retry_after=5), Unreachable), (RefusedError(502, "Bad Gateway"), Unreachable),
        (RefusedError(400, "Bad Request"), Unreachable),
    ]  # fmt: skip
    for trouble, expected in troubles:
        emulator.trouble("getUpdates", trouble)
        with pytest.raises(expected) as caught:
            await wire.updates(0)
        assert caught.value.__context__ is None
        assert TOKEN.partition(":")[2] not in f"{caught.value!r}"
    emulator.api.webhook = "https://example.org/left/behind"
    await wire.greet()
    assert (wire.name, emulator.api.webhook) == ("readout_bot", "")
    await wire.renew()
    assert await wire.who() == "readout_bot"
    await wire.close()


async def test_all_of_it_runs_survives_refusals_and_stops(tmp_path: Path, emulator: Emulator) -> None:
    people, stop = People(emulator.api, "Canary Person"), asyncio.Event()
    emulator.trouble("getUpdates", RefusedError(401, "Unauthorized"), RefusedError(404, "Not Found"), "nonsense")
    with small_world(tmp_path, Network(), Telling()) as world:
        world.clock = Rushing()
        async with talking(world, tmp_path / "watchlists", TOKEN, emulator.base, zone="UTC", version="0", stop=stop) as running:
            people.say(PERSON, "/start", ADMIN)
            await asyncio.to_thread(emulator.wait_for, "sendMessage")
            await asyncio.to_thread(emulator.wait_for, "setMyCommands")
            signs = world.hearing(world.clock.now()) if world.hearing else {}
        chat = world.store.chat(f"telegram:{PERSON}")
        assert chat
        assert (chat.active, running.lost, stop.is_set(), world.buttons, world.hearing) == (True, False, False, None, None)
        assert signs == {"hearing": None}
        assert len(emulator.api.texts(PERSON)) == 1


async def test_a_lost_token_asks_for_the_end(tmp_path: Path, emulator: Emulator) -> None:
    stop = asyncio.Event()
    with small_world(tmp_path, Network(), Telling()) as world:
        world.clock = Rushing()
        async with talking(
            world, tmp_path / "watchlists", "123456789:revoked", emulator.base, zone="UTC", version="0", stop=stop
        ) as running:
            await asyncio.wait_for(stop.wait(), 30)
        assert running.lost
