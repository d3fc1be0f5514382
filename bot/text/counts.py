"""What do the daily counts say, in words? Deviations when they come; on request how a zone stands."""

from collections.abc import Mapping

from bot.model.series import Notice, NoticeKind, Standing, Zone
from bot.text.speech import Speech, phrase

_ZONES: Mapping[Zone, str] = {"contiguous": phrase("the contiguous zone"), "territorial": phrase("the territorial sea")}
_SAID: Mapping[NoticeKind, str] = {
    "record-streak": phrase("{value} days in a row with ships in {zone}, more than ever before ({before})"),
    "record-ships": phrase("{ships} in {zone} on {day}, more than ever before ({before})"),
    "record-year": phrase("{value} days with ships in {zone} this year, more than in any year before ({before})"),
    "broken": phrase("no ships in {zone} on {day}, after {value} days in a row"),
    "resumed": phrase("{ships} in {zone} on {day}, after {before} days without"),
    "entered": phrase("{ships} in {zone} on {day}, for the first time in {before} days"),
    "revised": phrase("the number for {day} in {zone} was changed: {before} → {value}"),
}
_LENGTH: Mapping[NoticeKind, str] = {"resumed": "before", "entered": "before"}
"""Which number is that of the days, of which there may have been more: the value, but for these."""


def said(notice: Notice, say: Speech) -> str:
    """A deviation as a sentence."""
    numbers = {"value": str(notice.value), "before": str(notice.before)}
    if notice.at_least:
        long = _LENGTH.get(notice.kind, "value")
        numbers[long] = say("at least {number}").format(number=numbers[long])
    ships, day = _ships(notice.value, say), say.day(notice.day, year=True)
    return say(_SAID[notice.kind]).format(**numbers, ships=ships, zone=say(_ZONES[notice.zone]), day=day)


def _ships(number: int, say: Speech) -> str:
    return say.many("{count} ship", "{count} ships", number).format(count=number)


def stands(one: Standing, say: Speech) -> str:
    """How a zone stands."""
    ships = _ships(one.ships, say) if one.ships else say("no ships")
    days = say("at least {number}").format(number=one.days) if one.at_least else str(one.days)
    words = say("{zone}: {ships} on {day}, {days} days in a row") if one.days > 1 else say("{zone}: {ships} on {day}")
    return words.format(zone=say(_ZONES[one.zone]), ships=ships, day=say.day(one.day, year=True), days=days)
