"""The buttons under an alert: what they do, who may press them, and what becomes of old and borrowed ones."""

from datetime import timedelta
from pathlib import Path

import pytest

from bot.chat.alerting import Alerting
from bot.chat.desk import Desk
from bot.chat.health import Health
from bot.errors import StoreError
from bot.pipeline import check_due, deliver_due
from bot.store import SqlStore
from tests.botapi.parser import RefusedError
from tests.chat.conftest import ADMIN, CHANNEL, GROUP, PERSON, READER, Hall
from tests.pipeline.make import DENIAL, feeds, later, rss


async def told(hall: Hall, room: int = PERSON) -> None:
    """The room is told one alert."""
    if room == CHANNEL:
        hall.people.post(CHANNEL, "/start")
        await hall.turn()
    else:
        await hall.says(room, "/start")
    if room != PERSON:
        await hall.says(PERSON, "/start")
    await hall.news()


async def test_an_alert_has_buttons_whose_data_tell_nothing(hall: Hall) -> None:
    await told(hall)
    (alert,) = (one for one in hall.store.alerts() if one.change == "new")
    keyboard = (hall.last(PERSON).markup or {})["inline_keyboard"]
    assert [[button["text"] for button in row] for row in keyboard] == [["Why", "Timeline"], ["Mute 24 h", "👍", "👎"]]
    for data in (button["callback_data"] for row in keyboard for button in row):
        assert len(data.encode()) <= 64
        assert alert.id not in data
        assert str(PERSON) not in data


async def test_why_and_timeline_answer_the_alert(hall: Hall) -> None:
    await told(hall)
    alert = hall.last(PERSON)
    assert await hall.presses(alert, "Why") == ""
    assert "Because it was told" in hall.texts(PERSON)[-1]
    assert hall.last(PERSON).reply_to == alert.id
    await hall.presses(alert, "Timeline")
    assert (hall.last(PERSON).file or ("",))[0] == "affair.png"


async def test_mute_is_for_administrators(hall: Hall) -> None:
    await told(hall, GROUP)
    alert = hall.last(GROUP)
    assert await hall.presses(alert, "Mute", READER) == "Only administrators can do that here."
    assert hall.chat(GROUP).wants.muted == ()
    for _ in range(2):
        assert "muted until" in await hall.presses(alert, "Mute", ADMIN)
    assert hall.chat(GROUP).wants.muted == (("affair", hall.clock.now() + timedelta(hours=24)),)


async def test_every_reader_has_one_say_and_stays_unknown(hall: Hall) -> None:
    await told(hall, GROUP)
    alert = hall.last(GROUP)
    (name,) = (one.id for one in hall.store.alerts() if one.change == "new")
    assert await hall.presses(alert, "👍", READER) == "Noted: useful. Thank you."
    assert await hall.presses(alert, "👍", READER) == "Noted: useful. Thank you."
    assert await hall.presses(alert, "👎", 1234567) == "Noted: noise. Thank you."
    assert hall.store.feedback() == {name: (1, 1)}
    assert await hall.presses(alert, "👎", READER) == "Noted: noise. Thank you."
    assert hall.store.feedback() == {name: (0, 2)}
    assert isinstance(hall.store, SqlStore)
    with hall.store._reading() as connection:
        readers = list(connection.exec_driver_sql("SELECT reader FROM feedback").scalars())
    assert not any("1234567" in reader or reader == str(READER) for reader in readers)
    assert len(set(readers)) == 2


async def test_another_chats_button_is_no_button_here(hall: Hall) -> None:
    await told(hall, GROUP)
    hall.emulator.api.room(43)
    await hall.says(43, "/start", 43)
    mine = (hall.last(PERSON).markup or {})["inline_keyboard"][1][0]["callback_data"]
    for data in (
        mine,
        "nonsense",
        "nonsense:why",
        f"{mine.partition(':')[0]}:nonsense",
        f"{mine.partition(':')[0]}",
        "x" * 64,
        ":",
        "🦊",
    ):
        hall.people.press_data(hall.last(43), data, 43)
        await hall.turn()
        assert "too old" in hall.noticed[0]
    hall.people.press_data(hall.last(PERSON), f"{mine.partition(':')[0]}:broadcast", PERSON)
    await hall.turn()
    assert "too old" in hall.noticed[0]


async def test_in_a_channel_readers_have_their_say_and_only_administrators_make_it_speak(hall: Hall) -> None:
    await told(hall, CHANNEL)
    alert, before = hall.last(CHANNEL), len(hall.texts(CHANNEL))
    for button in ("Why", "Timeline"):
        assert await hall.presses(alert, button, READER) == "Only administrators can do that here."
    assert "useful" in await hall.presses(alert, "👍", READER)
    assert len(hall.texts(CHANNEL)) == before
    await hall.presses(alert, "Why", ADMIN)
    assert len(hall.texts(CHANNEL)) == before + 1


async def test_a_press_that_telegram_has_forgotten_is_no_trouble(hall: Hall) -> None:
    await told(hall)
    hall.emulator.trouble("answerCallbackQuery", RefusedError(400, "Bad Request: query is too old and response timeout expired"))
    hall.people.press(hall.last(PERSON), "👍")
    await hall.turn()
    assert list(hall.store.feedback().values()) == [(1, 0)]


async def test_too_many_presses_are_met_with_patience(hall: Hall) -> None:
    await told(hall)
    alert = hall.last(PERSON)
    for _ in range(25):
        hall.people.press(alert, "👍")
    await hall.turn()
    assert "again in a minute" in hall.noticed[0]


async def test_readers_who_press_do_not_keep_administrators_from_speaking(hall: Hall) -> None:
    await told(hall, GROUP)
    alert = hall.last(GROUP)
    for number in range(40):
        hall.people.press(alert, "👍", 100 + number)
    await hall.turn()
    assert len(hall.emulator.api.notices) == 40
    assert next(iter(hall.store.feedback().values())) == (40, 0)
    for number in range(25):
        hall.people.press(alert, "Why", 100 + number)
    await hall.turn()
    assert len(hall.texts(GROUP)) < 25, "what is said to all counts for all"
    hall.clock.turn(61)
    assert "high" in await hall.asks(GROUP, "/severity high", ADMIN)


async def another_outlet_joins(hall: Hall) -> None:
    """The alert's message is edited."""
    hall.clock.turn(120)
    hall.network.pages.update(feeds(mfa=rss(("d2", *DENIAL[1:]), at=later(10)), wire=rss(DENIAL, at=later(10))))
    await check_due(hall.world, every=True)
    hall.clock.turn(120)
    await deliver_due(hall.world)


async def test_an_edit_keeps_the_buttons(hall: Hall) -> None:
    await told(hall)
    alert = hall.last(PERSON)
    before = alert.markup
    await another_outlet_joins(hall)
    assert (alert.edits, alert.markup) == (1, before)
    assert "useful" in await hall.presses(alert, "👍")


@pytest.mark.parametrize("had", [True, False])
async def test_an_edit_by_a_process_without_the_talk_leaves_the_buttons_that_there_are(hall: Hall, *, had: bool) -> None:
    without = Alerting(Desk(hall.world, Path(), Health(hall.clock.now()))).kept
    if not had:
        hall.world.buttons = without
    await told(hall)
    alert = hall.last(PERSON)
    before, hall.world.buttons = alert.markup, without
    await another_outlet_joins(hall)
    assert (alert.edits, alert.markup, bool(before)) == (1, before, had)


async def test_without_a_memory_for_buttons_an_alert_goes_without(hall: Hall, monkeypatch: pytest.MonkeyPatch) -> None:

    def refuse(_: object) -> None:
        raise StoreError("the disk is full")

    monkeypatch.setattr(hall.store, "keep_choices", refuse)
    await told(hall)
    assert (len(hall.texts(PERSON)), hall.last(PERSON).markup) == (2, None)


async def test_other_channels_have_no_buttons(hall: Hall) -> None:
    await told(hall)
    telling = hall.world.channels["test"]
    assert [message.buttons for message in telling.sent] == [()] * len(telling.sent)  # type: ignore[attr-defined]
