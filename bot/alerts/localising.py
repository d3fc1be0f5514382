"""What do the operators' own words say in the reader's language: awaited documents, questions, notes, topics?

An alert carries them in English, as of when it was decided; the watchlist has them in as many languages as its authors gave them.
"""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from bot.model.alert import Alert
from bot.model.watchlist import Storyline, Text, Watchlist
from bot.text.tags import in_language


def localised(alert: Alert, storyline: Storyline, language: str) -> Alert:
    """The alert with the watchlist's words in ``language`` (a BCP 47 tag), where the watchlist still has them."""
    finding = dict(alert.finding)
    if several := finding.get("findings"):
        finding["findings"] = [_localised(each, storyline, language) for each in several] if isinstance(several, list) else several
    finding = _localised(finding, storyline, language)
    title = str(finding.get("title", alert.title)) if alert.change == "overdue" else alert.title
    return replace(alert, title=title, finding=finding)


def _localised(finding: Mapping[str, Any], storyline: Storyline, language: str) -> dict[str, Any]:
    words = {key: in_language(texts, language) for key, texts in _texts(finding, storyline) if texts}
    group = next((one for one in storyline.readouts if one.id == finding.get("readouts")), None)
    called = {topic: in_language(texts, language) for topic, texts in group.called.items()} if group else {}
    return {**finding, **words, **({"called": called} if called else {})}


def _texts(finding: Mapping[str, Any], storyline: Storyline) -> Iterator[tuple[str, Text]]:
    """Each of the finding's keys that holds words of the watchlist, with these in all their languages."""
    for wait in storyline.expectations:
        if wait.id == finding.get("expectation"):
            yield "title", wait.title
    for claim in storyline.claims:
        if claim.id == finding.get("claim"):
            yield "ask", claim.asks
    for formula in storyline.formulas:
        if formula.id == finding.get("formula"):
            yield "note", formula.notes
    for wording in storyline.wordings:
        if wording.id == finding.get("wording"):
            yield "note", wording.notes


def kinds_in(watchlist: Watchlist, language: str) -> Mapping[str, str]:
    """What each kind is called in ``language``."""
    return {kind.id: in_language(kind.names, language) for kind in watchlist.kinds.values()}
