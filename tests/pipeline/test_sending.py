"""What becomes of an alert for each of Telegram's answers? From the outbox over the library to the emulator and back."""

import asyncio
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import select

from bot.channels.telegram import TelegramChannel
from bot.clock import SystemClock
from bot.delivering import message_of
from bot.match import compile_index
from bot.model.alert import Alert, Chat, Delivery, Message
from bot.model.watchlist import Watchlist
from bot.pipeline import check_deadlines
from bot.ports import Outcome
from bot.sending import Sends
from bot.store import SqlStore, open_store
from bot.store.tables import delivery
from bot.world import World
from tests.botapi.parser import RefusedError
from tests.botapi.rooms import CLOSED, GONE
from tests.botapi.server import TOKEN, Emulator
from tests.store.make import MIGRATIONS, NOW, a_source, an_alert

READERS, OTHERS = -1001, 42
HOUR = timedelta(hours=1)


@dataclass(slots=True)
class Waiting(SystemClock):
    """A clock that moves on when it is asked to wait."""

    at: datetime = NOW

    def now(self) -> datetime:
        return self.at

    def monotonic(self) -> float:
        return (self.at - NOW).total_seconds()

    async def sleep(self, seconds: float) -> None:
        await asyncio.sleep(0)
        self.at += timedelta(seconds=seconds)


@pytest.fixture
def emulator() -> Iterator[Emulator]:
    with Emulator() as running:
        running.api.room(READERS, type="supergroup", title="Readers")
        running.api.room(OTHERS)
        yield running


@pytest.fixture
async def world(emulator: Emulator) -> AsyncIterator[World]:
    """Two chats, of which the readers' is asked first."""
    channel, store = TelegramChannel(TOKEN, emulator.base, read_timeout=5), open_store("sqlite://", MIGRATIONS)
    store.follow([a_source()], NOW)
    store.subscribe([Chat(f"telegram:{READERS}"), Chat(f"telegram:{OTHERS}")])
    nothing: Any = None
    yield World(compile_index(Watchlist({}, {}, {}, {}, {}, "")), store, nothing, {"telegram": channel}, Waiting())
    await channel.close()
    store.close()


def decide(world: World, *alerts: Alert) -> None:
    with world.store.deadlines(world.clock.now()) as transaction:
        transaction.record(Outcome(alerts=alerts))


async def send(world: World, later: timedelta = timedelta(0)) -> int:
    assert isinstance(world.clock, Waiting)
    world.clock.at += later
    return await Sends(world).all_due()


def states(world: World, chat: int = READERS) -> list[tuple[str, str]]:
    assert isinstance(world.store, SqlStore)
    with world.store._reading() as connection:
        rows = connection.execute(select(delivery).where(delivery.c.chat == f"telegram:{chat}").order_by(delivery.c.id))
        return [(row.alert.removeprefix("alert-"), row.state) for row in rows]


def shown(emulator: Emulator, room: int = READERS) -> list[str]:
    return [next(word for word in text.split() if word.startswith("No")) for text in emulator.api.texts(room)]


def alert(number: int, **changes: Any) -> Alert:
    return an_alert(str(number), **({"title": f"No{number}", "story": f"mfa/{number}", "url": ""} | changes))


@pytest.mark.parametrize("gone", GONE, ids=str)
async def test_a_chat_that_shuts_us_out_is_left_alone_until_it_lets_us_in_and_has_lost_nothing(
    world: World, emulator: Emulator, gone: RefusedError
) -> None:
    emulator.api.rooms[READERS].refuses = gone
    decide(world, alert(1), alert(2))
    await send(world)
    known = world.store.chat(f"telegram:{READERS}")
    assert known is not None
    assert not known.active
    decide(world, alert(3))
    await send(world, HOUR)
    assert len([call for call in emulator.calls("sendMessage") if call["chat_id"] == str(READERS)]) == 1
    assert shown(emulator, OTHERS) == ["No1", "No2", "No3"]
    emulator.api.rooms[READERS].refuses = None
    world.store.save_chat(replace(known, active=True))
    await send(world, HOUR)
    assert shown(emulator) == ["No1", "No2", "No3"]


@pytest.mark.parametrize("closed", CLOSED, ids=str)
async def test_a_chat_in_which_we_may_not_write_is_asked_again_in_an_hour(
    world: World, emulator: Emulator, closed: RefusedError
) -> None:
    emulator.api.rooms[READERS].refuses = closed
    decide(world, alert(1))
    await send(world)
    emulator.api.rooms[READERS].refuses = None
    await send(world, HOUR / 2)
    assert shown(emulator) == []
    await send(world, HOUR / 2)
    assert shown(emulator) == ["No1"]


@pytest.mark.parametrize("refusal", [RefusedError(401, "Unauthorized"), RefusedError(404, "Not Found")], ids=str)
async def test_a_refused_token_stops_all_sending_and_is_said(world: World, emulator: Emulator, refusal: RefusedError) -> None:
    emulator.trouble("sendMessage", refusal, refusal)
    decide(world, alert(1))
    await send(world)
    assert "refuses the bot token" in world.store.refusals(world.clock.now())["telegram"]
    before = len(emulator.calls("sendMessage"))
    decide(world, alert(2))
    await send(world, HOUR / 2)
    assert len(emulator.calls("sendMessage")) == before <= 2
    await send(world, HOUR)
    assert shown(emulator) == shown(emulator, OTHERS) == ["No1", "No2"]
    assert world.store.refusals(world.clock.now()) == {}


async def test_a_flooded_chat_waits_to_the_second_and_the_others_do_not(world: World, emulator: Emulator) -> None:
    flood = RefusedError(429, "Too Many Requests: retry after 41", retry_after=41)
    decide(world, alert(1))
    emulator.api.rooms[READERS].refuses = flood
    await send(world)
    emulator.api.rooms[READERS].refuses = None
    decide(world, alert(2))
    await send(world, timedelta(seconds=30))
    assert (shown(emulator), shown(emulator, OTHERS)) == ([], ["No1", "No2"])
    await send(world, timedelta(seconds=11))
    assert shown(emulator) == ["No1", "No2"]


async def test_a_group_that_was_upgraded_is_written_to_where_it_is(world: World, emulator: Emulator) -> None:
    emulator.api.rooms[READERS].moved_to = -1009
    emulator.api.room(-1009, type="supergroup")
    decide(world, alert(1), alert(2))
    await send(world)
    assert (states(world), shown(emulator, -1009)) == ([], ["No1", "No2"])


@pytest.mark.parametrize("text", ["message to edit not found", "message can't be edited"])
async def test_an_edit_of_what_is_gone_is_dropped_without_noise(
    world: World, emulator: Emulator, text: str, caplog: pytest.LogCaptureFixture
) -> None:
    decide(world, alert(1))
    await send(world)
    from bot.model.story import Take  # noqa: PLC0415 - used once

    emulator.trouble("editMessageText", *[RefusedError(400, f"Bad Request: {text}")] * 2)
    with world.store.deadlines(world.clock.now()) as transaction:
        transaction.record(Outcome(takes=[("alert-1", Take("jp/x", "JP", "NHK", "x", "https://nhk.example/1", NOW))]))
    await send(world, timedelta(minutes=2))
    assert states(world) == [("1", "sent"), ("1", "dead")]
    assert not [record for record in caplog.records if record.levelname == "ERROR"]
    decide(world, alert(2))
    await send(world, timedelta(minutes=2))
    assert shown(emulator)[-1] == "No2"


async def test_an_edit_that_changes_nothing_is_done(world: World, emulator: Emulator) -> None:
    decide(world, alert(1))
    await send(world)
    from bot.model.story import Take  # noqa: PLC0415 - used once

    said = "Bad Request: message is not modified: specified new message content and reply markup are exactly the same"
    emulator.trouble("editMessageText", *[RefusedError(400, said)] * 2)
    with world.store.deadlines(world.clock.now()) as transaction:
        transaction.record(Outcome(takes=[("alert-1", Take("jp/x", "JP", "NHK", "x", "https://nhk.example/1", NOW))]))
    await send(world, timedelta(minutes=2))
    assert states(world) == [("1", "sent"), ("1", "sent")]


async def test_an_answer_that_is_always_lost_ends_as_may_have_arrived(world: World, emulator: Emulator) -> None:
    emulator.api.rooms[READERS].refuses = RefusedError(502, "Bad Gateway")
    decide(world, alert(1))
    for _ in range(6):
        await send(world, HOUR)
    assert states(world) == [("1", "dead")]
    assert len([call for call in emulator.calls("sendMessage") if call["chat_id"] == str(READERS)]) == 3


async def test_the_operators_hear_once_of_what_was_given_up_and_never_of_a_notice_that_was(
    world: World, emulator: Emulator
) -> None:
    operators = emulator.api.room(77)
    world.store.subscribe([Chat("telegram:77", operators=True)])
    for room in (READERS, OTHERS):
        emulator.api.rooms[room].refuses = RefusedError(400, "Bad Request: wrong something")
    decide(world, alert(1))
    for _ in range(2):
        await send(world, HOUR)
    told = emulator.api.texts(77)
    assert len(told) == 1
    assert "An alert was given up" in told[0]
    assert all(words in told[0] for words in ("No1", "Wrong something", "readout explain alert-1"))
    assert str(READERS) not in told[0]
    operators.refuses = RefusedError(400, "Bad Request: wrong something")
    decide(world, alert(2))
    for _ in range(3):
        await send(world, HOUR)
    assert [state for _, state in states(world, 77)] == ["sent", "dead"]


async def test_a_chat_that_does_not_answer_holds_up_no_other(world: World, emulator: Emulator) -> None:
    emulator.trouble("sendMessage", "hang")
    decide(world, alert(1), alert(2))
    sending = asyncio.create_task(send(world))
    for _ in range(400):
        if len(shown(emulator, OTHERS)) == 2 or len(shown(emulator)) == 2:
            break
        await asyncio.sleep(0.01)
    assert "No2" in shown(emulator, OTHERS) + shown(emulator), "while the other chat's first is still under way"
    assert not sending.done()
    emulator.closing.set()
    await sending


async def test_asked_to_stop_it_finishes_what_is_under_way_and_begins_nothing_more(world: World, emulator: Emulator) -> None:
    decide(world, *(alert(n) for n in range(1, 6)))
    sends = Sends(world)
    sends.stop()
    assert await sends.all_due() == 0
    assert emulator.calls("sendMessage") == []


async def test_what_becomes_due_while_it_is_asked_what_will_be_is_sent_too(
    world: World, emulator: Emulator, monkeypatch: pytest.MonkeyPatch
) -> None:
    decide(world, alert(1), alert(2), alert(3))
    soon = Sends._soon

    async def slowly(sends: Sends) -> float | None:
        answer = await soon(sends)
        while sends._running:
            await asyncio.wait(sends._running)
        return answer

    monkeypatch.setattr(Sends, "_soon", slowly)
    await Sends(world).all_due()
    assert shown(emulator) == ["No1", "No2", "No3"]


async def test_several_that_were_held_arrive_as_one_message(world: World, emulator: Emulator) -> None:
    from datetime import time  # noqa: PLC0415 - used once

    from bot.model.subscriber import Preferences  # noqa: PLC0415

    digest = Preferences(digest=(time(15),))
    world.store.save_chat(Chat(f"telegram:{READERS}", wants=digest))
    decide(world, *(alert(n, url=f"https://mfa.example/{n}") for n in range(1, 120)))
    await send(world)
    assert shown(emulator) == []
    await send(world, HOUR)
    (text,) = emulator.api.texts(READERS)
    assert text.startswith("119 alerts")
    assert text.index("No1 ") < text.index("No2 ") < text.index("No9 ")
    assert "more" in text.splitlines()[-1]
    assert {state for _, state in states(world)} == {"sent"}


@pytest.fixture
def misformatted(monkeypatch: pytest.MonkeyPatch) -> None:
    """A bug of ours: no message is HTML that Telegram takes, each for the same reason at another place."""

    def worded(delivery: Delivery, *rest: Any) -> Message:
        message = message_of(delivery, *rest)
        return replace(message, html=f"{message.alert.title}<p>{message.html}</p>")

    monkeypatch.setattr("bot.delivering.message_of", worded)


def operators(world: World, emulator: Emulator) -> int:
    emulator.api.room(77)
    world.store.subscribe([Chat("telegram:77", operators=True)])
    return 77


async def minutely(world: World, later: timedelta = timedelta(0)) -> None:
    await send(world, later)
    await check_deadlines(world)
    await send(world)


@pytest.mark.usefixtures("misformatted")
async def test_operators_hear_once_a_day_of_messages_that_had_to_go_out_plain(world: World, emulator: Emulator) -> None:
    room = operators(world, emulator)
    decide(world, alert(1))
    await minutely(world)
    assert shown(emulator) == shown(emulator, OTHERS) == ["No1"], "they are told all the same"
    (told,) = emulator.api.texts(room)
    for words in ("does not take these messages", "parse entities", "No1 (readout explain alert-1)", "report it with these lines"):
        assert words in told
    assert str(READERS) not in told
    for number, later in ((22, HOUR), (333, 22 * HOUR), (4444, 2 * HOUR)):
        decide(world, alert(number))
        await minutely(world, later)
    assert ["No4444" in text for text in emulator.api.texts(room)] == [False, True], "and again after a day"


@pytest.mark.usefixtures("misformatted")
async def test_several_kinds_are_one_notice_and_a_notice_is_none(world: World, emulator: Emulator) -> None:
    room = operators(world, emulator)
    decide(world, alert(1, kind="denial"), alert(2, kind="report"))
    for _ in range(3):
        await minutely(world, HOUR)
    (told,) = emulator.api.texts(room)
    assert ("denial, new: " in told, "report, new: " in told) == (True, True)


@pytest.mark.usefixtures("misformatted")
async def test_what_had_to_go_out_plain_is_told_by_whoever_starts_next(world: World, emulator: Emulator) -> None:
    room = operators(world, emulator)
    decide(world, alert(1))
    await send(world)
    again = World(world.index, world.store, world.fetcher, world.channels, Waiting(NOW + HOUR))
    await minutely(again)
    assert len(emulator.api.texts(room)) == 1


@pytest.mark.parametrize(
    ("refusal", "told"),
    [
        (RefusedError(400, "Bad Request: not enough rights to send text messages to the chat"), True),
        (RefusedError(400, "Bad Request: chat not found"), True),
        (RefusedError(403, "Forbidden: bot was blocked by the user"), False),
    ],
    ids=str,
)
async def test_operators_hear_once_of_a_chat_that_somebody_has_to_see_to(
    world: World, emulator: Emulator, refusal: RefusedError, *, told: bool
) -> None:
    room = operators(world, emulator)
    emulator.api.rooms[READERS].refuses = refusal
    decide(world, alert(1), alert(2))
    for _ in range(3):
        await send(world, HOUR)
    notices = emulator.api.texts(room)
    assert ["A chat lets nobody tell it anything" in text for text in notices] == [True] * told
    assert not any(str(READERS) in text for text in notices)
