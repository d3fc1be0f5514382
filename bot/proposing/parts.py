"""Where in its row do a document's link, headline and date stand? Selectors for what the reader would not find by itself."""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from datetime import datetime
from itertools import pairwise
from zoneinfo import ZoneInfo

from selectolax.lexbor import LexborHTMLParser, LexborNode

from bot.model.source import Selectors
from bot.proposing.marks import Marks, is_named, place, says, width
from bot.proposing.rows import SHORT, headline_of
from bot.sources.opening import css
from bot.text.dates import read_date

_SAMPLE = 30
"""Rows looked at."""
_MOST, _ENOUGH = 0.9, 0.6
_DATE_MAX = 40
"""Characters of an element that says no more than a date."""
_INNER_MAX = 60
"""Elements of a row looked at."""
_BESIDE = 30
"""Width of what may stand beside a headline in its link without being another field."""
_LEVELS = 6
_HEADINGS = "h1, h2, h3, h4, h5, h6"
_TITLES = ("title", "headline", "subject", "ttl", "tit")
_DATE_TAGS = "dt, h1, h2, h3, h4, h5, h6, p, div, span, th, td, strong, b, li, time"
_GROUPS = 5

IsDate = Callable[[str], bool]


def date_reader(zone: str, now: datetime) -> IsDate:
    """Whether a short text is a date."""
    local = ZoneInfo(zone)
    return lambda text: bool(text) and len(text) <= _DATE_MAX and read_date(text, local, now) is not None


def with_parts(page: LexborHTMLParser, row: str, is_date: IsDate) -> list[Selectors]:
    """Ways to read the rows that ``row`` finds; more than one where only reading will tell which is right."""
    marks = Marks(page)
    rows = page.css(row)[:_SAMPLE]
    if _nested(rows):
        return []
    heads = [_headline(one) for one in rows]
    pairs = [(one, head) for one, head in zip(rows, heads, strict=True) if head is not None]
    if len(pairs) < len(rows) * _ENOUGH:
        return []
    link, title = _link(pairs, marks), _title(pairs, marks, is_date)
    date = _date(pairs, marks, is_date)
    ways = [Selectors(row=row, link=link, title=title, date=date)]
    if date and not is_named(date) and date != "time":
        # What stands beside the link is found without a selector, and that will survive a new column.
        ways.insert(0, Selectors(row=row, link=link, title=title))
    if not date:
        ways += [Selectors(row=row, link=link, title=title, heading=one) for one in _headings(page, row, rows, marks, is_date)]
    return ways


def _nested(rows: Sequence[LexborNode]) -> bool:
    """Whether rows lie within one another, as where they are never closed: each would hold all that follow it."""
    own, inner = {row.mem_id for row in rows}, 0
    for row in rows:
        node = row.parent
        for _ in range(_LEVELS):
            if node is None:
                break
            if node.mem_id in own:
                inner += 1
                break
            node = node.parent
    return inner > len(rows) / 2


def _headline(row: LexborNode) -> LexborNode | None:
    """The link with the row's headline: within a heading before others, then the longest."""
    if row.tag == "a":
        return row
    found = row.css("a[href]")[:20]
    headed = [
        anchor
        for anchor in found
        if any(inner.css_first("a[href]") is not None for inner in row.css(_HEADINGS)) and _headed(anchor)
    ]
    return max(headed or found, key=lambda anchor: width(headline_of(anchor)), default=None)


def _headed(anchor: LexborNode) -> bool:
    node = anchor.parent
    for _ in range(3):
        if node is None:
            return False
        if node.tag in {"h1", "h2", "h3", "h4", "h5", "h6"}:
            return True
        node = node.parent
    return False


Pairs = Sequence[tuple[LexborNode, LexborNode]]


def _link(pairs: Pairs, marks: Marks) -> str:
    """Empty when the headline is in the row's first link."""
    if all(row.tag == "a" for row, _ in pairs):
        return ""

    def finds(selector: str) -> float:
        found = ((row.css_first(selector), head) for row, head in pairs)
        return sum(one is not None and one.mem_id == head.mem_id for one, head in found) / len(pairs)

    if finds("a[href]") >= _MOST:
        return ""
    options: Counter[str] = Counter()
    for _, head in pairs:
        options.update(_ways_to(head, marks))
    return next((one for one, _ in options.most_common(12) if finds(one) >= _MOST), "")


def _ways_to(head: LexborNode, marks: Marks) -> Iterator[str]:
    own = marks.row(head)
    if is_named(own):
        yield own
    parent = head.parent
    if parent is not None:
        yield f"{marks.row(parent)} > a"
        yield f"{place(parent)} > a"
        if parent.parent is not None:
            yield f"{marks.row(parent.parent)} a"
    yield place(head)


def _title(pairs: Pairs, marks: Marks, is_date: IsDate) -> str:
    """Empty when the link's own text is the headline and no more than that."""
    short = sum(width(headline_of(head)) < SHORT for _, head in pairs)
    if short >= len(pairs) * _MOST and all(row.tag != "a" for row, _ in pairs):
        return _shared([_named(row.css(_HEADINGS), marks) for row, _ in pairs])
    inner = [[node for node in head.css("*")[:_INNER_MAX] if node.tag not in {"img", "br"}] for _, head in pairs]
    found: Counter[str] = Counter()
    for (_, head), nodes in zip(pairs, inner, strict=True):
        whole = says(head)
        names = [(marks.row(node), says(node)) for node in nodes]
        once = Counter(name for name, _ in names)
        for name, text in names:
            beside = whole.replace(text, " ", 1).strip() if text else whole
            more = width(beside) > _BESIDE or any(map(is_date, (beside, *(other for _, other in names if other != text))))
            if once[name] == 1 and width(text) >= SHORT and more and not is_date(text) and beside != whole:
                found[name] += 1
    likely = [name for name, count in found.items() if count >= len(pairs) * _MOST]
    return min(likely, key=_as_title, default="")


def _as_title(name: str) -> tuple[int, int]:
    tag, _, names = name.partition(".")
    rank = 0 if tag[:1] == "h" and tag[1:].isdigit() else 1 if any(word in names.lower() for word in _TITLES) else 2
    return rank, -len(name)


def _date(pairs: Pairs, marks: Marks, is_date: IsDate) -> str:
    """The element that says when, where most rows have one."""
    options: list[set[str]] = []
    for row, head in pairs:
        said = says(head)
        names: set[str] = set()
        for node in row.css("*")[:_INNER_MAX]:
            text = says(node)
            if text and is_date(text) and (row.tag == "a" or text != said) and said not in text:
                names |= {marks.row(node), place(node)}
        options.append(names)
    return _shared(options)


def _shared(options: Sequence[set[str]]) -> str:
    """The name that most rows have, a real one before a place, a place before a bare tag."""
    counts = Counter(name for names in options for name in names)
    most = max(counts.values(), default=0)
    if most < len(options) * _ENOUGH or not most:
        return ""
    likely = [name for name, count in counts.items() if count >= most * _MOST]
    return min(likely, key=lambda name: (0 if is_named(name) or name == "time" else 1 if ":" in name else 2, len(name), name))


def _named(nodes: Sequence[LexborNode], marks: Marks) -> set[str]:
    return {marks.row(node) for node in nodes[:1]}


def _headings(page: LexborHTMLParser, row: str, rows: Sequence[LexborNode], marks: Marks, is_date: IsDate) -> list[str]:
    """Elements between the rows that say no more than a date, the most frequent first."""
    inside = {node.mem_id for one in rows for node in (one, *one.css("*"))}
    counts: Counter[str] = Counter()
    for node in page.css(_DATE_TAGS):
        if node.mem_id in inside or node.css_first("a[href]") is not None or not is_date(says(node)):
            continue
        own = marks.container(node)
        parent = node.parent
        counts[own if is_named(own) or parent is None else f"{marks.container(parent)} > {own}"] += 1
    return [name for name, _ in counts.most_common(_GROUPS) if _between(page, row, name)]


def _between(page: LexborHTMLParser, row: str, heading: str) -> bool:
    """Whether rows follow most of the headings, and more than one: else they are dates of something else."""
    headings = {node.mem_id for node in page.css(css(heading))}
    order = [node.mem_id in headings for node in page.css(css(f":is({row}, {heading})"))]
    followed = sum(upper and not lower for upper, lower in pairwise(order))
    return followed > 1 and followed >= len(headings) * _ENOUGH and order[:1] == [True]
