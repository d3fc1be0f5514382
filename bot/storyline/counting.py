"""What do the daily counts say, in words? Deviations when they come; on request how it stands."""

from collections.abc import Iterator, Mapping

from bot.model.finding import StorylineState
from bot.model.followup import FollowUp
from bot.model.series import ZONES, Notice, NoticeKind, Series
from bot.storyline.counts import counts_of
from bot.storyline.series import learn, standing

_ZONES = {"contiguous": "the contiguous zone", "territorial": "the territorial sea"}
_SAID: Mapping[NoticeKind, str] = {
    "record-streak": "{least}{value} days in a row with ships in {zone}, more than ever before ({before})",
    "record-ships": "{value} ships in {zone} on {day}, more than ever before ({before})",
    "record-year": "{least}{value} days with ships in {zone} this year, more than in any year before ({before})",
    "broken": "no ships in {zone} on {day}, after {least}{value} days in a row",
    "resumed": "{value} ships in {zone} on {day}, after {least}{before} days without",
    "entered": "{value} ships in {zone} on {day}, for the first time in {least}{before} days",
    "revised": "the number for {day} in {zone} was changed: {before} → {value}",
}


def counted(state: StorylineState, followup: FollowUp) -> tuple[Series, tuple[Notice, ...]]:
    """The series with what this document counts, and what in that is out of the ordinary."""
    counts = counts_of(followup.item, followup.source)
    return learn(state.series, counts) if counts else (state.series, ())


def is_daily(followup: FollowUp) -> bool:
    """Whether a document is but a row of the daily table, which is no news by itself."""
    return followup.source.kind == "pdf_table"


def detail(notices: tuple[Notice, ...]) -> Mapping[str, object]:
    """The deviations, in words and as data."""
    return {
        "type": "series",
        "lines": [said(one) for one in notices],
        "notices": [
            {"kind": n.kind, "zone": n.zone, "day": n.day.isoformat(), "value": n.value, "before": n.before, "at_least": n.at_least}
            for n in notices
        ],
    }


def said(notice: Notice) -> str:
    """A deviation as a sentence."""
    return _SAID[notice.kind].format(
        value=notice.value, before=notice.before, zone=_ZONES[notice.zone], day=f"{notice.day:%d %b %Y}".lstrip("0"),
        least="at least " if notice.at_least else "",
    )  # fmt: skip


def stands(series: Series) -> Iterator[str]:
    """How each zone stands, as far as anything is known."""
    for zone in ZONES:
        if one := standing(series, zone):
            row = f", {'at least ' if one.at_least else ''}{one.days} days in a row" if one.days > 1 else ""
            yield f"{_ZONES[zone]}: {one.ships} ships on {one.day:%d %b %Y}{row}".replace(": 0 ships", ": no ships")
