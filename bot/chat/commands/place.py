"""/language and /timezone: in which words and at whose hours does a chat read?"""

from dataclasses import replace

from bot.chat.asking import Answer, Ask, said
from bot.chat.command import Command, unclear
from bot.chat.desk import Desk, speaking
from bot.chat.spans import plain, zone
from bot.model.alert import Chat
from bot.text.speech import LANGUAGES, phrase
from bot.text.tags import tongue

NAMES = {"en": "English", "zh-Hans": "简体中文", "zh-Hant": "繁體中文", "ja": "日本語"}
"""Each in itself."""


def language(ask: Ask, chat: Chat, desk: Desk) -> Answer:
    """``/language ja``, or a button."""
    word, say = plain(ask.words).lower(), speaking(chat)
    if word:
        own = next((tag for tag, name in NAMES.items() if word == name.lower()), "")
        if not (found := own or tongue(word)):
            names = say.listed(f"{NAMES[tag]} ({tag})" for tag in LANGUAGES)
            raise unclear(chat, say("Languages are: {names}.").format(names=names), "/language zh-Hant")
        chat = replace(chat, language=found)
        desk.store.save_chat(chat)
    say = speaking(chat)
    rows = [
        [("✓ " * (tag == chat.language) + NAMES[tag], f"/language {tag}") for tag in pair]
        for pair in (LANGUAGES[:2], LANGUAGES[2:])
    ]
    return said(say("Language: {name}").format(name=NAMES.get(chat.language, chat.language)), desk.buttons(chat, rows))


def timezone(ask: Ask, chat: Chat, desk: Desk) -> Answer:
    """``/timezone Asia/Tokyo``."""
    say = speaking(chat)
    if ask.words:
        found, near = zone(ask.words[:60])
        if not found:
            problem = say("That is no time zone. Zones are named like Asia/Tokyo or Europe/Berlin.")
            if near:
                problem += " " + say("Did you mean {names}?").format(names=", ".join(near))
            raise unclear(chat, problem, f"/timezone {near[0] if near else 'Asia/Tokyo'}")
        if found != chat.zone or desk.store.chat(chat.id) is None:
            chat = replace(chat, zone=found)
            desk.store.save_chat(chat)
    return said(say("Time zone: {zone}. Another one: /timezone Asia/Tokyo").format(zone=chat.zone))


LANGUAGE = Command("language", phrase("The language I speak here"), language, "settings", "/language ja")
TIMEZONE = Command("timezone", phrase("Whose hours I show"), timezone, "settings", "/timezone Asia/Tokyo")
