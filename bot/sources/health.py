"""How is a source doing? One word for it, and when the word changes, what an operator ought to do.

A feed that is long dead goes on answering 200 with valid XML, so a good answer is not enough: what matters is how old the newest
thing in it is. A single failure, on the other hand, means nothing: a trouble names the state only when it is met again.
"""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Literal, get_args

from bot.model.source import Source
from bot.text.speech import phrase

State = Literal["new", "ok", "quiet", "frozen", "empty", "undated", "challenged", "refused", "failing", "gone"]
STATES: tuple[str, ...] = get_args(State)
GOOD = frozenset({"new", "ok"})
NAMES = (
    phrase("new"), phrase("ok"), phrase("quiet"), phrase("frozen"), phrase("empty"), phrase("undated"), phrase("challenged"),
    phrase("refused"), phrase("failing"), phrase("gone"), phrase("off"),
)  # fmt: skip
"""The states as phrases, to be said in a chat's language, and what a source is that is switched off."""

_MET_AGAIN: Mapping[str, int] = {"refused": 1, "failing": 3}
"""Failures in a row that make a trouble a state; twice for most, since bot checks and 404s come and go."""
_TWICE = 2
_FROZEN_TIMES = 10
_FROZEN_AT_LEAST = timedelta(days=30)
"""Ten times its limit, and a month: nobody's holidays are that long."""

ADVICE: Mapping[str, str] = {
    "quiet": phrase("look whether it published elsewhere; if it is only slow, raise its fresh limit"),
    "frozen": phrase("the feed has been left behind: find where it moved, or switch it off with the reason in its note"),
    "empty": phrase("its page has changed its shape or its address: fix its selectors, then readout check --live"),
    "undated": phrase("dates are no longer found: fix its date selector; until then silence there goes unnoticed"),
    "challenged": phrase(
        "it takes us for a robot: ask less often, or state as_browser with the reason, or use a feed that relays it"
    ),
    "refused": phrase("our own bounds or its robots.txt forbid it: the error says which key of the entry would allow it"),
    "failing": phrase("it cannot be reached or read; it is tried again with growing pauses, for ever"),
    "gone": phrase("the address no longer exists: find the new one"),
    "ok": phrase("nothing to do"),
}
"""What to do about a state, in an operator's words."""


def after_success(source: Source, *, items: int, dated: bool, newest: datetime | None, now: datetime) -> str:
    """The state after a good answer that held ``items``, some of them ``dated``; ``newest`` is when the latest we know came out."""
    if not items:
        return "empty"
    if source.fresh and newest and now - newest > source.fresh:
        return "frozen" if now - newest > max(source.fresh * _FROZEN_TIMES, _FROZEN_AT_LEAST) else "quiet"
    return "ok" if dated or source.kind == "page" else "undated"


def after_failure(state: str, trouble: str, before: str, failures: int) -> str:
    """The state after ``failures`` in a row of which the last is ``trouble`` and the one before it was ``before``."""
    again = before == trouble and failures >= _MET_AGAIN.get(trouble, _TWICE)
    return trouble if again or state == "new" or _MET_AGAIN.get(trouble) == 1 else state
