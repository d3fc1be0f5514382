"""Is that really meant? An order that cannot be taken back waits for a button that only its author can press, once."""

import json
from dataclasses import asdict
from datetime import datetime, timedelta
from secrets import token_urlsafe

from bot.chat.asking import Answer, Ask, Order, said
from bot.chat.command import Command
from bot.chat.desk import Desk, speaking
from bot.model.alert import Button, Chat
from bot.model.talk import Choice

VALID = timedelta(minutes=10)
NOBODY = "chat"
"""Stands for who speaks as the chat itself: any of its administrators may say yes."""


def ask_first(command: Command, ask: Ask, chat: Chat, desk: Desk, words: str, yes: str) -> Answer:
    """The question, with a button for yes."""
    now, say = desk.now(), speaking(chat)
    order = Order(command.name, ask.words, now + VALID)
    subject = json.dumps({**asdict(order), "until": order.until.isoformat()}, ensure_ascii=False)
    choice = Choice(token_urlsafe(15), chat.id, "confirm", subject, now, author(ask, desk))
    desk.store.keep_choices([choice])
    return said(
        f"{words}\n" + say("The button is good for ten minutes; do nothing to leave everything as it is."),
        [[Button(yes, choice.id)]],
    )


def author(ask: Ask, desk: Desk) -> str:
    """Who asks, as a button remembers it."""
    return desk.reader(ask.speaker.user) if ask.speaker.user and not ask.speaker.as_chat else NOBODY


def order_of(choice: Choice) -> Order:
    """What waits for a yes."""
    written = json.loads(choice.subject)
    return Order(written["name"], written["words"], datetime.fromisoformat(written["until"]))
