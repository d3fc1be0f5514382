"""How is what we found out told: rival answers, a document that did not come, a missing phrase, a changed headline?"""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import datetime
from difflib import SequenceMatcher
from typing import Any

from bot.alerts.markup import Line, Run, host, line, linked
from bot.alerts.times import day, moment, own_moment
from bot.alerts.words import said, short, side
from bot.text.fold import is_cjk

QUOTE_MAX = 240
EDIT_MAX = 400
ALONE_MAX = 3
"""Sentences quoted of what one side alone names."""
SOURCES_MAX = 15
"""Sources named in one notice: when the network is away, all of them would be."""
MARKS_MAX = 12
"""Changes marked one by one; Telegram drops all entities of a message but the first 100."""
WORDS_MAX = 200
"""Words of a headline that are compared: the time it takes grows with their cube, and whoever writes the headline chooses it."""
_SIGNAL = "A signal, not a proof."
_WORD = re.compile(r"\w+|\W")


def lines_of(finding: Mapping[str, Any], own: str, now: datetime) -> Iterator[Line]:
    """The lines of a finding, or of the several that one document brought up. ``own`` is the reader's zone."""
    for each in finding.get("findings") or [finding]:
        if lines := _LINES.get(each.get("type", "")):
            yield from lines(each, own, now)


def _removed(_finding: Mapping[str, Any], _own: str, _now: datetime) -> Iterator[Line]:
    yield line("The page is gone: it was looked for again and again, and not found.")


def _digest(finding: Mapping[str, Any], own: str, now: datetime) -> Iterator[Line]:
    """What an operator let through at once."""
    yield line(Run(f"{finding['items']} items of {said(finding['source'])} came at once; an operator has looked at them:"))
    yield from _headlines(finding["latest"], own, now)


def _watchlist(finding: Mapping[str, Any], _own: str, _now: datetime) -> Iterator[Line]:
    yield from (line(f"• {said(words)}", rank=2) for words in finding["lines"])


def _sources(finding: Mapping[str, Any], own: str, now: datetime) -> Iterator[Line]:
    """What became of which source, and what to do about it."""
    for each in finding["sources"][:SOURCES_MAX]:
        changed = each["state"] if each["state"] == each["before"] else f"{each['before']} → {each['state']}"
        since = moment(datetime.fromisoformat(each["since"]), own, now)
        yield line(
            "• ",
            Run(each["id"], "b"),
            f": {changed} since {since}",
            f" · {short(each['error'], QUOTE_MAX)}" if each["error"] else "",
            rank=2,
        )
        if each["todo"]:
            yield line(Run(f"  {said(each['todo'])}", "i"), rank=3)
    if (more := len(finding["sources"]) - SOURCES_MAX) > 0:
        yield line(f"… and {more} more: readout sources shows all")


def _claim(finding: Mapping[str, Any], _own: str, _now: datetime) -> Iterator[Line]:
    """Who says what, each quoted."""
    head = {"conflict": "Accounts differ: ", "changed": "Another answer than before: "}.get(finding["type"], "On the question: ")
    yield line(Run(head, "b"), said(finding["ask"]))
    for answer in finding["answers"]:
        who = f"{said(answer['outlet'])} ({side(answer['side'])})"
        hedged = f" (hedged: {said(answer['hedge'])})" if answer.get("hedge") else ""
        yield line("• ", linked(who, answer["link"]), f": “{short(answer['quote'], QUOTE_MAX)}”{hedged}", rank=2)


def _formula(finding: Mapping[str, Any], _own: str, now: datetime) -> Iterator[Line]:
    """A set phrase that is there or not, and how often it was in documents of the kind."""
    phrases = " / ".join(f"“{said(phrase)}”" for phrase in finding["phrase"])
    yield line(Run("Present: " if finding["present"] else "Missing: ", "b"), f"the set phrase {phrases}.{_history(finding, now)}")
    yield line(Run(said(finding["note"]) or _SIGNAL, "i"))


def _history(finding: Mapping[str, Any], now: datetime) -> str:
    history = finding["history"]
    if not history["of"]:
        return ""
    missing = f"; last missing on {day(datetime.fromisoformat(history['last_absent']), now)}" if history["last_absent"] else ""
    return f" It was in {history['present']} of {history['of']} earlier documents of this kind{missing}."


def _wait(finding: Mapping[str, Any], own: str, now: datetime) -> Iterator[Line]:
    """What ought to have come, after what, since when, and by when. What is overdue is named by the headline already."""
    since, due = (moment(datetime.fromisoformat(finding[key]), own, now) for key in ("since", "due"))
    if finding["type"] != "overdue":
        yield line(Run("Awaited: " if finding["type"] == "met" else "Not awaited any more: ", "b"), said(finding["title"]))
    yield line("after: ", *_titled(finding["after"]))
    yield line(f"awaited since {since}", rank=1)
    yield line(f"due {due}")


def _asymmetry(finding: Mapping[str, Any], _own: str, _now: datetime) -> Iterator[Line]:
    """What only one side's account of a call names, quoted."""
    yield line(Run("Two accounts of one call", "b"), ", by what each of them names alone:")
    for account in finding["accounts"]:
        who = f"{said(account['outlet'])} ({side(account['side'])})"
        yield line("• ", linked(who, account["link"]), ": " + (", ".join(map(_topic, account["alone"])) or "nothing"), rank=2)
        for said_there in list(dict.fromkeys(account["alone"].values()))[:ALONE_MAX]:
            yield line(f"“{short(said_there, QUOTE_MAX)}”", rank=3, quoted=True)
    if finding["shared"]:
        yield line("both: " + ", ".join(map(_topic, finding["shared"])), rank=3)
    yield line(Run(_SIGNAL, "i"), rank=4)


def _incident(finding: Mapping[str, Any], _own: str, _now: datetime) -> Iterator[Line]:
    """Both sides' accounts of one incident, and what they say differently."""
    yield line(Run("Two accounts of one incident", "b"), ":")
    sides = []
    for account in finding["accounts"]:
        who = f"{said(account['outlet'])} ({side(account['side'])})"
        sides.append(side(account["side"]))
        yield line("• ", linked(who, account["link"]), f": {short(account['title'], QUOTE_MAX)}", rank=2)
    for one in finding["differences"]:
        a, b = (short(words, QUOTE_MAX) if words else "says nothing" for words in one["said"])
        yield line(f"{said(one['called'])}: ", Run(sides[0], "i"), f" {a}; ", Run(sides[1], "i"), f" {b}", rank=2)


def _series(finding: Mapping[str, Any], _own: str, _now: datetime) -> Iterator[Line]:
    """What is out of the ordinary in the daily counts."""
    yield line(Run("Out of the ordinary in the daily counts", "b"), ":")
    yield from (line(f"• {said(words)}", rank=2) for words in finding["lines"])


def _topic(name: str) -> str:
    return said(name.replace("-", " ").replace("_", " "))


def _wording(finding: Mapping[str, Any], own: str, now: datetime) -> Iterator[Line]:
    """The words that changed in a set text, with both sentences."""
    yield line(Run("Other words than last time", "b"), " in a set text:")
    for one in finding["changes"]:
        yield line("• ", Run(said(one["before"]), "s"), " → ", Run(said(one["after"]), "u"), rank=1)
        yield line(f"“{short(one['now'], QUOTE_MAX)}”", rank=3, quoted=True)
    yield line(
        "last time: ", *_titled(finding["last"]), f", {own_moment(datetime.fromisoformat(finding['last']['at']), own, now)}", rank=2
    )
    if finding["note"]:
        yield line(Run(said(finding["note"]), "i"), rank=3)


def _edit(finding: Mapping[str, Any], _own: str, _now: datetime) -> Iterator[Line]:
    """Both headlines or sentences, with what differs marked; of what was added or taken away there is one."""
    before, after = short(finding["before"], EDIT_MAX), short(finding["after"], EDIT_MAX)
    if before == after:  # a note was added, which the quote says
        return
    if before:
        yield line("before: ", *(_marked(before, after, "s") if after else [Run(before, "s")]))
    if after:
        yield line("now: ", *(_marked(after, before, "u") if before else [Run(after, "u")]))


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


def _opening(finding: Mapping[str, Any], own: str, now: datetime) -> Iterator[Line]:
    """How much was read, and the latest of it."""
    failed = f" ({finding['failed']} could not be read)" if finding["failed"] else ""
    yield line(f"Read {finding['sources']} sources{failed}: {finding['items']} items, {finding['on_story']} on the storyline.")
    if finding["latest"]:
        yield line("The latest of them; what comes from now on is told:")
    yield from _headlines(finding["latest"], own, now)


def _headlines(items: Sequence[Mapping[str, str]], own: str, now: datetime) -> Iterator[Line]:
    for item in items:
        when = own_moment(datetime.fromisoformat(item["at"]), own, now)
        yield line(f"• {when}, {said(item['outlet'])}: ", *_titled(item), rank=2)


def _titled(document: Mapping[str, str]) -> Iterator[str | Run]:
    """A headline that leads to its document, and the host in sight: the headline may name another."""
    where = host(document["link"])
    yield linked(short(document["title"], QUOTE_MAX), document["link"])
    yield f" · {where}" if where else ""


_LINES: Mapping[str, Callable[[Mapping[str, Any], str, datetime], Iterator[Line]]] = {
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
    "watchlist": _watchlist,
    "sources": _sources,
}
"""By type of finding."""
