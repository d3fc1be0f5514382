"""Do operators hear of what changed, in one message that fits, and of nothing that everybody expects?"""

from datetime import UTC, datetime

import pytest

from bot.alerts.render import render
from bot.model.alert import Chat
from bot.model.watchlist import Watchlist
from bot.noticing import noticed
from bot.ports import SourceNews
from tests.store.make import a_source

NOW = datetime(2026, 11, 25, tzinfo=UTC)
WATCHLIST = Watchlist({f"s{n}": a_source(f"s{n}") for n in range(200)}, {}, {}, {}, {}, "")


def news(name: str, before: str, state: str, *, moved: str = "", held: int = 0, error: str = "") -> SourceNews:
    return SourceNews(name, before, state, NOW, error, None, moved, held)


def words(*changes: SourceNews) -> str:
    outcome = noticed(changes, WATCHLIST, NOW)
    assert outcome
    assert outcome.news_told
    return render(outcome.notices[0], Chat("c:c"), now=NOW).text if outcome.notices else ""


def test_nothing_new_is_no_notice() -> None:
    assert noticed([], WATCHLIST, NOW) is None


def test_that_a_new_source_is_well_is_not_worth_a_word() -> None:
    assert words(news("s1", "new", "ok")) == ""


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (news("s1", "ok", "challenged", error="a bot check"), "s1: ok → challenged since"),
        (news("s1", "ok", "gone", error="HTTP 404"), "find the new one"),
        (news("s1", "ok", "ok", moved="https://b.example/feed"), "set its url to https://b.example/feed"),
        (news("s1", "ok", "ok", held=25), "readout held s1"),
        (news("s1", "failing", "ok"), "Sources: 1 well again"),
    ],
)
def test_a_change_is_told_with_what_to_do(change: SourceNews, said: str) -> None:
    assert said in words(change)


def test_a_network_that_goes_away_is_one_message_that_fits() -> None:
    text = words(*(news(f"s{n}", "ok", "failing", error="Cannot connect to host " + "x" * 200) for n in range(200)))
    assert "Sources: 200 need attention" in text
    assert "… and 185 more: readout sources shows all" in text
    assert len(text) <= 4096


def test_saying_it_again_is_the_same_notice() -> None:
    first, second = (noticed([news("s1", "ok", "gone")], WATCHLIST, NOW) for _ in range(2))
    assert first
    assert second
    assert first.notices[0].id == second.notices[0].id
