"""``readout new source URL``: how could this address be read?"""

from typing import Annotated

import typer

from bot.cli.options import SOME_FAILED, Json, Watchlists, Zone

new = typer.Typer(no_args_is_help=True)


@new.callback()
def group() -> None:
    """What the watchlist does not have yet."""


@new.command("source")
def source(
    url: Annotated[str, typer.Argument(metavar="URL", help="A feed, a page that lists documents, a JSON document or a sitemap.")],
    *,
    allow_private: Annotated[bool, typer.Option("--allow-private", help="Ask even if it is no public address.")] = False,
    watchlists: Watchlists = None,
    zone: Zone = None,
    as_json: Json = False,
) -> None:
    """Ask an address, find its feed or the rows of its page, and print an entry for review. Changes nothing."""
    from bot.cli.scouted import show_scouted
    from bot.settings import load_settings

    address = url if "://" in url else f"https://{url}"
    if not address.lower().startswith(("http://", "https://")):
        raise typer.BadParameter(f"{url!r} is no address that begins with https:// or http://")
    settings = load_settings(watchlists=watchlists, zone=zone)
    if not show_scouted(settings, address, allow_private=allow_private, as_json=as_json):
        raise typer.Exit(SOME_FAILED)
