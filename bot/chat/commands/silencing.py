"""/silence: what is recorded and not told for a while, for everybody?"""

import re

from bot.alerts.times import own_moment
from bot.alerts.words import said as tidy
from bot.chat.asking import Answer, Ask, Unclear, said
from bot.chat.command import Command, unclear
from bot.chat.desk import Desk, speaking
from bot.chat.spans import plain, span
from bot.errors import ConfigError, Fault
from bot.model.alert import Chat
from bot.model.routing import Silence
from bot.silencing import silence_of, would_have_silenced
from bot.text.speech import Speech, phrase

_EXAMPLE = "/silence kind=report side=~US|JP 4h They repeat themselves"
_NEXT_MATCHER = re.compile(r"\s+(?=\w+=)")
_OPERATOR = "operator "
_SHOWN_MAX = 20
_LONGEST = 1000


def silence(ask: Ask, chat: Chat, desk: Desk) -> Answer:
    """``/silence kind=report 4h why``, ``/silence end 3``, and those there are. What a value is may have spaces."""
    words = plain(ask.words).split()
    if not words:
        return _all(chat, desk)
    if words[0].lower() == "end" and len(words) == 2 and words[1].isdecimal():
        return _ended(int(words[1][:9]), ask, chat, desk)
    return _begun(words, ask, chat, desk)


def _begun(words: list[str], ask: Ask, chat: Chat, desk: Desk) -> Answer:
    say, now, operator = speaking(chat), desk.now(), desk.operator(ask.speaker)
    at, lasts = next(((at, length) for at, word in enumerate(words) if (length := span(word))), (0, None))
    if not at or lasts is None or operator is None:
        raise unclear(chat, say("Say what to silence, for how long, and why."), _EXAMPLE)
    matchers = _NEXT_MATCHER.split(" ".join(words[:at]))
    try:
        wanted = silence_of(matchers, lasts, _name(operator.number), " ".join(words[at + 1 :]), now, say)
    except ConfigError as error:
        raise unclear(chat, "\n".join(_fault(one, say) for one in error.faults), _EXAMPLE) from None
    hits, count = would_have_silenced(wanted, desk.store.alerts(), now)
    number = desk.store.silence(wanted)
    desk.note(operator, "silence", f"{number}: {' '.join(map(str, wanted.matchers))}")
    lines = [
        _line(wanted, number, chat, say, desk),
        say("Of the last week's {count} alerts it would have silenced {hits}.").format(count=count, hits=hits),
    ]
    return said("\n".join(lines), desk.buttons(chat, [[_end(number, say)]]))


def _fault(one: Fault, say: Speech) -> str:
    """Without the name of a command line's option."""
    return tidy(say("{problem} ({hint})").format(problem=one.problem, hint=one.hint) if one.hint else one.problem)


def _ended(number: int, ask: Ask, chat: Chat, desk: Desk) -> Answer:
    say, operator = speaking(chat), desk.operator(ask.speaker)
    if operator is None or desk.store.expire(number, _name(operator.number), desk.now()) is None:
        raise Unclear(say("There is no silence {number}.").format(number=number))
    desk.note(operator, "silence", f"{number}: end")
    return said(say("Silence {number} is over.").format(number=number))


def _all(chat: Chat, desk: Desk) -> Answer:
    say, now = speaking(chat), desk.now()
    found = [one for one in desk.store.silences() if one.state(now) != "expired"][:_SHOWN_MAX]
    if not found:
        return said(say("Nothing is silenced.") + "\n" + say("Type for example: {example}").format(example=_EXAMPLE))
    rows = [[_end(one.id, say)] for one in found]
    return said("\n".join(_line(one, one.id, chat, say, desk) for one in found), desk.buttons(chat, rows))


def _line(one: Silence, number: int, chat: Chat, say: Speech, desk: Desk) -> str:
    return say("{number}: {matchers}, until {time} ({creator}: {comment})").format(
        number=number,
        matchers=tidy(" ".join(map(str, one.matchers))),
        time=own_moment(one.over_at, chat.zone, desk.now(), say),
        creator=_creator(one.creator, say),
        comment=tidy(one.comment),
    )


def _end(number: int, say: Speech) -> tuple[str, str]:
    return say("End silence {number}").format(number=number), f"/silence end {number}"


def _name(number: int) -> str:
    return f"{_OPERATOR}{number}"


def _creator(name: str, say: Speech) -> str:
    """Who made it: an operator, by his number, or whoever the command line named."""
    number = name.removeprefix(_OPERATOR)
    return say("operator {number}").format(number=number) if number != name else tidy(name)


SILENCE = Command("silence", phrase("What is recorded and not told"), silence, "operator", _EXAMPLE, longest=_LONGEST)
