"""What a chat can ask: how things stand, what was read, why something was told or not; and what is kept about it."""

import json

import pytest

from bot.model.subscriber import Preferences
from tests.chat.conftest import ADMIN, GROUP, PERSON, READER, Hall
from tests.pipeline.make import DENIAL


async def test_brief(hall: Hall) -> None:
    await hall.says(PERSON, "/start")
    await hall.news()
    for command in ("/brief", "/brief affair"):
        assert DENIAL[1] in await hall.asks(PERSON, command)


async def test_timeline_is_a_picture(hall: Hall) -> None:
    assert "Nothing was told" in await hall.asks(PERSON, "/timeline")
    await hall.says(PERSON, "/start")
    await hall.news()
    assert await hall.says(PERSON, "/timeline") == ["The affair: 1 developments"]
    name, picture = hall.last(PERSON).file or ("", b"")
    assert (name, picture[:4]) == ("affair.png", b"\x89PNG")


async def test_search_finds_what_was_read(hall: Hall) -> None:
    await hall.says(PERSON, "/start")
    await hall.news()
    found = await hall.asks(PERSON, "/search ACCOUNT strait")
    assert (DENIAL[1] in found, "x.example" in found) == (True, True)
    for none in ("account nonsense", "%%", "100% _", "'; DROP TABLE item; --"):
        assert "Nothing that was read" in await hall.asks(PERSON, f"/search {none}")


async def test_why_answers_an_alert_or_takes_its_id(hall: Hall) -> None:
    await hall.says(PERSON, "/start")
    alert = await hall.news()
    (told,) = (one for one in hall.store.alerts() if one.change == "new")
    by_reply = await hall.asks(PERSON, "/why", answers=alert)
    assert by_reply == await hall.asks(PERSON, f"/why {told.id[:8]}")
    assert all(words in by_reply for words in ("Because it was told", "denial: “denied”", "affair/denials"))
    assert "no alert that I remember" in await hall.asks(PERSON, "/why", answers=hall.sent(PERSON)[0])


async def test_whynot(hall: Hall) -> None:
    await hall.says(PERSON, "/start")
    await hall.says(PERSON, "/severity critical")
    await hall.news()
    assert "was told" in await hall.asks(PERSON, "/whynot https://x.example/d1")
    never = await hall.asks(PERSON, "/whynot https://wire.example/news/1")
    assert ("It was never read" in never, "Wire: ok" in never) == (True, True)
    assert "No source of the watchlist is at elsewhere.example" in await hall.asks(PERSON, "/whynot https://elsewhere.example/")


async def test_whynot_says_what_in_a_chats_wishes_keeps_it_away(hall: Hall) -> None:
    await hall.says(PERSON, "/start")
    await hall.news()
    hall.emulator.api.room(43)
    assert "alerts are off" in await hall.asks(43, "/whynot https://x.example/d1")
    await hall.says(43, "/start")
    for command, words in (("/mute 24h", "muted"), ("/follow voices", "does not follow"), ("/kinds statement", "want its kind")):
        await hall.says(43, "/follow all")
        await hall.says(43, command)
        assert words in await hall.asks(43, "/whynot https://x.example/d1")
        await hall.says(43, "/mute off")


async def test_nothing_of_other_chats_is_shown(hall: Hall) -> None:
    await hall.says(PERSON, "/start")
    hall.emulator.api.room(43)
    await hall.says(43, "/start")
    await hall.news()
    for command in ("/why", "/whynot https://x.example/d1", "/status", "/export"):
        said = await hall.says(PERSON, command, answers=hall.sent(PERSON)[1])
        file = hall.last(PERSON).file
        assert "telegram:43" not in said[0] + (file[1].decode() if file else "")


async def test_status_and_help(hall: Hall) -> None:
    await hall.says(PERSON, "/start")
    status = await hall.asks(PERSON, "/status")
    for words in ("Alerts are on.", "Followed: everything", "At least: low", "of 2 are well."):
        assert words in status
    help_ = await hall.asks(PERSON, "/help")
    assert ("/quiet – " in help_, "/ops" in help_) == (True, False)


async def test_unknown_commands_in_private(hall: Hall) -> None:
    for command in ("/nonsense", "/ops", "/ops status", "/broadcast x", "/approve", "/test", "/audit"):
        assert await hall.asks(PERSON, command) == "There is no such command. /help shows what can be said."
    assert await hall.says(PERSON, "good morning") == []


async def test_export_is_everything_about_this_chat_and_forget_deletes_it(hall: Hall) -> None:
    await hall.says(PERSON, "/start")
    await hall.says(PERSON, "/severity high")
    alert = await hall.news()
    await hall.presses(alert, "👍")
    await hall.says(PERSON, "/export")
    name, file = hall.last(PERSON).file or ("", b"")
    kept = json.loads(file)
    assert name == "readout.json"
    assert (kept["chat"]["id"], kept["chat"]["wants"]["severity"]) == (f"telegram:{PERSON}", "high")
    assert [one["state"] for one in kept["messages"]] == ["sent"]
    assert [one["verdict"] for one in kept["feedback"]] == ["useful"]
    assert str(ADMIN) not in {one.get("reader") for one in kept["feedback"]}

    await hall.says(PERSON, "/forget")
    assert hall.store.chat(f"telegram:{PERSON}"), "not before a yes"
    question = hall.last(PERSON)
    await hall.presses(question, "Delete everything")
    assert hall.store.chat(f"telegram:{PERSON}") is None
    assert set(map(str, dict(hall.store.kept_of(f"telegram:{PERSON}", hall.desk.reader(ADMIN))).values())) == {"None", "[]"}
    assert hall.store.feedback() == {}
    await hall.says(PERSON, "/start")
    assert hall.chat(PERSON).wants == Preferences()


async def test_a_confirmation_is_good_for_ten_minutes_for_its_author_and_once(hall: Hall) -> None:
    await hall.says(GROUP, "/start")
    hall.emulator.api.rooms[GROUP].members[9] = "creator"
    await hall.says(GROUP, "/forget")
    question = hall.last(GROUP)
    data = (question.markup or {})["inline_keyboard"][0][0]["callback_data"]
    assert await hall.presses(question, "Delete", READER) == "Only who asked for it can confirm it."
    assert await hall.presses(question, "Delete", 9) == "Only who asked for it can confirm it."
    hall.clock.turn(601)
    assert "too old" in await hall.presses(question, "Delete", ADMIN)
    assert hall.store.chat(f"telegram:{GROUP}")
    await hall.says(GROUP, "/forget")
    await hall.presses(hall.last(GROUP), "Delete", ADMIN)
    assert hall.store.chat(f"telegram:{GROUP}") is None
    hall.people.press_data(question, data, ADMIN)
    await hall.turn()
    assert "too old" in hall.noticed[0]


@pytest.mark.parametrize("command", ["/brief", "/timeline", "/search strait", "/why", "/export"])
async def test_a_slow_command_holds_up_nobody(hall: Hall, command: str) -> None:
    hall.people.say(PERSON, command)
    hall.people.say(PERSON, "/start")
    for number, event in await hall.wire.updates(0):
        assert event
        await hall.talk.take(event)
        hall.offset = number + 1
    assert hall.chat(PERSON).active
    await hall.talk.finish()
    await hall.wire.said()
    assert len(hall.texts(PERSON)) == 2
