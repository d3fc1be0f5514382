"""How does an alert look on a terminal? Readable at 80 columns, in colour where there is colour."""

import re
from itertools import count

from rich.cells import cell_len
from rich.console import Console
from rich.padding import Padding
from rich.rule import Rule
from rich.style import Style
from rich.text import Text

from bot.model.alert import Alert, Chat, Handed, Message
from bot.model.story import carriers

_COLOURS = {"low": "dim", "normal": "cyan", "high": "yellow", "critical": "bold red"}
_QUOTE = "  > "
_PIECES = re.compile(r"[^\s\u2e80-\ufaff\uff00-\uff60]+\s*|\s+|.[、。，；：？！”’」』）】〉》]*")
"""A word with the space after it, or one wide character with the marks that may not begin a line."""


class ConsoleChannel:
    """Prints alerts one under the other; an edit prints what is new about it."""

    def __init__(self, console: Console | None = None) -> None:
        self._console = console or Console(highlight=False)
        self._count = count(1)

    async def send(self, chat: Chat, message: Message) -> Handed:  # noqa: ARG002 - there is one terminal
        """Print the alert under a rule that bears its id."""
        alert = message.alert
        colour = Style.parse(_COLOURS.get(alert.severity, "cyan"))
        self._console.print(Rule(Text(f" {alert.id[:8]} ", colour), style=colour, align="left"))
        if alert.replies_to:
            self._console.print(Text(f"↳ answers {alert.replies_to[:8]}", "dim"))
        for number, line in enumerate(message.text.splitlines()):
            shown = _line(line, self._console.width, first=number == 0, title=line == alert.title, colour=colour)
            self._console.print(shown, soft_wrap="://" in line)
        self._console.print()
        return Handed(str(next(self._count)))

    async def edit(self, chat: Chat, message: Message) -> Handed:  # noqa: ARG002 - the same
        """Print what is listed under it by now."""
        self._console.print(Text(f"↻ {message.alert.id[:8]} {_carried(message.alert)}", "dim"))
        return Handed(message.edits)

    async def close(self) -> None:
        """The terminal is not ours to close."""


def _line(line: str, width: int, *, first: bool, title: bool, colour: Style) -> Text | Padding:
    """Text, never markup: a headline may hold brackets. An address stays whole, so that it can be clicked."""
    if line.startswith(_QUOTE):
        return Padding(Text(_wrapped(line.removeprefix(_QUOTE), width - 4), "italic"), (0, 0, 0, 4), expand=False)
    return Text(line if "://" in line else _wrapped(line, width), colour if first else "bold" if title else "")


def _wrapped(line: str, width: int) -> str:
    """A line broken between words and, unlike rich does it, between Han and kana, which stand without spaces."""
    lines = [""]
    for piece in _PIECES.findall(line):
        if lines[-1] and cell_len(lines[-1]) + cell_len(piece.rstrip()) > width:
            lines.append("")
        lines[-1] += piece if lines[-1] else piece.lstrip()
    return "\n".join(each.rstrip() for each in lines)


def _carried(alert: Alert) -> str:
    """Who carries it by now, and who else tells of the event."""
    others = [name for name in carriers(alert.outlets).outlets if name != alert.outlet]
    tellers = dict.fromkeys(take.outlet for take in alert.takes)
    parts = [f"{what}: {', '.join(names)}" for what, names in (("also", others), ("other takes", tellers)) if names]
    return "now " + "; ".join(parts)
