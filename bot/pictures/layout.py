"""Where does everything stand? Boxes in pixels, before anything is drawn: no label on another, no dot under a label."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise
from typing import Protocol
from zoneinfo import ZoneInfo

from bot.pictures.axis import Column, by_day, columns, place
from bot.pictures.event import Event
from bot.pictures.wrap import cut, wrap
from bot.text.language import language_of


class Measure(Protocol):
    """Knows its letters."""

    def __call__(self, text: str, size: int, language: str = "en", /) -> float:
        """How many pixels a text is wide at a size; the sum of its characters' widths."""


WIDTH = 1280
MARGIN = 28
GUTTER = 116
"""Where the axis begins, right of the lanes' names."""
LABEL, LINE = 16, 21
"""Size of a label's letters, and from one line to the next."""
DOT = 7
"""A dot's radius."""
TITLE, SMALL, SIDE, DATE = 28, 15, 18, 14
PILL = 22
DAYS = 52
"""Height of the dates above the lanes."""
_GAP = 18
_ROW = 9
"""Between labels side by side, and between rows."""
_PAD = 12
_TALLEST = 1400
"""Pixels; a picture that would be taller says less in words."""
_LANES = 12
_REST = "…"
_ARROWS = 60
"""More would hide what they join; the latest are drawn."""
_USUAL = {"CN": ("zh-Hans",), "TW": ("zh-Hant",), "HK": ("zh-Hant",), "JP": ("ja", "zh-Hans"), "KR": ("ko",)}


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle in pixels from the picture's upper left corner."""

    left: float
    top: float
    right: float
    bottom: float

    def meets(self, other: "Box") -> bool:
        """Whether they share any area."""
        return self.left < other.right and other.left < self.right and self.top < other.bottom and other.top < self.bottom


@dataclass(frozen=True, slots=True)
class Spot:
    """A dot with its label: ``box`` holds both, ``words`` the lines beside the dot."""

    event: Event
    x: float
    y: float
    box: Box
    words: Box
    lines: tuple[str, ...]
    language: str
    """Whose shapes its characters have."""

    @property
    def before(self) -> bool:
        """Whether the words stand left of the dot; their lines then end beside it."""
        return self.words.right < self.x


@dataclass(frozen=True, slots=True)
class Pill:
    """Events for which there was no room, as one mark: +3."""

    ids: tuple[str, ...]
    box: Box

    @property
    def says(self) -> str:
        """What stands in it."""
        return more(len(self.ids))


@dataclass(frozen=True, slots=True)
class Lane:
    """The band of one side."""

    side: str
    box: Box
    spots: tuple[Spot, ...]
    pills: tuple[Pill, ...]


@dataclass(frozen=True, slots=True)
class Link:
    """From an event to what it answers: (x, y) of both."""

    start: tuple[float, float]
    end: tuple[float, float]
    kind: str


@dataclass(frozen=True, slots=True)
class Entry:
    """A kind in the legend: its dot stands at the box's left."""

    kind: str
    says: str
    box: Box


@dataclass(frozen=True, slots=True)
class Layout:
    """A whole picture."""

    width: int
    height: int
    title: str
    kinds: tuple[str, ...]
    """In the order in which they first came."""
    legend: tuple[Entry, ...]
    """Of as many of them as there is room for."""
    axis: tuple[Column, ...]
    lanes: tuple[Lane, ...]
    links: tuple[Link, ...]
    now: float
    """Where the present stands on the axis."""


@dataclass(frozen=True, slots=True)
class _Manner:
    """How much room words may take: lines and pixels of a label, rows of a lane."""

    lines: int
    limit: float
    rows: int


_MANNERS = (
    _Manner(3, 250, 6),
    _Manner(3, 210, 7),
    _Manner(2, 210, 9),
    _Manner(2, 180, 12),
    _Manner(1, 280, 16),
    _Manner(1, 210, 16),
)
"""The roomiest in which every event has its label is taken."""


def arrange(
    events: Iterable[Event],
    *,
    title: str,
    zone: str,
    now: datetime,
    lanes: Sequence[str],
    measure: Measure,
    named: Callable[[str], str] = str,
) -> Layout:
    """Lay a picture out. The lanes are those asked for, then those that the events bring.

    Raises:
        ValueError: a time has no zone.
    """
    chosen = sorted({event.id: event for event in reversed(tuple(events))}.values(), key=lambda event: (event.at, event.id))
    if any(moment.tzinfo is None for moment in (now, *(event.at for event in chosen))):
        raise ValueError("a time without a zone stands nowhere on the axis")
    local = ZoneInfo(zone)
    days = Counter(event.at.astimezone(local).date() for event in chosen)
    days[now.astimezone(local).date()] += 0
    axis = columns(days, GUTTER, WIDTH - MARGIN)
    placed = by_day(axis)
    where = {event.id: place(event.at.astimezone(local), placed) for event in chosen}
    kinds = tuple(dict.fromkeys(event.kind for event in chosen))
    legend = tuple(_legend(kinds, measure, named))
    top = (legend[-1].box.bottom if legend else _LEGEND_TOP) + 14 + DAYS
    bands = _bands(chosen, where, tuple(dict.fromkeys(lanes)), top, measure)
    return Layout(
        width=WIDTH,
        height=round((bands[-1].box.bottom if bands else top + 80) + MARGIN),
        title=cut(title, WIDTH - 2 * MARGIN, lambda text: measure(text, TITLE)),
        kinds=kinds,
        legend=legend,
        axis=axis,
        lanes=bands,
        links=tuple(_links(chosen, bands))[-_ARROWS:],
        now=place(now.astimezone(local), placed),
    )


_LEGEND_TOP = MARGIN + 36 + 26
"""Below the title and the as-of line."""


def _legend(kinds: Iterable[str], measure: Measure, named: Callable[[str], str]) -> Iterator[Entry]:
    """Kinds in the order in which they first came, in as many rows as they need; of very many, two rows."""
    left, top = float(MARGIN), float(_LEGEND_TOP)
    for kind in kinds:
        says = cut(named(kind), 240, lambda text: measure(text, SMALL))
        wide = 2 * DOT + 8 + measure(says, SMALL)
        if left + wide > WIDTH - MARGIN:
            left, top = float(MARGIN), top + 24
        if top > _LEGEND_TOP + 24:
            return
        yield Entry(kind, says, Box(left, top, left + wide, top + 22))
        left += wide + 22


def _bands(
    events: Sequence[Event], where: dict[str, float], lanes: tuple[str, ...], top: float, measure: Measure
) -> tuple[Lane, ...]:
    sides = _sides(events, lanes)
    last = _MANNERS[-1]
    for manner in _MANNERS:
        bands = tuple(_stack(events, where, sides, top, measure, manner))
        if not any(lane.pills for lane in bands) and (not bands or bands[-1].box.bottom <= _TALLEST):
            return bands
    rows = max(1, int((_TALLEST - top) / len(sides) - 2 * _PAD - PILL - _ROW) // (LINE + _ROW))
    return tuple(_stack(events, where, sides, top, measure, _Manner(last.lines, last.limit, rows)))


def _sides(events: Sequence[Event], lanes: tuple[str, ...]) -> dict[str, str]:
    """Which lane each side has; where there are very many sides, the last ones share one."""
    order = list(dict.fromkeys([*lanes, *(event.side for event in events)]))
    alone = order if len(order) <= _LANES else order[: _LANES - 1]
    return {side: side if side in alone else _REST for side in order}


def _stack(
    events: Sequence[Event], where: dict[str, float], sides: dict[str, str], top: float, measure: Measure, manner: _Manner
) -> Iterator[Lane]:
    for side in dict.fromkeys(sides.values()):
        lane = _lane(side, [event for event in events if sides[event.side] == side], where, top, measure, manner)
        top = lane.box.bottom
        yield lane


def _lane(side: str, events: Sequence[Event], where: dict[str, float], top: float, measure: Measure, manner: _Manner) -> Lane:
    """Each event in the first row that has room for it; who finds none is counted at the foot of the lane."""
    rows: list[list[Spot]] = []
    left_out: list[Event] = []
    for event in _by_worth(events) if len(events) > 2 * manner.rows and manner is not _MANNERS[0] else events:
        spot = _spot(event, where[event.id], measure, manner)
        row = next((row for row in rows if not any(_close(spot.box, other.box) for other in row)), None)
        if row is not None:
            row.append(spot)
        elif len(rows) < manner.rows:
            rows.append([spot])
        else:
            left_out.append(event)
    foot, spots = top + _PAD, list[Spot]()
    for row in rows:
        spots += (_lowered(spot, foot) for spot in row)
        foot += max(spot.box.bottom for spot in row) + _ROW
    pills = tuple(_pills(left_out, where, foot, measure))
    foot += PILL + _ROW if pills else 0
    return Lane(side, Box(0, top, WIDTH, max(foot - _ROW + _PAD, top + 48)), tuple(spots), pills)


def _by_worth(events: Sequence[Event]) -> list[Event]:
    """Where not all will find room: first those that answer or are answered."""
    answered = {event.replies_to for event in events}
    return sorted(events, key=lambda event: not event.replies_to and event.id not in answered)


def _close(one: Box, other: Box) -> bool:
    return one.left < other.right + _GAP and other.left < one.right + _GAP


def _spot(event: Event, x: float, measure: Measure, manner: _Manner) -> Spot:
    """In a row of its own at the picture's top. The label stands right of its dot, left of it where the picture ends."""
    language = language_of(event.label, _USUAL.get(event.side, ()))
    lines = wrap(event.label, manner.limit, manner.lines, lambda text: measure(text, LABEL, language))
    wide = max((measure(line, LABEL, language) for line in lines), default=0.0)
    high = max(LINE * len(lines), 2 * DOT)
    near = DOT + 6 if lines else DOT
    if x + near + wide <= WIDTH - 8:
        words, box = Box(x + near, 0, x + near + wide, high), Box(x - DOT, 0, x + near + wide, high)
    else:
        words, box = Box(x - near - wide, 0, x - near, high), Box(x - near - wide, 0, x + DOT, high)
    return Spot(event, x, LINE / 2 if lines else DOT, box, words, lines, language)


def _lowered(spot: Spot, by: float) -> Spot:
    return Spot(spot.event, spot.x, spot.y + by, _moved(spot.box, by), _moved(spot.words, by), spot.lines, spot.language)


def _moved(box: Box, by: float) -> Box:
    return Box(box.left, box.top + by, box.right, box.bottom + by)


def _pills(events: Sequence[Event], where: dict[str, float], top: float, measure: Measure) -> Iterator[Pill]:
    """One mark for each event without room; marks that would touch become one."""
    groups = [[event] for event in sorted(events, key=lambda event: where[event.id])]
    boxes = [_pill(group, where, top, measure) for group in groups]
    while (at := next((at for at, (one, two) in enumerate(pairwise(boxes)) if one.right + 4 > two.left), None)) is not None:
        groups[at : at + 2] = [groups[at] + groups[at + 1]]
        boxes[at : at + 2] = [_pill(groups[at], where, top, measure)]  # which may touch the one before
    yield from (Pill(tuple(event.id for event in group), box) for group, box in zip(groups, boxes, strict=True))


def _pill(group: Sequence[Event], where: dict[str, float], top: float, measure: Measure) -> Box:
    half = measure(more(len(group)), SMALL) / 2 + 8
    middle = sum(where[event.id] for event in group) / len(group)
    middle = min(middle, WIDTH - 8 - half)
    return Box(middle - half, top, middle + half, top + PILL)


def more(count: int) -> str:
    """What stands for events without room."""
    return f"+{count}"


def _links(events: Sequence[Event], lanes: Iterable[Lane]) -> Iterator[Link]:
    at: dict[str, tuple[float, float]] = {}
    for lane in lanes:
        at |= {spot.event.id: (spot.x, spot.y) for spot in lane.spots}
        for pill in lane.pills:
            at |= dict.fromkeys(pill.ids, ((pill.box.left + pill.box.right) / 2, (pill.box.top + pill.box.bottom) / 2))
    seen = set[tuple[tuple[float, float], tuple[float, float]]]()
    for event in events:
        start, end = at[event.id], at.get(event.replies_to)
        if end is not None and end != start and (start, end) not in seen:
            seen.add((start, end))
            yield Link(start, end, event.kind)
