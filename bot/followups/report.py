"""Does a newsroom tell what it found out, or what it thinks?

Scoops and analyses by their cues. That another newsroom reported something is the news only where the headline says so, or where
nothing graver is: most articles say somewhere whom they have their news from. And whatever else a newsroom publishes about the
affair is at least a report.
"""

from collections.abc import Mapping

from bot.followups.reading import Reading
from bot.model.followup import Evidence
from bot.model.match import Span
from bot.model.watchlist import KindPack

NEWSROOMS = frozenset({"media", "wire", "aggregator"})
RELAYED = "relayed"
"""The id of the cue that says whom a newsroom has it from."""


def detect(reading: Reading, pack: KindPack) -> tuple[Evidence, ...]:
    """The evidence of a scoop or an analysis, or nothing."""
    return _cued(reading, pack, relayed=False)


def relayed(reading: Reading, pack: KindPack) -> tuple[Evidence, ...]:
    """The evidence that the text tells what another newsroom reported, or nothing."""
    return _cued(reading, pack, relayed=True)


def fallback(reading: Reading, pack: KindPack) -> Mapping[str, tuple[Evidence, ...]]:
    """What a newsroom's item is when no kind was found in it: a report, by its headline."""
    if reading.source.role not in NEWSROOMS:
        return {}
    return {pack.id: (reading.evidence(pack.id, Span(0, len(reading.item.title))),)}


def _cued(reading: Reading, pack: KindPack, *, relayed: bool) -> tuple[Evidence, ...]:
    if reading.source.role not in NEWSROOMS:
        return ()
    return reading.cued(pack, lambda cue: (cue.id == RELAYED) is relayed)
