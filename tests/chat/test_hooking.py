"""Does Telegram find us in when it comes itself, is nobody else let in, and do we notice when it stays away?"""

import asyncio
import json
import socket
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import aiohttp
import pytest

from bot.chat.asking import Ask, Event
from bot.chat.health import Health
from bot.chat.hearing import Conflicted, Ears, Unreachable
from bot.chat.hooking import Door, Hook
from bot.chat.running import talking
from bot.chat.wire import WANTED, Wire
from tests.botapi.parser import RefusedError
from tests.botapi.people import People
from tests.botapi.server import TOKEN, Emulator
from tests.chat.conftest import ADMIN, PERSON, TurnedClock
from tests.pipeline.make import NOW, Network, Telling, small_world

URL, SECRET = "https://bot.example.org/telegram", "canary-secret_that_nobody_else_knows"
HEADER = "X-Telegram-Bot-Api-Secret-Token"


class HeldClock(TurnedClock):
    """A minute never ends."""

    async def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        await asyncio.Event().wait()


async def until(true: Callable[[], bool]) -> None:
    """Let others go on until it is; the test's own time limit is the only one."""
    while not true():  # noqa: ASYNC110 - what is waited for rings no bell
        await asyncio.sleep(0)


def a_door() -> Door:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return Door(URL, SECRET, "127.0.0.1", probe.getsockname()[1])


def behind(door: Door) -> str:
    return f"http://{door.host}:{door.port}"


@pytest.fixture
def emulator() -> Iterator[Emulator]:
    with Emulator() as running:
        running.api.room(PERSON, title="Canary Person")
        yield running


@pytest.fixture(autouse=True)
def the_secret_is_not_logged(caplog: pytest.LogCaptureFixture) -> Iterator[None]:
    yield
    assert SECRET not in caplog.text
    assert URL not in caplog.text


class Hooked:
    """A hook that was greeted, and somebody who posts to it."""

    def __init__(self, hook: Hook, door: Door, wire: Wire, visitor: aiohttp.ClientSession) -> None:
        self.hook, self.door, self.wire, self.visitor = hook, door, wire, visitor

    async def post(self, body: bytes, secret: str = SECRET) -> int:
        async with self.visitor.post(f"{behind(self.door)}/telegram", data=body, headers={HEADER: secret}) as answer:
            return answer.status

    def brings(self, number: int, text: str = "/start") -> "asyncio.Task[int]":
        chat = {"id": PERSON, "type": "private", "first_name": "x"}
        update: dict[str, Any] = {"update_id": number, "message": {"message_id": 1, "date": 0, "chat": chat, "text": text}}
        return asyncio.create_task(self.post(json.dumps(update).encode()))


@asynccontextmanager
async def hooked(emulator: Emulator, clock: TurnedClock) -> AsyncIterator[Hooked]:
    wire, door = Wire(TOKEN, clock, emulator.base, read_timeout=5), a_door()
    hook = Hook(wire, door, clock)
    async with aiohttp.ClientSession() as visitor:
        await hook.greet()
        assert await hook.updates(0) == (), "Telegram has answered: that is a beginning"
        yield Hooked(hook, door, wire, visitor)
        await hook.close()
        await wire.close()


def names(came: Any) -> list[tuple[int, str]]:
    return [(number, getattr(event, "name", "")) for number, event in came]


async def test_the_webhook_is_set_with_what_polling_asks_for(emulator: Emulator) -> None:
    async with hooked(emulator, HeldClock()):
        (call,) = emulator.calls("setWebhook")
        assert (call["url"], call["secret_token"], json.loads(call["allowed_updates"])) == (URL, SECRET, list(WANTED))
        assert call.get("drop_pending_updates", "false").lower() == "false"


async def test_a_post_is_answered_once_it_was_handled(emulator: Emulator) -> None:
    async with hooked(emulator, HeldClock()) as one:
        first, second = one.brings(5), one.brings(5)
        assert names(await one.hook.updates(0)) == [(5, "start")]
        assert not first.done()
        further = one.brings(4, "/stop")
        assert names(await one.hook.updates(6)) == [(4, "stop")], "a lower number that came later is no repetition"
        assert (await first, await second, await one.brings(5)) == (200, 200, 200), "twice is once"
        asking = asyncio.create_task(one.hook.updates(6))
        assert await further == 200
        asking.cancel()


async def test_who_does_not_know_the_secret_is_not_read(emulator: Emulator, monkeypatch: pytest.MonkeyPatch) -> None:
    async with hooked(emulator, HeldClock()) as one:
        monkeypatch.setattr(Wire, "read", lambda *_: pytest.fail("it was read"))
        for secret in ("", SECRET[:-1], SECRET.upper(), "é"):
            assert await one.post(b'{"update_id": 1}', secret) == 403
        async with one.visitor.post(behind(one.door), data=b"{}") as answer:
            assert answer.status == 403
        async with one.visitor.get(behind(one.door)) as answer:
            assert answer.status == 405


@pytest.mark.parametrize(
    ("body", "status"),
    [(b"{", 400), (b"\xff", 400), (b"[]", 400), (b'{"update_id": "1"}', 400), (b"[" * 100_000, 400), (b" " * 1_000_001, 413)],
    ids=["cut", "bytes", "list", "words", "deep", "big"],
)
async def test_what_is_no_update_is_refused(emulator: Emulator, body: bytes, status: int) -> None:
    async with hooked(emulator, HeldClock()) as one:
        assert await one.post(body) == status


async def test_an_update_that_nobody_can_read_is_skipped_and_not_logged(
    emulator: Emulator, caplog: pytest.LogCaptureFixture
) -> None:
    async with hooked(emulator, HeldClock()) as one:
        posted = asyncio.create_task(one.post(b'{"update_id": 7, "my_chat_member": {"from": "Canary Person", "chat": 7}}'))
        assert await one.hook.updates(0) == ((7, None),)
        asking = asyncio.create_task(one.hook.updates(8))
        assert await posted == 200
        asking.cancel()
    assert "cannot be read" in caplog.text


async def test_what_breaks_off_comes_again_but_not_for_ever(emulator: Emulator, caplog: pytest.LogCaptureFixture) -> None:
    async with hooked(emulator, HeldClock()) as one:
        for expected in (500, 500, 200):
            posted = one.brings(5)
            assert names(await one.hook.updates(0)) == [(5, "start")]
            await one.hook.greet()  # as the ears do when they begin anew
            assert await posted == expected
    assert "broke off 3 times" in caplog.text


async def test_what_waits_at_the_end_is_for_the_next_start(emulator: Emulator) -> None:
    async with hooked(emulator, HeldClock()) as one:
        taken, waiting = one.brings(5), one.brings(6)
        await one.hook.updates(0)
        await until(lambda: bool(one.hook._came))
        await one.hook.close()
        assert (await taken, await waiting) == (500, 500)


async def test_after_a_silent_minute_telegram_is_asked(emulator: Emulator) -> None:
    clock = TurnedClock()
    async with hooked(emulator, clock) as one:
        assert await one.hook.updates(0) == ()
        emulator.api.failed_at = int(clock.now().timestamp()) - 1
        assert await one.hook.updates(0) == (), "that was before the last good sign"
        emulator.api.failed_at = int(clock.now().timestamp()) + 1
        with pytest.raises(Unreachable, match="its posts fail"):
            await one.hook.updates(0)
        emulator.api.failed_at = None
        People(emulator.api).say(PERSON, "/start")
        with pytest.raises(Unreachable, match="do not arrive"):
            await one.hook.updates(0)
        delivery = asyncio.create_task(asyncio.to_thread(emulator.deliver, behind(one.door)))
        await until(lambda: bool(one.hook._came))
        assert [name for _, name in names(await one.hook.updates(0))] == ["start"]
        assert await one.hook.updates(0) == ()
        assert await delivery == [200]
        emulator.api.webhook = "https://another.example/"
        with pytest.raises(Conflicted, match="taken away"):
            await one.hook.updates(0)
        assert set(clock.slept) == {60}


async def test_posts_that_do_not_arrive_make_health_red_until_they_do(emulator: Emulator) -> None:
    clock, health, heard = TurnedClock(), Health(NOW), asyncio.Event()

    async def take(event: Event) -> None:
        assert isinstance(event, Ask)
        heard.set()

    async with hooked(emulator, clock) as one:
        listening = asyncio.create_task(Ears(one.hook, take, health, clock).listen())
        await until(lambda: health.last_poll is not None)
        assert health.colour(clock.now()) == "green"
        People(emulator.api).say(PERSON, "/start")
        await until(lambda: health.colour(clock.now()) == "red")
        assert "do not arrive" in health.trouble
        assert await asyncio.to_thread(emulator.deliver, behind(one.door)) == [200]
        await heard.wait()
        await until(lambda: (health.colour(clock.now()), health.trouble) == ("green", ""))
        listening.cancel()


async def test_a_webhook_that_cannot_be_set_is_tried_again(emulator: Emulator) -> None:
    emulator.trouble("setWebhook", "nonsense", "drop before", RefusedError(400, "Bad Request: bad webhook: Failed to resolve host"))
    clock, health = TurnedClock(), Health(NOW)
    wire, door = Wire(TOKEN, clock, emulator.base, read_timeout=5), a_door()
    hook = Hook(wire, door, clock)

    async def take(_: Event) -> None:
        pass

    listening = asyncio.create_task(Ears(hook, take, health, clock).listen())
    await until(lambda: health.last_poll is not None)
    assert (clock.slept[:3], emulator.api.webhook, len(emulator.calls("setWebhook"))) == ([1, 2, 4], URL, 4)
    listening.cancel()
    await hook.close()
    await wire.close()


async def test_a_webhook_that_was_taken_away_is_set_again(emulator: Emulator, caplog: pytest.LogCaptureFixture) -> None:
    clock, health = TurnedClock(), Health(NOW)

    async def take(_: Event) -> None:
        pass

    async with hooked(emulator, clock) as one:
        emulator.api.webhook = ""  # as somebody's polling does
        listening = asyncio.create_task(Ears(one.hook, take, health, clock).listen())
        await until(lambda: len(emulator.calls("setWebhook")) >= 2 and health.last_poll is not None)
        emulator.api.webhook = "https://another.example/"
        await until(lambda: len(emulator.calls("setWebhook")) >= 3)
        await until(lambda: not health.conflict)
        assert emulator.api.webhook == URL
        assert "Conflict: the webhook was taken away" in caplog.text
        listening.cancel()


async def test_a_port_that_is_taken_is_said(emulator: Emulator) -> None:
    async with hooked(emulator, HeldClock()) as one:
        late = Hook(one.wire, one.door, HeldClock())
        with pytest.raises(Unreachable, match="cannot listen at TELEGRAM_WEBHOOK_LISTEN"):
            await late.greet()
        await late.close()


async def test_all_of_it_runs_behind_a_door(tmp_path: Path, emulator: Emulator) -> None:
    people, stop, door = People(emulator.api, "Canary Person"), asyncio.Event(), a_door()
    with small_world(tmp_path, Network(), Telling()) as world:
        world.clock = HeldClock()
        async with talking(
            world, tmp_path / "watchlists", TOKEN, emulator.base, zone="UTC", version="0", stop=stop, door=door
        ) as running:
            await asyncio.to_thread(emulator.wait_for, "setWebhook")
            people.say(PERSON, "/start", ADMIN)
            assert await asyncio.to_thread(emulator.deliver, behind(door)) == [200]
            await asyncio.to_thread(emulator.wait_for, "sendMessage")
            assert (emulator.calls("getUpdates"), emulator.api.updates) == ([], [])
        chat = world.store.chat(f"telegram:{PERSON}")
        assert chat
        assert (chat.active, running.lost, emulator.api.webhook) == (True, False, URL), "what comes meanwhile waits at Telegram"


def test_a_door_does_not_show_its_secret() -> None:
    assert SECRET not in repr(a_door())
