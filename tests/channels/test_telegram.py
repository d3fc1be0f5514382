"""Does every answer of Telegram's mean to us what it should? The unmodified library, over HTTP, against the emulator."""

import asyncio
import logging
import socket
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.alerts.render import render
from bot.channels.telegram import CLOSED_SECONDS, TelegramChannel
from bot.errors import Closed, DeliveryError, Flooded, Migrated, RetryLater, TokenRefused, Uncertain, Undeliverable
from bot.model.alert import Chat, Message
from tests.alerts.make import NOW, an_alert
from tests.botapi.parser import RefusedError
from tests.botapi.rooms import CLOSED, GONE
from tests.botapi.server import TOKEN, Emulator, Trouble
from tests.channels.conftest import READERS, Place


def a_message(chat: Chat, **changes: object) -> Message:
    return render(an_alert(**changes), chat, now=NOW, why=("watch a/b",))


def number(ref: str) -> int:
    return int(ref.rpartition("/")[2])


async def failure(place: Place, message: Message | None = None) -> DeliveryError:
    """How a send ends; neither the error nor what caused it shows the token."""
    with pytest.raises(DeliveryError) as caught:
        await place.channel.send(place.chat, message or a_message(place.chat))
    error: BaseException | None = caught.value
    while error is not None:
        assert TOKEN.partition(":")[2] not in f"{error} {error!r}"
        error = error.__cause__
    return caught.value


async def test_a_message_is_html_without_a_preview_and_quiet_when_it_matters_little(telegram: Place, emulator: Emulator) -> None:
    await telegram.channel.send(telegram.chat, a_message(telegram.chat))
    await telegram.channel.send(telegram.chat, a_message(telegram.chat, severity="low"))
    first, second = emulator.api.sent.values()
    assert (first.preview, first.silent, second.silent) == (False, False, True)
    assert {entity["type"]["@type"] for entity in first.written.entities} >= {"textEntityTypeBold", "textEntityTypeTextUrl"}
    assert [called["parse_mode"] for called in emulator.calls("sendMessage")] == ["HTML", "HTML"]


async def test_an_answer_is_a_reply_and_survives_the_loss_of_what_it_answers(telegram: Place, emulator: Emulator) -> None:
    first = (await telegram.channel.send(telegram.chat, a_message(telegram.chat))).ref
    await telegram.channel.send(telegram.chat, replace(a_message(telegram.chat), reply_to=first))
    await telegram.channel.send(telegram.chat, replace(a_message(telegram.chat), reply_to=f"{READERS}/4711"))
    assert [sent.reply_to for sent in emulator.api.sent.values()] == [None, number(first), None]


async def test_an_edit_changes_the_message_and_the_same_again_is_a_success(telegram: Place, emulator: Emulator) -> None:
    sent = (await telegram.channel.send(telegram.chat, a_message(telegram.chat))).ref
    changed = replace(a_message(telegram.chat, title="Another headline"), edits=sent)
    await telegram.channel.edit(telegram.chat, changed)
    await telegram.channel.edit(telegram.chat, changed)
    assert "Another headline" in emulator.api.texts(READERS)[0]
    assert emulator.api.sent[READERS, number(sent)].edits == 1
    with pytest.raises(Undeliverable, match=r"(?i)message to edit not found"):
        await telegram.channel.edit(telegram.chat, replace(changed, edits=f"{READERS}/4711"))
    emulator.trouble("editMessageText", RefusedError(500, "Internal Server Error: restart"), "drop after")
    for _ in range(2):
        with pytest.raises(RetryLater):
            await telegram.channel.edit(telegram.chat, replace(changed, html="other"))


@pytest.mark.parametrize(
    ("trouble", "expected", "after"),
    [
        (RefusedError(429, "Too Many Requests: retry after 41", retry_after=41), Flooded, 41.0),
        *((gone, Closed, None) for gone in GONE),
        *((closed, RetryLater, CLOSED_SECONDS) for closed in CLOSED),
        (RefusedError(401, "Unauthorized"), TokenRefused, CLOSED_SECONDS),
        (RefusedError(404, "Not Found: method not found"), TokenRefused, CLOSED_SECONDS),
        (RefusedError(409, "Conflict: terminated by setWebhook request"), RetryLater, 0),
        (RefusedError(500, "Internal Server Error: restart"), Uncertain, None),
        (RefusedError(502, "Bad Gateway"), Uncertain, None),
        ("nonsense", Uncertain, None),
        ("drop after", Uncertain, None),
        ("drop before", Uncertain, None),
    ],
    ids=str,
)
async def test_what_an_answer_means(
    telegram: Place, emulator: Emulator, trouble: Trouble, expected: type[DeliveryError], after: float | None
) -> None:
    emulator.trouble("sendMessage", trouble)
    error = await failure(telegram)
    assert type(error) is expected
    assert getattr(error, "after", None) == after
    assert (await telegram.channel.send(telegram.chat, a_message(telegram.chat))).ref, "the next one is sent as ever"


async def test_a_server_that_never_answers_is_uncertain(emulator: Emulator) -> None:
    channel = TelegramChannel(TOKEN, f"{emulator.base}/bot/", read_timeout=0.05)
    emulator.trouble("sendMessage", "hang")
    chat = Chat(f"telegram:{READERS}")
    with pytest.raises(Uncertain):
        await channel.send(chat, a_message(chat))
    await channel.close()


async def test_a_server_that_is_not_there_has_surely_not_got_it() -> None:
    with socket.socket() as taken:  # bound, but nobody listens
        taken.bind(("127.0.0.1", 0))
        channel = TelegramChannel(TOKEN, f"http://127.0.0.1:{taken.getsockname()[1]}", read_timeout=5)
        error = await failure(Place(channel, Chat(f"telegram:{READERS}"), list))
        await channel.close()
    assert (type(error), getattr(error, "after", None)) == (RetryLater, 0)


async def test_a_group_that_became_a_supergroup_says_where_it_is(telegram: Place, emulator: Emulator) -> None:
    emulator.api.rooms[READERS].moved_to = -1009
    error = await failure(telegram)
    assert isinstance(error, Migrated)
    assert error.new_chat == "telegram:-1009"


async def test_html_that_is_refused_is_sent_plain_and_said_in_the_log(
    telegram: Place, emulator: Emulator, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.WARNING)
    message = a_message(telegram.chat)
    handed = await telegram.channel.send(telegram.chat, replace(message, html="<p>a bug of ours</p>"))
    assert "unsupported start tag" in handed.unfit.lower()
    await telegram.channel.send(telegram.chat, replace(message, html="x" * 5000, text="🦊" * 5000))
    first, second = emulator.api.texts(READERS)
    assert first == message.text
    assert (len(second.encode("utf-16-le")) // 2, second[-1]) == (4095, "…")
    assert "unsupported start tag" in caplog.text.lower()
    assert "putting it simpler (2 so far)" in caplog.text
    assert TOKEN.partition(":")[2] not in caplog.text


async def test_what_the_server_finds_too_long_is_shrunk_until_it_does_not(telegram: Place, emulator: Emulator) -> None:
    too_long = RefusedError(400, "Bad Request: MESSAGE_TOO_LONG")
    emulator.trouble("sendMessage", too_long, too_long, too_long)
    await telegram.channel.send(telegram.chat, replace(a_message(telegram.chat), text="x" * 4000))
    assert [len(text) for text in emulator.api.texts(READERS)] == [1023]


async def test_an_empty_text_becomes_the_headline(telegram: Place, emulator: Emulator) -> None:
    message = replace(a_message(telegram.chat), html="<b></b>", text="")
    await telegram.channel.send(telegram.chat, message)
    assert emulator.api.texts(READERS) == [message.alert.title]


async def test_a_text_that_is_refused_in_any_form_is_given_up_alone(telegram: Place, emulator: Emulator) -> None:
    strange = RefusedError(400, "Bad Request: MESSAGE_STRANGE")
    emulator.trouble("sendMessage", strange, strange)
    assert type(await failure(telegram)) is Undeliverable


@pytest.mark.parametrize(("topic", "lands"), [(7, 7), (1, None), (8, None), (9, None), (10, None)])
async def test_a_topic_that_is_closed_or_gone_becomes_the_general_one(
    telegram: Place, emulator: Emulator, topic: int, lands: int | None
) -> None:
    emulator.api.rooms[READERS].topics.update({7: "open", 8: "closed", 9: "deleted"})
    chat = Chat(f"telegram:{READERS}/{topic}")
    await telegram.channel.send(chat, a_message(chat))
    (sent,) = emulator.api.sent.values()
    assert (sent.topic, len(sent.written.entities) > 0) == (lands, True)


async def test_a_channel_can_be_named(telegram: Place, emulator: Emulator) -> None:
    chat = Chat("telegram:@readers")
    sent = (await telegram.channel.send(chat, a_message(chat))).ref
    await telegram.channel.edit(chat, replace(a_message(chat, title="Another"), edits=sent))
    assert "Another" in emulator.api.texts(READERS)[0]


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(title=st.text(min_size=1, max_size=5000), outlet=st.text(max_size=300), url=st.text(max_size=300))
def test_whatever_is_in_an_alert_telegram_takes_it_as_html(title: str, outlet: str, url: str) -> None:
    with Emulator() as running:
        running.api.room(READERS, type="supergroup")
        chat = Chat(f"telegram:{READERS}")

        async def sent() -> None:
            channel = TelegramChannel(TOKEN, running.base, read_timeout=5)
            await channel.send(chat, a_message(chat, title=title, outlet=outlet, url=f"https://{url}"))
            await channel.close()

        asyncio.run(sent())
        assert len(running.calls("sendMessage")) == 1, "a second call would be the plain form"
