"""Which story does a correction correct that stands by itself: on a corrections page, as "(Corrects …)", 訂正, 更正?

By its outlet, by the headline that it names, by whom and what it names, and by its day: a correction comes within two weeks.
"""

from collections.abc import Iterable, Sequence
from datetime import timedelta

from bot.model.alert import Account
from bot.model.finding import Finding
from bot.storyline.takes import SHARED_MIN, when
from bot.text.fold import folded

WITHIN = timedelta(days=14)
"""Between an article and its correction."""
TITLE = 0.6
"""Share of a headline's letter pairs that a correction has to have, to be about it."""
_PAIR = 2


def is_correction(finding: Finding) -> bool:
    """Whether a finding is a correction that is a document of its own."""
    return finding.change == "new" and finding.kind == "correction" and finding.item is not None


def corrected_by(finding: Finding, accounts: Sequence[Account], outlets: Iterable[str]) -> str:
    """The story that a correction is about; empty when it is about none that we told.

    ``outlets``: by what names the correction's publisher goes.
    """
    item = finding.item
    if item is None:
        return ""
    publishers, said, best = set(outlets), folded(item.body), ("", 0.0)
    for account in accounts:
        if account.take.story == finding.story or account.take.outlet not in publishers:
            continue
        apart = when(item) - account.take.at
        if not -timedelta(days=1) <= apart <= WITHIN:
            continue
        likeness = _named(folded(account.take.title), said)
        if likeness < TITLE and len(account.entities.keys() & finding.entities.keys()) < SHARED_MIN:
            continue
        if likeness > best[1] or not best[0]:
            best = (account.take.story, likeness)
    return best[0]


def _named(title: str, said: str) -> float:
    """How much of a headline a text has in it, 0 to 1."""
    pairs = {title[at : at + _PAIR] for at in range(len(title) - 1) if not title[at : at + _PAIR].isspace()}
    return sum(pair in said for pair in pairs) / len(pairs) if pairs else 0.0
