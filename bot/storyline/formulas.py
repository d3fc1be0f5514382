"""Is a set phrase there, or missing, in a document of its class? A signal, worded as one, with its history."""

from collections.abc import Mapping, Sequence
from datetime import timedelta

from bot.model.finding import FormulaUse
from bot.model.followup import FollowUp
from bot.model.watchlist import Formula, Storyline, Watchlist
from bot.storyline.documents import belongs

ONE_DOCUMENT = timedelta(days=2)
"""Texts of one story within this time are copies of one document; later ones have the same headline and are another."""
HISTORY = 9
"""How many earlier documents of the class the wording looks back on."""


def use_of(followup: FollowUp, storyline: Storyline, formula: Formula, watchlist: Watchlist) -> FormulaUse | None:
    """Whether this document carries the phrase, when it is of the class."""
    if not belongs(followup, formula.among, f"{storyline.id}/formula/{formula.id}", watchlist):
        return None
    item = followup.item
    present = f"{storyline.id}/phrase/{formula.id}" in followup.scan.held
    # The middle of a day that has no time: wherever its source is, the instant's date in UTC is the date it wrote.
    at = item.published.start + (item.published.end - item.published.start) / 2 if item.published else item.first_seen
    return FormulaUse(storyline.id, formula.id, followup.story.id, item.title, at, present)


def is_copy(use: FormulaUse, uses: Sequence[FormulaUse]) -> bool:
    """Whether the document is in ``uses`` already, as another outlet printed it."""
    same = [known for known in uses if (known.formula, known.story) == (use.formula, use.story)]
    return any(abs(known.at - use.at) < ONE_DOCUMENT for known in same)


def detail(formula: Formula, use: FormulaUse, uses: Sequence[FormulaUse]) -> Mapping[str, object] | None:
    """The particulars, when presence or absence is what the operators asked for."""
    if use.present == (formula.alert_when == "absent"):
        return None
    past = sorted((u for u in uses if u.formula == formula.id), key=lambda u: u.at)[-HISTORY:]
    absences = [u.at for u in past if not u.present]
    history = {
        "present": sum(u.present for u in past),
        "of": len(past),
        "last_absent": absences[-1].isoformat() if absences else None,
    }
    return {
        "type": "formula",
        "formula": formula.id,
        "phrase": list(formula.phrase),
        "present": use.present,
        "history": history,
        "note": formula.note,
    }
