"""Which buttons stand under an alert, and what does each of them do?"""

import asyncio
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import timedelta

from bot.chat.asking import Answer, Ask, said
from bot.chat.command import keep
from bot.chat.commands.pauses import mute_words
from bot.chat.commands.reading import timeline
from bot.chat.commands.reasons import reasons_of
from bot.chat.desk import Desk, speaking
from bot.model.alert import Button, Chat, Delivery
from bot.model.talk import Choice
from bot.ports import Verdict
from bot.text.speech import Speech

MUTED_FOR = timedelta(hours=24)
Rows = tuple[tuple[Button, ...], ...]


@dataclass(frozen=True, slots=True)
class Action:
    """A button. Its ``do`` is given the alert's id and storyline as words, in an Ask."""

    do: Callable[[Ask, Chat, Desk], Answer]
    like: str
    """The command whose rights it asks for."""
    answers: bool = False
    """Whether a message of its own is the answer, rather than a word to who pressed it."""


class Alerting:
    """Makes the buttons, and does what they stand for."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self.actions: Mapping[str, Action] = {
            "why": Action(_why, "why", answers=True),
            "timeline": Action(_timeline, "timeline", answers=True),
            "mute": Action(_mute, "mute"),
            "useful": Action(_judged("useful"), "status"),
            "noise": Action(_judged("noise"), "status"),
        }

    async def buttons(self, delivery: Delivery) -> Rows:
        """Those of a message; none for what is no alert, or where nobody can press. What they stand for is kept first."""
        return await asyncio.to_thread(self._made, delivery) if _may_have(delivery) else ()

    async def kept(self, delivery: Delivery) -> Rows:
        """Those that a message has got already, for its edit by a process in which nobody hears them pressed."""
        return await asyncio.to_thread(self._again, delivery) if delivery.action == "edit" and _may_have(delivery) else ()

    def _made(self, delivery: Delivery) -> Rows:
        alert, chat, name = delivery.alert, delivery.chat, self._name(delivery)
        self._desk.store.keep_choices([Choice(name, chat.id, "alert", f"{alert.id} {alert.storyline}", self._desk.now())])
        return _rows(name, speaking(chat))

    def _again(self, delivery: Delivery) -> Rows:
        name = self._name(delivery)
        return _rows(name, speaking(delivery.chat)) if self._desk.store.choice(name) else ()

    def _name(self, delivery: Delivery) -> str:
        return self._desk.token(delivery.chat.id, "alert", delivery.alert.id)


def _may_have(delivery: Delivery) -> bool:
    return delivery.chat.channel == "telegram" and not delivery.digest and delivery.alert.change not in {"notice", "baseline"}


def _rows(name: str, say: Speech) -> Rows:
    return (
        (Button(say("Why"), f"{name}:why"), Button(say("Timeline"), f"{name}:timeline")),
        (Button(say("Mute 24 h"), f"{name}:mute"), Button("👍", f"{name}:useful"), Button("👎", f"{name}:noise")),
    )


def _why(ask: Ask, chat: Chat, desk: Desk) -> Answer:
    return reasons_of(ask.words.partition(" ")[0], chat, desk).on(ask)


def _timeline(ask: Ask, chat: Chat, desk: Desk) -> Answer:
    return timeline(replace(ask, words=ask.words.partition(" ")[2]), chat, desk).on(ask)


def _mute(ask: Ask, chat: Chat, desk: Desk) -> Answer:
    """The alert's storyline, in the whole chat."""
    now, storyline = desk.now(), ask.words.partition(" ")[2]
    others = tuple(one for one in chat.wants.muted if one[0] != storyline and one[1] > now)
    return said(mute_words(keep(chat, desk, muted=(*others, (storyline, now + MUTED_FOR))), speaking(chat), now))


def _judged(verdict: Verdict) -> Callable[[Ask, Chat, Desk], Answer]:
    def judge(ask: Ask, chat: Chat, desk: Desk) -> Answer:
        say, alert = speaking(chat), ask.words.partition(" ")[0]
        if ask.speaker.user is None or not desk.store.judge(alert, desk.reader(ask.speaker.user), verdict, desk.now()):
            return said(say("This alert is not remembered any more."))
        return said(say("Noted: useful. Thank you.") if verdict == "useful" else say("Noted: noise. Thank you."))

    return judge
