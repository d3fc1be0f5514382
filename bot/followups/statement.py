"""Does somebody speak in his own voice?

An official document, or the bridge to a leader's own posts, is a statement whatever it says; elsewhere the cues must
say that somebody spoke.
"""

from bot.followups.reading import Reading
from bot.model.followup import Evidence
from bot.model.match import Span
from bot.model.watchlist import KindPack


def detect(reading: Reading, pack: KindPack) -> tuple[Evidence, ...]:
    """The evidence, or nothing."""
    found = reading.cued(pack)
    if found or reading.source.role not in {"official", "bridge"}:
        return found
    return (reading.evidence(pack.id, Span(0, len(reading.item.title))),)
