"""The picture of a storyline is one PNG, the same every time, on which no label lies on another, whatever the events bring."""

import random
import subprocess
import sys
from datetime import UTC, date, datetime, timedelta
from io import BytesIO
from itertools import combinations
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, ImageChops, ImageStat

from bot.pictures import Event, fonts, timeline_png
from bot.pictures.axis import by_day, columns, place
from bot.pictures.colours import of_kinds, palette
from bot.pictures.layout import Box, Lane, Layout, arrange
from bot.pictures.wrap import cut, wrap
from tests.pictures.sample import EVENTS, LANES, NOW, sample

FACE = "\N{GRINNING FACE}"
HOSTILE = (
    "\u202eevil\u2066",
    FACE * 50,
    "x" * 4096,
    "毛" * 4096,
    "a\u0335\u0322" * 500,
    "\x00\x1b[31m\n\n",
    "",
    "مرحبا بالعالم",
    "\ud800",
    "<b>&amp;",
)


def laid_out(events: tuple[Event, ...], lanes: tuple[str, ...] = LANES, zone: str = "Asia/Tokyo") -> Layout:
    clean = tuple(Event(each.id, each.at, each.side, each.kind, fonts.drawable(each.label), each.replies_to) for each in events)
    return arrange(clean, title="A storyline", zone=zone, now=NOW, lanes=lanes, measure=fonts.width)


def made(count: int, days: float, sides: int = 4, seed: int = 1) -> tuple[Event, ...]:
    """Events of the sample at random times and sides; a third answer another."""
    chance = random.Random(seed)
    start = datetime(2025, 11, 1, tzinfo=UTC)
    return tuple(
        Event(
            f"e{number}",
            start + timedelta(days=chance.random() * days),
            f"S{chance.randrange(sides)}",
            model.kind,
            model.label,
            f"e{chance.randrange(count)}" if chance.random() < 0.3 else "",
        )
        for number in range(count)
        for model in [chance.choice(EVENTS)]
    )


def boxes(layout: Layout) -> list[Box]:
    return [box for lane in layout.lanes for box in of_lane(lane)]


def of_lane(lane: Lane) -> list[Box]:
    return [spot.box for spot in lane.spots] + [pill.box for pill in lane.pills]


def told(layout: Layout) -> list[str]:
    """Every event as often as it has a dot or is counted."""
    spots = [spot.event.id for lane in layout.lanes for spot in lane.spots]
    return sorted(spots + [each for lane in layout.lanes for pill in lane.pills for each in pill.ids])


def check(layout: Layout, events: tuple[Event, ...]) -> None:
    """What holds for every picture."""
    assert told(layout) == sorted({event.id for event in events})
    assert layout.height <= 1500
    every = boxes(layout)
    assert not any(one.meets(other) for one, other in combinations(every, 2))
    assert not any(box.left < 0 or box.right > layout.width or box.top < 0 or box.bottom > layout.height for box in every)
    for lane in layout.lanes:
        assert all(lane.box.top <= box.top and box.bottom <= lane.box.bottom for box in of_lane(lane))
        for spot in lane.spots:
            assert (
                max((fonts.width(line, 16, spot.language) for line in spot.lines), default=0)
                <= spot.words.right - spot.words.left + 0.01
            )
    assert all(one.box.bottom == two.box.top for one, two in zip(layout.lanes, layout.lanes[1:], strict=False))
    assert all(one.right == two.left and one.left < one.right for one, two in zip(layout.axis, layout.axis[1:], strict=False))


def opened(png: bytes) -> Image.Image:
    image = Image.open(BytesIO(png))
    image.load()
    return image


# --- the sample -------------------------------------------------------------------------------------------------------------


def test_the_sample_is_the_picture_in_docs_and_small_enough_for_a_chat() -> None:
    drawn = sample()
    kept = (Path(__file__).parents[2] / "docs" / "timeline.png").read_bytes()
    assert len(drawn) <= 200_000
    one, other = opened(drawn).convert("RGB"), opened(kept).convert("RGB")
    assert one.size == other.size
    # Nearly: a newer Pillow may draw an edge a little differently.
    unlike = max(ImageStat.Stat(ImageChops.difference(one, other)).mean)
    assert unlike < 1, "to draw it anew: python -m tests.pictures.sample docs/timeline.png"


def test_the_sample_has_every_label_and_every_arrow() -> None:
    layout = laid_out(EVENTS)
    check(layout, EVENTS)
    assert not any(lane.pills for lane in layout.lanes)
    assert all(spot.lines for lane in layout.lanes for spot in lane.spots)
    assert len(layout.links) == sum(bool(event.replies_to) for event in EVENTS)


def test_an_arrow_leads_from_the_denial_to_the_report() -> None:
    layout = laid_out(EVENTS)
    at = {spot.event.id: (spot.x, spot.y) for lane in layout.lanes for spot in lane.spots}
    assert (at["kihara-pm"], at["wsj-2"], "denial") in {(link.start, link.end, link.kind) for link in layout.links}


def test_the_day_is_the_readers() -> None:
    call = tuple(event for event in EVENTS if event.id == "truth")
    assert [column.first for column in laid_out(call, zone="America/New_York").axis if column.events] == [date(2025, 11, 24)]
    assert [column.first for column in laid_out(call, zone="Asia/Tokyo").axis if column.events] == [date(2025, 11, 25)]


def test_the_same_is_drawn_to_the_byte() -> None:
    turned = tuple(reversed(EVENTS))
    pictures = {timeline_png(events, title="t", zone="UTC", now=NOW, lanes=LANES) for events in (EVENTS, EVENTS, turned)}
    assert len(pictures) == 1


# --- few, many, hostile ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "events",
    [(), EVENTS[:1], EVENTS, made(60, 40), made(500, 30), made(500, 900, 30), made(80, 0.5)],
    ids=lambda each: f"{len(each)}",
)
def test_any_number_of_events_is_one_picture(events: tuple[Event, ...]) -> None:
    image = opened(timeline_png(events, title="How many?", zone="Asia/Taipei", now=NOW, lanes=LANES))
    assert image.format == "PNG"
    assert image.width == 1280
    assert 200 <= image.height <= 1500


@pytest.mark.parametrize(
    ("count", "days", "sides"), [(60, 40, 4), (60, 3, 4), (500, 30, 4), (500, 900, 30), (40, 0.01, 1), (200, 2000, 2)]
)
def test_labels_never_lie_on_each_other(count: int, days: float, sides: int) -> None:
    events = made(count, days, sides)
    check(laid_out(events, ()), events)


def test_sixty_events_in_six_weeks_all_have_their_labels() -> None:
    layout = laid_out(made(60, 42), ())
    assert sum(len(lane.spots) for lane in layout.lanes) == 60


def test_who_finds_no_room_is_counted() -> None:
    layout = laid_out(made(300, 0.2, 1), ())
    (lane,) = layout.lanes
    assert 0 < len(lane.spots) < 60
    assert sum(int(pill.says.removeprefix("+")) for pill in lane.pills) == 300 - len(lane.spots)


def test_where_room_is_short_what_is_answered_comes_first() -> None:
    events = made(300, 0.2, 1)
    joined = {event.replies_to for event in events if event.replies_to} | {event.id for event in events if event.replies_to}
    (lane,) = laid_out(events, ()).lanes
    assert {spot.event.id for spot in lane.spots} <= joined


def test_hostile_labels_are_one_line_of_letters() -> None:
    events = tuple(
        Event(f"h{number}", NOW - timedelta(hours=number), "CN", label[:9], label, "h0") for number, label in enumerate(HOSTILE)
    )
    check(laid_out(events), events)
    assert (
        opened(timeline_png(events, title=FACE + "\u202e" + "長" * 4096, zone="UTC", now=NOW, lanes=("\u202e", "CN"))).width == 1280
    )


@settings(max_examples=25)
@given(
    st.lists(st.tuples(st.text(max_size=60), st.integers(0, 60 * 24 * 40), st.sampled_from("ABC"), st.integers(0, 9)), max_size=25)
)
def test_whatever_the_labels_are(drawn: list[tuple[str, int, str, int]]) -> None:
    events = tuple(
        Event(str(number), NOW - timedelta(minutes=minutes), side, "report", label, str(answers))
        for number, (label, minutes, side, answers) in enumerate(drawn)
    )
    check(laid_out(events), events)


def test_two_with_one_id_are_one() -> None:
    layout = laid_out((EVENTS[0], EVENTS[0]))
    assert told(layout) == [EVENTS[0].id]


def test_an_answer_to_itself_or_to_what_is_not_there_has_no_arrow() -> None:
    lonely = Event("a", NOW, "CN", "denial", "A", "a"), Event("b", NOW, "CN", "denial", "B", "gone")
    assert laid_out(lonely).links == ()


def test_a_time_without_a_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="without a zone"):
        laid_out((Event("a", datetime(2025, 11, 7), "CN", "denial", "A"),))  # noqa: DTZ001 - the fault that is meant


# --- lanes, axis, letters ----------------------------------------------------------------------------------------------------


def test_lanes_stand_as_asked_for_then_as_they_come() -> None:
    layout = laid_out(EVENTS, ("US", "KR", "CN"))
    assert [lane.side for lane in layout.lanes] == ["US", "KR", "CN", "JP", "TW"]


def test_very_many_sides_share_a_lane() -> None:
    layout = laid_out(made(200, 5, 40), ())
    assert [lane.side for lane in layout.lanes][11:] == ["…"]


def test_a_long_silence_is_a_break_and_a_short_one_is_not() -> None:
    days = {date(2025, 11, 1): 1, date(2025, 11, 4): 4, date(2026, 3, 1): 1}
    axis = columns(days, 100, 1100)
    assert [(column.days, column.is_break) for column in axis] == [(1, False)] * 4 + [(116, True), (1, False)]
    assert (axis[0].left, round(axis[-1].right)) == (100, 1100)
    assert axis[3].right - axis[3].left == pytest.approx(2 * (axis[0].right - axis[0].left))


def test_later_stands_further_right() -> None:
    start = datetime(2025, 11, 1, tzinfo=UTC)
    hours = [start + timedelta(hours=7 * number) for number in range(30)]
    axis = by_day(columns({hour.date(): 1 for hour in hours}, 0, 900))
    where = [place(hour, axis) for hour in hours]
    assert where == sorted(where)


def test_kinds_keep_their_colours_in_the_palette() -> None:
    kinds = ("denial", "report", "一", "二", "三", "四", "五", "六", "七")
    tints = of_kinds(kinds)
    assert set(tints) == set(kinds)
    assert set(tints.values()) <= set(palette(tints.values()))


def test_names_are_told_in_the_readers_words() -> None:
    plain = timeline_png(EVENTS, title="t", zone="UTC", now=NOW, lanes=LANES)
    assert plain != timeline_png(EVENTS, title="t", zone="UTC", now=NOW, lanes=LANES, names={"CN": "中国", "denial": "否认"})


@pytest.mark.parametrize(
    ("text", "drawn"),
    [
        ("a\u202eb\u200b", "ab"),
        (f"{FACE} ok", "ok"),
        ("مرحبا بك", "□ □"),
        ("e\u0301\u0335", "é"),
        ("two\n lines", "two lines"),
        ("Кремль 한국 务務ツ", "Кремль 한국 务務ツ"),
    ],
)
def test_what_can_be_drawn(text: str, drawn: str) -> None:
    assert fonts.drawable(text) == drawn


def test_the_font_has_every_character_of_the_shipped_watchlists() -> None:
    texts = "".join(path.read_text() for path in (Path(__file__).parents[2] / "watchlists").rglob("*.yaml"))
    han = {char for char in texts if "\u3041" <= char <= "\u9fff"}
    assert len(han) > 500
    assert all(fonts.drawable(char) == char for char in han)


def by_tens(text: str) -> float:
    return 10.0 * len(text)


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("short", ("short",)),
        ("one two three four", ("one two", "three four")),
        ("one two three four five six", ("one two", "three…")),
        ("官房長官、そのような事実は", ("官房長官、その", "ような事実は")),
        ("一二三四五六七八九十。", ("一二三四五六", "七八九十。")),
        ("尖閣の領海に海警船4隻", ("尖閣の領海に", "海警船4隻")),
        ("首相にトランプ氏から電話", ("首相にトランプ", "氏から電話")),
        ("x" * 25, ("x" * 10, "x" * 9 + "…")),
        ("", ()),
    ],
)
def test_a_headline_is_cut_into_lines_that_fit(text: str, lines: tuple[str, ...]) -> None:
    assert wrap(text, 100, 2, by_tens) == lines


@given(st.text(max_size=200), st.integers(20, 200), st.integers(1, 4))
def test_no_line_is_wider_than_it_may_be(text: str, limit: int, most: int) -> None:
    lines = wrap(text, limit, most, by_tens)
    assert len(lines) <= most
    assert all(by_tens(line) <= limit for line in lines)
    assert by_tens(cut(text, limit, by_tens)) <= limit


def test_pillow_and_the_font_wait_until_there_is_something_to_draw() -> None:
    asked = "import sys, bot.pictures; print(sorted({'PIL', 'noto_cjk_sans_otc'} & set(sys.modules)))"
    assert subprocess.run([sys.executable, "-c", asked], capture_output=True, text=True, check=True).stdout == "[]\n"
