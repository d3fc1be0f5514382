"""How does an alert look on a terminal? Readable at 80 columns, in colour where there is colour."""

from itertools import count

from rich.console import Console
from rich.padding import Padding
from rich.rule import Rule
from rich.style import Style
from rich.text import Text

from bot.model.alert import Alert, Chat, Message

_COLOURS = {"low": "dim", "normal": "cyan", "high": "yellow", "critical": "bold red"}
_QUOTE = "  > "


class ConsoleChannel:
    """Prints alerts one under the other; an edit prints what is new about it."""

    def __init__(self, console: Console | None = None) -> None:
        self._console = console or Console(highlight=False)
        self._count = count(1)

    async def send(self, chat: Chat, message: Message) -> str:  # noqa: ARG002 - there is one terminal
        """Print the alert under a rule that bears its id."""
        alert = message.alert
        colour = Style.parse(_COLOURS.get(alert.severity, "cyan"))
        self._console.print(Rule(Text(f" {alert.id[:8]} ", colour), style=colour, align="left"))
        if alert.replies_to:
            self._console.print(Text(f"↳ answers {alert.replies_to[:8]}", "dim"))
        for number, line in enumerate(message.text.splitlines()):
            self._console.print(_line(line, first=number == 0, title=line == alert.title, colour=colour), soft_wrap="://" in line)
        self._console.print()
        return str(next(self._count))

    async def edit(self, chat: Chat, message: Message) -> None:  # noqa: ARG002 - the same
        """Print who carries the story by now."""
        self._console.print(Text(f"↻ {message.alert.id[:8]} {_carried(message.alert)}", "dim"))

    async def close(self) -> None:
        """The terminal is not ours to close."""


def _line(line: str, *, first: bool, title: bool, colour: Style) -> Text | Padding:
    """Text, never markup: a headline may hold brackets."""
    if line.startswith(_QUOTE):
        return Padding(Text(line.removeprefix(_QUOTE), "italic"), (0, 0, 0, 4))
    return Text(line, colour if first else "bold" if title else "")


def _carried(alert: Alert) -> str:
    others = dict.fromkeys(outlet.outlet for outlet in alert.outlets if outlet.outlet != alert.outlet)
    return f"now also: {', '.join(others)}"
