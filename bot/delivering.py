"""Did the alert arrive, and if not, what now? Step 12 for one claimed delivery: render, send, and turn errors into receipts.

Where a machine translates headlines it is asked here, before the message is rendered (``interpreting.py``).
"""

import logging
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import replace
from datetime import datetime, timedelta

from bot.alerts.digest import render_digest
from bot.alerts.glossing import gloss_in
from bot.alerts.localising import kinds_in, localised
from bot.alerts.render import render
from bot.errors import Closed, DeliveryError, Flooded, Migrated, RetryLater, StoreError, TokenRefused, Uncertain, Undeliverable
from bot.interpreting import Interpreter
from bot.model.alert import Alert, Button, Delivery, Message, Receipt
from bot.model.watchlist import Watchlist
from bot.ports import Channel, Clock
from bot.text.speech import speech
from bot.text.tags import in_language

log = logging.getLogger(__name__)

ATTEMPTS_MAX = 200
"""With pauses growing to half an hour this is more than three days: no outage of a chat service has lasted longer."""
DOUBT_PAUSES = (timedelta(seconds=30), timedelta(minutes=30))
"""A send that may have arrived is repeated after these, each time with a label, and then given up: an answer that is always lost
must not repeat the alert, while a service in trouble that answers 502, and has most likely not taken it, is given half an hour."""
Rows = tuple[tuple[Button, ...], ...]
Buttons = Callable[[Delivery], Awaitable[Rows]]
_PAUSE = timedelta(seconds=5)
_PAUSE_MAX = timedelta(minutes=30)


def message_of(delivery: Delivery, watchlist: Watchlist, now: datetime, translation: str = "") -> Message:
    """The alert in words, for this chat; ``translation`` is its headline in the chat's language."""
    alert, chat = delivery.alert, delivery.chat
    if delivery.digest:
        titles = {one.storyline: _storyline(one, watchlist, chat.language) for one in delivery.digest}
        kinds = {one.kind: _kind(one, watchlist, chat.language) for one in delivery.digest}
        doubtful = delivery.possible_duplicate
        return render_digest(delivery.digest, chat, titles, kinds, now=now, possible_duplicate=doubtful, missed=delivery.missed)
    storyline = watchlist.storylines.get(alert.storyline)
    watch = speech(chat.language)("watch {name}").format(name=f"{alert.storyline}/{alert.watch}")
    told = localised(alert, storyline, chat.language) if storyline else alert
    return render(
        replace(told, gloss=gloss_in(chat.language, alert, watchlist.entities)),
        chat,
        now=now,
        why=(watch,) if alert.watch else (),
        possible_duplicate=delivery.possible_duplicate,
        storyline_title=in_language(storyline.title, chat.language) if storyline else alert.storyline,
        kinds=kinds_in(watchlist, chat.language),
        reply_to=delivery.reply_to,
        edits=delivery.message_id,
        translation=translation,
        missed=delivery.missed,
    )


def _storyline(alert: Alert, watchlist: Watchlist, language: str) -> str:
    storyline = watchlist.storylines.get(alert.storyline)
    return in_language(storyline.title, language) if storyline else alert.storyline


def _kind(alert: Alert, watchlist: Watchlist, language: str) -> str:
    kind = watchlist.kinds.get(alert.kind)
    return in_language(kind.names, language) if kind else alert.kind.replace("-", " ")


async def deliver(
    delivery: Delivery, channels: Mapping[str, Channel], watchlist: Watchlist, clock: Clock, interpreter: Interpreter | None = None,
    buttons: Buttons | None = None,
) -> Receipt:  # fmt: skip
    """Send or edit once, and say how it ended; nothing is raised for what a channel or an interpreter may answer."""
    if delivery.doubts > len(DOUBT_PAUSES):  # whoever sent it last died before he could write down how that ended
        receipt = Receipt("dead", reason="may have arrived, not sure", possible_duplicate=True)
    else:
        receipt = await _delivered(delivery, channels, watchlist, clock, interpreter, buttons)
    if receipt.outcome == "dead" and delivery.action == "send":
        log.error("%s to %s: given up: %s", delivery.alert.id, delivery.chat.id, receipt.reason)
    return receipt


async def _delivered(
    delivery: Delivery, channels: Mapping[str, Channel], watchlist: Watchlist, clock: Clock, interpreter: Interpreter | None,
    buttons: Buttons | None,
) -> Receipt:  # fmt: skip
    channel = channels.get(delivery.chat.channel)
    if channel is None:
        problem = f"no {delivery.chat.channel} channel in this process"
        return Receipt("retry", not_before=clock.now() + _PAUSE_MAX, reason=problem, unreached=True)
    asked = False
    try:
        translation = await interpreter.headline(delivery) if interpreter and not delivery.digest else ""
        message = message_of(delivery, watchlist, clock.now(), translation)
        message = replace(message, buttons=await _with(buttons, delivery))
        asked = True
        if delivery.action == "edit":
            handed = await channel.edit(delivery.chat, message)
            return Receipt("sent", delivery.message_id, unfit=handed.unfit)
        handed = await channel.send(delivery.chat, message)
        return Receipt("sent", handed.ref, possible_duplicate=delivery.possible_duplicate, unfit=handed.unfit)
    except DeliveryError as error:
        log.warning("%s: %s", delivery.alert.id, error)
        return _receipt(error, delivery, clock.now())  # what it waits for counts from the answer, not from the question
    except Exception as error:  # the other of the two places: one delivery never stops the rest
        log.exception("%s to %s: unexpected", delivery.alert.id, delivery.chat.id)
        # Perhaps after the chat had it: an answer that the vendor's library cannot read ends here too.
        problem = f"unexpected {type(error).__name__}"
        doubtful = asked and delivery.action == "send"
        return _doubted(delivery, clock.now(), problem) if doubtful else _again(delivery, clock.now(), problem)


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
        case Closed(lost=lost):
            return Receipt("closed", reason=error.problem, possible_duplicate=delivery.possible_duplicate, shut=lost)
        case RetryLater(after=after) if after:  # the channel knows what it waits for, so this is never given up
            wait = now + timedelta(seconds=after)
            return Receipt(
                "retry",
                not_before=wait,
                reason=error.problem,
                possible_duplicate=delivery.possible_duplicate,
                flooded=isinstance(error, Flooded),
                refused=isinstance(error, TokenRefused),
                shut=type(error) is RetryLater,
            )
        case Uncertain():
            return _doubted(delivery, now, error.problem)
        case Undeliverable():
            return Receipt("dead", reason=error.problem)
        case _:
            return _again(delivery, now, error.problem)


def _doubted(delivery: Delivery, now: datetime, reason: str) -> Receipt:
    """It may have arrived: try again with a label, but not often."""
    if delivery.doubts >= len(DOUBT_PAUSES):
        reason = f"may have arrived, not sure: {reason}"
        return Receipt("dead", reason=reason, possible_duplicate=True, uncertain=True, unreached=True)
    wait = now + DOUBT_PAUSES[delivery.doubts]
    return Receipt("retry", not_before=wait, reason=reason, possible_duplicate=True, uncertain=True, unreached=True)


def _again(delivery: Delivery, now: datetime, reason: str) -> Receipt:
    """Try again after a pause that grows; give up only after days."""
    if delivery.attempts >= ATTEMPTS_MAX:
        return Receipt("dead", reason=reason, unreached=True)
    pause = min(_PAUSE * 2 ** min(delivery.attempts, 12), _PAUSE_MAX)
    return Receipt(
        "retry",
        not_before=now + pause,
        reason=reason,
        possible_duplicate=delivery.possible_duplicate,
        unreached=True,
    )
