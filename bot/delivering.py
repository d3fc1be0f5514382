"""Did the alert arrive, and if not, what now? Step 12 for one claimed delivery: render, send, and turn errors into receipts.

Where a machine translates headlines it is asked here, before the message is rendered (``interpreting.py``).
"""

import logging
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import replace
from datetime import datetime, timedelta

from bot.alerts.glossing import gloss_in
from bot.alerts.render import render
from bot.errors import DeliveryError, Migrated, RetryLater, StoreError, Uncertain, Undeliverable
from bot.interpreting import Interpreter
from bot.model.alert import Button, Delivery, Message, Receipt
from bot.model.watchlist import Watchlist
from bot.ports import Channel, Clock
from bot.text.tags import base

log = logging.getLogger(__name__)

ATTEMPTS_MAX = 200
"""With pauses growing to half an hour this is more than three days: no outage of a chat service has lasted longer."""
UNCERTAIN_MAX = 12
"""Ambiguous sends are repeated this often within four hours, each labelled: a service in trouble that answers 502 has most likely
not taken the alert, but an answer that is always lost must not repeat it for days."""
Rows = tuple[tuple[Button, ...], ...]
Buttons = Callable[[Delivery], Awaitable[Rows]]
_PAUSE = timedelta(seconds=5)
_PAUSE_MAX = timedelta(minutes=30)


def message_of(delivery: Delivery, watchlist: Watchlist, now: datetime, translation: str = "") -> Message:
    """The alert in words, for this chat; ``translation`` is its headline in the chat's language."""
    alert, chat = delivery.alert, delivery.chat
    storyline = watchlist.storylines.get(alert.storyline)
    kind = watchlist.kinds.get(alert.kind)
    why = (f"watch {alert.storyline}/{alert.watch}",) if alert.watch else ()
    return render(
        replace(alert, gloss=gloss_in(chat.language, alert, watchlist.entities)),
        chat,
        now=now,
        why=why,
        possible_duplicate=delivery.possible_duplicate,
        storyline_title=_in(storyline.title, chat.language) if storyline else alert.storyline,
        kind_name=_in(kind.names, chat.language) if kind else alert.kind.replace("-", " "),
        reply_to=delivery.reply_to,
        edits=delivery.message_id,
        translation=translation,
    )


def _in(texts: Mapping[str, str], language: str) -> str:
    return texts.get(language) or texts.get(base(language)) or texts.get("en") or next(iter(texts.values()), "")


async def deliver(
    delivery: Delivery, channels: Mapping[str, Channel], watchlist: Watchlist, clock: Clock, interpreter: Interpreter | None = None,
    buttons: Buttons | None = None,
) -> Receipt:  # fmt: skip
    """Send or edit once, and say how it ended; nothing is raised for what a channel or an interpreter may answer."""
    receipt = await _delivered(delivery, channels, watchlist, clock, interpreter, buttons)
    if receipt.outcome == "dead":
        log.error("%s to %s: given up: %s", delivery.alert.id, delivery.chat.id, receipt.reason)
    return receipt


async def _delivered(
    delivery: Delivery, channels: Mapping[str, Channel], watchlist: Watchlist, clock: Clock, interpreter: Interpreter | None,
    buttons: Buttons | None,
) -> Receipt:  # fmt: skip
    channel = channels.get(delivery.chat.channel)
    if channel is None:
        problem = f"no {delivery.chat.channel} channel in this process"
        return Receipt("retry", not_before=clock.now() + _PAUSE_MAX, reason=problem)
    try:
        translation = await interpreter.headline(delivery) if interpreter else ""
        message = message_of(delivery, watchlist, clock.now(), translation)
        message = replace(message, buttons=await _with(buttons, delivery))
        if delivery.action == "edit":
            await channel.edit(delivery.chat, message)
            return Receipt("sent", delivery.message_id)
        return Receipt("sent", await channel.send(delivery.chat, message), possible_duplicate=delivery.possible_duplicate)
    except DeliveryError as error:
        log.warning("%s: %s", delivery.alert.id, error)
        return _receipt(error, delivery, clock.now())  # what it waits for counts from the answer, not from the question
    except Exception as error:  # the other of the two places: one delivery never stops the rest
        log.exception("%s to %s: unexpected", delivery.alert.id, delivery.chat.id)
        # Perhaps after the chat had it: an answer that the vendor's library cannot read ends here too.
        doubtful = delivery.possible_duplicate or delivery.action == "send"
        return _again(replace(delivery, possible_duplicate=doubtful), clock.now(), f"unexpected {type(error).__name__}")


async def _with(buttons: Buttons | None, delivery: Delivery) -> Rows:
    """The buttons under the message; one without is better than none."""
    try:
        return await buttons(delivery) if buttons else ()
    except StoreError as error:
        log.warning("%s goes without buttons: %s", delivery.alert.id, error)
        return ()


def _receipt(error: DeliveryError, delivery: Delivery, now: datetime) -> Receipt:
    match error:
        case Migrated(new_chat=new_chat) if new_chat != delivery.chat.id:
            return Receipt("migrated", new_chat=new_chat, reason=error.problem)
        case RetryLater(after=after) if after:  # the channel knows what it waits for, so this is never given up
            wait = now + timedelta(seconds=after)
            return Receipt("retry", not_before=wait, reason=error.problem, possible_duplicate=delivery.possible_duplicate)
        case Uncertain():
            if delivery.possible_duplicate and delivery.attempts >= UNCERTAIN_MAX:
                return Receipt("dead", reason=f"may have arrived, not sure: {error.problem}", possible_duplicate=True)
            return _again(replace(delivery, possible_duplicate=True), now, error.problem, growth=4)
        case Undeliverable():
            return Receipt("dead", reason=error.problem)
        case _:
            return _again(delivery, now, error.problem)


def _again(delivery: Delivery, now: datetime, reason: str, growth: int = 2) -> Receipt:
    """Try again after a pause that grows; give up only after days."""
    if delivery.attempts >= ATTEMPTS_MAX:
        return Receipt("dead", reason=reason)
    pause = min(_PAUSE * growth ** min(delivery.attempts, 12), _PAUSE_MAX)
    return Receipt(
        "retry",
        not_before=now + pause,
        reason=reason,
        possible_duplicate=delivery.possible_duplicate,
    )
