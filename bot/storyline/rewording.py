"""What became of the words that we told: other words in their place, a correction, or none at all?

Told are changes of what a page says. That a newsroom adds to its article as it learns more is its trade, and no edit of what it
said; that an official text grows is news. A page that goes on growing is a live one, of which a correction alone is told.
"""

from collections.abc import Mapping

from bot.model.finding import Change, Finding
from bot.model.followup import Evidence, FollowUp
from bot.model.watchlist import Severity, Storyline
from bot.revisions import Change as Edit
from bot.revisions.watching import LIVE
from bot.storyline.takes import entities_of

_GRAVE = frozenset({"number", "date", "name", "negation", "opposite", "headline", "correction", "quote"})
"""Changes of fact; others are told, but wake nobody."""


def is_told(edit: Edit, role: str, grown: int) -> bool:
    """Whether a confirmed change of a page is worth telling."""
    if edit.severity != "substantive":
        return False
    if grown >= LIVE:  # a live page: what it says is what it said last
        return edit.what == "correction"
    return edit.what != "addition" or role == "official"


def reworded(followup: FollowUp, storyline: Storyline, edit: Edit) -> Finding:
    """A page says something else than when we told of it."""
    corrected = edit.what == "correction"
    change: Change = "corrected" if corrected else "edited"
    field = "title" if edit.what == "headline" else "text"
    severity: Severity = "high" if edit.what in _GRAVE else "normal"
    detail = {"type": change, "field": field, "what": edit.what, "before": edit.before, "after": edit.after}
    return _finding(
        followup, storyline, change, "correction" if corrected else "silent-edit", severity, edit.after or edit.before, detail
    )


def removed(followup: FollowUp, storyline: Storyline) -> Finding:
    """A page is gone."""
    return _finding(followup, storyline, "removed", "removal", "high", followup.item.title, {"type": "removed"})


def _finding(
    followup: FollowUp,
    storyline: Storyline,
    change: Change,
    kind: str,
    severity: Severity,
    quote: str,
    detail: Mapping[str, object],
) -> Finding:
    item = followup.item
    return Finding(
        storyline.id, "", followup.story.id, change, kind, severity, item.title, item, followup.source,
        link=item.link, evidence=(Evidence(kind, quote, quote, 0),), entities=entities_of(item, followup.scan, storyline),
        detail=detail, replies_to_story=followup.story.id,
    )  # fmt: skip
