"""How is what we found out told: rival answers, a document that did not come, a missing phrase, a changed headline?"""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date, datetime
from difflib import SequenceMatcher
from typing import Any

from bot.alerts.markup import Line, Run, host, line, linked
from bot.alerts.notices import lines_of_notice, lines_of_sources
from bot.alerts.times import Reader
from bot.alerts.words import quoted, said, short, side, voice
from bot.model.series import Notice
from bot.text.counts import said as counted
from bot.text.fold import is_cjk
from bot.text.speech import Speech, phrase

QUOTE_MAX = 240
EDIT_MAX = 400
ALONE_MAX = 3
"""Sentences quoted of what one side alone names."""
MARKS_MAX = 12
"""Changes marked one by one; Telegram drops all entities of a message but the first 100."""
WORDS_MAX = 200
"""Words of a headline that are compared: the time it takes grows with their cube, and whoever writes the headline chooses it."""
_SIGNAL = phrase("A signal, not a proof.")
_WORD = re.compile(r"\w+|\W")


def lines_of(finding: Mapping[str, Any], reader: Reader) -> Iterator[Line]:
    """The lines of a finding, or of the several that one document brought up."""
    for each in finding.get("findings") or [finding]:
        if lines := _LINES.get(each.get("type", "")):
            yield from lines(each, reader)


def _removed(_finding: Mapping[str, Any], reader: Reader) -> Iterator[Line]:
    yield line(reader.say("The page is gone: it was looked for again and again, and not found."))


def _digest(finding: Mapping[str, Any], reader: Reader) -> Iterator[Line]:
    """What an operator let through at once."""
    say, items = reader.say, finding["items"]
    words = say.many(
        "{count} item of {source} was held back; an operator has looked at it:",
        "{count} items of {source} came at once; an operator has looked at them:",
        items,
    )
    yield line(words.format(count=items, source=said(finding["source"])))
    yield from _headlines(finding["latest"], reader)


def _claim(finding: Mapping[str, Any], reader: Reader) -> Iterator[Line]:
    """Who says what, each quoted."""
    say = reader.say
    heads = {"conflict": say("Accounts differ: "), "changed": say("Another answer than before: ")}
    yield line(Run(heads.get(finding["type"], say("On the question: ")), "b"), said(finding["ask"]))
    for answer in finding["answers"]:
        hedge = hedged(answer.get("hedge", ""), say)
        who = voice(answer["outlet"], answer["side"], say)
        yield line("• ", linked(who, answer["link"]), say(": "), quoted(answer["quote"], say, QUOTE_MAX), hedge, rank=2)


def hedged(hedge: str, say: Speech) -> str:
    """That an answer takes something back, and in which words."""
    return say(" (hedged: {words})").format(words=said(hedge)) if hedge else ""


def _formula(finding: Mapping[str, Any], reader: Reader) -> Iterator[Line]:
    """A set phrase that is there or not, and how often it was in documents of the kind."""
    say = reader.say
    phrases = " / ".join(quoted(words, say) for words in finding["phrase"])
    there = say("Present: ") if finding["present"] else say("Missing: ")
    yield line(Run(there, "b"), say("the set phrase {phrases}.").format(phrases=phrases), *_history(finding["history"], reader))
    yield line(Run(said(finding["note"]) or say(_SIGNAL), "i"))


def _history(history: Mapping[str, Any], reader: Reader) -> Iterator[str]:
    say, of = reader.say, history["of"]
    if not of:
        return
    if history["last_absent"]:
        words = say.many(
            " It was not in the one earlier document of this kind, on {day}.",
            " It was in {present} of {of} earlier documents of this kind; last missing on {day}.",
            of,
        )
        last = reader.day(datetime.fromisoformat(history["last_absent"]))
        yield words.format(present=history["present"], of=of, day=last)
    else:
        words = say.many(
            " It was in the one earlier document of this kind.", " It was in {present} of {of} earlier documents of this kind.", of
        )
        yield words.format(present=history["present"], of=of)


def _wait(finding: Mapping[str, Any], reader: Reader) -> Iterator[Line]:
    """What ought to have come, after what, since when, and by when. What is overdue is named by the headline already."""
    say = reader.say
    since, due = (reader.moment(datetime.fromisoformat(finding[key])) for key in ("since", "due"))
    if finding["type"] != "overdue":
        head = say("Awaited: ") if finding["type"] == "met" else say("Not awaited any more: ")
        yield line(Run(head, "b"), said(finding["title"]))
    yield line(say("after: "), *_titled(finding["after"]))
    yield line(say("awaited since {moment}").format(moment=since), rank=1)
    yield line(say("due {moment}").format(moment=due))


def _asymmetry(finding: Mapping[str, Any], reader: Reader) -> Iterator[Line]:
    """What only one side's account of a call names, quoted."""
    say, called = reader.say, finding.get("called", {})
    yield line(Run(say("Two accounts of one call"), "b"), say(", by what each of them names alone:"))
    for account in finding["accounts"]:
        alone = say.listed(_topic(one, called) for one in account["alone"]) or say("nothing")
        yield line("• ", linked(voice(account["outlet"], account["side"], say), account["link"]), say(": "), alone, rank=2)
        for said_there in list(dict.fromkeys(account["alone"].values()))[:ALONE_MAX]:
            yield line(quoted(said_there, say, QUOTE_MAX), rank=3, quoted=True)
    if finding["shared"]:
        yield line(say("both: "), say.listed(_topic(one, called) for one in finding["shared"]), rank=3)
    yield line(Run(say(_SIGNAL), "i"), rank=4)


def _incident(finding: Mapping[str, Any], reader: Reader) -> Iterator[Line]:
    """Both sides' accounts of one incident, and what they say differently."""
    say = reader.say
    yield line(Run(say("Two accounts of one incident"), "b"), say(": ").rstrip())
    sides = [side(account["side"], say) for account in finding["accounts"]]
    for account in finding["accounts"]:
        who, where = voice(account["outlet"], account["side"], say), host(account["link"])
        title = short(account["title"], QUOTE_MAX)
        yield line("• ", linked(who, account["link"]), say(": "), title, f" · {where}" if where else "", rank=2)
    for one in finding["differences"]:
        a, b = (short(words, QUOTE_MAX) if words else say("says nothing") for words in one["said"])
        called = said(say(one["called"]))
        yield line(called, say(": "), Run(sides[0], "i"), f" {a}", say("; "), Run(sides[1], "i"), f" {b}", rank=2)


def _series(finding: Mapping[str, Any], reader: Reader) -> Iterator[Line]:
    """What is out of the ordinary in the daily counts."""
    say = reader.say
    yield line(Run(say("Out of the ordinary in the daily counts"), "b"), say(": ").rstrip())
    told = [_notice(one) for one in finding.get("notices", ())]
    words = [counted(one, say) for one in told] or [said(one) for one in finding["lines"]]
    yield from (line(f"• {each}", rank=2) for each in words)


def _notice(one: Mapping[str, Any]) -> Notice:
    day = date.fromisoformat(one["day"])
    return Notice(one["kind"], one["zone"], day, one["value"], one["before"], day, one["at_least"])


def _topic(name: str, called: Mapping[str, str]) -> str:
    """A topic as the watchlist calls it, or by its id."""
    return said(called.get(name) or name.replace("-", " ").replace("_", " "))


def _wording(finding: Mapping[str, Any], reader: Reader) -> Iterator[Line]:
    """The words that changed in a set text, with both sentences."""
    say, last = reader.say, finding["last"]
    yield line(Run(say("Other words than last time"), "b"), say(" in a set text:"))
    for one in finding["changes"]:
        yield line("• ", Run(said(one["before"]), "s"), " → ", Run(said(one["after"]), "u"), rank=1)
        yield line(quoted(one["now"], say, QUOTE_MAX), rank=3, quoted=True)
    yield line(say("last time: "), *_titled(last), say(", "), reader.own(datetime.fromisoformat(last["at"])), rank=2)
    if finding["note"]:
        yield line(Run(said(finding["note"]), "i"), rank=3)


def _edit(finding: Mapping[str, Any], reader: Reader) -> Iterator[Line]:
    """Both headlines or sentences, with what differs marked; of what was added or taken away there is one."""
    before, after = short(finding["before"], EDIT_MAX), short(finding["after"], EDIT_MAX)
    if before == after:  # a note was added, which the quote says
        return
    if before:
        yield line(reader.say("before: "), *(_marked(before, after, "s") if after else [Run(before, "s")]))
    if after:
        yield line(reader.say("now: "), *(_marked(after, before, "u") if before else [Run(after, "u")]))


def _marked(text: str, other: str, style: str) -> list[Run]:
    """``text`` with the words that ``other`` has not in a style."""
    words = _words(text)
    runs, at = [], 0
    for start, end in _changed(words, _words(other)):
        runs += [Run("".join(words[at:start])), Run("".join(words[start:end]), style)]
        at = end
    return [*runs, Run("".join(words[at:]))]


def _changed(words: Sequence[str], others: Sequence[str]) -> list[tuple[int, int]]:
    """Where ``words`` has what ``others`` has not; as one span when it would take too long or too many to tell them apart."""
    if max(len(words), len(others)) > WORDS_MAX:
        return [(0, len(words))]
    blocks = SequenceMatcher(None, others, words, autojunk=False).get_opcodes()
    spans = [(start, end) for tag, _, _, start, end in blocks if tag != "equal" and end > start]
    return spans if len(spans) <= MARKS_MAX else [(spans[0][0], spans[-1][1])]


def _words(text: str) -> Sequence[str]:
    """Words, or characters where there are no words."""
    return [piece for word in _WORD.findall(text) for piece in (word if any(map(is_cjk, word)) else [word])]


def _opening(finding: Mapping[str, Any], reader: Reader) -> Iterator[Line]:
    """How much was read, and the latest of it."""
    say = reader.say
    failed = say(" ({count} could not be read)").format(count=finding["failed"]) if finding["failed"] else ""
    sources = say.many("{count} source", "{count} sources", finding["sources"]).format(count=finding["sources"])
    items = say.many("{count} item", "{count} items", finding["items"]).format(count=finding["items"])
    words = say("Read {sources}{failed}: {items}, {on_story} on the storyline.")
    yield line(words.format(sources=sources, failed=failed, items=items, on_story=finding["on_story"]))
    if finding["latest"]:
        yield line(say("The latest of them; what comes from now on is told:"))
    yield from _headlines(finding["latest"], reader)


def _headlines(items: Sequence[Mapping[str, str]], reader: Reader) -> Iterator[Line]:
    for item in items:
        when = reader.own(datetime.fromisoformat(item["at"]))
        head = reader.say("{moment}, {outlet}: ").format(moment=when, outlet=said(item["outlet"]))
        yield line("• ", head, *_titled(item), rank=2)


def _titled(document: Mapping[str, str]) -> Iterator[str | Run]:
    """A headline that leads to its document, and the host in sight: the headline may name another."""
    where = host(document["link"])
    yield linked(short(document["title"], QUOTE_MAX), document["link"])
    yield f" · {where}" if where else ""


_LINES: Mapping[str, Callable[[Mapping[str, Any], Reader], Iterator[Line]]] = {
    "claim": _claim,
    "conflict": _claim,
    "changed": _claim,
    "asymmetry": _asymmetry,
    "incident": _incident,
    "series": _series,
    "wording": _wording,
    "formula": _formula,
    "overdue": _wait,
    "met": _wait,
    "cancelled": _wait,
    "edited": _edit,
    "corrected": _edit,
    "removed": _removed,
    "baseline": _opening,
    "digest": _digest,
    "notice": lines_of_notice,
    "watchlist": lines_of_notice,
    "sources": lines_of_sources,
}
"""By type of finding."""
