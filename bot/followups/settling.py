"""Of several kinds found in one item, which are its news?

What a graver kind is *about* is told in its words too: a correction repeats what was wrong, a denial names the call that it is
about, and each of them is something that somebody said. Such kinds yield, unless the headline says that they are news as well.
"""

import re
from collections.abc import Mapping

from bot.followups import report, statement
from bot.followups.reading import Reading
from bot.model.followup import Evidence
from bot.model.watchlist import KindPack

Found = Mapping[str, tuple[Evidence, ...]]

_HAPPENINGS = frozenset({"readout", "incident", "measure", "protest", "denial"})
"""What a correction may be about."""
_TALKED_OF = frozenset({"incident", "measure"})
"""What a call or a meeting may be about."""
_SPOKEN = frozenset({"denial", "protest", "measure", "incident", "readout", "correction", "report"})
"""What is done by saying it, or told by who knows: that somebody said so is no news of its own."""
_TURN = re.compile("[;；]")
_WITHDRAWN = re.compile(r"\W*(?:withdrawn|withdrawal|retracted|retraction|kill|killed|撤稿)\b", re.IGNORECASE)
"""A headline that stands there to be taken back is no news of its own."""
_FIRST_HAND = frozenset({"official", "bridge", "wire"})
"""Roles whose item is the record of who said what, also where it denies or protests."""


def settled(reading: Reading, found: Found, packs: Mapping[str, KindPack]) -> Found:
    """The kinds that are the item's own news, with their evidence."""
    own = {kind: evidence for kind, evidence in found.items() if not _yields(reading, kind, found)}
    if own.keys() <= {"statement", "readout"} and "report" in packs and not _in_headline(reading, own.get("readout", ())):
        relayed = report.relayed(reading, packs["report"])
        return {"report": relayed} if relayed else own
    return own


def _yields(reading: Reading, kind: str, found: Found) -> bool:
    if (kind in _HAPPENINGS and "correction" in found) or (kind in _TALKED_OF and _in_headline(reading, found.get("readout", ()))):
        return not _in_headline(reading, found[kind]) or ("correction" in found and bool(_WITHDRAWN.match(reading.item.title)))
    if kind == "report":
        return "correction" in found or _denied_before(reading, found)
    if kind == "readout":
        return any(_in_headline(reading, found.get(graver, ())) for graver in ("denial", "report"))
    if kind == "statement":
        return not _first_hand(reading, found) and _told_otherwise(reading, found)
    return False


def _first_hand(reading: Reading, found: Found) -> bool:
    """Whether the item is the record of what was said: by its source, or because the headline is given as somebody's words."""
    if reading.source.role in _FIRST_HAND:
        return reading.source.role != "wire" or found.keys().isdisjoint({"readout", "correction", "report"})
    return statement.is_quoted(found["statement"]) and found.keys().isdisjoint({"readout", "report"})


def _told_otherwise(reading: Reading, found: Found) -> bool:
    """Whether the headline, or where that says nothing of a speaker the text, is about something graver than words."""
    graver = {kind: evidence for kind, evidence in found.items() if kind in _SPOKEN}
    if _in_headline(reading, found["statement"]):
        return "report" in graver or any(_in_one_clause(reading, found["statement"], evidence) for evidence in graver.values())
    return bool(graver)


def _in_headline(reading: Reading, evidence: tuple[Evidence, ...]) -> bool:
    return any(piece.offset < len(reading.item.title) for piece in evidence)


def _in_one_clause(reading: Reading, said: tuple[Evidence, ...], done: tuple[Evidence, ...]) -> bool:
    """Whether the headline says both in one breath; after a semicolon somebody else has his turn."""
    title = reading.item.title
    mine, yours = ([piece.offset for piece in evidence if piece.offset < len(title)] for evidence in (said, done))
    return any(not _TURN.search(title, *sorted((one, other))) for one in mine for other in yours)


def _denied_before(reading: Reading, found: Found) -> bool:
    """Whether the headline denies, and does not tell the report first: the report is what is denied, and old."""
    denied = found.get("denial", ())
    return _in_headline(reading, denied) and found["report"][0].offset >= denied[0].offset
