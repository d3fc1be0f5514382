"""How does an alert reach Telegram, and what does each of its answers mean to us?

One message, one request: pacing, repeating and order are the outbox's. Texts of errors are those of the Bot API server, which
python-telegram-bot passes on with another capital letter and under classes that inherit from one another (a refused message is a
``NetworkError`` to it), so they are told apart here: https://core.telegram.org/bots/api#making-requests
"""

import logging
import os
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace
from datetime import timedelta

import httpx
from telegram import Bot, InlineKeyboardButton, InlineKeyboardMarkup, LinkPreviewOptions, ReplyParameters
from telegram.constants import ParseMode
from telegram.error import BadRequest, ChatMigrated, Conflict, Forbidden, InvalidToken, RetryAfter, TelegramError
from telegram.request import HTTPXRequest

from bot.alerts.markup import LIMIT, fit, line
from bot.errors import Closed, DeliveryError, Flooded, Migrated, RetryLater, TokenRefused, Uncertain, Undeliverable
from bot.model.alert import Chat, Handed, Message

log = logging.getLogger(__name__)
os.environ.setdefault("PTB_TIMEDELTA", "1")
"""python-telegram-bot's switch for durations with a unit; without it, each flood warning comes with a deprecation warning."""

API = "https://api.telegram.org"
CLOSED_SECONDS = 3600.0
"""A chat in which we may not write, and a token that is refused, are asked again this often: somebody may see to it, and then
nothing is missing."""
SIDE_BY_SIDE = 64
"""Requests at a time: one that hangs until its time is over must not hold up those of other chats."""
_GENERAL = 1
"""The topic that every forum has, and that may not be named: messages without a topic go there."""
_NO_PREVIEW = LinkPreviewOptions(is_disabled=True)
_GONE = ("chat not found", "private chat not found", "chat_id is empty", "peer_id_invalid", "channel_private")
"""There is no such chat, or none that lets us in: like a 403, it stays so until somebody does something about it there."""
_CLOSED = (
    "not enough rights", "have no rights", "chat_write_forbidden", "chat_restricted", "need administrator rights",
    "chat_admin_required",
)  # fmt: skip
_TOO_LONG = ("message is too long", "message_too_long", "message caption is too long")
_FIXED = ("message to edit not found", "message can't be edited")
_TOPIC_GONE = ("message thread not found", "topic_closed", "topic_deleted")
_UNSENT = (
    httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout, httpx.ProxyError, httpx.UnsupportedProtocol, httpx.InvalidURL,
)  # fmt: skip
"""What fails before the request leaves us; the last two, when TELEGRAM_BASE_URL is no address."""
_SHORTEST = 512
"""UTF-16 units below which nobody can find a text too long."""
_REASON_MAX = 300
"""Characters of a reason: a proxy may answer with a whole page."""


@dataclass(frozen=True, slots=True)
class _Form:
    """How a message is put: in HTML or plain, in a topic or not."""

    text: str
    html: bool = True
    topic: int | None = None
    limit: int = LIMIT
    """UTF-16 units that a plain text may have."""


_Ask = Callable[[Chat, Message, _Form], Awaitable[str]]


class TelegramChannel:
    """``bot.ports.Channel`` over the Bot API at ``base_url``; a chat's address is ``<id>``, ``@name`` or ``<id>/<topic>``.

    Nothing is asked before the first message, so that a start does not depend on Telegram. ``read_timeout`` is in seconds.
    """

    def __init__(self, token: str, base_url: str = API, *, read_timeout: float = 30.0) -> None:
        self._token = token
        self.mended = 0
        """Messages that had to be put simpler since the start: bugs of ours, each told in the log."""
        self._request = HTTPXRequest(
            connection_pool_size=SIDE_BY_SIDE,
            read_timeout=read_timeout,
            write_timeout=read_timeout,
            connect_timeout=min(10.0, read_timeout),
            pool_timeout=min(10.0, read_timeout),
        )
        url = f"{base_url.rstrip('/').removesuffix('/bot')}/bot"
        self._bot = Bot(token, base_url=url, request=self._request, get_updates_request=self._request)

    async def send(self, chat: Chat, message: Message) -> Handed:
        """Send; its id is ``<chat>/<Telegram's message id>``. Raises RetryLater, Closed, Undeliverable, Migrated or Uncertain.

        What Telegram will not take as it is, is sent simpler rather than not at all: without its topic, or as plain text.
        """
        return await self._put(self._send, chat, message, _Form(message.html, topic=_topic(chat)))

    async def edit(self, chat: Chat, message: Message) -> Handed:
        """Change the text of ``message.edits``; raises like ``send``, but is never uncertain: the same edit twice is one.

        What cannot be edited any more stays as it is: it has been read, or thrown away by who may.
        """
        try:
            return await self._put(self._edit, chat, message, _Form(message.html))
        except Uncertain as error:
            raise RetryLater(chat.id, error.problem, 0) from None

    async def _put(self, ask: _Ask, chat: Chat, message: Message, form: _Form) -> Handed:
        """Ask until a form of the message is taken, or refused for good."""
        unfit = ""
        while True:
            try:
                return Handed(await ask(chat, message, form), unfit)
            except TelegramError as error:
                failure, said = _translated(error, chat, self._shown(error)), _said(error)
                simpler = _simpler(form, said, message) if isinstance(error, BadRequest) else None
            # Out of the handler: what the library raised may show the token, so it is not kept as a context either.
            if simpler is None:
                raise failure
            if form.html and not simpler.html:
                self.mended, unfit = self.mended + 1, failure.problem
            log.warning("%s: %s; putting it simpler (%d so far)", message.alert.id, failure, self.mended)
            form = simpler

    def _shown(self, error: TelegramError) -> str:
        """What the answer said, without the token: a proxy's page of regret may repeat the address it was asked for."""
        return error.message.replace(self._token, "<token>")[:_REASON_MAX]

    async def _send(self, chat: Chat, message: Message, form: _Form) -> str:
        number = _number(chat, message.reply_to)
        answered = ReplyParameters(number, allow_sending_without_reply=True) if number else None
        sent = await self._bot.send_message(
            _id(chat),
            form.text,
            parse_mode=ParseMode.HTML if form.html else None,
            link_preview_options=_NO_PREVIEW,
            disable_notification=message.silent,
            reply_parameters=answered,
            message_thread_id=form.topic,
            reply_markup=_keyboard(message),
        )
        return f"{_id(chat)}/{sent.message_id}"

    async def _edit(self, chat: Chat, message: Message, form: _Form) -> str:
        number = _number(chat, message.edits)
        if number is None:
            raise Undeliverable(chat.id, "the message stands in the group that this supergroup was before")
        mode = ParseMode.HTML if form.html else None
        try:
            await self._bot.edit_message_text(
                form.text, _id(chat), number, parse_mode=mode, link_preview_options=_NO_PREVIEW, reply_markup=_keyboard(message)
            )
        except BadRequest as error:
            if not _said(error).startswith("message is not modified"):
                raise
        return message.edits

    async def close(self) -> None:
        """Let go of every connection."""
        await self._request.shutdown()


def _keyboard(message: Message) -> InlineKeyboardMarkup | None:
    """An edit without them would take a message's buttons away."""
    rows = [[InlineKeyboardButton(one.words, callback_data=one.data) for one in row] for row in message.buttons]
    return InlineKeyboardMarkup(rows) if rows else None


def _id(chat: Chat) -> int | str:
    name = chat.address.partition("/")[0]
    return name if name.startswith("@") else int(name)


def _topic(chat: Chat) -> int | None:
    number = int(chat.address.partition("/")[2] or _GENERAL)
    return number if number != _GENERAL else None


def _number(chat: Chat, ref: str) -> int | None:
    """The message's number, unless it counts in another chat: a group that becomes a supergroup begins anew at 1."""
    home, _, number = ref.rpartition("/")
    return int(number) if number and home == str(_id(chat)) else None


def _said(error: TelegramError) -> str:
    return error.message.removeprefix("Bad Request: ").lower()


def _simpler(form: _Form, said: str, message: Message) -> _Form | None:
    """How to put a message that was refused as ``form``; None when that would not help."""
    if said.startswith((*_GONE, *_CLOSED, *_FIXED)):
        return None
    if form.topic is not None and said.startswith(_TOPIC_GONE):
        return replace(form, topic=None)
    if form.html:
        return _plain(form, message, LIMIT)
    if said.startswith(_TOO_LONG) and form.limit > _SHORTEST:
        return _plain(form, message, form.limit // 2)
    return None


def _plain(form: _Form, message: Message, limit: int) -> _Form:
    """Without markup, cut to ``limit``."""
    text = fit([line(message.text or message.alert.title or message.alert.id)], limit)[0].words
    return replace(form, text=text, html=False, limit=limit)


def _translated(error: TelegramError, chat: Chat, said: str) -> DeliveryError:
    """What an answer means to the outbox. Uncertain, when we cannot tell whether the message has arrived."""
    match error:
        case RetryAfter(retry_after=after):
            return Flooded(chat.id, said, after.total_seconds() if isinstance(after, timedelta) else float(after))
        case ChatMigrated(new_chat_id=number):
            return Migrated(chat.id, said, f"{chat.channel}:{number}")
        case InvalidToken():
            return TokenRefused(chat.id, "Telegram refuses the bot token: is TELEGRAM_BOT_TOKEN right, or revoked?", CLOSED_SECONDS)
        case _ if isinstance(error, Forbidden) or (isinstance(error, BadRequest) and _said(error).startswith(_GONE)):
            return Closed(chat.id, said, lost=isinstance(error, BadRequest))
        case BadRequest():
            closed = _said(error).startswith(_CLOSED)
            return RetryLater(chat.id, said, CLOSED_SECONDS) if closed else Undeliverable(chat.id, said)
        case _ if isinstance(error, Conflict) or said.lower().startswith("too many requests"):  # without a time, as proxies say it
            return RetryLater(chat.id, said, 0)
        case _ if isinstance(error.__cause__, _UNSENT):
            return RetryLater(chat.id, f"Telegram cannot be reached: {said}", 0)
    return Uncertain(chat.id, said)
