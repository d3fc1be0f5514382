"""Who may say what, and who answers? Every event goes through here, one after the other; what takes seconds is done beside.

What a command changes is kept before it is answered, so that an update that comes again after a crash changes nothing.
"""

import asyncio
import logging
import traceback
from collections.abc import Callable
from dataclasses import replace
from typing import Protocol

from bot.chat.alerting import Alerting
from bot.chat.asking import Answer, Ask, Coming, Event, Moving, Place, Press, Speaker, Unclear, said
from bot.chat.command import Command, unclear
from bot.chat.commands import COMMANDS, commands
from bot.chat.confirming import NOBODY, author, order_of
from bot.chat.desk import Desk, speaking
from bot.chat.limits import Limits
from bot.chat.membership import came, moved
from bot.chat.menus import Menu, digest, menus
from bot.chat.rights import Rights
from bot.errors import ReadoutError, StoreError
from bot.model.alert import Chat
from bot.model.talk import Choice
from bot.text.speech import Say

log = logging.getLogger(__name__)

_SLOW_AT_ONCE = 3
_TRIES, _PAUSE_SECONDS = 5, 3.0
_MENUS = "menus"
Do = Callable[[Ask, Chat, Desk], Answer]


class Mouth(Protocol):
    """Where answers go; nobody waits for them."""

    def say(self, place: Place, answer: Answer, *, instead_of: int | None = None) -> None:
        """Answer, in order within the chat; in place of our own message ``instead_of`` if that can be changed."""

    def notice(self, place: Place, query: str, words: str = "", *, loud: bool = False) -> None:
        """Tell who pressed a button that it was noticed, in at most 200 characters."""

    async def is_admin(self, chat: int, user: int) -> bool | None:
        """Whether somebody administers a chat; None when it cannot be asked."""

    async def set_menu(self, menu: Menu) -> bool:
        """Offer commands; False when that did not work."""


class Talk:
    """The room's front desk."""

    def __init__(self, desk: Desk, mouth: Mouth) -> None:
        self._desk = desk
        self._mouth = mouth
        clock = desk.world.clock
        self._limits = Limits(clock.monotonic)
        self._presses = Limits(clock.monotonic)
        self._rights = Rights(mouth.is_admin, clock.monotonic)
        self._alerting = Alerting(desk)
        self._slow: set[asyncio.Task[None]] = set()
        self._few = asyncio.Semaphore(_SLOW_AT_ONCE)

    async def take(self, event: Event) -> None:
        """Handle an event. Nothing is raised: the next one is somebody else's."""
        try:
            match event:
                case Ask():
                    await self._asked(event)
                case Press():
                    await self._pressed(event)
                case Coming():
                    await self._surely(lambda: came(event, self._desk))
                case Moving():
                    await self._surely(lambda: moved(event, self._desk))
        except Exception as error:  # noqa: BLE001 - whatever one asks, the others are heard
            lament(error)

    async def _surely(self, do: Callable[[], None]) -> None:
        """What nobody would say again when it fails is tried again. Raises StoreError in the end."""
        for _ in range(_TRIES - 1):
            try:
                await asyncio.to_thread(do)
            except StoreError as error:
                lament(error)
                await self._desk.world.clock.sleep(_PAUSE_SECONDS)
            else:
                return
        await asyncio.to_thread(do)

    async def finish(self, seconds: float | None = None) -> None:
        """Wait for what is being done, for so long at most; what is not done by then is not answered."""
        if self._slow:
            _, late = await asyncio.wait(set(self._slow), timeout=seconds)
            for task in late:
                task.cancel()

    async def closed(self, place: Place) -> None:
        """A chat lets us write no longer."""
        await self.take(Coming(place, inside=False, was_inside=True))

    async def _asked(self, ask: Ask) -> None:
        command = COMMANDS.get(ask.name)
        if command is None or (command.who == "operator" and not await self._orders(ask.place, ask.speaker)):
            if ask.place.kind == "private":
                await self._refuse(ask, lambda say: say("There is no such command. /help shows what can be said."))
            return
        match self._limits.admit(ask.place.number):
            case "ignore":
                return
            case "refuse":
                await self._answer_with(ask, _patience)
                return
        if (refusal := await self._refusal(command, ask.place, ask.speaker)) is not None:
            await self._answer_with(ask, refusal)
            return
        await self._run(command, command.do, ask)

    async def _refuse(self, ask: Ask, words: Callable[[Say], str]) -> None:
        if self._limits.admit(ask.place.number) == "yes":
            await self._answer_with(ask, words)

    async def _answer_with(self, ask: Ask, words: Callable[[Say], str]) -> None:
        chat = await self._chat(ask.place, ask.speaker)
        self._say(ask, said(words(speaking(chat))))

    async def _chat(self, place: Place, speaker: Speaker) -> Chat:
        return await asyncio.to_thread(self._desk.chat_at, place, speaker)

    async def _orders(self, place: Place, speaker: Speaker) -> bool:
        """Whether an operator speaks where orders are given: in private, or in an operators' chat."""
        if speaker.user is None or await asyncio.to_thread(self._desk.operator, speaker) is None:
            return False
        return place.kind == "private" or (await self._chat(place, speaker)).operators

    async def _refusal(self, command: Command, place: Place, speaker: Speaker) -> Callable[[Say], str] | None:
        """Why somebody may not; None when he may."""
        if command.who == "operator":
            return None if await self._orders(place, speaker) else lambda say: say("There is no such command.")
        if command.who == "anyone":
            return None
        match await self._rights.may(place, speaker):
            case True:
                return None
            case False:
                return lambda say: say("Only administrators can do that here.")
            case None:
                return lambda say: say("I cannot see just now whether you are an administrator. Try again in a minute.")

    async def _run(self, command: Command, do: Do, ask: Ask) -> None:
        if not command.slow:
            self._say(ask, await self._done(command, do, ask))
            return

        async def later() -> None:
            async with self._few:
                self._say(ask, await self._done(command, do, ask))

        task = asyncio.create_task(later())
        self._slow.add(task)
        task.add_done_callback(self._slow.discard)

    async def _done(self, command: Command, do: Do, ask: Ask) -> Answer:
        """The answer, or what went wrong in a sentence."""
        return await asyncio.to_thread(self._do, command, do, ask)

    def _do(self, command: Command, do: Do, ask: Ask) -> Answer:
        desk = self._desk
        chat = desk.chat_at(ask.place, ask.speaker)
        say = speaking(chat)
        try:
            return do(ask, chat, desk) if len(ask.words) <= command.longest else _too_long(command, chat)
        except Unclear as error:
            return said(str(error))
        except Exception as error:  # noqa: BLE001 - the answer is an apology, the log knows where
            lament(error)
            return said(say("That did not work just now. Try again in a minute."))

    def _say(self, ask: Ask, answer: Answer) -> None:
        if ask.pressed:
            self._mouth.say(ask.place, answer, instead_of=ask.message)
        else:
            self._mouth.say(ask.place, answer if ask.place.kind == "private" else answer.on(ask))

    async def _pressed(self, press: Press) -> None:
        if self._presses.admit(press.speaker.user or 0) != "yes":  # a person, lest a channel's readers stand in one queue
            chat = await self._chat(press.place, press.speaker)
            self._mouth.notice(press.place, press.query, _patience(speaking(chat)))
            return
        name, _, action = press.data.partition(":")
        choice = await asyncio.to_thread(self._desk.store.choice, name[:64])
        chat = await self._chat(press.place, press.speaker)
        if choice is None or _number(choice.chat) != press.place.number:
            self._mouth.notice(press.place, press.query, _old(speaking(chat)))
            return
        place = replace(press.place, topic=_topic(choice.chat))
        press = replace(press, place=place)
        say = speaking(await self._chat(place, press.speaker))
        match choice.action:
            case "alert":
                await self._about_alert(press, choice, action, say)
            case "run":
                await self._run_choice(press, choice.subject, say)
            case "confirm":
                await self._confirmed(press, choice, say)

    async def _run_choice(self, press: Press, line: str, say: Say) -> None:
        """A button that says what could have been typed."""
        name, _, words = line.removeprefix("/").partition(" ")
        command = COMMANDS.get(name)
        if command is None:
            self._mouth.notice(press.place, press.query, _old(say))
        elif (refusal := await self._refusal(command, press.place, press.speaker)) is not None:
            self._mouth.notice(press.place, press.query, refusal(say), loud=True)
        elif self._limits.admit(press.place.number) != "yes":
            self._mouth.notice(press.place, press.query, _patience(say))
        else:
            self._mouth.notice(press.place, press.query)
            await self._run(command, command.do, Ask(name, words, press.place, press.speaker, press.message, pressed=True))

    async def _confirmed(self, press: Press, choice: Choice, say: Say) -> None:
        """A yes: by its author alone, while it is fresh, once."""
        order = order_of(choice)
        command, ask = COMMANDS[order.name], Ask(order.name, order.words, press.place, press.speaker, press.message, pressed=True)
        refusal = await self._refusal(command, press.place, press.speaker)
        if choice.by not in {NOBODY, author(ask, self._desk)}:
            self._mouth.notice(press.place, press.query, say("Only who asked for it can confirm it."), loud=True)
        elif refusal is not None:
            self._mouth.notice(press.place, press.query, refusal(say), loud=True)
        elif not await asyncio.to_thread(self._desk.store.take_choice, choice.id) or order.until <= self._desk.now():
            self._mouth.notice(press.place, press.query, _old(say))
        elif command.confirmed:
            self._mouth.notice(press.place, press.query)
            await self._run(replace(command, slow=False), command.confirmed, ask)

    async def _about_alert(self, press: Press, choice: Choice, action: str, say: Say) -> None:
        """The buttons under an alert."""
        done = self._alerting.actions.get(action)
        if done is None:
            self._mouth.notice(press.place, press.query, _old(say))
            return
        command = COMMANDS[done.like]
        shown_to_all = done.answers and press.place.kind == "channel"
        right = replace(command, who="settings") if shown_to_all else command
        if (refusal := await self._refusal(right, press.place, press.speaker)) is not None:
            self._mouth.notice(press.place, press.query, refusal(say), loud=True)
            return
        ask = Ask(action, choice.subject, press.place, press.speaker, press.message)
        if done.answers and self._limits.admit(press.place.number) != "yes":
            self._mouth.notice(press.place, press.query, _patience(say))
        elif done.answers:
            self._mouth.notice(press.place, press.query)
            await self._run(command, done.do, ask)
        else:
            answer = await self._done(command, done.do, ask)
            self._mouth.notice(press.place, press.query, answer.text)

    async def set_menus(self) -> None:
        """Offer the commands, when the offer has changed since it was made last."""
        offers = list(menus(commands(), await asyncio.to_thread(self._desk.store.operators)))
        made = digest(offers)
        if made == await asyncio.to_thread(self._desk.store.setting, _MENUS):
            return
        if all([await self._mouth.set_menu(one) for one in offers]):
            await asyncio.to_thread(self._desk.store.keep_setting, _MENUS, made)

    async def welcome_next(self) -> bool:
        """Welcome one chat that we were put into; False when nobody waits."""
        name = await asyncio.to_thread(self._desk.store.next_welcome)
        if not name:
            return False
        await asyncio.to_thread(self._desk.store.welcomed, name)
        chat = await asyncio.to_thread(self._desk.store.chat, name)
        if chat and chat.active:
            say = speaking(chat)
            words = say(
                "Readout tells each real development of what it follows once, with its evidence. Alerts come here from now on."
            )
            place = Place(_number(name), "group", _topic(name))
            self._mouth.say(
                place, said(f"{words}\n" + say("Administrators choose what and when: /follow, /quiet, /language, /help."))
            )
        return True


def _old(say: Say) -> str:
    return say("This button is too old. /help shows what can be said.")


def _patience(say: Say) -> str:
    return say("One thing after the other, please: I answer again in a minute.")


def _too_long(command: Command, chat: Chat) -> Answer:
    say = speaking(chat)
    return said(str(unclear(chat, say("That is too long."), command.example or f"/{command.name}")))


def _number(chat: str) -> int:
    return int(chat.partition(":")[2].partition("/")[0])


def _topic(chat: str) -> int | None:
    return int(chat.partition("/")[2] or 0) or None


def lament(error: Exception) -> None:
    """What went wrong and where, without its words: they may quote a name, a number or a secret."""
    frames = traceback.extract_tb(error.__traceback__)
    where = f"{frames[-1].filename.rpartition('/')[2]}:{frames[-1].lineno}" if frames else "?"
    words = f" ({error})" if isinstance(error, ReadoutError) else ""
    log.error("a command failed: %s at %s%s", type(error).__name__, where, words)
