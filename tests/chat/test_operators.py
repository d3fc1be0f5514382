"""Who becomes an operator, what operators can do, and that all of it is written down."""

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.chat.commands.starting import digest_of
from bot.model.item import Item
from bot.model.talk import Deed
from bot.pipeline import check_due, deliver_due
from bot.ports import Outcome
from bot.text.speech import LANGUAGES
from tests.botapi.parser import RefusedError
from tests.chat.conftest import ADMIN, FORUM, GROUP, PERSON, READER, Hall
from tests.store.make import an_item

SECRET = "s3cret_of_an_invitation_that_is_long_enough"
NO_SUCH = "There is no such command. /help shows what can be said."
ORDERS = ["/ops", "/ops status", "/approve", "/silence", "/silence kind=denial 4h why", "/test", "/broadcast Hello", "/audit"]


def deeds(hall: Hall) -> list[tuple[int, str]]:
    return [(one.operator, one.action) for one in hall.store.deeds(20)]


async def test_an_invitation_is_good_once_for_an_hour_and_in_private(hall: Hall) -> None:
    hall.store.invite(digest_of(SECRET), hall.clock.now() + timedelta(hours=1))
    refused = "This invitation is used up, too old or not for this place."
    assert await hall.asks(GROUP, f"/start op-{SECRET}", ADMIN) == refused
    assert await hall.asks(PERSON, "/start op-another", ADMIN) == refused
    for _ in range(2):
        assert "You are operator 1 now" in await hall.asks(PERSON, f"/start op-{SECRET}", ADMIN)
    assert await hall.asks(PERSON, f"/start op-{SECRET}", READER) == refused
    assert [(one.number, one.user) for one in hall.store.operators()] == [(1, ADMIN)]
    assert deeds(hall)[-1] == (1, "joined")
    hall.store.invite(digest_of("late"), hall.clock.now() + timedelta(hours=1))
    hall.clock.turn(3600)
    assert await hall.asks(PERSON, "/start op-late", READER) == refused


@pytest.mark.parametrize("order", ORDERS)
async def test_nobody_else_gives_orders(hall: Hall, order: str) -> None:
    await hall.operator(ADMIN)
    assert await hall.asks(PERSON, order, READER) == NO_SUCH
    assert await hall.says(GROUP, order, READER) == []
    assert await hall.says(GROUP, order, ADMIN) == [], "not in public"
    hall.people.say_anonymously(GROUP, order)
    await hall.turn()
    assert hall.sent(GROUP) == []
    assert deeds(hall) == []


async def test_orders_are_taken_in_an_operators_chat(hall: Hall) -> None:
    await hall.operator(ADMIN)
    await hall.says(GROUP, "/start", ADMIN)
    hall.store.save_chat(replace(hall.chat(GROUP), operators=True))
    assert "Outbox" in await hall.asks(GROUP, "/ops", ADMIN)
    assert await hall.says(GROUP, "/ops", READER) == []


async def test_ops_shows_how_things_are(hall: Hall) -> None:
    await hall.operator()
    await hall.says(PERSON, "/start")
    await hall.news()
    hall.desk.health.polled(hall.clock.now())
    status = await hall.asks(PERSON, "/ops status")
    for words in ("Readout 0.0, green", "Sources: ", "Outbox: 0 waiting", "Last message sent: ", "Last answer of Telegram: "):
        assert words in status
    hall.desk.health.refused(hall.clock.now())
    assert "red" in await hall.asks(PERSON, "/ops")
    assert "Type for example: /ops status" in await hall.asks(PERSON, "/ops nonsense")


async def test_a_test_alert_takes_the_way_of_all_alerts(hall: Hall) -> None:
    await hall.operator()
    assert "/start" in await hall.asks(PERSON, "/test")
    await hall.says(PERSON, "/start")
    hall.people.say(PERSON, "/test")
    await hall.turn()
    await deliver_due(hall.world)
    assert [text.splitlines()[0] for text in hall.texts(PERSON)[2:]] == ["A test alert is on its way.", "Test · Readout"]
    assert "operators" not in hall.texts(PERSON)[3]
    assert len([one for one in deeds(hall) if one[1] == "test"]) == 1


async def test_a_broadcast_waits_for_a_yes_and_reaches_everybody_once(hall: Hall) -> None:
    await hall.operator()
    await hall.says(GROUP, "/start", ADMIN)
    await hall.says(FORUM, "/start", ADMIN, topic=45)
    question = await hall.asks(PERSON, "/broadcast Back at <b>18:00</b> UTC")
    assert "To 3 chats:\nBack at <b>18:00</b> UTC" in question, "two on Telegram, and that of the small world"
    await deliver_due(hall.world)
    assert deeds(hall) == []
    button = hall.last(PERSON)
    data = (button.markup or {})["inline_keyboard"][0][0]["callback_data"]
    assert await hall.presses(button, "Send it", READER) == "Only who asked for it can confirm it."
    await hall.presses(button, "Send it", ADMIN)
    hall.people.press_data(button, data, ADMIN)
    await hall.turn()
    assert "too old" in hall.noticed[0]
    await deliver_due(hall.world)
    assert hall.texts(GROUP)[-1].splitlines()[0] == "Announcement · Readout"
    assert "Back at <b>18:00</b> UTC" in hall.texts(GROUP)[-1]
    assert (hall.last(FORUM).topic, len([text for text in hall.texts(GROUP) if "18:00" in text])) == (45, 1)
    assert deeds(hall) == [(1, "broadcast")]
    assert "operator 1 · broadcast Back at" in await hall.asks(PERSON, "/audit")


async def test_an_operator_who_was_dismissed_cannot_confirm_any_more(hall: Hall) -> None:
    await hall.operator()
    await hall.says(GROUP, "/start", ADMIN)
    await hall.says(PERSON, "/broadcast Hello")
    assert hall.store.dismiss(1)
    assert not hall.store.dismiss(1)
    assert await hall.presses(hall.last(PERSON), "Send it", ADMIN) == "There is no such command."
    await deliver_due(hall.world)
    assert not any("Hello" in text for text in hall.texts(GROUP))
    await hall.operator(READER)
    hall.store.note(Deed(1, "test", "", hall.clock.now()))
    assert hall.store.dismiss(1)
    await hall.operator(READER)
    assert [one.number for one in hall.store.operators()] == [2], "a number under which something was done is nobody else's"


async def test_a_broadcast_to_nobody_and_of_nothing(hall: Hall) -> None:
    await hall.operator()
    assert "Type for example: /broadcast" in await hall.asks(PERSON, "/broadcast")
    assert "too long" in await hall.asks(PERSON, f"/broadcast {'x' * 3001}")


def hold(hall: Hall, *names: str) -> list[Item]:
    """Items that a source presented at once."""
    items = [an_item(name, "wire", title=f"Tokyo denied the {name} of the strait", first_seen=hall.clock.now()) for name in names]
    with hall.store.deadlines(hall.clock.now()) as transaction:
        transaction.record(Outcome(held=items))
    return items


@pytest.mark.parametrize(("button", "told"), [("tell all", 2), ("wire: on one card", 1), ("as seen", 0)])
async def test_what_was_held_back_is_decided_with_a_button(hall: Hall, button: str, told: int) -> None:
    await hall.operator()
    await hall.says(PERSON, "/start")
    hold(hall, "first", "second")
    question = await hall.asks(PERSON, "/approve")
    assert "wire holds back 2 items" in question
    assert "Tokyo denied the first of the strait" in question
    panel = hall.last(PERSON)
    await hall.presses(panel, button)
    assert f"{told} alerts are on their way" in panel.written.text
    assert deeds(hall) == [(1, "approve")]
    await deliver_due(hall.world)
    assert len(hall.sent(PERSON)) == 2 + told
    assert "holds nothing back" in await hall.asks(PERSON, "/approve wire digest")


async def test_a_decision_is_one_of_three_and_about_a_source(hall: Hall) -> None:
    await hall.operator()
    for junk in ("wire", "wire perhaps", "nonsense seen", "a b c d"):
        assert "Type for example: /approve" in await hall.asks(PERSON, f"/approve {junk}")


async def test_a_change_of_the_watchlist_is_shown_with_its_backtest_and_brought_into_force(hall: Hall) -> None:
    await hall.operator()
    await hall.asks(PERSON, "/approve")
    await hall.presses(hall.last(PERSON), "Bring it into force")
    assert await hall.asks(PERSON, "/approve") == "Nothing waits for a decision."
    hall.clock.turn(61)
    await hall.says(PERSON, "/start")
    await hall.news()
    storyline = hall.desk.folder / "storylines" / "s.yaml"
    before = storyline.read_text(encoding="utf-8")
    storyline.write_text(before.replace("kinds: [denial], severity: high", "kinds: [statement], severity: high"), encoding="utf-8")
    shown = await hall.asks(PERSON, "/approve")
    assert "Over 30 days it would have told" in shown
    assert "Added: 0, removed: 1" in shown
    panel, digest = hall.last(PERSON), hall.store.digest_in_force()
    storyline.write_text(storyline.read_text(encoding="utf-8") + "# and another thought\n", encoding="utf-8")
    await hall.presses(panel, "Bring it into force")
    assert "changed again since" in panel.written.text
    assert hall.store.digest_in_force() == digest
    await hall.says(PERSON, "/approve")
    panel = hall.last(PERSON)
    await hall.presses(panel, "Bring it into force")
    assert panel.written.text == "This watchlist is in force now."
    assert hall.store.digest_in_force() != digest
    assert deeds(hall)[0] == (1, "approve")
    storyline.write_text("nonsense: [", encoding="utf-8")
    assert "have faults" in await hall.asks(PERSON, "/approve")


async def test_what_matches_is_silenced_for_a_while_and_heard_again(hall: Hall) -> None:
    await hall.operator()
    await hall.says(PERSON, "/start")
    await hall.news()
    assert "Nothing is silenced." in await hall.asks(PERSON, "/silence")
    begun = await hall.asks(PERSON, "/silence kind＝denial outlet=~The Wire|Another side=JP 4h They repeat themselves")
    assert begun.startswith("1: kind=denial outlet=~The Wire|Another side=JP, until ")
    assert "(operator 1: They repeat themselves)" in begun
    assert "Of the last week's" in begun
    assert (await hall.asks(PERSON, "/silence")).startswith("1: kind=denial")
    await hall.presses(hall.last(PERSON), "End silence 1")
    assert hall.last(PERSON).written.text == "Silence 1 is over."
    assert [one.state(hall.clock.now()) for one in hall.store.silences()] == ["expired"]
    assert deeds(hall) == [(1, "silence"), (1, "silence")]
    assert await hall.asks(PERSON, "/silence end 77") == "There is no silence 77."


@pytest.mark.parametrize(
    ("words", "problem"),
    [
        ("kind=denial", "Say what to silence"),
        ("4h why", "Say what to silence"),
        ("kind=denial 0h why", "Say what to silence"),
        ("kind=denial 4h", "say why"),
        ("kid=denial 4h why", "did you mean 'kind'?"),
        ("kind=~( 4h why", "it breaks off"),
        ("kind=~.* 4h why", "it would silence everything"),
    ],
)
async def test_a_silence_that_says_too_little_or_too_much_is_none(hall: Hall, words: str, problem: str) -> None:
    await hall.operator()
    answer = await hall.asks(PERSON, f"/silence {words}")
    assert problem in answer
    assert "Type for example: /silence kind=report" in answer
    assert hall.store.silences() == []


async def test_a_failure_is_an_apology_and_a_line_in_the_log(
    hall: Hall, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def fail() -> None:
        raise RuntimeError(f"{PERSON} Canary Person")

    monkeypatch.setattr(hall.store, "reports", fail)
    assert await hall.asks(PERSON, "/status") == "That did not work just now. Try again in a minute."
    assert "a command failed: RuntimeError at test_operators.py" in caplog.text
    assert len(await hall.says(PERSON, "/help")) == 1
    hall.emulator.trouble("sendMessage", RefusedError(401, "Unauthorized"))
    assert await hall.says(PERSON, "/help") == []
    await check_due(hall.world)


async def test_orders_are_refused_and_answered_in_the_chats_language(hall: Hall) -> None:
    await hall.operator()
    await hall.says(PERSON, "/language zh-Hans")
    refused = {
        "kind=denial 4h": "请写明原因，最多500个字符（日后会有人问起）",
        "kind=~.* 4h why": "这样会静默一切（例如 kind=report）",
        "kid=denial 4h why": "提醒没有 'kid' 这一项（是否想输入 'kind'？）",
        "kind=~( 4h why": "'(': 写到一半就断了",
        "kind=~a** 4h why": "'a**': '*' 重复了一个重复",
    }
    for words, problem in refused.items():
        assert problem in await hall.asks(PERSON, f"/silence {words}")
    hall.clock.turn(60)
    assert "（1号管理员：why）" in await hall.asks(PERSON, "/silence kind=denial 4h why")
    status = await hall.asks(PERSON, "/ops")
    assert ("黄" in status.splitlines()[0], "信源：2 无内容" in status) == (True, True), "its feeds are empty"
    hold(hall, "first", "second")
    await hall.asks(PERSON, "/approve")
    panel = hall.last(PERSON)
    await hall.presses(panel, "wire：合并为一条")
    assert "wire 的2条内容：合并为一条" in panel.written.text
    hall.clock.turn(60)
    assert "简体中文" in await hall.asks(PERSON, "/status")
    assert "English (en)" in await hall.asks(PERSON, "/language xx")


@pytest.mark.parametrize("language", [one for one in LANGUAGES if one != "en"])
async def test_every_order_is_answered_in_every_language(hall: Hall, language: str) -> None:
    await hall.operator()
    await hall.says(PERSON, "/start")
    answers = {}
    for spoken in ("en", language):
        await hall.asks(PERSON, f"/language {spoken}")
        for order in ("/ops", "/approve", "/silence", "/test", "/broadcast Hello", "/audit"):
            hall.clock.turn(10)
            answers[spoken, order] = await hall.asks(PERSON, order)
    same = [order for (spoken, order), answer in answers.items() if spoken != "en" and answer == answers["en", order]]
    assert same == []
