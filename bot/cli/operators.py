"""``readout operators``: who may give the bot orders in chat?"""

import asyncio
import json
from typing import Annotated

import typer

from bot.cli.options import FAILURE, Database, Json

operators = typer.Typer(no_args_is_help=True)


@operators.command()
def invite(*, database: Database = None, as_json: Json = False) -> None:
    """Print a link that makes whoever opens it first an operator. It is good for one hour."""
    from bot.operating import invite_operator
    from bot.settings import load_settings

    message, link = asyncio.run(invite_operator(load_settings(database=database)))
    if as_json:
        typer.echo(json.dumps({"link": link or None, "message": message}))
        return
    typer.echo(link or f"Telegram cannot be asked for the bot's name. Send the bot this in private:\n{message}")
    typer.echo("Whoever opens it first is an operator. It is good for one hour, and once.", err=True)


@operators.command("list")
def list_(*, database: Database = None, as_json: Json = False) -> None:
    """Show the operators."""
    from bot.operating import operators_known
    from bot.settings import load_settings

    known = operators_known(load_settings(database=database))
    for one in known:
        line = {"number": one.number, "since": one.since.isoformat()}
        typer.echo(json.dumps(line) if as_json else f"operator {one.number}, since {one.since:%d %b %Y %H:%M} UTC")
    if not known and not as_json:
        typer.echo("There are no operators: readout operators invite")


@operators.command()
def dismiss(
    number: Annotated[int, typer.Argument(help="As readout operators list shows it.")],
    *,
    database: Database = None,
    as_json: Json = False,
) -> None:
    """Take an operator off the list. Exit code 1 when there is none of that number."""
    from bot.operating import dismiss_operator
    from bot.settings import load_settings

    gone = dismiss_operator(load_settings(database=database), number)
    if as_json:
        typer.echo(json.dumps({"dismissed": gone}))
    else:
        typer.echo(f"Operator {number} gives no more orders." if gone else f"There is no operator {number}.")
    if not gone:
        raise typer.Exit(FAILURE)
