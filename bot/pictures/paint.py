"""How does a layout become a PNG? Shapes are drawn three times as large and reduced, to be smooth; letters as they are."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from io import BytesIO

from PIL import Image, ImageDraw

from bot.pictures import colours, fonts
from bot.pictures.axis import Column, months
from bot.pictures.colours import Colour
from bot.pictures.curves import Point, between, curve, head
from bot.pictures.layout import DATE, DAYS, DOT, GUTTER, LABEL, LINE, MARGIN, SIDE, SMALL, TITLE, Box, Lane, Layout, Link, Spot
from bot.pictures.wrap import wrap
from bot.text.language import language_of
from bot.text.speech import Speech

_FINER = 3
_NARROW = 12
"""Pixels; narrower days have no line and breaks no strokes of their own: there would be nothing else to see."""


def png(layout: Layout, *, as_of: str, named: Callable[[str], str], say: Speech) -> bytes:
    """The picture of a layout. ``named`` tells a side's or kind's name."""
    tints = colours.of_kinds(layout.kinds)
    large = Image.new("RGB", (layout.width * _FINER, layout.height * _FINER), colours.PAPER)
    _shapes(_Shapes(ImageDraw.Draw(large)), layout, tints)
    image = large.reduce(_FINER)
    _words(_Letters(ImageDraw.Draw(image)), layout, as_of, named, say)
    out = BytesIO()
    few = Image.new("P", (1, 1))
    few.putpalette([part for colour in colours.palette(tints.values()) for part in colour])
    image.quantize(palette=few, dither=Image.Dither.NONE).save(out, "PNG", optimize=True)  # a third of the size
    return out.getvalue()


@dataclass(frozen=True, slots=True)
class _Shapes:
    """Draws in the layout's pixels on an image that is larger."""

    on: ImageDraw.ImageDraw

    def box(self, box: Box, fill: Colour, radius: float = 0) -> None:
        self.on.rounded_rectangle(
            [(box.left * _FINER, box.top * _FINER), (box.right * _FINER, box.bottom * _FINER)], radius * _FINER, fill=fill
        )

    def line(self, points: Iterable[Point], colour: Colour, width: float) -> None:
        self.on.line([(x * _FINER, y * _FINER) for x, y in points], fill=colour, width=round(width * _FINER), joint="curve")

    def area(self, points: Iterable[Point], colour: Colour) -> None:
        self.on.polygon([(x * _FINER, y * _FINER) for x, y in points], fill=colour)

    def dot(self, x: float, y: float, radius: float, colour: Colour) -> None:
        self.on.circle((x * _FINER, y * _FINER), radius * _FINER, fill=colour)


@dataclass(frozen=True, slots=True)
class _Letters:
    """Writes lines, each in the face of its language."""

    on: ImageDraw.ImageDraw

    def line(
        self,
        x: float,
        middle: float,
        text: str,
        size: int,
        colour: Colour,
        *,
        halo: Colour | None = None,
        bold: bool = False,
        language: str = "",
    ) -> None:
        """With the middle of its letters at a height; a ``halo`` keeps what is behind away, ``bold`` is a little fatter."""
        font = fonts.face(language or language_of(text, ()), size)
        # The baseline that centres capitals and Han characters alike: both reach about 0.75 of the size above and 0.1 below it.
        at = (round(x), round(middle + size * 0.36))
        if halo is not None:
            self.on.text(at, text, fill=halo, font=font, anchor="ls", stroke_width=3, stroke_fill=halo)
        if bold:
            self.on.text(at, text, fill=colour, font=font, anchor="ls", stroke_width=size / 60, stroke_fill=colour)
        else:
            self.on.text(at, text, fill=colour, font=font, anchor="ls")


def _shapes(on: _Shapes, layout: Layout, tints: dict[str, Colour]) -> None:
    for entry in layout.legend:
        on.dot(entry.box.left + DOT, (entry.box.top + entry.box.bottom) / 2, DOT, tints[entry.kind])
    if layout.lanes:
        _grid(on, layout)
    for link in layout.links:
        _arrow(on, link, colours.lighter(tints[link.kind], 0.25))
    for lane, band in _banded(layout):
        for spot in lane.spots:
            on.dot(spot.x, spot.y, DOT + 2, band)
            on.dot(spot.x, spot.y, DOT, tints[spot.event.kind])
        for pill in lane.pills:
            on.box(pill.box, colours.FAINT, 11)


def _banded(layout: Layout) -> list[tuple[Lane, Colour]]:
    return [(lane, colours.BANDS[at % 2]) for at, lane in enumerate(layout.lanes)]


def _grid(on: _Shapes, layout: Layout) -> None:
    top, bottom = layout.lanes[0].box.top, layout.lanes[-1].box.bottom
    for lane, band in _banded(layout):
        on.box(lane.box, band)
    for column in layout.axis:
        if column.is_break:
            _silence(on, column, top, bottom)
        if column.right - column.left >= _NARROW:
            on.line([(column.left, top), (column.left, bottom)], colours.FAINT, 1)
    for lane in layout.lanes:
        on.line([(0, lane.box.top), (layout.width, lane.box.top)], colours.FAINT, 1)
    on.line([(0, bottom), (layout.width, bottom)], colours.FAINT, 1)
    on.line([(layout.now, top), (layout.now, bottom)], colours.lighter(colours.NOW, 0.45), 1.5)
    on.area([(layout.now - 6, top - 8), (layout.now + 6, top - 8), (layout.now, top)], colours.NOW)


def _silence(on: _Shapes, column: Column, top: float, bottom: float) -> None:
    """A grey band, and two strokes across the axis."""
    on.box(Box(column.left, top, column.right, bottom), colours.SILENCE)
    if column.right - column.left < _NARROW:
        return
    middle, reach = (column.left + column.right) / 2, min(5.0, (column.right - column.left) / 4)
    for off in (-reach / 2 - 1, reach / 2 + 1):
        on.line([(middle + off - reach, top + 7), (middle + off + reach, top - 7)], colours.GREY, 1.5)


def _arrow(on: _Shapes, link: Link, colour: Colour) -> None:
    points = between(curve(link.start, link.end), DOT + 2)
    if len(points) > 1:
        on.line(points, colour, 1.5)
        on.area(head(points, 10), colour)


def _words(on: _Letters, layout: Layout, as_of: str, named: Callable[[str], str], say: Speech) -> None:
    on.line(MARGIN, MARGIN + 14, layout.title, TITLE, colours.INK, bold=True)
    on.line(MARGIN, MARGIN + 46, as_of, SMALL, colours.GREY, language=say.language)
    for entry in layout.legend:
        on.line(entry.box.left + 2 * DOT + 8, (entry.box.top + entry.box.bottom) / 2, entry.says, SMALL, colours.INK)
    if layout.lanes:
        _dates(on, layout, layout.lanes[0].box.top, say)
    for lane, band in _banded(layout):
        for row, name in enumerate(wrap(named(lane.side), GUTTER - MARGIN - 10, 2, lambda text: fonts.width(text, SIDE))):
            on.line(MARGIN, lane.box.top + 24 + row * 22, name, SIDE, colours.INK, halo=band, bold=True)
        for spot in lane.spots:
            _label(on, spot, band)
        for pill in lane.pills:
            on.line(pill.box.left + 8, (pill.box.top + pill.box.bottom) / 2, pill.says, SMALL, colours.INK)


def _label(on: _Letters, spot: Spot, band: Colour) -> None:
    for row, words in enumerate(spot.lines):
        left = spot.words.right - fonts.width(words, LABEL, spot.language) if spot.before else spot.words.left
        on.line(left, spot.words.top + LINE * (row + 0.5), words, LABEL, colours.INK, halo=band, language=spot.language)


def _dates(on: _Letters, layout: Layout, top: float, say: Speech) -> None:
    """Months above, days below; a date that would touch the one before it is left out."""

    def wide(words: str, size: int) -> float:
        return fonts.width(words, size, say.language)

    of_months = list(months(layout.axis))
    for number, (year, month, left, right) in enumerate(of_months):
        room = right - left - 8 + (MARGIN if number == len(of_months) - 1 else 0)
        says = next((each for each in say.months(date(year, month, 1)) if wide(each, SMALL) <= room), "")
        on.line(left + 3, top - DAYS + 14, says, SMALL, colours.INK, bold=True, language=say.language)
    roomy = all(wide(say.weekday(each.first), DATE) < each.right - each.left for each in layout.axis if each.events)
    free = 0.0
    for column in layout.axis:
        says = _day(column, say, roomy=roomy)
        width = wide(says, DATE)
        left = (column.left + column.right - width) / 2
        if left >= free:
            colour = colours.INK if column.events else colours.GREY
            on.line(left, top - DAYS + 36 - (4 if column.is_break else 0), says, DATE, colour, language=say.language)
            free = left + width + 4


def _day(column: Column, say: Speech, *, roomy: bool) -> str:
    if roomy and column.events:
        return say.weekday(column.first)
    return say("{count} d").format(count=column.days) if column.is_break else str(column.first.day)
