"""How does talk travel over Telegram? What comes in becomes an event of ours; answers, menus and questions go out.

The one file of this room that knows python-telegram-bot. Its errors are told apart here and never shown: that of a refused token
quotes the token, and any may quote an address, which contains it (https://core.telegram.org/bots/api#making-requests).
"""

import asyncio
import json
import logging
import re
from collections import deque
from collections.abc import Awaitable, Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from telegram import (
    Bot,
    BotCommand,
    BotCommandScope,
    BotCommandScopeAllChatAdministrators,
    BotCommandScopeAllGroupChats,
    BotCommandScopeAllPrivateChats,
    BotCommandScopeChat,
    CallbackQuery,
    ChatMember,
    ChatMemberUpdated,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    LinkPreviewOptions,
    Message,
    ReplyParameters,
    Update,
)
from telegram import Chat as Room
from telegram.constants import ParseMode
from telegram.error import BadRequest, ChatMigrated, Conflict, Forbidden, InvalidToken, RetryAfter, TelegramError
from telegram.request import HTTPXRequest

from bot.channels.telegram import API
from bot.chat.asking import Answer, Ask, Coming, Event, Kind, Moving, Place, Press, Speaker
from bot.chat.hearing import Conflicted, TokenRefused, Unreachable
from bot.chat.menus import Menu
from bot.ports import Clock
from bot.text.speech import phrase

log = logging.getLogger(__name__)

POLL_SECONDS = 30
"""How long Telegram holds a question for updates; at most 50."""
WANTED = ("message", "channel_post", "callback_query", "my_chat_member")
"""Edited messages are no commands: who mends a typing error sends it again."""
_COMMAND = re.compile(r"/([A-Za-z0-9_]{1,32})(?:@(\w+))?(?:\s+(.*))?", re.DOTALL)
_KINDS: Mapping[str, Kind] = {"private": "private", "group": "group", "supergroup": "group", "channel": "channel"}
_NOTICE_MAX = 200
_WAIT_MAX = 120.0
"""Seconds that an answer waits for a flood to pass; after that nobody remembers the question."""
_QUEUE_MAX = 30
"""Answers that wait in one chat."""
_AT_ONCE = 8
_SIDES_MAX, _RATIO_MAX = 10_000, 20
"""Of a picture: width and height together, and one by the other; beyond that it is a file."""
_TRIES = 4
_THREAD_GONE = ("message thread not found", "topic_closed", "topic_deleted")

Took = Callable[[Place], Awaitable[None]]
Moved = Callable[[Moving], Awaitable[None]]


@dataclass(frozen=True, slots=True)
class _Letter:
    """An answer on its way: where to, in place of which message, and whether in HTML."""

    place: Place
    answer: Answer
    instead_of: int | None = None
    html: bool = True


@dataclass(frozen=True, slots=True)
class Posting:
    """How Telegram fares that posts updates to us."""

    url: str
    waiting: int
    failed_at: datetime | None
    """When it last failed."""


def event_of(update: Update, me: str) -> Event | None:
    """What an update means to us; None when nothing. ``me`` is our user name: commands may be addressed to other bots."""
    if message := update.message or update.channel_post:
        return _said(message, me)
    if update.callback_query:
        return _pressed(update.callback_query)
    return _came(update.my_chat_member) if update.my_chat_member else None


def _said(message: Message, me: str) -> Event | None:
    place = _place(message)
    if message.migrate_to_chat_id:
        return Moving(place, message.migrate_to_chat_id)
    if message.forward_origin or message.via_bot or not (found := _COMMAND.fullmatch(message.text or "")):
        return None
    name, addressed, words = found.groups()
    if addressed and addressed.lower() != me.lower():
        return None
    answers = message.reply_to_message.message_id if message.reply_to_message else None
    if answers == message.message_thread_id:
        answers = None  # every message of a topic "replies" to the topic's beginning
    return Ask(name.lower(), (words or "").strip(), place, _speaker(message), message.message_id, answers)


def _place(message: Message) -> Place:
    topic = message.message_thread_id if message.is_topic_message and message.message_thread_id != 1 else None
    return Place(message.chat.id, _kind(message.chat), topic)


def _kind(room: Room) -> Kind:
    return _KINDS.get(room.type, "group")


def _speaker(message: Message) -> Speaker:
    """A person; or the chat itself, as which only its administrators can speak; or another chat, which is nobody to us."""
    if message.sender_chat is not None or message.chat.type == "channel":
        own = message.sender_chat is None or message.sender_chat.id == message.chat.id
        return Speaker(None, as_chat=own)
    user = message.from_user
    return Speaker(user.id, language=user.language_code or "") if user and not user.is_bot else Speaker(None)


def _pressed(query: CallbackQuery) -> Press | None:
    if query.message is None or query.data is None:
        return None
    place = Place(query.message.chat.id, _kind(query.message.chat))
    speaker = Speaker(query.from_user.id, language=query.from_user.language_code or "")
    return Press(query.id, query.data, place, speaker, query.message.message_id)


def _came(change: ChatMemberUpdated) -> Coming:
    language = (change.from_user.language_code or "") if change.chat.type == "private" else ""
    place = Place(change.chat.id, _kind(change.chat))
    return Coming(place, _speaks(change.new_chat_member, change.chat), _speaks(change.old_chat_member, change.chat), language)


def _speaks(member: ChatMember, room: Room) -> bool:
    """Whether we are there and may write: a channel's posts are its administrators'."""
    if member.status == ChatMember.RESTRICTED:
        return bool(getattr(member, "is_member", False) and getattr(member, "can_send_messages", False))
    if room.type == "channel":
        return member.status == ChatMember.ADMINISTRATOR and bool(getattr(member, "can_post_messages", False))
    return member.status in {ChatMember.MEMBER, ChatMember.ADMINISTRATOR, ChatMember.OWNER}


class _Discreet(HTTPXRequest):
    """Does not log what it cannot read, as the library does: it may be full of names. What is no update is an empty one."""

    @staticmethod
    def parse_json_payload(payload: bytes) -> dict[str, Any]:
        """The answer. Raises TelegramError."""
        try:
            answer: dict[str, Any] = json.loads(payload.decode("utf-8", "replace"))
            if isinstance(result := answer.get("result"), list):
                answer["result"] = [one if _is_sound(one) else {"update_id": one["update_id"]} for one in result]
        except (ValueError, TypeError, KeyError, AttributeError):
            raise TelegramError("Invalid server response") from None
        return answer


def _is_sound(update: Any) -> bool:
    """Whether the library can read an update (or anything else in a list): one that it cannot would come again and again."""
    if "update_id" not in update:
        return True
    try:
        Update.de_json(update, None)
    except Exception as error:  # noqa: BLE001 - whatever it stumbles over
        log.error("an update cannot be read: %s", type(error).__name__)  # noqa: TRY400
        return False
    return True


class Wire:
    """One bot's line to Telegram. Answers go out in order within a chat, chats side by side, and nobody waits for them."""

    def __init__(self, token: str, clock: Clock, base_url: str = API, *, read_timeout: float = 30.0) -> None:
        self._token = token
        self._clock = clock
        self._url = f"{base_url.rstrip('/').removesuffix('/bot')}/bot"
        self._read_timeout = read_timeout
        self._bot, self._requests = self._opened()
        self._queues: dict[int, deque[Callable[[], Awaitable[None]]]] = {}
        self._sending: set[asyncio.Task[None]] = set()
        self._few = asyncio.Semaphore(_AT_ONCE)
        self.name = ""
        """Our user name, once it is known."""
        self.closed: Took | None = None
        """Told of a chat that lets us write no longer."""
        self.moved: Moved | None = None

    def _opened(self) -> tuple[Bot, tuple[HTTPXRequest, ...]]:
        requests = tuple(
            _Discreet(
                connection_pool_size=size, read_timeout=self._read_timeout, write_timeout=self._read_timeout,
                connect_timeout=min(10.0, self._read_timeout), pool_timeout=min(10.0, self._read_timeout),
            )
            for size in (16, 1)
        )  # fmt: skip
        return Bot(self._token, base_url=self._url, request=requests[0], get_updates_request=requests[1]), requests

    async def greet(self) -> None:
        """Learn our name, and make sure that updates come this way. Raises what ``updates`` raises."""
        self.name = await self.who()
        await self._asked(self._bot.delete_webhook())

    async def who(self) -> str:
        """Our user name. Raises what ``updates`` raises."""
        me = await self._asked(self._bot.get_me())
        return me.username or ""

    async def updates(self, offset: int) -> list[tuple[int, Event | None]]:
        """What came since ``offset``, which confirms what was before it. Raises TokenRefused, Conflicted or Unreachable."""
        came = await self._asked(
            self._bot.get_updates(offset=offset, timeout=timedelta(seconds=POLL_SECONDS), allowed_updates=WANTED)
        )
        return [(update.update_id, event_of(update, self.name)) for update in came]

    async def invite(self, url: str, secret: str) -> None:
        """Learn our name, and have updates posted to ``url`` together with ``secret``. Raises what ``updates`` raises."""
        self.name = await self.who()
        await self._asked(self._bot.set_webhook(url, secret_token=secret, allowed_updates=WANTED, drop_pending_updates=False))

    async def posting(self) -> Posting:
        """How it goes with that. Raises what ``updates`` raises."""
        info = await self._asked(self._bot.get_webhook_info())
        return Posting(info.url, info.pending_update_count, info.last_error_date)

    def read(self, posted: Any) -> tuple[int, Event | None]:
        """The number and the meaning of an update that was posted. Raises ValueError when it is none."""
        if not isinstance(posted, dict) or not isinstance(number := posted.get("update_id"), int):
            raise ValueError("no update")  # noqa: TRY004 - what it is instead makes no difference
        return number, event_of(Update.de_json(posted, None), self.name) if _is_sound(posted) else None

    async def _asked(self, question: Awaitable[Any]) -> Any:
        trouble: Exception
        try:
            return await question
        except InvalidToken:
            trouble = TokenRefused()
        except Conflict as error:
            trouble = Conflicted(
                phrase("a webhook is set")
                if "webhook" in error.message.lower()
                else phrase("somebody else listens with this token")
            )
        except RetryAfter as error:
            trouble = Unreachable(phrase("too many requests"), _seconds(error))
        except BadRequest as error:
            refused = "bad webhook" in error.message.lower()
            trouble = Unreachable(phrase("it does not accept TELEGRAM_WEBHOOK_URL") if refused else "BadRequest", 0)
        except TelegramError as error:
            trouble = Unreachable(type(error).__name__, 0)
        raise trouble  # out of the handler: what the library raised may show the token

    async def renew(self) -> None:
        """Begin anew with other connections."""
        former = self._requests
        self._bot, self._requests = self._opened()
        for request in former:
            with suppress(TelegramError, RuntimeError):
                await request.shutdown()

    def say(self, place: Place, answer: Answer, *, instead_of: int | None = None) -> None:
        """Answer in its turn; in place of our own message ``instead_of``, if that can still be changed."""
        changes = None if answer.picture or answer.file else instead_of
        self._queue(place.number, lambda: self._put(_Letter(place, answer, changes)))

    def notice(self, place: Place, query: str, words: str = "", *, loud: bool = False) -> None:
        """Tell who pressed a button that we noticed."""

        async def noticed() -> None:
            with suppress(TelegramError):  # it may be too old by now
                await self._bot.answer_callback_query(query, words[:_NOTICE_MAX] or None, show_alert=loud)

        self._queue(place.number, noticed)

    def _queue(self, number: int, work: Callable[[], Awaitable[None]]) -> None:
        waiting = self._queues.setdefault(number, deque())
        if len(waiting) >= _QUEUE_MAX:
            log.warning("too many answers wait in one chat: one is dropped")
            return
        waiting.append(work)
        if len(waiting) == 1:
            task = asyncio.create_task(self._drain(number, waiting))
            self._sending.add(task)
            task.add_done_callback(self._sending.discard)

    async def _drain(self, number: int, waiting: deque[Callable[[], Awaitable[None]]]) -> None:
        while waiting:
            try:
                await waiting[0]()
            except Exception as error:  # noqa: BLE001 - one answer never stops the next; what it says may show a secret
                log.error("an answer could not be given: %s", type(error).__name__)  # noqa: TRY400
            waiting.popleft()
        self._queues.pop(number, None)

    async def _put(self, letter: _Letter) -> None:
        """Until it is taken, in a simpler form if need be."""
        for _ in range(_TRIES):
            try:
                async with self._few:  # who waits for a flood to pass waits outside
                    await self._posted(letter)
            except Forbidden:
                if self.closed:
                    await self.closed(letter.place)
                return
            except TelegramError as error:
                again = await self._again(letter, error)
            else:
                return
            if again is None:
                break
            letter = again
        log.warning("an answer was not taken")

    async def _again(self, letter: _Letter, error: TelegramError) -> _Letter | None:
        """What to try after a refusal, once its time has come; None: nothing."""
        match error:
            case InvalidToken():
                return None
            case BadRequest():
                return _simpler(letter, error.message.lower())
            case ChatMigrated(new_chat_id=number):
                if self.moved:
                    await self.moved(Moving(letter.place, number))
                return replace(letter, place=replace(letter.place, number=number))
        wait = _seconds(error) if isinstance(error, RetryAfter) else 2.0
        if wait > _WAIT_MAX:
            return None
        await self._clock.sleep(wait)
        return letter

    async def _posted(self, letter: _Letter) -> None:
        answer, place = letter.answer, letter.place
        words, mode = (answer.html, ParseMode.HTML) if letter.html else (answer.text, None)
        if letter.instead_of:
            await self._changed(letter.instead_of, place, words, mode, keyboard(answer))
            return
        common: dict[str, Any] = {
            "reply_parameters": ReplyParameters(answer.reply_to, allow_sending_without_reply=True) if answer.reply_to else None,
            "message_thread_id": place.topic, "reply_markup": keyboard(answer), "parse_mode": mode,
        }  # fmt: skip
        if answer.picture and _is_photo(answer.picture):
            await self._bot.send_photo(place.number, answer.picture, caption=words, filename=answer.name, **common)
        elif answer.picture or answer.file:
            file = answer.picture or answer.file
            await self._bot.send_document(place.number, file, caption=words, filename=answer.name, **common)
        else:
            await self._bot.send_message(place.number, words, link_preview_options=_NO_PREVIEW, **common)

    async def _changed(
        self, number: int, place: Place, words: str, mode: ParseMode | None, buttons: InlineKeyboardMarkup | None
    ) -> None:
        try:
            await self._bot.edit_message_text(
                words, place.number, number, parse_mode=mode, link_preview_options=_NO_PREVIEW, reply_markup=buttons
            )
        except BadRequest as error:
            if not error.message.lower().startswith("message is not modified"):
                raise

    async def is_admin(self, chat: int, user: int) -> bool | None:
        """Whether a person administers a chat; None when it cannot be asked."""
        try:
            member = await self._bot.get_chat_member(chat, user, read_timeout=5)
        except BadRequest:  # no member at all
            return False
        except TelegramError:
            return None
        return member.status in {ChatMember.ADMINISTRATOR, ChatMember.OWNER}

    async def set_menu(self, menu: Menu) -> bool:
        """Offer commands; False when that did not work."""
        scope: BotCommandScope = {
            "private": BotCommandScopeAllPrivateChats,
            "groups": BotCommandScopeAllGroupChats,
            "administrators": BotCommandScopeAllChatAdministrators,
        }.get(menu.scope, lambda: BotCommandScopeChat(menu.chat))()
        try:
            commands = [BotCommand(name, what) for name, what in menu.commands]
            await self._bot.set_my_commands(commands, scope=scope, language_code=menu.language or None)
        except TelegramError:
            return False
        return True

    async def said(self) -> None:
        """Wait until everything is said that was to be said."""
        while self._sending:
            await asyncio.wait(set(self._sending))

    async def close(self, seconds: float = 20.0) -> None:
        """Say what waits to be said, for so long at most, and hang up."""
        if self._sending:
            _, late = await asyncio.wait(set(self._sending), timeout=seconds)
            for task in late:
                task.cancel()
        for request in self._requests:
            with suppress(TelegramError, RuntimeError):
                await request.shutdown()


_NO_PREVIEW = LinkPreviewOptions(is_disabled=True)


def keyboard(answer: Answer) -> InlineKeyboardMarkup | None:
    """The buttons of an answer."""
    if not answer.buttons:
        return None
    rows: Sequence[Sequence[InlineKeyboardButton]] = [
        [InlineKeyboardButton(one.words, callback_data=one.data) for one in row] for row in answer.buttons
    ]
    return InlineKeyboardMarkup(rows)


def _simpler(letter: _Letter, said: str) -> _Letter | None:
    """How to put what was refused; None when that would not help."""
    if letter.place.topic and said.startswith(_THREAD_GONE):
        return replace(letter, place=replace(letter.place, topic=None))
    if letter.instead_of:
        return replace(letter, instead_of=None)
    return replace(letter, html=False) if letter.html else None


def _seconds(error: RetryAfter) -> float:
    after = error.retry_after
    return after.total_seconds() if isinstance(after, timedelta) else float(after)


def _is_photo(png: bytes) -> bool:
    """Whether Telegram takes a picture as one: its sides are in the PNG's header."""
    width, height = int.from_bytes(png[16:20]), int.from_bytes(png[20:24])
    return width + height <= _SIDES_MAX and max(width, height) <= _RATIO_MAX * min(width, height)
