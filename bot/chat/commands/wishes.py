"""/kinds and /severity: what kinds of developments does a chat hear of, and how grave must they be?"""

import re

from bot.chat.asking import Answer, Ask, said
from bot.chat.command import Command, keep, unclear
from bot.chat.desk import Desk, speaking, titled
from bot.chat.spans import plain
from bot.model.alert import Chat
from bot.model.watchlist import SEVERITIES, Severity
from bot.text.speech import Say, phrase


def kinds(ask: Ask, chat: Chat, desk: Desk) -> Answer:
    """``/kinds denial, incident`` or ``all``; ``+denial`` and ``-denial`` change one."""
    known, say = desk.world.watchlist.kinds, speaking(chat)
    words = [one for one in re.split(r"[\s,;、，]+", plain(ask.words).lower()) if one]
    if not words:
        return _kinds_panel(chat, desk)
    if words == ["all"]:
        return _kinds_panel(keep(chat, desk, kinds=frozenset()), desk)
    if strange := [one for one in words if one.lstrip("+-") not in known]:
        example = f"/kinds {' '.join(list(known)[:2])}"
        raise unclear(
            chat, say("There is no kind {kind}; there are: {kinds}.").format(kind=strange[0][:40], kinds=", ".join(known)), example
        )
    wanted = set(chat.wants.kinds or known) if any(one[0] in "+-" for one in words) else set()
    for one in words:
        if one.startswith("-"):
            wanted.discard(one[1:])
        else:
            wanted.add(one.removeprefix("+"))
    if not wanted:
        raise unclear(chat, say("Nothing would be left. /stop ends all alerts."), "/kinds all")
    return _kinds_panel(keep(chat, desk, kinds=frozenset(wanted) if wanted != set(known) else frozenset()), desk)


def _kinds_panel(chat: Chat, desk: Desk) -> Answer:
    say, known = speaking(chat), desk.world.watchlist.kinds
    wanted = chat.wants.kinds or frozenset(known)
    entries = [(one.id in wanted, one.id, titled(one.names, chat, one.id)) for one in known.values()]
    buttons = [(f"✓ {title}", f"/kinds -{name}") if on else (title, f"/kinds +{name}") for on, name, title in entries]
    rows = [buttons[at : at + 2] for at in range(0, len(buttons), 2)]
    names = ", ".join(title for on, _, title in entries if on)
    words = say("All kinds of developments are told.") if not chat.wants.kinds else say("Told here: {names}").format(names=names)
    return said(words, desk.buttons(chat, rows))


def severity(ask: Ask, chat: Chat, desk: Desk) -> Answer:
    """``/severity high``: that and what is graver."""
    say, word = speaking(chat), plain(ask.words).lower()
    if not word:
        return _severity_panel(chat, desk)
    found = next((one for one in SEVERITIES if word in {one, named(one, say).lower()}), None)
    if found is None:
        raise unclear(chat, say("A severity is one of: {names}.").format(names=", ".join(SEVERITIES)), "/severity high")
    return _severity_panel(keep(chat, desk, severity=found), desk)


def _severity_panel(chat: Chat, desk: Desk) -> Answer:
    say, now = speaking(chat), chat.wants.severity
    rows = [[("✓ " * (one == now) + named(one, say), f"/severity {one}") for one in SEVERITIES]]
    return said(say("Told here: what is at least {severity}.").format(severity=named(now, say)), desk.buttons(chat, rows))


def named(severity: Severity, say: Say) -> str:
    """A severity in the chat's language."""
    return {"low": say("low"), "normal": say("normal"), "high": say("high"), "critical": say("critical")}[severity]


KINDS = Command("kinds", phrase("Which kinds of developments"), kinds, "settings", "/kinds denial incident")
SEVERITY = Command("severity", phrase("How grave it must be"), severity, "settings", "/severity high")
