"""Is a set phrase there, or missing, in a document of its class? A signal, worded as one, with its history."""

from collections.abc import Mapping, Sequence

from bot.model.finding import FormulaUse
from bot.model.followup import FollowUp
from bot.model.watchlist import Formula, Storyline, Watchlist
from bot.storyline.documents import belongs

HISTORY = 9
"""How many earlier documents of the class the wording looks back on."""


def use_of(followup: FollowUp, storyline: Storyline, formula: Formula, watchlist: Watchlist) -> FormulaUse | None:
    """Whether this document carries the phrase, when it is of the class."""
    if not belongs(followup, formula.among, f"{storyline.id}/formula/{formula.id}", watchlist):
        return None
    item = followup.item
    present = f"{storyline.id}/phrase/{formula.id}" in followup.scan.held
    at = item.published.start if item.published else item.first_seen
    return FormulaUse(storyline.id, formula.id, followup.story.id, item.title, at, present)


def detail(formula: Formula, use: FormulaUse, uses: Sequence[FormulaUse]) -> Mapping[str, object] | None:
    """The particulars, when presence or absence is what the operators asked for."""
    if use.present == (formula.alert_when == "absent"):
        return None
    past = sorted((u for u in uses if u.formula == formula.id and u.story != use.story), key=lambda u: u.at)[-HISTORY:]
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
