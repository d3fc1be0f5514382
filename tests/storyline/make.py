"""Follow-ups of real texts through the shipped watchlist: what the storyline's rooms are given in the pipeline."""

from datetime import UTC, datetime, timedelta
from functools import cache
from typing import Any

from bot.following import classified
from bot.match import Index, compile_index, scan
from bot.model.finding import Finding, StorylineState
from bot.model.followup import FollowUp
from bot.model.item import Item, Published
from bot.model.source import Role, Source
from bot.model.story import Story
from bot.model.watchlist import Storyline
from bot.settings import load_settings
from bot.storyline import advance
from bot.text.language import language_of
from bot.watchlist import load_watchlist

CALL = datetime(2025, 11, 24, 14, 30, tzinfo=UTC)


@cache
def shipped() -> Index:
    return compile_index(load_watchlist(load_settings().watchlists))


def storyline() -> Storyline:
    return shipped().watchlist.storylines["taiwan-remarks"]


def a_source(name: str, side: str, role: Role = "official") -> Source:
    return Source(name, name, side, role, "feed", f"https://{name}.example/", "UTC", ("en", "zh", "ja"), name, name)


def followup(
    title: str, text: str = "", *, side: str = "CN", role: Role = "official", source: str = "", at: datetime = CALL, key: str = ""
) -> FollowUp:
    where = a_source(source or f"{side.lower()}_{role}", side, role)
    name = key or f"{where.id} {title}"
    link = f"{where.url}{abs(hash(name))}"
    item = Item(
        name, where.id, link, link, title, text, language_of(f"{title}\n{text}", where.languages), Published(at, at), at, name
    )
    story = Story(name, name, title, text, item.lang, at)
    return classified(item, where, story, scan(item, where, shipped()), shipped())


def told(*followups: FollowUp) -> tuple[StorylineState, list[Finding]]:
    """What the storyline makes of documents, one after the other."""
    return advance(StorylineState(), followups, storyline(), shipped().watchlist)


def hours(number: float) -> datetime:
    return CALL + timedelta(hours=number)


def details(findings: list[Finding], kind: str) -> list[dict[str, Any]]:
    """Of these findings, the particulars of one type."""
    found = []
    for finding in findings:
        several = finding.detail.get("findings", [finding.detail])
        assert isinstance(several, list)
        found += [dict(each) for each in several if each.get("type") == kind]
    return found
