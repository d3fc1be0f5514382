"""/start, /stop, /status and /help: are we on, how do things stand, and what can be said?"""

from collections.abc import Callable
from dataclasses import replace
from hashlib import sha256

from bot.alerts.times import own_moment
from bot.chat.asking import Answer, Ask, said
from bot.chat.command import Command, keep
from bot.chat.commands.following import panel, target
from bot.chat.commands.pauses import digest_words, mute_words, quiet_words
from bot.chat.commands.place import NAMES
from bot.chat.commands.wishes import named
from bot.chat.desk import Desk, speaking, titled
from bot.model.alert import Chat
from bot.sources.health import GOOD
from bot.text.speech import phrase

INVITATION = "op-"
"""How the payload of an operator's link begins; a storyline's is its id, a watch's has two underlines for the stroke."""


def start(ask: Ask, chat: Chat, desk: Desk) -> Answer:
    """Alerts come from now on; a link may say of what."""
    if ask.words.startswith(INVITATION):
        return _invited(ask, chat, desk)
    say = speaking(chat)
    active = replace(chat, active=True)
    if active != chat or desk.store.chat(chat.id) is None:
        desk.store.save_chat(active)
    if ask.words:
        name = target(ask.words.replace("__", "/"), active, desk.world.watchlist)
        follows = active.wants.follows
        if not follows and not chat.active:
            follows = frozenset({name})
        elif follows and name.partition("/")[0] not in follows:
            follows |= {name}
        return panel(keep(active, desk, follows=follows), desk)
    storylines = ", ".join(titled(one.title, chat, one.id) for one in desk.world.watchlist.storylines.values())
    words = say("I tell each real development of these once, with its evidence: {storylines}.").format(storylines=storylines)
    topic = say("This topic is a chat of its own; what the rest of the group hears is set elsewhere.") if ask.place.topic else ""
    return said("\n".join([words, say("Alerts come here from now on. /follow, /quiet, /language; /help shows the rest."), topic]))


def _invited(ask: Ask, chat: Chat, desk: Desk) -> Answer:
    """An operator's invitation: in private, once, while it is fresh."""
    say, user = speaking(chat), ask.speaker.user
    secret = digest_of(ask.words.removeprefix(INVITATION))
    if ask.place.kind != "private" or user is None or not desk.store.accept(secret, user, desk.now()):
        return said(say("This invitation is used up, too old or not for this place."))
    operator = desk.operator(ask.speaker)
    if operator and operator.since == desk.now():
        desk.note(operator, "joined", "by an invitation")
    if desk.store.chat(chat.id) is None:
        desk.store.save_chat(chat)
    number = operator.number if operator else 0
    return said(say("You are operator {number} now. /ops shows how things are, /help the rest.").format(number=number))


def digest_of(secret: str) -> str:
    """What is kept of an invitation's secret, which is long and random: there is nothing to guess."""
    return sha256(secret.encode()).hexdigest()


def stop(_: Ask, chat: Chat, desk: Desk) -> Answer:
    """No more alerts; what was wished is kept."""
    if chat.active:
        desk.store.save_chat(replace(chat, active=False))
    say = speaking(chat)
    return said(say("No more alerts here. /start brings them back as they were; /forget deletes everything about this chat."))


def status(_: Ask, chat: Chat, desk: Desk) -> Answer:
    """What this chat gets, and how reading goes."""
    say, wants, now = speaking(chat), chat.wants, desk.now()
    reports = desk.store.reports()
    well = sum(one.state in GOOD for one in reports)
    last = max((one.last_success for one in reports if one.last_success), default=None)
    follows = ", ".join(sorted(wants.follows)) or say("everything")
    lines = [
        say("Alerts are on.") if chat.active else say("Alerts are off. /start"),
        say("Followed: {names}").format(names=follows),
        say("Kinds: {names}").format(names=say.listed(_kinds(chat, desk)) or say("all")),
        say("At least: {severity}").format(severity=named(wants.severity, say)),
        say("Language: {name}").format(name=NAMES.get(chat.language, chat.language))
        + " · "
        + say("Time zone: {zone}").format(zone=chat.zone),
        quiet_words(chat, say),
        digest_words(chat, say),
        mute_words(chat, say, now),
        say("Sources: {well} of {all} are well.").format(well=well, all=len(reports)),
    ]
    if last:
        lines.append(say("Last read: {time}").format(time=own_moment(last, chat.zone, now, say)))
    return said("\n".join(lines))


def _kinds(chat: Chat, desk: Desk) -> list[str]:
    """What the chat wants, as the watchlist calls it."""
    known = desk.world.watchlist.kinds
    return [titled(known[one].names, chat, one) if one in known else one for one in sorted(chat.wants.kinds)]


def help_with(commands: Callable[[], tuple[Command, ...]]) -> Command:
    """/help: every command that this person may give here."""

    def show(ask: Ask, chat: Chat, desk: Desk) -> Answer:
        say, operator = speaking(chat), ask.place.kind == "private" and desk.operator(ask.speaker)
        mine = (one for one in commands() if one.who != "operator" or operator)
        lines = [f"/{one.name} – {say(one.what)}" for one in mine]
        if ask.place.kind != "private":
            lines.append(say("Only administrators change what is told here."))
        return said("\n".join(lines))

    return Command("help", phrase("What can be said"), show)


START = Command("start", phrase("Get alerts here"), start, "settings", "/start")
STOP = Command("stop", phrase("No more alerts here"), stop, "settings", "/stop")
STATUS = Command("status", phrase("What is told here, and how reading goes"), status)
