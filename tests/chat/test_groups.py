"""Groups, channels and topics: who may change what, what is ignored, and which chat is meant."""

import pytest

from bot.model.subscriber import Preferences
from tests.botapi.parser import RefusedError
from tests.chat.conftest import ADMIN, CHANNEL, FORUM, GROUP, PERSON, READER, Hall

SETTINGS = [
    "/start", "/stop", "/follow denials", "/unfollow denials", "/kinds denial", "/severity high", "/language ja", "/timezone Asia/Tokyo",
    "/quiet 22:00-07:00", "/digest daily", "/mute 24h", "/export", "/forget",
]  # fmt: skip


@pytest.mark.parametrize("command", SETTINGS)
async def test_readers_of_a_group_change_nothing(hall: Hall, command: str) -> None:
    await hall.says(GROUP, "/start", ADMIN)
    before = hall.chat(GROUP)
    assert await hall.asks(GROUP, command, READER) == "Only administrators can do that here."
    assert await hall.asks(GROUP, command, 999) == "Only administrators can do that here.", "no member at all"
    assert hall.chat(GROUP) == before
    assert hall.last(GROUP).file is None


@pytest.mark.parametrize(
    "command", ["/brief", "/timeline", "/search strait", "/why 2ff1012a", "/whynot https://x.example/1", "/status", "/help"]
)
async def test_readers_of_a_group_may_ask(hall: Hall, command: str) -> None:
    assert "administrators can do" not in await hall.asks(GROUP, command, READER)
    assert hall.last(GROUP).reply_to, "so that everybody sees whose question it was"


async def test_administrators_creators_and_anonymous_administrators_may(hall: Hall) -> None:
    hall.emulator.api.rooms[GROUP].members[9] = "creator"
    await hall.asks(GROUP, "/severity high", ADMIN)
    assert hall.chat(GROUP).wants.severity == "high"
    await hall.asks(GROUP, "/severity low", 9)
    assert hall.chat(GROUP).wants.severity == "low"
    hall.people.say_anonymously(GROUP, "/severity critical")
    await hall.turn()
    assert hall.chat(GROUP).wants.severity == "critical"
    hall.people.say_anonymously(GROUP, "/severity low", as_room=CHANNEL)
    await hall.turn()
    assert hall.chat(GROUP).wants.severity == "critical", "somebody who speaks as a channel of his is nobody"


async def test_an_administrator_is_asked_about_once_a_minute(hall: Hall) -> None:
    for _ in range(3):
        await hall.asks(GROUP, "/severity high", ADMIN)
    assert len(hall.emulator.calls("getChatMember")) == 1
    hall.emulator.api.rooms[GROUP].members[ADMIN] = "member"
    hall.clock.turn(61)
    assert "Only administrators" in await hall.asks(GROUP, "/severity low", ADMIN)


async def test_nobody_is_an_administrator_while_telegram_cannot_say(hall: Hall) -> None:
    hall.emulator.trouble("getChatMember", RefusedError(502, "Bad Gateway"))
    assert "Try again in a minute" in await hall.asks(GROUP, "/severity high", ADMIN)
    assert hall.store.chat(f"telegram:{GROUP}") is None
    await hall.asks(GROUP, "/severity high", ADMIN)
    assert hall.chat(GROUP).wants.severity == "high"


async def test_what_is_not_for_us_is_ignored(hall: Hall) -> None:
    hall.people.say(GROUP, "/nonsense", ADMIN)
    hall.people.say(GROUP, "/start@another_bot", ADMIN)
    hall.people.say(GROUP, "about /start", ADMIN)
    hall.people.say(GROUP, "/ops", ADMIN)
    hall.people.forward(GROUP, "/start")
    hall.people.edit(GROUP, "/start")
    hall.people.forward(PERSON, "/start")
    hall.people.edit(PERSON, "/start")
    hall.people.say(GROUP, "/start", via_bot={"id": 5, "is_bot": True, "first_name": "x"})
    await hall.turn()
    assert hall.emulator.api.sent == {}
    assert (hall.store.chat(f"telegram:{GROUP}"), hall.store.chat(f"telegram:{PERSON}")) == (None, None)
    await hall.says(GROUP, "/start@Readout_Bot", ADMIN)
    assert hall.chat(GROUP).active


async def test_a_topic_is_a_chat_of_its_own(hall: Hall) -> None:
    await hall.asks(FORUM, "/start", ADMIN)
    assert "This topic is a chat of its own" in await hall.asks(FORUM, "/start", ADMIN, topic=45)
    await hall.asks(FORUM, "/severity high", ADMIN, topic=45)
    assert (hall.chat(FORUM).wants, hall.chat(FORUM, 45).wants.severity) == (Preferences(), "high")
    assert hall.last(FORUM).topic == 45
    assert "as a reply to an alert" in await hall.asks(FORUM, "/why", ADMIN, topic=45)
    assert "Only administrators" in await hall.asks(FORUM, "/severity low", READER, topic=45)


async def test_an_answer_in_a_topic_that_was_deleted_stands_in_general(hall: Hall) -> None:
    hall.emulator.api.rooms[FORUM].topics[45] = "deleted"
    assert len(await hall.says(FORUM, "/status", ADMIN, topic=45)) == 1
    assert hall.last(FORUM).topic is None


async def test_a_button_of_a_topic_changes_that_topic(hall: Hall) -> None:
    await hall.says(FORUM, "/start", ADMIN, topic=45)
    await hall.says(FORUM, "/severity", ADMIN, topic=45)
    await hall.presses(hall.last(FORUM), "critical", ADMIN)
    assert hall.chat(FORUM, 45).wants.severity == "critical"
    assert hall.store.chat(f"telegram:{FORUM}") is None


async def test_a_channel_is_set_by_posts_in_it(hall: Hall) -> None:
    hall.people.post(CHANNEL, "/start")
    hall.people.post(CHANNEL, "/severity high")
    hall.people.post(CHANNEL, "Good morning, readers")
    await hall.turn()
    assert (hall.chat(CHANNEL).active, hall.chat(CHANNEL).wants.severity) == (True, "high")
    assert len(hall.texts(CHANNEL)) == 2


async def test_readers_of_a_channel_press_in_vain(hall: Hall) -> None:
    hall.people.post(CHANNEL, "/severity")
    await hall.turn()
    panel = hall.last(CHANNEL)
    assert await hall.presses(panel, "critical", READER) == "Only administrators can do that here."
    assert hall.noticed[1]
    await hall.presses(panel, "critical", ADMIN)
    assert hall.chat(CHANNEL).wants.severity == "critical"


async def test_twenty_a_minute_and_one_friendly_refusal(hall: Hall) -> None:
    for _ in range(25):
        hall.people.say(GROUP, "/status", READER)
    await hall.turn()
    assert len(hall.texts(GROUP)) == 21
    assert "I answer again in a minute" in hall.texts(GROUP)[-1]
    assert len(await hall.says(PERSON, "/status")) == 1, "one chat's noise is not another's"
    hall.clock.turn(61)
    assert len(await hall.says(GROUP, "/status", READER)) == 1


async def test_languages_of_those_who_speak_first(hall: Hall) -> None:
    hall.people._language = "zh-hant"
    await hall.says(PERSON, "/start")
    assert hall.chat(PERSON).language == "zh-Hant"
    hall.people._language = "ja"
    await hall.says(PERSON, "/start")
    assert hall.chat(PERSON).language == "zh-Hant"
