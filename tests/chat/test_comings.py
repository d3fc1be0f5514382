"""The bot is put into chats, out of them and back, by one person or into a thousand groups."""

import pytest

from bot.chat.commands import commands
from bot.chat.menus import menus
from bot.errors import StoreError
from bot.model.alert import Chat
from tests.botapi.parser import RefusedError
from tests.botapi.rooms import BLOCKED
from tests.chat.conftest import ADMIN, CHANNEL, FORUM, GROUP, PERSON, Hall


async def test_a_group_is_known_and_welcomed_once(hall: Hall) -> None:
    for _ in range(2):
        hall.people.let(GROUP, "member")
        await hall.turn()
        assert hall.chat(GROUP).active
        while await hall.talk.welcome_next():
            await hall.wire.said()
    assert len(hall.texts(GROUP)) == 1
    assert "once, with its evidence" in hall.texts(GROUP)[0]
    hall.people.let(GROUP, "administrator", "member")
    await hall.turn()
    assert not await hall.talk.welcome_next()


async def test_out_is_silent_and_back_is_as_before(hall: Hall) -> None:
    await hall.says(GROUP, "/severity high", ADMIN)
    await hall.says(GROUP, "/start", ADMIN)
    await hall.says(FORUM, "/start", ADMIN, topic=45)
    for room in (GROUP, FORUM):
        hall.people.let(room, "kicked", "member")
    await hall.turn()
    assert (hall.chat(GROUP).active, hall.chat(FORUM, 45).active) == (False, False)
    for room in (GROUP, FORUM):
        hall.people.let(room, "member", "kicked")
    await hall.turn()
    assert (hall.chat(GROUP).active, hall.chat(GROUP).wants.severity, hall.chat(FORUM, 45).active) == (True, "high", True)


async def test_a_person_who_blocks_us_is_told_nothing_until_he_lets_us_in(hall: Hall) -> None:
    hall.people.let(PERSON, "member", "kicked", PERSON)
    await hall.turn()
    assert hall.store.chat(f"telegram:{PERSON}") is None, "nobody whom we know"
    await hall.says(PERSON, "/start", PERSON)
    hall.people.let(PERSON, "kicked", "member", PERSON)
    await hall.turn()
    assert not hall.chat(PERSON).active
    hall.people.let(PERSON, "member", "kicked", PERSON)
    await hall.turn()
    assert hall.chat(PERSON).active


async def test_who_may_not_write_is_as_good_as_out(hall: Hall) -> None:
    hall.people.let(GROUP, "member")
    hall.people.let(CHANNEL, "administrator")
    await hall.turn()
    hall.people.let(GROUP, "restricted", "member")
    hall.people.let(CHANNEL, "administrator", "administrator", can_post_messages=False)
    await hall.turn()
    assert (hall.chat(GROUP).active, hall.chat(CHANNEL).active) == (False, False)
    hall.people.let(CHANNEL, "administrator", "left")
    await hall.turn()
    assert hall.chat(CHANNEL).active


async def test_a_thousand_groups_are_welcomed_one_by_one(hall: Hall) -> None:
    for number in range(1000):
        hall.emulator.api.room(-5000 - number, type="group")
        hall.people.let(-5000 - number, "member")
    for _ in range(10):
        await hall.turn()
    assert hall.emulator.calls("sendMessage") == []
    assert len(hall.store.audience()) == 1001
    for _ in range(3):
        assert await hall.talk.welcome_next()
        await hall.wire.said()
    assert len(hall.emulator.calls("sendMessage")) == 3


async def test_a_coming_is_not_lost_to_a_busy_database(hall: Hall, monkeypatch: pytest.MonkeyPatch) -> None:
    refusals, save = [StoreError("the database is locked")] * 2, hall.store.save_chat

    def busy(chat: Chat) -> None:
        if refusals:
            raise refusals.pop()
        save(chat)

    monkeypatch.setattr(hall.store, "save_chat", busy)
    hall.people.let(GROUP, "member")
    await hall.turn()
    assert hall.chat(GROUP).active


async def test_an_answer_that_finds_the_door_shut_closes_the_chat(hall: Hall) -> None:
    await hall.says(PERSON, "/start")
    hall.emulator.trouble("sendMessage", BLOCKED)
    assert await hall.says(PERSON, "/status") == []
    await hall.talk.finish()
    assert not hall.chat(PERSON).active


async def test_a_group_that_becomes_a_supergroup_keeps_its_wishes(hall: Hall) -> None:
    await hall.says(GROUP, "/start", ADMIN)
    await hall.says(GROUP, "/severity high", ADMIN)
    hall.emulator.api.room(-1009, type="supergroup", members={ADMIN: "creator"})
    hall.people.say(GROUP, "moved", migrate_to_chat_id=-1009)
    hall.people.let(-1009, "member")
    await hall.turn()
    assert (hall.chat(-1009).wants.severity, hall.chat(-1009).active) == ("high", True)
    assert [one.id for one in hall.store.chats_at(f"telegram:{GROUP}")] == []
    assert not await hall.talk.welcome_next() or len(hall.texts(-1009)) <= 1


async def test_an_answer_follows_a_group_that_has_moved(hall: Hall) -> None:
    await hall.says(GROUP, "/severity high", ADMIN)
    hall.emulator.api.room(-1009, type="supergroup", title="x")
    hall.emulator.api.rooms[GROUP].moved_to = -1009
    hall.people.say(GROUP, "/status", ADMIN)
    await hall.turn()
    assert len(hall.texts(-1009)) == 1
    assert hall.chat(-1009).wants.severity == "high"


async def test_answers_wait_out_a_flood_and_are_put_simpler_when_refused(hall: Hall) -> None:
    hall.emulator.trouble("sendMessage", RefusedError(429, "Too Many Requests: retry after 7", retry_after=7))
    assert len(await hall.says(PERSON, "/help")) == 1
    assert hall.clock.slept == [7]
    hall.emulator.trouble("sendMessage", RefusedError(400, "Bad Request: can't parse entities: unsupported start tag"))
    assert len(await hall.says(PERSON, "/help")) == 1
    hall.emulator.trouble("sendMessage", *[RefusedError(400, "Bad Request: MESSAGE_STRANGE")] * 5)
    assert await hall.says(PERSON, "/help") == []
    hall.emulator.trouble("sendMessage", *[RefusedError(429, "Too Many Requests: retry after 900", retry_after=900)])
    assert await hall.says(PERSON, "/help") == []
    hall.emulator.trouble("sendMessage", "nonsense", "drop before")
    hall.emulator.troubles["sendmessage"].clear()
    assert len(await hall.says(PERSON, "/help")) == 1


async def test_menus_are_set_per_scope_and_language_and_only_when_they_change(hall: Hall) -> None:
    await hall.talk.set_menus()
    offered = {key: {one["command"] for one in value} for key, value in hall.emulator.api.commands.items()}
    assert len(offered) == 9
    assert {key.rpartition("/")[2] for key in offered} == {"", "zh", "ja"}
    groups = next(value for key, value in offered.items() if "all_group_chats" in key)
    private = next(value for key, value in offered.items() if "all_private_chats" in key)
    assert ("quiet" in groups, "quiet" in private, "brief" in groups, "ops" in private) == (False, True, True, False)
    calls = len(hall.emulator.calls("setMyCommands"))
    await hall.talk.set_menus()
    assert len(hall.emulator.calls("setMyCommands")) == calls
    await hall.operator()
    await hall.talk.set_menus()
    assert any('"chat_id": 7' in key or '"chat_id":7' in key for key in hall.emulator.api.commands)
    assert all(len(one.commands) <= 100 for one in menus(commands(), hall.store.operators()))


async def test_menus_that_could_not_be_set_are_set_later(hall: Hall) -> None:
    hall.emulator.trouble("setMyCommands", RefusedError(502, "Bad Gateway"))
    await hall.talk.set_menus()
    await hall.talk.set_menus()
    assert len(hall.emulator.api.commands) == 9
