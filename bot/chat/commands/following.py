"""/follow and /unfollow: which storylines and watches does a chat hear of?"""

from dataclasses import replace
from difflib import get_close_matches

from bot.chat.asking import Answer, Ask, said
from bot.chat.command import Command, keep, unclear
from bot.chat.desk import Desk, speaking, titled
from bot.chat.spans import plain
from bot.model.alert import Chat
from bot.model.watchlist import Storyline, Watchlist
from bot.text.speech import phrase

_EXAMPLE = "/follow {name}"
_MOST = 80
"""Buttons of a keyboard; Telegram takes a hundred."""


def follow(ask: Ask, chat: Chat, desk: Desk) -> Answer:
    """Without words: the list, with a button for each."""
    if not ask.words:
        return panel(chat, desk)
    watchlist = desk.world.watchlist
    if plain(ask.words).lower() in {"all", "*"}:
        return panel(_told(keep(chat, desk, follows=frozenset()), desk), desk)
    name = target(ask.words, chat, watchlist)
    follows = chat.wants.follows
    if name not in follows and name.partition("/")[0] not in follows:
        follows = frozenset(one for one in follows if not one.startswith(f"{name}/")) | {name}
    return panel(_told(keep(chat, desk, follows=follows), desk), desk)


def unfollow(ask: Ask, chat: Chat, desk: Desk) -> Answer:
    """From everything, one less is all the others."""
    if not ask.words:
        return panel(chat, desk)
    watchlist = desk.world.watchlist
    name = target(ask.words, chat, watchlist)
    before = chat.wants.follows or frozenset(watchlist.storylines)
    storyline, _, watch = name.partition("/")
    after = {one for one in before if one != name and one.partition("/")[0] != name}
    if watch and storyline in before:
        after = (after - {storyline}) | {f"{storyline}/{one}" for one in _parts(watchlist.storylines[storyline]) if one != watch}
    if not after:
        say = speaking(chat)
        raise unclear(chat, say("That is the only one that is followed here. /stop ends all alerts."), "/stop")
    if after != before:
        chat = keep(chat, desk, follows=frozenset(after))
    return panel(chat, desk)


def _told(chat: Chat, desk: Desk) -> Chat:
    """Who follows something wants to be told."""
    if chat.active:
        return chat
    active = replace(chat, active=True)
    desk.store.save_chat(active)
    return active


def _parts(storyline: Storyline) -> list[str]:
    """Everything of a storyline that alerts are named after."""
    groups = (
        storyline.watches,
        storyline.claims,
        storyline.expectations,
        storyline.formulas,
        storyline.wordings,
        storyline.readouts,
    )
    return [one.id for group in groups for one in group]


def target(words: str, chat: Chat, watchlist: Watchlist) -> str:
    """The storyline or watch that is meant. Raises Unclear."""
    say, wanted = speaking(chat), plain(words).lstrip("/#").lower().replace(" ", "-")
    storylines = watchlist.storylines
    watches = [f"{one.id}/{part}" for one in storylines.values() for part in _parts(one)]
    names = {name.lower(): name for name in [*storylines, *watches]}
    if wanted in names:
        return names[wanted]
    alone = [name for name in watches if name.partition("/")[2].lower() == wanted]
    if len(alone) == 1:
        return alone[0]
    near = get_close_matches(wanted, [*names, *(name.partition("/")[2] for name in watches)], 1)
    example = _EXAMPLE.format(name=near[0] if near else next(iter(storylines), "…"))
    raise unclear(chat, say("There is no storyline or watch of that name."), example)


def followed(chat: Chat, name: str) -> bool:
    """Whether a chat hears of a storyline as a whole, or of a watch."""
    follows = chat.wants.follows
    return not follows or name in follows or name.partition("/")[0] in follows


def panel(chat: Chat, desk: Desk) -> Answer:
    """What is followed, and a button for each that changes it."""
    say, rows = speaking(chat), []
    for storyline in desk.world.watchlist.storylines.values():
        rows.append([_button(storyline.id, titled(storyline.title, chat, storyline.id), chat)])
        for watch in storyline.watches:
            name = f"{storyline.id}/{watch.id}"
            rows.append([_button(name, f"· {titled(watch.title, chat, watch.id)}", chat)])
    everything = say("Everything is followed.") if not chat.wants.follows else ""
    some = say("Followed here: {names}").format(names=", ".join(sorted(chat.wants.follows)))
    head = (everything or some) + "\n" + say("A button changes it; so do /follow and /unfollow with a name.")
    return said(head, desk.buttons(chat, rows[:_MOST]))


def _button(name: str, title: str, chat: Chat) -> tuple[str, str]:
    return (f"✓ {title}", f"/unfollow {name}") if followed(chat, name) else (title, f"/follow {name}")


FOLLOW = Command("follow", phrase("Follow a storyline or a watch"), follow, "settings", "/follow")
UNFOLLOW = Command("unfollow", phrase("Follow it no longer"), unfollow, "settings", "/unfollow")
