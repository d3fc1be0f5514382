"""``readout version``: which version is this?"""

import json
import platform

import typer

from bot.cli.options import Json


def version(*, as_json: Json = False) -> None:
    """Print the version."""
    from importlib.metadata import version as installed

    number = installed("readout-bot")
    typer.echo(json.dumps({"version": number, "python": platform.python_version()}) if as_json else f"readout {number}")
