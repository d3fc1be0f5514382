"""What do the daily counts say? Deviations when they come; on request how it stands."""

from collections.abc import Iterator, Mapping

from bot.model.finding import StorylineState
from bot.model.followup import FollowUp
from bot.model.series import ZONES, Notice, Series, Standing
from bot.storyline.counts import counts_of
from bot.storyline.series import learn, standing
from bot.text.counts import said
from bot.text.speech import ENGLISH


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
        "lines": [said(one, ENGLISH) for one in notices],
        "notices": [
            {"kind": n.kind, "zone": n.zone, "day": n.day.isoformat(), "value": n.value, "before": n.before, "at_least": n.at_least}
            for n in notices
        ],
    }


def stands(series: Series) -> Iterator[Standing]:
    """How each zone stands, as far as anything is known."""
    yield from (one for zone in ZONES if (one := standing(series, zone)))
