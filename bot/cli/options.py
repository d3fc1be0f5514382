"""The options that several commands share, each described once."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer

Watchlists = Annotated[
    Path | None,
    typer.Option("--watchlists", metavar="DIR", help="Folder with the watchlists. [env READOUT_WATCHLISTS]"),
]
Database = Annotated[
    str | None,
    typer.Option("--database", metavar="URL", help="sqlite:///FILE or postgresql://… [env READOUT_DATABASE]"),
]
Json = Annotated[bool, typer.Option("--json", help="Print machine-readable JSON.")]
Zone = Annotated[str | None, typer.Option("--zone", metavar="ZONE", help="Your time zone, for the times shown. [env READOUT_ZONE]")]
Verbose = Annotated[bool, typer.Option("--verbose", "-v", help="Log what happens to standard error.")]

OK, FAILURE, SOME_FAILED, BAD_CONFIG = 0, 1, 3, 78
"""Exit codes (2 is a usage error; 78 is EX_CONFIG of sysexits.h, on which systemd does not restart)."""


def instant(text: str) -> datetime:
    """An ISO 8601 instant; without an offset it is UTC. Raises BadParameter."""
    try:
        moment = datetime.fromisoformat(text)
    except ValueError as error:
        raise typer.BadParameter(f"{text!r} is not an ISO 8601 time such as 2025-11-24T22:40:00+08:00") from error
    return moment.astimezone(UTC) if moment.tzinfo else moment.replace(tzinfo=UTC)
