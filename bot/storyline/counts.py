"""How many ships were there that day, as the coast guard's table or a newsroom says?

The table's titles are those that ``bot.sources.pdf_table`` makes. In a newsroom's text a number counts when the same sentence names
the zone and whose ships they are; what looks back (最多, 以来, total) is no number of the day.
"""

import re
import unicodedata
from collections.abc import Iterator
from datetime import date
from zoneinfo import ZoneInfo

from bot.model.item import Item
from bot.model.series import ZONES, DayCount, Zone
from bot.model.source import Source
from bot.storyline.days import days, published_on
from bot.storyline.ships import counts
from bot.storyline.wording import Sentence, has, sentences, words

_JAPAN = ZoneInfo("Asia/Tokyo")
"""Whose calendar days the coast guard counts."""
_SHIPS = r"(?P<{}>\d{{1,3}}|\D{{1,3}})隻"
_TABLE = re.compile(
    rf"尖閣諸島周辺海域 (?P<day>\d{{4}}-\d\d-\d\d): 接続水域 {_SHIPS.format('contiguous')}、領海 {_SHIPS.format('territorial')}"
)
_CLAUSE = re.compile(r"[、,;:。()]")
_OUTSIDE = re.compile(
    r"领海の?(?:すぐ)?外侧(?:に(?:ある|位置する)|の)?|(?:just )?outside (?:of )?(?:[\w'-]+ )?territorial (?:waters|sea)"
)
"""How the contiguous zone is described: not the territorial sea."""


def counts_of(item: Item, source: Source) -> tuple[DayCount, ...]:
    """The numbers of the day that an item gives, at most one a day and zone; none where it gives none."""
    if found := _TABLE.search(unicodedata.normalize("NFKC", item.title)):
        return tuple(_tabled(found, item, source))
    told = list(sentences(item.body))
    if not _about_the_islands(told):
        return ()
    day = latest = published_on(item, _JAPAN)
    given: dict[tuple[date, Zone], DayCount] = {}
    for sentence in told:
        day = next((told.day for told in days(sentence.plain, latest)), day)  # a text goes on about the day that it named
        if has("counted", sentence.plain) and not has("not of the day", sentence.plain):
            for zone, ships in _by_zone(sentence.plain):
                given.setdefault((day, zone), DayCount(day, zone, ships, source.id))
    return tuple(given.values())


def _tabled(found: re.Match[str], item: Item, source: Source) -> Iterator[DayCount]:
    """A day that is still to come, or that there is not, has no ships."""
    try:
        day = date.fromisoformat(found["day"])
    except ValueError:
        return
    if day > item.first_seen.astimezone(_JAPAN).date():
        return
    for zone in ZONES:
        yield DayCount(day, zone, int(found[zone]) if found[zone].isdecimal() else None, source.id, official=True)


def _about_the_islands(told: list[Sentence]) -> bool:
    return any(has("islands", words("not the islands").sub("", sentence.plain)) for sentence in told)


def _by_zone(plain: str) -> Iterator[tuple[Zone, int]]:
    """The ships in each zone: a number stands beside its zone, or before it in a clause of its own."""
    clauses = [(_zones(clause), list(_numbers_of_all(clause))) for clause in _CLAUSE.split(_OUTSIDE.sub("", plain))]
    waiting: list[int] = []
    paired = False
    for zones, numbers in clauses:
        here = numbers or waiting
        if len(zones) == 1 and here:
            yield zones[0], here[0]
            paired, waiting = True, []
        elif numbers and not zones:
            waiting = numbers
    named = {zone for zones, _ in clauses for zone in zones}
    if waiting and not paired and len(named) == 1:
        yield named.pop(), waiting[0]


def _numbers_of_all(clause: str) -> Iterator[int]:
    return (number for _, number in counts(clause) if not has("others", clause))


def _zones(clause: str) -> list[Zone]:
    return [zone for zone in ZONES if has(zone, clause)]
