"""Which commands are there? One file per group of them; a new one is a line here."""

from bot.chat.command import Command
from bot.chat.commands import (
    approving,
    following,
    operating,
    own_data,
    pauses,
    place,
    reading,
    reasons,
    silencing,
    starting,
    wishes,
)


def commands() -> tuple[Command, ...]:
    """All of them, as menus and /help list them."""
    return (
        starting.START,
        following.FOLLOW,
        following.UNFOLLOW,
        wishes.KINDS,
        wishes.SEVERITY,
        pauses.QUIET,
        pauses.DIGEST,
        pauses.MUTE,
        reading.BRIEF,
        reading.TIMELINE,
        reading.SEARCH,
        reasons.WHY,
        reasons.WHYNOT,
        place.LANGUAGE,
        place.TIMEZONE,
        starting.STATUS,
        starting.help_with(commands),
        starting.STOP,
        own_data.EXPORT,
        own_data.FORGET,
        operating.OPS,
        approving.APPROVE,
        silencing.SILENCE,
        operating.TEST,
        operating.BROADCAST,
        operating.AUDIT,
    )


COMMANDS: dict[str, Command] = {one.name: one for one in commands()}
