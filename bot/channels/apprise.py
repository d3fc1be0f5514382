"""How do operators hear of trouble by a second way, when the first one may be the trouble? Through Apprise, if it is installed.

Apprise (https://github.com/caronc/apprise) knows a hundred services by one address each, but says of a failure only that it was
one: so what failed may have arrived, is repeated with a label, and is given up after hours. It hands back no ids, so nothing is
edited or answered. What it logs quotes its addresses, and with them their secrets: it is kept quiet.
"""

import asyncio
import hashlib
import logging
from collections.abc import Mapping
from typing import Any, Protocol

from bot.alerts.words import short
from bot.errors import Uncertain, Undeliverable
from bot.model.alert import Chat, Handed, Message

DEADLINE = 60.0
"""Seconds for one notice: Apprise's own limits are four for connecting and four for an answer, and some services ask twice."""
TITLE_MAX = 200
BODY_MAX = 1500
"""Characters; the narrowest of the usual services take no more."""


class Notifier(Protocol):
    """What we use of ``apprise.Apprise``."""

    def notify(self, body: str, title: str) -> bool | None:
        """Whether it was taken; None: there is nobody to tell."""


class AppriseChannel:
    """``bot.ports.Channel`` for notices; ``notifiers`` by the address of their chat (``address_of``), which may be logged."""

    def __init__(self, notifiers: Mapping[str, Notifier]) -> None:
        self._notifiers = notifiers

    async def send(self, chat: Chat, message: Message) -> Handed:
        """Tell one service. Raises Undeliverable or Uncertain."""
        notifier = self._notifiers.get(chat.address)
        if notifier is None:
            raise Undeliverable(chat.id, "READOUT_APPRISE does not name it any more")
        title, body = short(message.alert.title, TITLE_MAX) or "Readout", _cut(message.text)
        try:
            async with asyncio.timeout(DEADLINE):
                taken = await asyncio.to_thread(notifier.notify, body, title)
        except TimeoutError:
            raise Uncertain(chat.id, f"no answer within {DEADLINE:g} s") from None
        except Exception as error:  # noqa: BLE001 - any of a hundred plugins; what it says may quote a secret
            raise Uncertain(chat.id, f"Apprise raised {type(error).__name__}") from None
        if not taken:
            raise Uncertain(chat.id, "Apprise could not hand it over")
        return Handed(message.alert.id)

    async def edit(self, chat: Chat, message: Message) -> Handed:  # noqa: ARG002 - nothing is done
        """Nothing: what was handed over cannot be changed."""
        return Handed(message.edits)

    async def close(self) -> None:
        """There is nothing to let go of."""


def _cut(text: str) -> str:
    return text if len(text) <= BODY_MAX else f"{text[: BODY_MAX - 1]}…"


def address_of(url: str) -> str:
    """What a service is called in the outbox and in logs: its kind and a digest, since the rest of its address is a secret."""
    return f"{url.partition(':')[0].lower()}-{hashlib.sha256(url.encode()).hexdigest()[:8]}"


class _Plain:
    """Our words are text, whatever the service takes them for: Apprise escapes them where that matters."""

    def __init__(self, made: Any) -> None:
        self._made = made

    def notify(self, body: str, title: str) -> bool | None:
        taken: bool | None = self._made.notify(body=body, title=title, body_format="text")
        return taken


def notifier_for(url: str) -> Notifier | None:
    """Apprise for one address; None when it cannot make anything of it. Raises ImportError when it is not installed."""
    import apprise  # noqa: PLC0415 - an extra

    logging.getLogger("apprise").setLevel(logging.CRITICAL + 1)
    made = apprise.Apprise()
    return _Plain(made) if made.add(url) else None
