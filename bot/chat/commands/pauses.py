"""/quiet, /digest and /mute: when is a chat left alone?"""

from datetime import datetime, time

from bot.alerts.times import own_moment
from bot.chat.asking import Answer, Ask, said
from bot.chat.command import Command, keep, unclear
from bot.chat.commands.following import target
from bot.chat.commands.wishes import named
from bot.chat.desk import Desk, speaking
from bot.chat.spans import clock, hours, plain, span
from bot.model.alert import Chat
from bot.model.subscriber import Breaks, Quiet
from bot.model.watchlist import SEVERITIES
from bot.text.speech import Say, Speech, phrase

_DAILY = (time(8),)
_TWICE = (time(8), time(20))
_BREAKS: tuple[Breaks, ...] = (*SEVERITIES, "none")


def quiet(ask: Ask, chat: Chat, desk: Desk) -> Answer:
    """``/quiet 22:00-07:00 critical``: what is critical breaks through; ``none``: nothing does; ``off``."""
    words, say = plain(ask.words).lower(), speaking(chat)
    if not words:
        return said(quiet_words(chat, say))
    if words == "off":
        return said(quiet_words(keep(chat, desk, quiet=None), say))
    written, _, last = words.rpartition(" ")
    breaks = next((one for one in _BREAKS if one == last), None)
    if (found := hours(written if breaks else words)) is None:
        raise unclear(chat, say("I cannot read these hours."), "/quiet 22:00-07:00 critical")
    start, end = found
    return said(quiet_words(keep(chat, desk, quiet=Quiet(start, end, breaks or "critical") if start != end else None), say))


def quiet_words(chat: Chat, say: Say) -> str:
    """Its quiet hours."""
    hours_ = chat.wants.quiet
    if hours_ is None:
        return say("No quiet hours: alerts come at any time. Set them: /quiet 22:00-07:00 critical")
    words = say("Quiet from {start} to {end} ({zone}); what came meanwhile is told afterwards.").format(
        start=f"{hours_.start:%H:%M}", end=f"{hours_.end:%H:%M}", zone=chat.zone
    )
    if hours_.breaks == "none":
        return f"{words} " + say("Nothing breaks through.")
    return f"{words} " + say("What is at least {severity} breaks through.").format(severity=named(hours_.breaks, say))


def digest(ask: Ask, chat: Chat, desk: Desk) -> Answer:
    """``/digest daily 08:00``, ``/digest twice 08:00 20:00``, ``/digest off``."""
    words, say = plain(ask.words).lower().replace(",", " ").split(), speaking(chat)
    if not words:
        return said(digest_words(chat, say))
    example = "/digest twice 08:00 20:00" if words[0] == "twice" else "/digest daily 08:00"
    often, *times = words
    read = [clock(one) for one in times]
    at = tuple(sorted({one for one in read if one is not None}))
    usual = {"off": (), "daily": _DAILY, "twice": _TWICE}.get(often)
    if usual is None:
        raise unclear(chat, say("A digest comes daily or twice a day, or is off."), example)
    if times and (None in read or len(at) != len(usual) or len(times) != len(usual)):
        raise unclear(chat, say("I cannot read these times of day."), example)
    return said(digest_words(keep(chat, desk, digest=at or usual), say))


def digest_words(chat: Chat, say: Say) -> str:
    """Its digests."""
    at = chat.wants.digest
    if not at:
        return say("Each alert comes by itself. All in one message: /digest daily 08:00")
    times = ", ".join(f"{one:%H:%M}" for one in at)
    return say("Alerts come as a digest at {times} ({zone}).").format(times=times, zone=chat.zone)


def mute(ask: Ask, chat: Chat, desk: Desk) -> Answer:
    """``/mute 24h``, ``/mute taiwan-remarks 7d``, ``/mute off``."""
    words, say, now = plain(ask.words).split(), speaking(chat), desk.now()
    if not words:
        return said(mute_words(chat, say, now) + "\n" + say("For example: /mute 24h, /mute off"))
    *name, last = words
    length = span(last)
    if length is None and last.lower() != "off":
        raise unclear(chat, say("I cannot read how long: 30m, 24h, 7d, or off."), "/mute 24h")
    until = now + length if length else None
    if not name and until is None:
        return said(mute_words(keep(chat, desk, muted_until=None, muted=()), say, now))
    if not name:
        return said(mute_words(keep(chat, desk, muted_until=until), say, now))
    storyline = target(" ".join(name), chat, desk.world.watchlist).partition("/")[0]
    others = tuple(one for one in chat.wants.muted if one[0] != storyline and one[1] > now)
    return said(mute_words(keep(chat, desk, muted=(*others, (storyline, until)) if until else others), say, now))


def mute_words(chat: Chat, say: Speech, now: datetime) -> str:
    """What is muted, and until when."""
    lines = []
    if chat.wants.muted_until and chat.wants.muted_until > now:
        lines.append(say("Muted until {time}.").format(time=own_moment(chat.wants.muted_until, chat.zone, now, say)))
    for storyline, until in chat.wants.muted:
        if until > now:
            lines.append(say("{name}: muted until {time}.").format(name=storyline, time=own_moment(until, chat.zone, now, say)))
    return "\n".join(lines) or say("Nothing is muted.")


QUIET = Command("quiet", phrase("Hours in which you are left alone"), quiet, "settings", "/quiet 22:00-07:00 critical")
DIGEST = Command("digest", phrase("All alerts in one message a day"), digest, "settings", "/digest daily 08:00")
MUTE = Command("mute", phrase("Silence for a while"), mute, "settings", "/mute 24h")
