"""What does a storyline look like? Time runs to the right, each side has a lane, each event a dot; arrows go to what it answers."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from zoneinfo import ZoneInfo

from bot.pictures.event import Event
from bot.pictures.layout import arrange
from bot.text.speech import Speech, speech

__all__ = ["Event", "timeline_png"]


def timeline_png(
    events: Sequence[Event], *, title: str, zone: str, now: datetime, lanes: Sequence[str], names: Mapping[str, str] | None = None,
    language: str = "en",
) -> bytes:  # fmt: skip
    """Draw up to about sixty events so that each can be read; more are counted where they stand: +3.

    Args:
        events: in any order.
        title: one line; cut where it does not fit.
        zone: the reader's zone (Asia/Tokyo): days are its days.
        now: the moment that the picture tells; with a zone.
        lanes: sides from top to bottom, also those without an event; sides that the events bring beyond them follow.
        language: the reader's, a BCP 47 tag.
        names: what the reader calls sides and kinds (CN: China, denial: 否認); the codes themselves for what is not there.

    Returns:
        A PNG, 1280 pixels wide and as high as it needs to be; the same for the same arguments.

    Raises:
        ValueError: a time has no zone.
        zoneinfo.ZoneInfoNotFoundError: there is no such zone.
    """
    from bot.pictures import fonts, paint  # noqa: PLC0415 - Pillow and the font are loaded when there is something to draw

    called = names or {}

    def named(code: str) -> str:
        return fonts.drawable(called.get(code, code)) or "–"

    layout = arrange(
        [replace(event, label=fonts.drawable(event.label)) for event in events],
        title=fonts.drawable(title),
        zone=zone,
        now=now,
        lanes=lanes,
        measure=fonts.width,
        named=named,
    )
    say = speech(language)
    return paint.png(layout, as_of=_as_of(now.astimezone(ZoneInfo(zone)), zone, say), named=named, say=say)


def _as_of(now: datetime, zone: str, say: Speech) -> str:
    place = say.city(zone)
    words = say("as of {moment} · days as in {place} · arrows lead to what is answered")
    return words.format(moment=f"{say.day(now.date(), year=True)} {say.clock(now.time())} {place}", place=place)
