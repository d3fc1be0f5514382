"""/export and /forget: what is kept about this chat, and how is it deleted?"""

import json

from bot.alerts.markup import line
from bot.chat.asking import Answer, Ask, said
from bot.chat.command import Command
from bot.chat.confirming import ask_first
from bot.chat.desk import Desk, speaking
from bot.model.alert import Chat
from bot.text.speech import phrase


def _reader(ask: Ask, desk: Desk) -> str:
    """What a person said of alerts is his own: it goes with his private chat, never with a group's."""
    return desk.reader(ask.speaker.user) if ask.place.kind == "private" and ask.speaker.user else ""


def export(ask: Ask, chat: Chat, desk: Desk) -> Answer:
    """All of it, as a JSON file."""
    kept = {"at": desk.now().isoformat(), **desk.store.kept_of(chat.id, _reader(ask, desk))}
    file = json.dumps(kept, ensure_ascii=False, indent=1).encode()
    say = speaking(chat)
    return Answer((line(say("Everything that is kept about this chat.")),), file=file, name="readout.json")


def forget(ask: Ask, chat: Chat, desk: Desk) -> Answer:
    """Asked first."""
    say = speaking(chat)
    words = say(
        "This deletes everything about this chat: its settings, which alerts it had, and its buttons. No alerts come any more."
    )
    return ask_first(FORGET, ask, chat, desk, words, say("Delete everything"))


def forgotten(ask: Ask, chat: Chat, desk: Desk) -> Answer:
    """After a yes."""
    say = speaking(chat)
    desk.store.forget_chat(chat.id, _reader(ask, desk))
    return said(say("Everything about this chat is deleted. /start begins anew."))


EXPORT = Command("export", phrase("Everything that is kept about this chat"), export, "settings", slow=True)
FORGET = Command("forget", phrase("Delete everything about this chat"), forget, "settings", confirmed=forgotten)
