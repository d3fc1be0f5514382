"""Does a newsroom tell what it found out, or what it thinks?

Scoops and analyses by their cues; and whatever else a newsroom publishes about the affair is at least a report.
"""

from collections.abc import Mapping

from bot.followups.reading import Reading
from bot.model.followup import Evidence
from bot.model.match import Span
from bot.model.watchlist import KindPack

NEWSROOMS = frozenset({"media", "wire", "aggregator"})


def detect(reading: Reading, pack: KindPack) -> tuple[Evidence, ...]:
    """The evidence of a scoop or an analysis, or nothing."""
    return reading.cued(pack) if reading.source.role in NEWSROOMS else ()


def fallback(reading: Reading, pack: KindPack) -> Mapping[str, tuple[Evidence, ...]]:
    """What a newsroom's item is when no kind was found in it: a report, by its headline."""
    if reading.source.role not in NEWSROOMS:
        return {}
    return {pack.id: (reading.evidence(pack.id, Span(0, len(reading.item.title))),)}
