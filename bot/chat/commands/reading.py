"""/brief, /timeline and /search: how does it stand, how did it come to that, and what was read?"""

from collections.abc import Iterator
from datetime import timedelta
from itertools import islice

from bot.alerts.brief import lines_of_brief
from bot.alerts.markup import Line, Run, host, line, linked
from bot.alerts.times import own_moment
from bot.alerts.words import said as tidy
from bot.alerts.words import short
from bot.chat.asking import Answer, Ask, said
from bot.chat.command import Command, unclear
from bot.chat.commands.following import target
from bot.chat.desk import Desk, speaking, titled
from bot.chat.spans import plain
from bot.model.alert import Chat
from bot.telling import brief_for, timeline_for
from bot.text.speech import phrase

FOUND_MAX = 8
_WORDS_MAX = 8
_TITLE_MAX = 160
_PICTURED = timedelta(days=120)


def brief(ask: Ask, chat: Chat, desk: Desk) -> Answer:
    """The state of play on one screen."""
    if (name := _storyline(ask, chat, desk)) is None:
        return _which("/brief", chat, desk)
    found = brief_for(desk.store, desk.world.watchlist, name, desk.now(), chat.language)
    return Answer(tuple(lines_of_brief(found, chat.zone, chat.language)))


def timeline(ask: Ask, chat: Chat, desk: Desk) -> Answer:
    """A picture of what was told."""
    if (name := _storyline(ask, chat, desk)) is None:
        return _which("/timeline", chat, desk)
    now, say = desk.now(), speaking(chat)
    found = timeline_for(desk.store, desk.world.watchlist, name, now, now - _PICTURED)
    if not found.entries:
        return said(say("Nothing was told of it yet."))
    title = titled(found.storyline.title, chat, name)
    words = say("{title}: {count} developments").format(title=title, count=len(found.entries))
    return Answer((line(words),), picture=found.png(chat.zone, chat.language), name=f"{name}.png")


def _storyline(ask: Ask, chat: Chat, desk: Desk) -> str | None:
    """The one that is named, followed, or there; None when several could be meant. Raises Unclear."""
    watchlist = desk.world.watchlist
    if ask.words:
        return target(ask.words, chat, watchlist).partition("/")[0]
    followed = {one.partition("/")[0] for one in chat.wants.follows} & set(watchlist.storylines)
    names = followed or set(watchlist.storylines)
    return next(iter(names)) if len(names) == 1 else None


def _which(command: str, chat: Chat, desk: Desk) -> Answer:
    storylines = list(desk.world.watchlist.storylines.values())[:80]
    rows = [[(titled(one.title, chat, one.id), f"{command} {one.id}")] for one in storylines]
    say = speaking(chat)
    return said(say("Which storyline?"), desk.buttons(chat, rows))


def search(ask: Ask, chat: Chat, desk: Desk) -> Answer:
    """The latest things read in which all of the words stand."""
    say, words = speaking(chat), plain(ask.words).split()
    if not words or max(map(len, words)) < 2:
        raise unclear(chat, say("Name a word or two to look for."), "/search radar lock-on")
    found = desk.store.search(words[:_WORDS_MAX], FOUND_MAX + 1)
    if not found:
        return said(say("Nothing that was read lately has these words."))
    lines: Iterator[Line] = (
        line(
            f"• {own_moment(one.published.start if one.published else one.first_seen, chat.zone, desk.now(), say)}: ",
            linked(short(one.title, _TITLE_MAX), one.link),
            f" · {host(one.link)}",
        )
        for one in found
    )
    more = [line(Run(say("There is more; name more words."), "i"))] if len(found) > FOUND_MAX else []
    return Answer((line(Run(tidy(" ".join(words)), "b")), *islice(lines, FOUND_MAX), *more))


BRIEF = Command("brief", phrase("The state of play"), brief, example="/brief", slow=True)
TIMELINE = Command("timeline", phrase("What was told, as a picture"), timeline, example="/timeline", slow=True)
SEARCH = Command("search", phrase("Look for words in what was read"), search, example="/search radar", slow=True)
