"""How do daily counts in a PDF become items? One per day, whose title is a revision when the file is replaced in place.

Made for the Japan Coast Guard's monthly table of Chinese government ships around the Senkakus: a day, the ships in the contiguous
zone, the ships in the territorial sea. Its layout has never been established, so a line counts when it begins with a day and has
both numbers in their columns, and a number that is not there is unknown, never zero.
"""

import re
import struct
import unicodedata
import zlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from io import BytesIO
from typing import NamedTuple

from bot.errors import ReadFailed
from bot.model.item import RawItem
from bot.model.reply import Reply, Request
from bot.model.source import Cursor, Source
from bot.sources.asking import get
from bot.sources.opening import ITEMS_MAX, refuse_challenge, text_of
from bot.text.eras import ERAS, LETTERS, in_digits
from bot.text.urls import words_of

_PAGES_MAX = 40
_DAY_WORDS = 8
"""Words that a day may be written in: 令和 7 年 11 月 1 日 (土)."""
_YEAR = rf"(?:(?P<era>{'|'.join(ERAS)}|[RH])\s?(?P<count>\d{{1,2}}|元)|(?P<year>20\d\d))"
_DAY = re.compile(
    rf"(?:{_YEAR}(?:\s?[年./]\s?|-))?(?:(?P<month>\d{{1,2}})(?:\s?[月./]\s?|-))?(?P<day>\d{{1,2}})(?:\s?日)?"
    r"(?:\s?\(?\s?[月火水木金土日](?:曜日?)?\s?\)?)?"
)
_MONTH = re.compile(rf"{_YEAR}\s?[年./_-]\s?(?P<month>1[0-2]|0?[1-9])(?!\d)(?!\s?[月./-]\s?\d{{1,2}})")
"""A month that is not part of a day (令和7年12月1日現在)."""
_SAME_LINE = 3
"""Points by which the words of one line may stand higher or lower."""
_COUNT = re.compile(r"(\d{1,3})\s?隻?|[-‐–—―−ー]")


class _Month(NamedTuple):
    year: int
    month: int


class _Cell(NamedTuple):
    x: float
    """Where its middle is: points on a page, a column's number in a table."""
    text: str


_Line = Sequence[_Cell]
_Counts = tuple[int, int]
"""Ships in the contiguous zone, ships in the territorial sea."""


def ask(source: Source, cursor: Cursor) -> Request:
    """The file, if it has changed."""
    return get(source, source.url, cursor)


def read(source: Source, reply: Reply) -> Sequence[RawItem]:
    """The table's days, newest first. Raises ReadFailed, or Challenged when a bot check stands in its place."""
    if b"%PDF" not in reply.body[:1024]:
        refuse_challenge(source, text_of(source, reply))
        raise ReadFailed(source.id, f"no PDF at {reply.url}")
    try:
        pages = list(_pages(reply.body))
    except _broken() as error:
        raise ReadFailed(source.id, f"the PDF at {reply.url} cannot be read: {type(error).__name__} {error}".rstrip()) from error
    days: dict[date, _Counts] = {}
    month = _month_in(words_of(reply.url))
    for text, table, lines in pages:
        month = _month_in(text) or month
        days |= _days(table, month) or _days(lines, month)
    if not days:
        raise ReadFailed(source.id, f"no daily counts in the PDF at {reply.url}: has the table changed its shape?")
    return [_item(day, days[day], reply.url) for day in sorted(days, reverse=True)[:ITEMS_MAX]]


def _item(day: date, counts: _Counts, link: str) -> RawItem:
    title = f"尖閣諸島周辺海域 {day}: 接続水域 {counts[0]}隻、領海 {counts[1]}隻"
    return RawItem(guid=day.isoformat(), link=link, title=title, date=day.isoformat())


def _broken() -> tuple[type[Exception], ...]:
    """What a damaged, encrypted or hostile file makes its parsers raise: they check little of what they are given."""
    from pdfminer.psexceptions import PSException  # noqa: PLC0415 - see _pages
    from pdfplumber.utils.exceptions import MalformedPDFException, PdfminerException  # noqa: PLC0415

    return (
        *(PSException, MalformedPDFException, PdfminerException, zlib.error, struct.error),
        *(ArithmeticError, AssertionError, AttributeError, EOFError, LookupError, OSError, RuntimeError, TypeError, ValueError),
    )


def _pages(body: bytes) -> Iterator[tuple[str, list[_Line], list[_Line]]]:
    """Of each page its text, the lines of its tables and the lines of its words."""
    import pdfplumber  # noqa: PLC0415 - slow to load, and most replies are no PDF
    from pdfplumber.utils.clustering import cluster_objects  # noqa: PLC0415

    with pdfplumber.open(BytesIO(body), pages=list(range(1, _PAGES_MAX + 1))) as pdf:
        for page in pdf.pages:
            rows = cluster_objects(page.extract_words(), "top", _SAME_LINE)
            lines = [_line(sorted(((word["x0"] + word["x1"]) / 2, word["text"]) for word in row)) for row in rows]
            table = [_line((i, cell or "") for i, cell in enumerate(row)) for found in page.extract_tables() for row in found]
            yield "\n".join(" ".join(cell.text for cell in line) for line in lines), table, lines
            page.close()


def _line(cells: Iterable[tuple[float, str]]) -> _Line:
    """The cells that say something, in plain digits and common characters."""
    plain = ((x, in_digits(" ".join(unicodedata.normalize("NFKC", text).split()))) for x, text in cells)
    return [_Cell(x, text) for x, text in plain if text]


def _month_in(text: str) -> _Month | None:
    found = _MONTH.search(text)
    return _Month(_year(found), int(found["month"])) if found else None


def _year(found: re.Match[str]) -> int:
    if found["year"]:
        return int(found["year"])
    return (ERAS.get(found["era"]) or LETTERS[found["era"]]) + (1 if found["count"] == "元" else int(found["count"]))


def _days(lines: Sequence[_Line], month: _Month | None) -> Mapping[date, _Counts]:
    """The days with both numbers; their columns are those of a heading or of the fullest line, whichever finds more days."""
    dated = [(day, rest) for line in lines for day, rest in [_dated(line, month)] if day]
    full = max((rest for _, rest in dated if all(_COUNT.fullmatch(cell.text) for cell in rest[:2])), key=len, default=())
    columns = [found for line in lines if (found := _headings(line))]
    if len(full) > 1:
        columns.append((full[0].x, full[1].x))
    return max((_counted(dated, zone, sea) for zone, sea in columns), key=len, default={})


def _counted(dated: Iterable[tuple[date, _Line]], zone: float, sea: float) -> dict[date, _Counts]:
    reach = abs(zone - sea) / 2
    counts = ((day, _count(rest, zone, reach), _count(rest, sea, reach)) for day, rest in dated)
    return {day: (ships, inside) for day, ships, inside in counts if ships is not None and inside is not None}


def _dated(line: _Line, month: _Month | None) -> tuple[date | None, _Line]:
    """The day that a line begins with, and what follows it."""
    for end in range(min(len(line), _DAY_WORDS), 0, -1):
        if found := _DAY.fullmatch(" ".join(cell.text for cell in line[:end])):
            return _date(found, month), line[end:]
    return None, line


def _date(found: re.Match[str], month: _Month | None) -> date | None:
    """The day with its own year and month, else those of the page; None when there is no such day."""
    year = _year(found) if found["era"] or found["year"] else month and month.year
    number = int(found["month"]) if found["month"] else month and month.month
    try:
        return date(year, number, int(found["day"])) if year and number else None
    except ValueError:
        return None


def _headings(line: _Line) -> tuple[float, float] | None:
    """Where the columns of both numbers are, if this is the line that names them."""
    zone = [cell.x for cell in line if "接続" in cell.text and "領海" not in cell.text]
    sea = [cell.x for cell in line if "領海" in cell.text and "接続" not in cell.text]
    return (zone[0], sea[0]) if len(zone) == len(sea) == 1 else None


def _count(cells: _Line, x: float, reach: float) -> int | None:
    """The number in the column at ``x``; a dash is zero, and what is no number is unknown."""
    near = [cell.text for cell in cells if abs(cell.x - x) < reach]
    found = _COUNT.fullmatch(near[0]) if len(near) == 1 else None
    return int(found[1] or 0) if found else None
