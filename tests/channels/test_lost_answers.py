"""What if something between us and Telegram answers, or a chat is not what it was? Nothing is lost, overwritten or given away."""

import json
from dataclasses import replace

import pytest

from bot.alerts.render import render
from bot.channels.telegram import TelegramChannel
from bot.clock import StandingClock
from bot.delivering import ATTEMPTS_MAX, deliver
from bot.errors import DeliveryError, RetryLater, Undeliverable
from bot.model.alert import Chat, Delivery, Message, Receipt
from bot.model.watchlist import Watchlist
from tests.alerts.make import NOW, an_alert
from tests.botapi.parser import RefusedError
from tests.botapi.server import TOKEN, Emulator, _Visit
from tests.channels.conftest import READERS, Place

HOUR = 3600.0


def a_message(chat: Chat, **changes: object) -> Message:
    return render(an_alert(**changes), chat, now=NOW)


def answers(monkeypatch: pytest.MonkeyPatch, status: int, body: str) -> None:
    """Whatever is asked, something in between says this; {path} is the path that was asked for."""
    said = lambda visit, *_: visit._write(status, "text/html", body.replace("{path}", visit.path).encode())  # noqa: E731 - a stand-in
    monkeypatch.setattr(_Visit, "_meet", said)


async def delivered(place: Place, attempts: int, *, doubts: int = 0) -> Receipt:
    delivery = Delivery(1, an_alert(), place.chat, "send", 1, attempts, possible_duplicate=doubts > 0, doubts=doubts)
    return await deliver(delivery, {place.chat.channel: place.channel}, Watchlist({}, {}, {}, {}, {}, ""), StandingClock(NOW))


async def test_half_an_hour_of_bad_gateways_loses_nothing(telegram: Place, emulator: Emulator) -> None:
    waited = 0.0
    for doubts in range(2):
        emulator.trouble("sendMessage", RefusedError(502, "Bad Gateway"))
        receipt = await delivered(telegram, 40 + doubts, doubts=doubts)
        assert (receipt.outcome, receipt.possible_duplicate, receipt.uncertain) == ("retry", True, True)
        assert receipt.not_before is not None
        waited += (receipt.not_before - NOW).total_seconds()
    assert waited > HOUR / 2
    assert (await delivered(telegram, 42, doubts=2)).outcome == "sent"
    assert emulator.api.texts(READERS)[0].startswith("Possible duplicate")


async def test_what_may_have_arrived_three_times_is_not_sent_a_fourth_time(telegram: Place, emulator: Emulator) -> None:
    emulator.trouble("sendMessage", "drop after", "drop after", "drop after")
    ends = [await delivered(telegram, doubts, doubts=doubts) for doubts in range(4)]
    assert [end.outcome for end in ends] == ["retry", "retry", "dead", "dead"]
    assert all("may have arrived" in end.reason for end in ends[2:])
    assert len(emulator.api.texts(READERS)) == 3
    assert [text.startswith("Possible duplicate") for text in emulator.api.texts(READERS)] == [False, True, True]


async def test_a_refused_token_is_waited_out_however_long(telegram: Place, emulator: Emulator) -> None:
    emulator.trouble("sendMessage", RefusedError(401, "Unauthorized"))
    assert (await delivered(telegram, ATTEMPTS_MAX * 10)).outcome == "retry"


async def test_an_answer_that_cannot_be_read_may_have_been_a_yes(telegram: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    answers(monkeypatch, 200, json.dumps({"ok": True}))
    receipt = await delivered(telegram, 0)
    assert (receipt.outcome, receipt.possible_duplicate) == ("retry", True)


@pytest.mark.parametrize("status", [302, 400, 403, 404, 407, 413, 500, 503])
async def test_a_page_that_repeats_the_address_does_not_give_the_token_away(
    telegram: Place, monkeypatch: pytest.MonkeyPatch, status: int
) -> None:
    answers(monkeypatch, status, "<p>No answer for {path}" + "." * 10_000)
    with pytest.raises(DeliveryError) as caught:
        await telegram.channel.send(telegram.chat, a_message(telegram.chat))
    error: BaseException | None = caught.value
    while error is not None:
        assert TOKEN.partition(":")[2] not in f"{error} {error!r}"
        error = error.__cause__ or error.__context__
    assert len(caught.value.problem) <= 300


async def test_too_many_requests_without_a_time_is_surely_not_sent(telegram: Place, emulator: Emulator) -> None:
    emulator.trouble("sendMessage", RefusedError(429, "Too Many Requests"))
    with pytest.raises(RetryLater):
        await telegram.channel.send(telegram.chat, a_message(telegram.chat))


@pytest.mark.parametrize("url", ["localhost:8081", "http://localhost:no-port"])
async def test_a_base_url_that_is_no_address_loses_nothing(url: str) -> None:
    channel = TelegramChannel(TOKEN, url, read_timeout=1)
    chat = Chat(f"telegram:{READERS}")
    with pytest.raises(RetryLater):
        await channel.send(chat, a_message(chat))
    await channel.close()


async def test_an_edit_whose_html_is_refused_is_made_plain(telegram: Place, emulator: Emulator) -> None:
    sent = (await telegram.channel.send(telegram.chat, a_message(telegram.chat))).ref
    changed = replace(a_message(telegram.chat, title="Another headline"), html="<p>a bug of ours</p>", edits=sent)
    await telegram.channel.edit(telegram.chat, changed)
    await telegram.channel.edit(telegram.chat, changed)
    assert emulator.api.texts(READERS) == [changed.text]


async def test_after_a_group_moved_its_old_numbers_are_those_of_strangers(telegram: Place, emulator: Emulator) -> None:
    before = Chat("telegram:-55")
    emulator.api.room(-55, type="group")
    first = (await telegram.channel.send(before, a_message(before, title="The first"))).ref
    await telegram.channel.send(telegram.chat, a_message(telegram.chat, title="Another story"))
    with pytest.raises(Undeliverable):
        await telegram.channel.edit(telegram.chat, replace(a_message(telegram.chat, title="The first"), edits=first))
    await telegram.channel.send(telegram.chat, replace(a_message(telegram.chat, title="A denial"), reply_to=first))
    stranger, denial = emulator.api.texts(READERS)
    assert "Another story" in stranger
    assert "A denial" in denial
    assert [sent.reply_to for sent in emulator.api.sent.values()] == [None, None, None]
    assert first.endswith("/1"), "a supergroup counts from 1 again"


async def test_a_chat_that_says_it_moved_to_where_it_is_is_not_asked_for_ever(telegram: Place, emulator: Emulator) -> None:
    emulator.api.rooms[READERS].moved_to = READERS
    assert (await delivered(telegram, 0)).outcome == "retry"
