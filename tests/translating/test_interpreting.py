"""Does a message say what its headline says, once asked, never late, and does it go out whatever becomes of that?"""

import asyncio
import logging
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Literal

import pytest

from bot.clock import StandingClock
from bot.delivering import deliver
from bot.errors import StoreError
from bot.interpreting import Interpreter
from bot.model.alert import Alert, Chat, Delivery
from bot.model.finding import OURS, Change
from bot.model.watchlist import Watchlist
from bot.store import SqlStore, open_store
from bot.translating import HttpTranslator
from tests.alerts.make import NOW, TITLE, an_alert
from tests.fetch.site import FakeClock
from tests.pipeline.make import CHAT, Telling
from tests.store.make import MIGRATIONS
from tests.translating.provider import HANGS, KEY, SAID, Provider

NOBODY = Watchlist({}, {}, {}, {}, {}, "")
ENGLISH = SAID[TITLE]["en"]
LINE = f"machine translation: {ENGLISH}"


@dataclass
class Machine:
    """A Translator that says the same of everything, or does what it must not."""

    says: str = ENGLISH
    breaks: Exception | None = None
    provider: str = "test"
    asked: list[tuple[str, str, str]] = field(default_factory=list)
    waits: asyncio.Event | None = None

    async def translate(self, words: str, source: str, target: str) -> str:
        self.asked.append((words, source, target))
        if self.waits:
            await self.waits.wait()
        if self.breaks:
            raise self.breaks
        return self.says

    async def close(self) -> None:
        pass


@pytest.fixture
def store(tmp_path: Path) -> Iterator[SqlStore]:
    store = open_store(f"sqlite:///{tmp_path / 'readout.sqlite'}", MIGRATIONS)
    yield store
    store.close()


@pytest.fixture
def telling() -> Telling:
    return Telling()


def owed(alert: Alert | None = None, chat: Chat = CHAT, action: Literal["send", "edit"] = "send") -> Delivery:
    return Delivery(1, alert or an_alert(), chat, action, 1, 0, message_id="m" if action == "edit" else "")


def of(machine: Machine, store: SqlStore, patience: float = 5.0) -> Interpreter:
    return Interpreter(machine, store, StandingClock(NOW), patience)


async def told(delivery: Delivery, telling: Telling, interpreter: Interpreter | None) -> str:
    """The text that the chat sees of it."""
    receipt = await deliver(delivery, {"test": telling}, NOBODY, StandingClock(NOW), interpreter)
    assert receipt.outcome == "sent"
    return (telling.edited if delivery.action == "edit" else telling.sent)[-1].text


async def test_the_translation_stands_under_the_headline(store: SqlStore, telling: Telling) -> None:
    lines = (await told(owed(), telling, of(Machine(), store))).splitlines()
    assert lines[lines.index(TITLE) + 1] == LINE
    assert f"<i>{LINE}</i>" in telling.sent[0].html


async def test_without_a_machine_a_message_is_what_it_was(telling: Telling) -> None:
    assert "translation" not in await told(owed(), telling, None)


@pytest.mark.parametrize(
    ("language", "target", "label"),
    [
        ("en", "en", "machine translation: "), ("en-GB", "en", "machine translation: "), ("zh", "zh-Hans", "机器翻译："),
        ("zh-TW", "zh-Hant", "機器翻譯："), ("zh-Hant", "zh-Hant", "機器翻譯："), ("ja", "ja", "機械翻訳："),
    ],
)  # fmt: skip
async def test_the_label_is_the_readers(store: SqlStore, telling: Telling, language: str, target: str, label: str) -> None:
    machine = Machine("…")
    text = await told(owed(an_alert(lang="ko"), replace(CHAT, language=language)), telling, of(machine, store))
    assert f"\n{label}…\n" in text
    assert machine.asked == [(TITLE, "ko", target)]


@pytest.mark.parametrize(
    ("language", "alert"),
    [
        ("zh", an_alert()),
        ("zh-Hant", an_alert()),
        ("en", an_alert(lang="en")),
        ("ko", an_alert()),
        ("", an_alert()),
        ("en", an_alert(lang="und")),
        ("en", an_alert(title=" \u200b ")),
        *(("ja", an_alert(lang="en", change=change)) for change in sorted(OURS)),
    ],
)
async def test_what_needs_no_translation_or_can_have_none_is_not_asked_for(store: SqlStore, language: str, alert: Alert) -> None:
    machine = Machine()
    assert await of(machine, store).headline(owed(alert, replace(CHAT, language=language))) == ""
    assert machine.asked == []


@pytest.mark.parametrize("change", ["new", "corrected", "edited", "conflict", "graver", "met"])
async def test_every_headline_of_somebody_elses_is(store: SqlStore, change: Change) -> None:
    assert await of(Machine(), store).headline(owed(an_alert(change=change))) == ENGLISH


async def test_a_headline_is_asked_for_once_and_for_all_chats(store: SqlStore) -> None:
    machine = Machine()
    interpreter = of(machine, store)
    assert await asyncio.gather(*(interpreter.headline(owed()) for _ in range(20))) == [ENGLISH] * 20
    assert await of(machine, store).headline(owed(an_alert(id="another"))) == ENGLISH
    assert len(machine.asked) == 1
    assert await of(Machine(provider="another", says="Otherwise"), store).headline(owed()) == "Otherwise"


async def test_an_edit_says_what_its_message_said_and_asks_nobody(store: SqlStore, telling: Telling) -> None:
    assert LINE in await told(owed(), telling, of(Machine(), store))
    other = Machine(provider="another")
    assert LINE in await told(owed(action="edit"), telling, of(other, store))
    assert LINE not in await told(owed(an_alert(title="未知"), action="edit"), telling, of(other, store))
    assert other.asked == []


async def test_a_machine_that_is_slow_delays_no_longer_than_patience_lasts(
    store: SqlStore, telling: Telling, caplog: pytest.LogCaptureFixture
) -> None:
    slow = Machine(waits=asyncio.Event())
    assert LINE not in await told(owed(), telling, of(slow, store, 0.05))
    assert "no translation within 0.05 s" in caplog.text


async def test_what_was_found_is_told_although_it_could_not_be_kept(
    store: SqlStore, telling: Telling, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise StoreError("the disk is full")

    monkeypatch.setattr(SqlStore, "remember_translation", full)
    assert LINE in await told(owed(), telling, of(Machine(), store))


@pytest.mark.parametrize(
    "trouble", [StoreError("gone"), RuntimeError("a bug"), TimeoutError()], ids=lambda error: type(error).__name__
)
async def test_nothing_that_breaks_stops_an_alert(store: SqlStore, telling: Telling, trouble: Exception) -> None:
    assert LINE not in await told(owed(), telling, of(Machine(breaks=trouble), store))
    assert store.translation(TITLE, "zh-Hans", "en") == ""


@pytest.mark.parametrize("words", ["", " \u202e ", TITLE, f" {TITLE}\n"], ids=["nothing", "marks", "the same", "the same, spaced"])
async def test_a_machine_that_says_nothing_new_adds_no_line(store: SqlStore, telling: Telling, words: str) -> None:
    assert "machine" not in await told(owed(), telling, of(Machine(words), store))


async def test_what_a_machine_says_is_foreign_text_too(store: SqlStore, telling: Telling) -> None:
    hostile = "<b>Xi</b> & \u202eTrump\n<a href='https://evil.example'>" + "x" * 9000
    text = await told(owed(), telling, of(Machine(hostile), store))
    (line,) = (line for line in text.splitlines() if line.startswith("machine translation: <b>Xi</b> & Trump"))
    assert len(line) <= 530
    assert "&lt;a href=" in telling.sent[0].html


@pytest.mark.parametrize("trouble", ["none", "hangs", "away"])
async def test_from_the_provider_to_the_chat(
    provider: Provider, store: SqlStore, telling: Telling, caplog: pytest.LogCaptureFixture, trouble: str
) -> None:
    caplog.set_level(logging.INFO)
    if trouble == "hangs":
        provider.troubles.append(HANGS)
    if trouble == "away":
        await provider.close()
    machine = HttpTranslator("deepl", provider.base, KEY, FakeClock(), deadline=1.0 if trouble == "hangs" else 5.0)
    interpreter = Interpreter(machine, store, StandingClock(NOW))
    text = await told(owed(), telling, interpreter)
    assert (LINE in text) == (trouble == "none")
    assert (LINE in await told(owed(action="edit"), telling, interpreter)) == (trouble == "none")
    assert KEY not in caplog.text
    await machine.close()
