"""/ops, /test, /broadcast and /audit: how does Readout itself stand, and what do its operators do?"""

from collections import Counter
from datetime import timedelta
from hashlib import blake2b

from bot.alerts.times import own_moment
from bot.alerts.words import said as tidy
from bot.alerts.words import short
from bot.chat.asking import Answer, Ask, Unclear, said
from bot.chat.command import Command, unclear
from bot.chat.confirming import ask_first
from bot.chat.desk import Desk, speaking
from bot.chat.spans import plain
from bot.model.alert import Alert, Chat
from bot.noticing import ABOUT
from bot.text.speech import phrase

BROADCAST_MAX = 3000
_DEEDS = 15
_DETAILS_MAX = 200


def ops(ask: Ask, chat: Chat, desk: Desk) -> Answer:
    """Sources by state, the outbox, listening, the version."""
    say, now, health = speaking(chat), desk.now(), desk.health
    if plain(ask.words).lower() not in {"", "status"}:
        raise unclear(chat, say("There is only the status."), "/ops status")
    reports = desk.store.reports()
    states = Counter(one.state for one in reports)
    held = sum(one.held for one in reports)
    outbox = desk.store.outbox()

    def at(name: str, when: object) -> str:
        return f"{name}: {when or say('never')}"

    def moment(when: object) -> str:
        return own_moment(when, chat.zone, now, say) if when else ""  # type: ignore[arg-type]  # an instant or None

    last = max((one.last_success for one in reports if one.last_success), default=None)
    oldest = _age(now - outbox.oldest) if outbox.oldest else "–"
    lines = [
        say("Readout {version}, {colour}").format(version=desk.version, colour=say(health.colour(now))),
        say("Sources: {states}").format(states=say.listed(f"{count} {say(state)}" for state, count in states.most_common()) or "0"),
        *([say("{count} items are held back: /approve").format(count=held)] if held else []),
        say("Outbox: {count} waiting, the oldest for {age}").format(count=outbox.owed, age=oldest),
        at(say("Last message sent"), moment(outbox.last_sent)),
        at(say("Last success of a source"), moment(last)),
        at(say("Last answer of Telegram"), moment(health.last_poll)),
        *([say("Listening began anew {count} times").format(count=health.restarts)] if health.restarts else []),
        *([say("Trouble: {words}").format(words=say(health.trouble))] if health.trouble else []),
    ]
    return said("\n".join(lines))


def _age(length: timedelta) -> str:
    seconds = max(0, int(length.total_seconds()))
    return f"{seconds} s" if seconds < 120 else f"{seconds // 60} min" if seconds < 7200 else f"{seconds // 3600} h"


def test(ask: Ask, chat: Chat, desk: Desk) -> Answer:
    """A notice to this chat, the whole way through the outbox."""
    say, operator = speaking(chat), desk.operator(ask.speaker)
    title = say("This is a test: alerts reach this chat.")
    if not chat.active:
        raise unclear(chat, say("Alerts are off in this chat."), "/start")
    notice = _notice("test", title, f"{ask.place.chat} {ask.message}", desk)
    sent = desk.store.announce(notice, [chat.id], desk.now())
    if operator and sent:
        desk.note(operator, "test", notice.id)
    return said(say("A test alert is on its way."))


def broadcast(ask: Ask, chat: Chat, desk: Desk) -> Answer:
    """Asked first."""
    say = speaking(chat)
    if not ask.words.strip():
        raise unclear(chat, say("Write what is to be told to everybody."), "/broadcast Back at 18:00 UTC")
    count = len(desk.store.audience())
    if not count:
        raise Unclear(say("There is nobody to tell."))
    words = say("To {count} chats:").format(count=count) + "\n" + tidy(ask.words)
    return ask_first(BROADCAST, ask, chat, desk, words, say("Send it"))


def broadcasted(ask: Ask, chat: Chat, desk: Desk) -> Answer:
    """After a yes."""
    say, operator = speaking(chat), desk.operator(ask.speaker)
    notice = _notice("announcement", tidy(ask.words), f"{ask.words} {desk.now().isoformat()}", desk)
    if operator:
        desk.note(operator, "broadcast", ask.words)
    count = desk.store.announce(notice, desk.store.audience(), desk.now())
    return said(say("It is on its way to {count} chats.").format(count=count))


def _notice(kind: str, title: str, words: str, desk: Desk) -> Alert:
    """A notice named after its ``words``, so that saying it twice is impossible."""
    name = blake2b(f"{kind}\n{words}".encode(), digest_size=8).hexdigest()
    return Alert(
        id=name, storyline=ABOUT, watch="", kind=kind, change="notice", severity="normal", title=title, url="", source="",
        outlet="", side="", role="", lang="en", published=None, first_seen=desk.now(), story=f"readout/notice/{name}",
    )  # fmt: skip


def audit(_: Ask, chat: Chat, desk: Desk) -> Answer:
    """What the operators did last."""
    say, now = speaking(chat), desk.now()
    lines = [
        f"{own_moment(one.at, chat.zone, now, say)} · "
        + say("operator {number}").format(number=one.operator)
        + f" · {one.action} {short(one.details, _DETAILS_MAX)}"
        for one in desk.store.deeds(_DEEDS)
    ]
    return said("\n".join(lines) or say("Nothing was done yet."))


OPS = Command("ops", phrase("How Readout stands"), ops, "operator", "/ops status")
TEST = Command("test", phrase("A test alert to this chat"), test, "operator")
BROADCAST = Command(
    "broadcast",
    phrase("Tell something to everybody"),
    broadcast,
    "operator",
    "/broadcast …",
    confirmed=broadcasted,
    longest=BROADCAST_MAX,
)
AUDIT = Command("audit", phrase("What the operators did"), audit, "operator")
