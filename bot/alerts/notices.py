"""What do the operators hear, and in their language: of their sources how many, which, since when, and what to do?

What else is told them is put into words where it is read (``spoken``): a notice carries phrases and what stands in their places.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any

from bot.alerts.markup import Line, Run, line
from bot.alerts.times import Reader
from bot.alerts.words import said, short
from bot.text.speech import ENGLISH, Speech

ERROR_MAX = 240
SOURCES_MAX = 15
"""Sources named in one notice: when the network is away, all of them would be."""
Words = str | Mapping[str, Any]
"""Foreign words, which stay as they are; ``{"say": phrase, "place": Words, …}``; or an instant, ``{"at": ISO 8601}``. JSON."""


def at(instant: datetime) -> Words:
    """An instant, as a place in a phrase."""
    return {"at": instant.isoformat()}


def spoken(words: Words, reader: Reader) -> str:
    """The words in the reader's language and zone."""
    if isinstance(words, str):
        return said(words)
    if instant := words.get("at"):
        return reader.own(datetime.fromisoformat(instant))
    return reader.say(words["say"]).format_map({name: spoken(one, reader) for name, one in words.items() if name != "say"})


def in_english(words: Words, now: datetime) -> str:
    """The same for whoever has no language: a title, a log."""
    return spoken(words, Reader(ENGLISH, "UTC", now))


def lines_of_notice(finding: Mapping[str, Any], reader: Reader) -> Iterator[Line]:
    """What a notice says below its title."""
    yield from (line(f"• {spoken(words, reader)}", rank=2) for words in finding["lines"])


def headline(sources: Sequence[Mapping[str, Any]], say: Speech) -> str:
    """How many sources need somebody, and how many are well again."""
    bad = sum(bool(each["todo"]) for each in sources)
    well = len(sources) - bad
    parts = [
        say.many("{count} needs attention", "{count} need attention", bad).format(count=bad) if bad else "",
        say("{count} well again").format(count=well) if well else "",
    ]
    return say("Sources: ") + say.listed(filter(None, parts))


def lines_of_sources(finding: Mapping[str, Any], reader: Reader) -> Iterator[Line]:
    """What became of which source, and what to do about it."""
    say = reader.say
    for each in finding["sources"][:SOURCES_MAX]:
        before, state = say(each["before"]), say(each["state"])
        changed = state if state == before else f"{before} → {state}"
        since = say("{state} since {moment}").format(state=changed, moment=reader.moment(datetime.fromisoformat(each["since"])))
        error = f" · {short(each['error'], ERROR_MAX)}" if each["error"] else ""
        yield line("• ", Run(each["id"], "b"), say(": "), since, error, rank=2)
        if todo := in_words(each, say):
            yield line(Run(f"  {said(todo)}", "i"), rank=3)
    if (more := len(finding["sources"]) - SOURCES_MAX) > 0:
        yield line(say("… and {count} more: readout sources shows all").format(count=more))


def in_words(each: Mapping[str, Any], say: Speech) -> str:
    """What to do about a source; a notice of an earlier version has but the English words."""
    return say("; ").join(say(one).format_map(each) for one in each.get("advice", ())) or str(each.get("todo", ""))
