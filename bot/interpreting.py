"""What does a foreign headline say to the readers of this chat? The memory first, then the machine, and the alert in any case.

A translation is worth a few seconds and never an alert: whatever goes wrong, the message goes out without one.
"""

import asyncio
import logging
from dataclasses import dataclass, field
from weakref import WeakValueDictionary

from bot.alerts.words import HEADLINE_MAX, said, short
from bot.model.alert import Delivery
from bot.model.finding import OURS
from bot.ports import Clock, Store, Translator
from bot.text.tags import base, tongue

log = logging.getLogger(__name__)

PATIENCE = 5.0
"""Seconds that a delivery waits at most."""


@dataclass(frozen=True, slots=True)
class _Asked:
    """One headline for one language; equal ones are asked for once, however many chats wait."""

    words: str
    source: str
    target: str


@dataclass(slots=True)
class _Found:
    """What was found before patience ended."""

    words: str = ""


@dataclass(frozen=True, slots=True)
class Interpreter:
    """A machine and the memory of what it said."""

    translator: Translator
    store: Store
    clock: Clock
    patience: float = PATIENCE
    _turns: WeakValueDictionary[_Asked, asyncio.Lock] = field(default_factory=WeakValueDictionary)

    async def headline(self, delivery: Delivery) -> str:
        """The alert's headline in the chat's language; empty when that is its own, or nobody could say. Raises nothing.

        An edit says what its message says: it is not worth a new question.
        """
        asked, found = _asked(delivery), _Found()
        if asked is None:
            return ""
        try:
            async with asyncio.timeout(self.patience):
                await self._find(asked, found, only_known=delivery.action == "edit")
        except TimeoutError:
            log.warning("%s: no translation within %g s", delivery.alert.id, self.patience)
        except Exception:  # the third place: a translation never stops an alert
            log.exception("%s: no translation", delivery.alert.id)
        return "" if said(found.words).casefold() == asked.words.casefold() else found.words

    async def _find(self, asked: _Asked, found: _Found, *, only_known: bool) -> None:
        one = (asked.words, asked.source, asked.target)
        if only_known:
            found.words = await asyncio.to_thread(self.store.translation, *one)
            return
        provider = self.translator.provider
        async with self._turns.setdefault(asked, asyncio.Lock()):
            found.words = await asyncio.to_thread(self.store.translation, *one, provider)
            if not found.words and (words := short(await self.translator.translate(*one), HEADLINE_MAX)):
                found.words = words
                await asyncio.to_thread(self.store.remember_translation, *one, provider, words, self.clock.now())


def _asked(delivery: Delivery) -> _Asked | None:
    """None for our own words, for a language that its readers know, and for one that we cannot name."""
    alert, target = delivery.alert, tongue(delivery.chat.language)
    words = short(alert.title, HEADLINE_MAX)
    if not words or not target or alert.change in OURS or base(alert.lang) in {base(target), "und"}:
        return None
    return _Asked(words, alert.lang, target)
