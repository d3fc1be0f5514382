"""What kind of development is this? Cues are data (``watchlists/kinds/``); a kind that needs more has a file here.

To add a kind: one line in ``KINDS`` (and one file, when cues alone cannot tell), one pack of cues, labelled examples
per language.
"""

from collections.abc import Callable, Mapping
from dataclasses import replace

from bot.followups import report, settling, statement
from bot.followups.reading import Reading
from bot.model.followup import Evidence, FollowUp
from bot.model.item import Item
from bot.model.match import Scan
from bot.model.source import Source
from bot.model.story import Story
from bot.model.watchlist import KindPack

KINDS: Mapping[str, Callable[[Reading, KindPack], tuple[Evidence, ...]]] = {
    "correction": Reading.cued,
    "denial": Reading.cued,
    "protest": Reading.cued,
    "measure": Reading.cued,
    "incident": Reading.cued,
    "readout": Reading.cued,
    "statement": statement.detect,
    "report": report.detect,
}


WITHOUT_CUES = frozenset({"statement"})
"""Kinds that may hold where none of their cues stands."""


def classify(item: Item, source: Source, story: Story, scan: Scan, packs: Mapping[str, KindPack]) -> FollowUp:
    """Step 8: every kind that has evidence and is the item's own news, the highest rank first."""
    reading = Reading(item, source, scan)
    evident = {
        kind: evidence
        for kind, pack in packs.items()
        if (kind in reading.cued_kinds or kind in WITHOUT_CUES) and (evidence := KINDS[kind](reading, pack))
    }
    found = settling.settled(reading, evident, packs)
    kinds = tuple(sorted(found, key=lambda kind: -packs[kind].rank))
    return FollowUp(item, source, story, scan, scan.matches, kinds, tuple(piece for kind in kinds for piece in found[kind]))


def at_least(followup: FollowUp, packs: Mapping[str, KindPack]) -> FollowUp:
    """The same of an item that a storyline is about: where no words say what it is, a newsroom's is at least a report."""
    if followup.kinds or not followup.matches or "report" not in packs:
        return followup
    found = report.fallback(Reading(followup.item, followup.source, followup.scan), packs["report"])
    return replace(followup, kinds=tuple(found), evidence=found.get("report", ()))
