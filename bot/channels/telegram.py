"""How does an alert reach Telegram, and what does each of its answers mean to us?

One message, one request: pacing, repeating and order are the outbox's. Texts of errors are those of the Bot API server, which
python-telegram-bot passes on with another capital letter and under classes that inherit from one another (a refused message is a
``NetworkError`` to it), so they are told apart here: https://core.telegram.org/bots/api#making-requests
"""

import logging
import os
from dataclasses import dataclass, replace
from datetime import timedelta

import httpx
from telegram import Bot, LinkPreviewOptions, ReplyParameters
from telegram.constants import ParseMode
from telegram.error import BadRequest, ChatMigrated, Conflict, Forbidden, InvalidToken, RetryAfter, TelegramError
from telegram.request import HTTPXRequest

from bot.errors import DeliveryError, Migrated, RetryLater, Uncertain, Undeliverable
from bot.model.alert import Chat, Message

log = logging.getLogger(__name__)
os.environ.setdefault("PTB_TIMEDELTA", "1")
"""python-telegram-bot's switch for durations with a unit; without it, each flood warning comes with a deprecation warning."""

API = "https://api.telegram.org"
LIMIT = 4096
"""Characters of a message, counted in UTF-16 units to be safe: the parser counts code points, the server does not say."""
CLOSED_SECONDS = 3600.0
"""A chat that refuses us, and a token that is refused, are asked again this often: somebody may let us in again, and then nothing
is missing."""
_GENERAL = 1
"""The topic that every forum has, and that may not be named: messages without a topic go there."""
_NO_PREVIEW = LinkPreviewOptions(is_disabled=True)
_CLOSED = (
    "chat not found", "private chat not found", "chat_id is empty", "peer_id_invalid", "channel_private", "not enough rights",
    "have no rights", "chat_write_forbidden", "chat_restricted", "need administrator rights", "chat_admin_required",
)  # fmt: skip
_TOPIC_GONE = ("message thread not found", "topic_closed", "topic_deleted")
_UNSENT = (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout, httpx.ProxyError)
"""What fails before the request leaves us."""


@dataclass(frozen=True, slots=True)
class _Form:
    """How a message is put: in HTML or plain, in a topic or not."""

    text: str
    html: bool = True
    topic: int | None = None


class TelegramChannel:
    """``bot.ports.Channel`` over the Bot API at ``base_url``; a chat's address is ``<id>``, ``@name`` or ``<id>/<topic>``.

    Nothing is asked before the first message, so that a start does not depend on Telegram. ``read_timeout`` is in seconds.
    """

    def __init__(self, token: str, base_url: str = API, *, read_timeout: float = 30.0) -> None:
        self._request = HTTPXRequest(
            connection_pool_size=16,
            read_timeout=read_timeout,
            write_timeout=read_timeout,
            connect_timeout=min(10.0, read_timeout),
            pool_timeout=min(10.0, read_timeout),
        )
        self._bot = Bot(token, base_url=f"{base_url.rstrip('/').removesuffix('/bot')}/bot", request=self._request)

    async def send(self, chat: Chat, message: Message) -> str:
        """Send and return Telegram's message id. Raises RetryLater, Undeliverable, Migrated or Uncertain.

        What Telegram will not take as it is, is sent simpler rather than not at all: without its topic, or as plain text.
        """
        form = _Form(message.html, topic=_topic(chat))
        while True:
            try:
                return await self._send(chat, message, form)
            except BadRequest as error:
                simpler = _simpler(form, _said(error), message)
                if simpler is None:
                    raise _translated(error, chat) from error
                log.warning("%s: %s: %s; sending it simpler", chat.id, message.alert.id, error.message)
                form = simpler
            except TelegramError as error:
                raise _translated(error, chat) from error

    async def _send(self, chat: Chat, message: Message, form: _Form) -> str:
        answered = ReplyParameters(int(message.reply_to), allow_sending_without_reply=True) if message.reply_to else None
        sent = await self._bot.send_message(
            _id(chat),
            form.text,
            parse_mode=ParseMode.HTML if form.html else None,
            link_preview_options=_NO_PREVIEW,
            disable_notification=message.silent,
            reply_parameters=answered,
            message_thread_id=form.topic,
        )
        return str(sent.message_id)

    async def edit(self, chat: Chat, message: Message) -> None:
        """Change the text of ``message.edits``; raises like ``send``, but is never uncertain: the same edit twice is one."""
        try:
            await self._bot.edit_message_text(
                message.html, _id(chat), int(message.edits), parse_mode=ParseMode.HTML, link_preview_options=_NO_PREVIEW
            )
        except TelegramError as error:
            if _said(error).startswith("message is not modified"):
                return
            failure = _translated(error, chat)
            raise RetryLater(chat.id, failure.problem, 0) if isinstance(failure, Uncertain) else failure from error

    async def close(self) -> None:
        """Let go of every connection."""
        await self._request.shutdown()


def _id(chat: Chat) -> int | str:
    name = chat.address.partition("/")[0]
    return name if name.startswith("@") else int(name)


def _topic(chat: Chat) -> int | None:
    number = int(chat.address.partition("/")[2] or _GENERAL)
    return number if number != _GENERAL else None


def _said(error: TelegramError) -> str:
    return error.message.removeprefix("Bad Request: ").lower()


def _simpler(form: _Form, said: str, message: Message) -> _Form | None:
    """How to put a message that was refused as ``form``; None when that would not help."""
    if said.startswith(_CLOSED):
        return None
    if form.topic is not None and said.startswith(_TOPIC_GONE):
        return replace(form, topic=None)
    if form.html:
        return replace(form, text=_cut(message.text), html=False)
    return None


def _cut(text: str) -> str:
    """At most LIMIT UTF-16 units of a text."""
    units = text.encode("utf-16-le")
    return text if len(units) <= 2 * LIMIT else units[: 2 * LIMIT - 2].decode("utf-16-le", "ignore") + "…"


def _translated(error: TelegramError, chat: Chat) -> DeliveryError:
    """What an answer means to the outbox. Uncertain, when we cannot tell whether the message has arrived."""
    said = error.message
    match error:
        case RetryAfter(retry_after=after):
            return RetryLater(chat.id, said, after.total_seconds() if isinstance(after, timedelta) else float(after))
        case ChatMigrated(new_chat_id=number):
            return Migrated(chat.id, said, f"{chat.channel}:{number}")
        case InvalidToken():
            return RetryLater(chat.id, "Telegram refuses the bot token: is TELEGRAM_BOT_TOKEN right, or revoked?", CLOSED_SECONDS)
        case Forbidden():
            return RetryLater(chat.id, said, CLOSED_SECONDS)
        case BadRequest():
            closed = _said(error).startswith(_CLOSED)
            return RetryLater(chat.id, said, CLOSED_SECONDS) if closed else Undeliverable(chat.id, said)
        case Conflict():
            return RetryLater(chat.id, said, 0)
        case _ if isinstance(error.__cause__, _UNSENT):
            return RetryLater(chat.id, f"Telegram cannot be reached: {said}", 0)
    return Uncertain(chat.id, said)
