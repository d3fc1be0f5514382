"""Did the alert arrive, and if not, what now? Step 12 for one claimed delivery: render, send, and turn errors into receipts."""

import logging
from collections.abc import Mapping
from datetime import datetime, timedelta

from bot.alerts.render import render
from bot.errors import DeliveryError, Migrated, RetryLater, Uncertain, Undeliverable
from bot.model.alert import Delivery, Message, Receipt
from bot.model.watchlist import Watchlist
from bot.ports import Channel

log = logging.getLogger(__name__)

ATTEMPTS_MAX = 200
"""With pauses growing to half an hour this is more than three days: no outage of a chat service has lasted longer."""
UNCERTAIN_MAX = 2
"""Ambiguous sends are repeated this often, each repetition labelled as a possible double."""
_PAUSE = timedelta(seconds=5)
_PAUSE_MAX = timedelta(minutes=30)


def message_of(delivery: Delivery, watchlist: Watchlist, now: datetime) -> Message:
    """The alert in words, for this chat."""
    alert, chat = delivery.alert, delivery.chat
    storyline = watchlist.storylines.get(alert.storyline)
    kind = watchlist.kinds.get(alert.kind)
    why = (f"watch {alert.storyline}/{alert.watch}",) if alert.watch else ()
    return render(
        alert,
        chat,
        now=now,
        why=why,
        possible_duplicate=delivery.possible_duplicate,
        storyline_title=_in(storyline.title, chat.language) if storyline else alert.storyline,
        kind_name=_in(kind.names, chat.language) if kind else alert.kind.replace("-", " "),
        reply_to=delivery.reply_to,
        edits=delivery.message_id,
    )


def _in(texts: Mapping[str, str], language: str) -> str:
    return texts.get(language) or texts.get("en") or next(iter(texts.values()), "")


async def deliver(delivery: Delivery, channels: Mapping[str, Channel], watchlist: Watchlist, now: datetime) -> Receipt:
    """Send or edit once, and say how it ended; nothing is raised for what a channel may answer."""
    channel = channels.get(delivery.chat.channel)
    if channel is None:
        problem = f"no {delivery.chat.channel} channel in this process"
        return Receipt("retry", not_before=now + _PAUSE_MAX, reason=problem)
    try:
        message = message_of(delivery, watchlist, now)
        if delivery.action == "edit":
            await channel.edit(delivery.chat, message)
            return Receipt("sent", delivery.message_id)
        return Receipt("sent", await channel.send(delivery.chat, message), possible_duplicate=delivery.possible_duplicate)
    except DeliveryError as error:
        log.warning("%s: %s", delivery.alert.id, error)
        return _receipt(error, delivery, now)
    except Exception as error:  # the other of the two places: one delivery never stops the rest
        log.exception("%s to %s: unexpected", delivery.alert.id, delivery.chat.id)
        return _again(delivery, now, f"unexpected {type(error).__name__}")


def _receipt(error: DeliveryError, delivery: Delivery, now: datetime) -> Receipt:
    match error:
        case Migrated(new_chat=new_chat):
            return Receipt("migrated", new_chat=new_chat, reason=error.problem)
        case RetryLater(after=after):
            return _again(delivery, now, error.problem, timedelta(seconds=after))
        case Uncertain():
            if delivery.possible_duplicate and delivery.attempts >= UNCERTAIN_MAX:
                return Receipt("dead", reason=f"may have arrived, not sure: {error.problem}", possible_duplicate=True)
            return Receipt("retry", not_before=now + _PAUSE, reason=error.problem, possible_duplicate=True)
        case Undeliverable():
            return Receipt("dead", reason=error.problem)
        case _:
            return _again(delivery, now, error.problem)


def _again(delivery: Delivery, now: datetime, reason: str, after: timedelta = timedelta(0)) -> Receipt:
    """Try again after what the service asked for, or a pause that doubles; give up only after days."""
    if delivery.attempts >= ATTEMPTS_MAX:
        return Receipt("dead", reason=reason)
    pause = min(_PAUSE * 2 ** min(delivery.attempts, 12), _PAUSE_MAX)
    return Receipt(
        "retry",
        not_before=now + (after or pause),
        reason=reason,
        possible_duplicate=delivery.possible_duplicate,
    )
