"""How fast may chats be written to? Telegram's documented guidance, kept a little below it.

About one message a second in a chat, twenty a minute in a group or channel, thirty a second in all:
https://core.telegram.org/bots/faq#my-bot-is-hitting-limits-how-do-i-avoid-this
"""

from collections.abc import Iterator
from datetime import datetime, timedelta

PACED = frozenset({"telegram"})
"""Channels whose pace is ours to keep; what others do not say we do not guess."""
CHAT_GAP = timedelta(seconds=1)
GROUP_GAP = timedelta(seconds=60 / 18)
TOKEN_GAP = timedelta(seconds=1 / 25)
HORIZON = timedelta(seconds=1)
"""So far ahead turns are given out: longer would hold up what is urgent, shorter would ask more often."""
_LAG = 4 * TOKEN_GAP
"""Turns that passed while nobody looked, which may be made up for: 25 and these four stay below thirty within any second."""


def room_of(chat: str) -> str:
    """The chat without its topic: a forum's topics share what a group may be sent."""
    return chat.partition("/")[0]


def gap_of(room: str) -> timedelta:
    """What must lie between two messages there. Groups and channels have negative ids, or a name."""
    address = room.partition(":")[2]
    return GROUP_GAP if address.startswith(("-", "@")) else CHAT_GAP


def turns(free_at: datetime | None, now: datetime) -> Iterator[datetime]:
    """The instants within the horizon at which a token's next messages may leave."""
    at = max(free_at or now - _LAG, now - _LAG)
    while at < now + HORIZON:
        yield at
        at += TOKEN_GAP
