"""What do we know when we begin? One card says so, in place of a flood of everything that was published before."""

from collections.abc import Sequence
from datetime import datetime

from bot.model.finding import Finding
from bot.model.item import Item
from bot.model.source import Source
from bot.model.watchlist import Storyline, Watchlist

LATEST = 5
"""Headlines on the card."""
LATEST_OF_MANY = 31
"""One more than the headlines on a card of what was held back."""


def story_of(storyline: Storyline) -> str:
    """What the card is about, as the key that lets it exist once."""
    return f"{storyline.id}/opening"


def opening(storyline: Storyline, watchlist: Watchlist, kept: Sequence[Item], counts: dict[str, int]) -> Finding:
    """The card: how much was read, and the latest of it that is on the storyline (``kept``, newest first)."""
    latest = [_headline(item, watchlist) for item in kept[:LATEST]]
    detail = {"type": "baseline", **counts, "on_story": len(kept), "latest": latest}
    title = storyline.title.get("en", storyline.id)
    return Finding(storyline.id, "", story_of(storyline), "baseline", "state-of-play", "low", title, None, None, detail=detail)


def digest(storyline: Storyline, source: Source, items: Sequence[Item], watchlist: Watchlist, now: datetime) -> Finding:
    """A card of ``items`` (oldest first) that came at once and that an operator has looked at."""
    latest = [_headline(item, watchlist) for item in items[:-LATEST_OF_MANY:-1]]
    detail = {"type": "digest", "source": source.name, "items": len(items), "latest": latest}
    story = f"{storyline.id}/digest/{source.id}/{now.isoformat()}"
    title = f"{len(items)} items of {source.name}, which came at once"
    return Finding(storyline.id, "", story, "baseline", "digest", "low", title, None, None, detail=detail)


def _headline(item: Item, watchlist: Watchlist) -> dict[str, str]:
    source = watchlist.sources.get(item.source)
    at = item.published.start if item.published else item.first_seen
    return {"title": item.title, "link": item.link, "outlet": source.outlet if source else item.source, "at": at.isoformat()}
