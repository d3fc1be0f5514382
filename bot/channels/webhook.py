"""How does an alert reach a program elsewhere, so that it knows that it is from us and has it once?

One POST of the document of ``docs/json.md``, signed with a secret that both know (HMAC-SHA-256, RFC 2104, over timestamp, a dot and
the body), and named, so that the same one twice is recognised: ``docs/webhook.md`` is the contract. An edit is the same document
anew, under another name.
"""

import hashlib
import hmac
import json
from collections.abc import Mapping
from http import HTTPStatus
from urllib.parse import urlsplit

from bot.channels.jsonlines import as_json, translated
from bot.errors import DeliveryError, RetryLater, Uncertain, Undeliverable
from bot.model.alert import Chat, Handed, Message
from bot.model.reply import Posted
from bot.ports import Clock, Poster

CLOSED_SECONDS = 3600.0
"""An address that refuses us, or leads elsewhere, is asked again this often: once it is mended nothing is missing."""
_GONE = frozenset({HTTPStatus.NOT_FOUND, HTTPStatus.GONE})
_BUSY = frozenset({HTTPStatus.REQUEST_TIMEOUT, HTTPStatus.TOO_EARLY, HTTPStatus.TOO_MANY_REQUESTS, HTTPStatus.SERVICE_UNAVAILABLE})
_CLOSED = frozenset({HTTPStatus.UNAUTHORIZED, HTTPStatus.PAYMENT_REQUIRED, HTTPStatus.FORBIDDEN})


class WebhookChannel:
    """``bot.ports.Channel`` over HTTP; ``urls`` by the address of their chat (``address_of``), which may be logged."""

    def __init__(self, urls: Mapping[str, str], secret: str, poster: Poster, clock: Clock) -> None:
        self._urls = urls
        self._secret = secret.encode()
        self._poster = poster
        self._clock = clock

    async def send(self, chat: Chat, message: Message) -> Handed:
        """Post the alert; its id is the message's. Raises RetryLater, Undeliverable or Uncertain."""
        await self._post(chat, message, "alert", message.alert.id)
        return Handed(message.alert.id)

    async def edit(self, chat: Chat, message: Message) -> Handed:
        """Post the alert as it is now; the same words again bear the same name."""
        digest = hashlib.sha256(_body(message)).hexdigest()
        await self._post(chat, message, "edit", f"{message.edits}.{digest[:16]}")
        return Handed(message.edits)

    async def _post(self, chat: Chat, message: Message, event: str, name: str) -> None:
        url = self._urls.get(chat.address)
        if url is None:
            raise Undeliverable(chat.id, "READOUT_WEBHOOKS does not name it any more")
        body, at = _body(message), str(int(self._clock.now().timestamp()))
        headers = {
            "Content-Type": "application/json",
            "User-Agent": "readout-bot",
            "X-Readout-Event": event,
            "X-Readout-Delivery": name,
            "X-Readout-Timestamp": at,
            "X-Readout-Signature": signature(self._secret, at, body),
        }
        if failure := _failure(chat, await self._poster.post(url, body, headers)):
            raise failure

    async def close(self) -> None:
        """Let go of every connection."""
        await self._poster.close()


def address_of(url: str) -> str:
    """What a webhook is called in the outbox and in logs: its host and a digest, since the rest of its address may be a secret."""
    return f"{urlsplit(url).hostname}-{hashlib.sha256(url.encode()).hexdigest()[:8]}"


def signature(secret: bytes, timestamp: str, body: bytes) -> str:
    """As it stands in X-Readout-Signature."""
    return "sha256=" + hmac.new(secret, timestamp.encode() + b"." + body, hashlib.sha256).hexdigest()


def _body(message: Message) -> bytes:
    """ASCII, in which half a character can be written as well."""
    return json.dumps(as_json(message.alert) | translated(message), separators=(",", ":")).encode()


def _failure(chat: Chat, posted: Posted) -> DeliveryError | None:
    """What an answer means to the outbox."""
    status = posted.status
    said = posted.problem or f"HTTP {status}"
    if HTTPStatus.OK <= status < HTTPStatus.MULTIPLE_CHOICES:
        return None
    if not status:
        return Uncertain(chat.id, said) if posted.arrived else RetryLater(chat.id, said, 0)
    if status in _GONE:
        return Undeliverable(chat.id, f"{said}: is its address in READOUT_WEBHOOKS right?")
    if status in _BUSY:
        return RetryLater(chat.id, said, posted.wait or 0)
    if status >= HTTPStatus.INTERNAL_SERVER_ERROR:
        return Uncertain(chat.id, said)
    if status in _CLOSED:
        return RetryLater(chat.id, f"{said}: has the other side our READOUT_WEBHOOK_SECRET?", CLOSED_SECONDS)
    if status < HTTPStatus.BAD_REQUEST:
        return RetryLater(chat.id, f"{said}: we follow no redirects, set its address in READOUT_WEBHOOKS", CLOSED_SECONDS)
    return Undeliverable(chat.id, said)
