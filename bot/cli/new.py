"""``readout new source URL``: how could this address be read?"""

import asyncio
import json
from typing import Annotated

import typer

from bot.cli.options import FAILURE, Json, Watchlists

new = typer.Typer(no_args_is_help=True)


@new.callback()
def group() -> None:
    """What the watchlist does not have yet."""


@new.command("source")
def source(
    url: Annotated[str, typer.Argument(metavar="URL", help="A feed, or a page that lists documents.")],
    *,
    allow_private: Annotated[bool, typer.Option("--allow-private", help="Ask even if it is no public address.")] = False,
    watchlists: Watchlists = None,
    as_json: Json = False,
) -> None:
    """Try a page: find its feeds, or selectors that read its rows, and write a commented entry for review. Changes nothing."""
    from bot.app import propose_source
    from bot.errors import SourceError
    from bot.proposing import as_yaml
    from bot.settings import load_settings

    settings = load_settings(watchlists=watchlists)
    try:
        best, *others = asyncio.run(propose_source(settings, url, allow_private=allow_private))
    except SourceError as error:
        typer.echo(
            json.dumps({"error": error.problem, "state": error.state}) if as_json else f"{url}: {error.problem}", err=not as_json
        )
        raise typer.Exit(FAILURE) from None
    text = as_yaml(best, others)
    if as_json:
        ways = [
            {
                "kind": one.source.kind,
                "url": one.source.url,
                "items": len(one.items),
                "dated": one.dated,
                "row": one.source.selectors.row,
            }
            for one in (best, *others)
        ]
        typer.echo(json.dumps({"entry": text, "ways": ways, "titles": [item.title for item in best.items[:5]]}, ensure_ascii=False))
    else:
        typer.echo(text, nl=False)
