"""Does the unmodified library take the emulator for Telegram, and do its refusals arrive as the library words them?"""

import asyncio
from collections.abc import AsyncIterator, Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st
from telegram import Bot, BotCommand, InlineKeyboardButton, InlineKeyboardMarkup, ReplyParameters
from telegram.error import (
    BadRequest,
    ChatMigrated,
    Conflict,
    Forbidden,
    InvalidToken,
    NetworkError,
    RetryAfter,
    TelegramError,
    TimedOut,
)
from telegram.request import HTTPXRequest

from tests.botapi.parser import RefusedError, parsed
from tests.botapi.rooms import BLOCKED, KICKED, NO_RIGHTS
from tests.botapi.rules import BotApi
from tests.botapi.server import TOKEN, Emulator

PRIVATE, GROUP = 42, -1001


@pytest.fixture(autouse=True)
def durations_with_a_unit(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PTB_TIMEDELTA", "1")


@pytest.fixture
def emulator() -> Iterator[Emulator]:
    with Emulator() as running:
        running.api.room(PRIVATE)
        running.api.room(GROUP, type="supergroup", title="Readers", username="readers")
        yield running


@pytest.fixture
async def bot(emulator: Emulator) -> AsyncIterator[Bot]:
    async with Bot(TOKEN, base_url=f"{emulator.base}/bot", request=HTTPXRequest(read_timeout=20)) as bot:
        yield bot


async def test_the_library_starts_sends_edits_and_deletes(bot: Bot, emulator: Emulator) -> None:
    assert bot.username == "readout_bot"
    sent = await bot.send_message(PRIVATE, "<b>Hello</b> &amp; more", parse_mode="HTML")
    assert (sent.text, sent.chat.id, sent.date.year) == ("Hello & more", PRIVATE, 2025)
    edited = await bot.edit_message_text("Good <i>bye</i>", PRIVATE, sent.message_id, parse_mode="HTML")
    assert (getattr(edited, "text", ""), emulator.api.texts(PRIVATE)) == ("Good bye", ["Good bye"])
    assert await bot.delete_message(PRIVATE, sent.message_id)
    assert emulator.api.texts(PRIVATE) == []
    assert [called.method for called in emulator.journal] == ["getMe", "sendMessage", "editMessageText", "deleteMessage"]
    assert (await bot.get_chat("@readers")).title == "Readers"
    assert await bot.send_chat_action(GROUP, "typing")
    await bot.set_my_commands([BotCommand("why", "Why this alert?")])
    assert [command.command for command in await bot.get_my_commands()] == ["why"]


async def test_updates_wait_are_confirmed_by_the_next_offset_and_come_again_until_then(bot: Bot, emulator: Emulator) -> None:
    waiting = asyncio.create_task(bot.get_updates(timeout=10))
    emulator.api.push(
        message={"message_id": 1, "date": 0, "chat": {"id": PRIVATE, "type": "private", "first_name": "x"}, "text": "/why"}
    )
    (update,) = await waiting
    assert update.message is not None
    assert update.message.text == "/why"
    assert len(await bot.get_updates()) == 1
    assert await bot.get_updates(offset=update.update_id + 1) == ()


async def test_of_two_pollers_the_older_one_loses(bot: Bot, emulator: Emulator) -> None:
    older = asyncio.create_task(bot.get_updates(timeout=10))
    await asyncio.to_thread(emulator.wait_for, "getUpdates")
    async with Bot(TOKEN, base_url=f"{emulator.base}/bot") as other:
        newer = asyncio.create_task(other.get_updates(timeout=10))
        with pytest.raises(Conflict, match="only one bot instance"):
            await older
        emulator.api.push(poll_answer={"poll_id": "1", "option_ids": [], "option_persistent_ids": []})
        assert len(await newer) == 1
    await bot.set_webhook("https://example.org/hook")
    assert (await bot.get_webhook_info()).url == "https://example.org/hook"
    with pytest.raises(Conflict, match="webhook is active"):
        await bot.get_updates()
    await bot.delete_webhook()
    assert len(await bot.get_updates()) == 1


async def test_a_webhook_is_https_with_a_plain_secret_and_its_failures_are_told(bot: Bot, emulator: Emulator) -> None:
    for url, secret, said in (
        ("http://x.example/", "s", "(?i)an https url"),
        ("https://x.example/", "a b", "unallowed"),
        ("https://x.example/", "s" * 257, "unallowed"),
    ):
        with pytest.raises(BadRequest, match=said):
            await bot.set_webhook(url, secret_token=secret)
    await bot.set_webhook("https://x.example/", secret_token="s-_9")
    emulator.api.push(poll_answer={"poll_id": "1", "option_ids": [], "option_persistent_ids": []})
    assert await asyncio.to_thread(emulator.deliver, "http://127.0.0.1:9") == [0]
    info = await bot.get_webhook_info()
    assert (info.pending_update_count, bool(info.last_error_date)) == (1, True)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("<p>x</p>", 'unsupported start tag "p" at byte offset 0'),
        ("<b>x", 'can\'t find end tag corresponding to start tag "b"'),
        ("<b>x</i>", 'unmatched end tag at byte offset 4, expected "</b>", found "</i>"'),
        ("x</b>", "unexpected end tag at byte offset 1"),
        ("", "message text is empty"),
        ("<b></b>", "message text is empty"),
        ("x" * 4097, "message is too long"),
        ("🦊" * 2049, "message is too long"),
    ],
)
async def test_a_text_is_refused_in_telegrams_words(bot: Bot, text: str, said: str) -> None:
    with pytest.raises(BadRequest) as caught:
        await bot.send_message(PRIVATE, text, parse_mode="HTML")
    assert said in caught.value.message.lower()


async def test_4096_characters_are_counted_after_parsing(bot: Bot, emulator: Emulator) -> None:
    await bot.send_message(PRIVATE, f"<b>{'x' * 4096}</b>", parse_mode="HTML")
    assert len(emulator.api.texts(PRIVATE)[0]) == 4096


async def test_replies_topics_and_buttons(bot: Bot, emulator: Emulator) -> None:
    emulator.api.rooms[GROUP].topics.update({7: "open", 8: "closed", 9: "deleted"})
    first = await bot.send_message(GROUP, "first", message_thread_id=7)
    await bot.send_message(GROUP, "answer", reply_parameters=ReplyParameters(first.message_id))
    await bot.send_message(GROUP, "to nobody", reply_parameters=ReplyParameters(999, allow_sending_without_reply=True))
    assert [sent.reply_to for sent in emulator.api.sent.values()] == [None, first.message_id, None]
    for topic, said in ((1, "thread not found"), (8, "topic_closed"), (9, "topic_deleted")):
        with pytest.raises(BadRequest, match=f"(?i){said}"):
            await bot.send_message(GROUP, "x", message_thread_id=topic)
    with pytest.raises(BadRequest, match=r"(?i)message to be replied not found"):
        await bot.send_message(GROUP, "x", reply_parameters=ReplyParameters(999))
    keyboard = InlineKeyboardMarkup([[InlineKeyboardButton("Why", callback_data="é" * 33)]])
    with pytest.raises(BadRequest, match=r"(?i)button_data_invalid"):
        await bot.send_message(GROUP, "x", reply_markup=keyboard)
    with pytest.raises(BadRequest, match=r"(?i)query is too old"):
        await bot.answer_callback_query("unknown")
    emulator.api.push(callback_query={"id": "7"})
    assert await bot.answer_callback_query("7")


async def test_chats_that_refuse(bot: Bot, emulator: Emulator) -> None:
    cases: list[tuple[RefusedError, type[TelegramError]]] = [(BLOCKED, Forbidden), (KICKED, Forbidden), (NO_RIGHTS, BadRequest)]
    for refusal, expected in cases:
        emulator.api.rooms[GROUP].refuses = refusal
        with pytest.raises(expected):
            await bot.send_message(GROUP, "x")
    emulator.api.rooms[GROUP].moved_to = -1002
    with pytest.raises(ChatMigrated) as moved:
        await bot.send_message(GROUP, "x")
    assert moved.value.new_chat_id == -1002
    with pytest.raises(BadRequest, match=r"(?i)chat not found"):
        await bot.send_message(4711, "x")
    sent = await bot.send_message(PRIVATE, "x")
    with pytest.raises(BadRequest, match="not modified"):
        await bot.edit_message_text("x", PRIVATE, sent.message_id)
    with pytest.raises(BadRequest, match=r"(?i)message to edit not found"):
        await bot.edit_message_text("x", PRIVATE, 999)
    with pytest.raises(InvalidToken):
        async with Bot("987654321:another", base_url=f"{emulator.base}/bot"):
            pass


async def test_troubles_come_once_and_in_order(bot: Bot, emulator: Emulator) -> None:
    flood = RefusedError(429, "Too Many Requests: retry after 7", retry_after=7)
    restart = RefusedError(500, "Internal Server Error: restart")
    emulator.trouble("sendMessage", flood, restart, "nonsense", "drop before", "drop after")
    with pytest.raises(RetryAfter, match="7"):
        await bot.send_message(PRIVATE, "a")
    for _ in range(4):
        with pytest.raises(NetworkError):
            await bot.send_message(PRIVATE, "b")
    assert emulator.api.texts(PRIVATE) == ["b"], "the last one was taken, and its answer lost"
    await bot.send_message(PRIVATE, "c")
    emulator.trouble("sendMessage", "hang")
    with pytest.raises(TimedOut):
        await bot.send_message(PRIVATE, "d", read_timeout=0.05)
    assert emulator.api.texts(PRIVATE) == ["b", "c"]


def test_limits_are_thirty_a_second_and_twenty_a_minute_in_a_group() -> None:
    now = [0.0]
    api = BotApi(TOKEN, clock=lambda: now[0])
    api.room(GROUP, type="supergroup")
    for number in range(40):
        api.room(number + 1)
    for _ in range(20):
        api.send({"chat_id": str(GROUP), "text": "x"})
    with pytest.raises(RefusedError) as full:
        api.send({"chat_id": str(GROUP), "text": "x"})
    assert full.value.parameters == {"retry_after": 61}
    for number in range(10):
        api.send({"chat_id": str(number + 1), "text": "x"})
    with pytest.raises(RefusedError, match="retry after 1"):
        api.send({"chat_id": "30", "text": "x"})
    now[0] = 61.0
    api.send({"chat_id": str(GROUP), "text": "x"})


@given(st.text(max_size=200))
def test_what_is_escaped_is_read_back_as_it_was(text: str) -> None:
    escaped = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    if text.encode("utf-8", "ignore").decode() == text and text.strip():
        assert parsed(f"<b>{escaped}</b>", "HTML").text == text
