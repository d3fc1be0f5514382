"""Has a word of a set text changed? Spokesmen repeat a text for years, with other dates and names; any other change is a signal.

The document is compared with the one before it of its class, sentence by sentence. Numbers, dates and names are what a template
is filled with, so they are left aside.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from bot.model.finding import Issue
from bot.model.followup import FollowUp
from bot.model.watchlist import Storyline, Watchlist, Wording
from bot.revisions.places import places_of, shared
from bot.revisions.tokens import Sentence, pieces_of, sentence_of
from bot.storyline.documents import belongs
from bot.text.naming import Naming, naming_of

TEXT_MAX = 3000
"""Code points of a text that are remembered."""
CHANGES_MAX = 3
_VERSION = 0.6
"""Share of tokens in common at which two sentences come from one sentence of the template."""
_SLOTS = frozenset("#mdhu@kA")
"""Kinds of tokens that fill a template (``bot.revisions.tokens``)."""
_LITTLE = 2
"""Characters that come or go without meaning anything: 了, 的, a particle."""


@dataclass(frozen=True, slots=True)
class _Changed:
    """Words in the place of others, and the sentences that they stand in."""

    before: str
    after: str
    was: str
    now: str


def issue_of(followup: FollowUp, storyline: Storyline, wording: Wording, watchlist: Watchlist) -> Issue | None:
    """The document as one of its class, when it is."""
    if not belongs(followup, wording.among, f"{storyline.id}/wording/{wording.id}", watchlist):
        return None
    item = followup.item
    at = item.published.start if item.published else item.first_seen
    return Issue(wording.id, followup.story.id, item.title, item.link, at, item.text[:TEXT_MAX])


def before(issue: Issue, issues: Sequence[Issue]) -> Issue | None:
    """The one before it; None for the first, and for copies of the one that is remembered."""
    last = next((one for one in issues if one.wording == issue.wording), None)
    return last if last and last.story != issue.story and last.at <= issue.at else None


def with_issue(issues: Sequence[Issue], issue: Issue) -> tuple[Issue, ...]:
    """The issues with this one as the last of its class; an older one that is found late changes nothing."""
    last = next((one for one in issues if one.wording == issue.wording), None)
    if last and last.at > issue.at:
        return tuple(issues)
    return (*(one for one in issues if one.wording != issue.wording), issue)


def detail(wording: Wording, issue: Issue, last: Issue, watchlist: Watchlist) -> Mapping[str, object] | None:
    """The words that changed, with both sentences; None when the template was filled anew and nothing else."""
    naming = naming_of(watchlist.entities.values())
    changed = list(_changes(last.text, issue.text, naming))[:CHANGES_MAX]
    if not changed:
        return None
    return {
        "type": "wording",
        "wording": wording.id,
        "changes": [{"before": one.before, "after": one.after, "was": one.was, "now": one.now} for one in changed],
        "last": {"title": last.title, "link": last.link, "at": last.at.isoformat()},
        "note": wording.note,
    }


def _changes(was: str, now: str, naming: Naming) -> Iterator[_Changed]:
    mine = [(piece, sentence_of(piece, naming)) for piece in pieces_of(was)]
    for piece, sentence in ((piece, sentence_of(piece, naming)) for piece in pieces_of(now)):
        likeness, old, other = max(
            ((_likeness(one, sentence), text, one) for text, one in mine), default=(0.0, "", sentence), key=_first
        )
        if likeness >= _VERSION:
            yield from (_Changed(a, b, old, piece) for a, b in _exchanged(other, sentence))


def _first(triple: tuple[float, str, Sentence]) -> float:
    return triple[0]


def _likeness(a: Sentence, b: Sentence) -> float:
    long = max(len(a.words), len(b.words))
    return shared(a.words, b.words) / long if long else 0.0


def _exchanged(a: Sentence, b: Sentence) -> Iterator[tuple[str, str]]:
    """What stands in the place of what, but for what the template is filled with."""
    for i, j, k, m in places_of(a.words, b.words):
        gone, new = _words(a, i, j), _words(b, k, m)
        if gone and new and max(len(gone), len(new)) > _LITTLE and not _SLOTS & set(a.kinds[i:j] + b.kinds[k:m]):
            noun = _noun(b, m)  # 违法 in 违法活动: with what it stands before
            yield gone + noun, new + noun


def _noun(one: Sentence, start: int) -> str:
    """The two characters that follow, where words are not spaced."""
    return "".join(one.words[start : start + 2]) if one.kinds[start : start + 2] == "cc" else ""


def _words(one: Sentence, start: int, end: int) -> str:
    joint = " " if set(one.kinds[start:end]) <= {"a", "A"} else ""
    return joint.join(one.words[start:end])
