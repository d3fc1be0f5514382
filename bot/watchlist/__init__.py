"""The operators' language: files, schema, queries, and what is wrong with them."""

from pathlib import Path

from bot.model.watchlist import Watchlist
from bot.watchlist.kept import keep, kept, place_of

__all__ = ["load_watchlist"]


def load_watchlist(folder: Path) -> Watchlist:
    """The watchlist that a ``watchlists/`` folder says. Raises ConfigError with every fault found, each with its place."""
    place = place_of(folder)
    if place and (ready := kept(place)):
        return ready
    from bot.watchlist.load import load  # noqa: PLC0415 - the parsers take longer to load than a copy takes to read

    watchlist = load(folder)
    if place:
        keep(watchlist, place)
    return watchlist
