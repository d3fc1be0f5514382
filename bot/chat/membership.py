"""We were put into a chat, or out of it: what does that change?"""

from dataclasses import replace

from bot.chat.asking import Coming, Moving, Place, Speaker
from bot.chat.desk import Desk


def came(coming: Coming, desk: Desk) -> None:
    """Where we are put into we tell, after one welcome; where we are put out of, nothing, until we are back.

    In private, being let in again is coming back; a person whom we do not know has not said /start yet.
    """
    place, speaker = coming.place, Speaker(None, language=coming.language)
    known = desk.store.chats_at(place.chat)
    changed = known if coming.inside != coming.was_inside else ()
    for chat in changed:
        if chat.active != coming.inside:
            desk.store.save_chat(replace(chat, active=coming.inside))
    if not coming.inside or coming.was_inside or place.kind == "private":
        return
    if all(chat.id != place.chat for chat in known):
        desk.store.save_chat(replace(desk.chat_at(place, speaker), active=True))
    desk.store.owe_welcome(place.chat, desk.now())


def moved(moving: Moving, desk: Desk) -> None:
    """A group has another number: what it wants goes with it."""
    if desk.store.chats_at(moving.place.chat):
        desk.store.move_chat(moving.place.chat, Place(moving.to, moving.place.kind).chat, desk.now())
