"""How do lines of words become Telegram's HTML and plain text, and how are they made to fit?

Telegram counts UTF-16 units after parsing, and decodes only four named entities: https://core.telegram.org/bots/api#html-style
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from html import escape

from bot.text.urls import shown_host

LIMIT = 4096
"""UTF-16 units of a message after parsing; code points are never more than that."""
ENTITIES = 100
"""Marked stretches of a message; Telegram forgets those beyond: https://core.telegram.org/method/messages.sendMessage"""
_ADDRESS = re.compile(r"https?://[^\s\x00-\x20\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ud800-\udfff]+", re.IGNORECASE)
"""What may stand behind a link: Telegram drops any other scheme, and a control in an address is an attempt at something."""


@dataclass(frozen=True, slots=True)
class Run:
    """Words in one style, perhaps leading somewhere.

    ``style`` names elements of Telegram's HTML, outermost first, separated by spaces: "", "b", "b u", "s".
    """

    words: str
    style: str = ""
    link: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a message. When there is no room, lines of the highest ``rank`` go first; those of rank 0 only shrink."""

    runs: tuple[Run, ...]
    rank: int = 0
    quoted: bool = False

    @property
    def words(self) -> str:
        """What it says."""
        return "".join(run.words for run in self.runs)

    @property
    def size(self) -> int:
        """UTF-16 units, its end included."""
        return units(self.words) + 1

    @property
    def entities(self) -> int:
        """How many marked stretches it holds, at most."""
        return self.quoted + sum(len(run.style.split()) + bool(run.link) for run in self.runs)


def line(*words: str | Run, rank: int = 0, quoted: bool = False) -> Line:
    """A line of plain words and runs, those that say nothing left out."""
    runs = (Run(each) if isinstance(each, str) else each for each in words)
    return Line(tuple(run for run in runs if run.words), rank, quoted)


def linked(words: str, link: str, style: str = "") -> Run:
    """Words that lead to ``link``, where that is an address a reader may open."""
    return Run(words, style, link if _ADDRESS.fullmatch(link) else "")


def host(link: str) -> str:
    """Where ``link`` leads, in ASCII: letters of another script may look like the ones a reader knows. Empty when nowhere."""
    name = shown_host(link) if _ADDRESS.fullmatch(link) else ""
    try:
        return name.encode("idna").decode()
    except UnicodeError:
        return name.encode("ascii", "replace").decode()


def units(text: str) -> int:
    """Length as Telegram counts it."""
    return len(text.encode("utf-16-le")) // 2


def fit(lines: Sequence[Line], limit: int = LIMIT) -> list[Line]:
    """The lines that have room: the least important ones go, then the longest are cut, or the most marked lose their marks."""
    kept = [each for each in lines if each.runs]
    while True:
        over = sum(each.size for each in kept) - limit
        if over <= 0 and sum(each.entities for each in kept) <= ENTITIES:
            return kept
        # Where there is room but too much is marked, a line without marks does no harm.
        ranks = [each.rank if over > 0 or each.entities else 0 for each in kept]
        if rank := max(ranks):
            # Of equals the last goes: the fifth quote before the first.
            del kept[max(n for n, each in enumerate(ranks) if each == rank)]
        elif over > 0:
            _shorten(kept, over)
        else:
            most = max(range(len(kept)), key=lambda n: kept[n].entities)
            kept[most] = _unmarked(kept[most])


def _shorten(kept: list[Line], over: int) -> None:
    """Cut the longest line; where none can be cut any more the last one goes."""
    longest = max(range(len(kept)), key=lambda n: kept[n].size)
    if kept[longest].size <= len("…\n"):
        del kept[-1]
    else:
        # No more than half at a time: two long headlines share the loss, and the beginning of each stays.
        kept[longest] = _cut(kept[longest], min(over, kept[longest].size // 2))


def _cut(one: Line, over: int) -> Line:
    """The line with at least ``over`` units less at its end, and the mark of that."""
    room = max(0, one.size - len("…\n") - over)
    runs = []
    for run in one.runs:
        words = run.words.encode("utf-16-le")[: 2 * room].decode("utf-16-le", "ignore")
        room -= units(words)
        runs.append(replace(run, words=words))
        if words != run.words:
            break
    cut = replace(runs[-1], words=f"{runs[-1].words.rstrip()}…")
    return replace(one, runs=(*runs[:-1], cut))


def _unmarked(one: Line) -> Line:
    """The line without what marks it: what it says matters more."""
    return Line(tuple(Run(run.words) for run in one.runs), one.rank)


def split(lines: Sequence[Line], limit: int = LIMIT) -> list[list[Line]]:
    """The lines as so many messages as it takes, for texts that must not be cut; a message ends where a line does.

    A line that is too long for a message of its own is cut.
    """
    parts: list[list[Line]] = []
    for each in (replace(cut, rank=one.rank) for one in lines for cut in fit([replace(one, rank=0)], limit)):
        part = [*parts[-1], each] if parts else [each]
        if parts and sum(one.size for one in part) <= limit and sum(one.entities for one in part) <= ENTITIES:
            parts[-1] = part
        else:
            parts.append([each])
    return parts


def as_html(lines: Sequence[Line]) -> str:
    """Telegram's HTML: quoted lines in blockquotes."""
    return "\n".join(f"<blockquote>{_html(each)}</blockquote>" if each.quoted else _html(each) for each in lines)


def _html(one: Line) -> str:
    return "".join(map(_marked, one.runs))


def _marked(run: Run) -> str:
    html = escape(run.words, quote=False)
    for element in reversed(run.style.split()):
        html = f"<{element}>{html}</{element}>"
    return f'<a href="{escape(run.link)}">{html}</a>' if run.link else html


def as_text(lines: Sequence[Line]) -> str:
    """The same without markup. Each address stands on a line of its own, so that a terminal may wrap the others."""
    return "\n".join(each for one in lines for each in _plain(one))


def _plain(one: Line) -> Iterator[str]:
    links = [run.link for run in one.runs if run.link]
    if one.words in map(host, links):
        yield from links
        return
    yield ("  > " if one.quoted else "") + one.words
    yield from (f"  {link}" for link in links)
