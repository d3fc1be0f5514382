"""A storyline's picture bears the names of the reader's language."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

import pytest

import bot.telling
from bot.pictures import Event
from bot.settings import share
from bot.telling import Entry, Timeline
from bot.watchlist import load_watchlist
from tests.alerts.make import CALL, NOW, an_alert


@pytest.mark.parametrize(
    ("language", "title", "expected"),
    [
        ("en", "Takaichi's Taiwan remarks", ["China", "readout", "overdue", "Awaited"]),
        ("zh-Hant", "高市涉台言論", ["中國", "通話新聞稿", "逾期", "等候中"]),
        ("ja", "高市首相の台湾有事答弁", ["中国", "会談概要", "期限超過", "発表待ち"]),
    ],
)
def test_a_picture_in_the_readers_language(language: str, title: str, expected: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    drawn: dict[str, Any] = {}

    def drawing(_events: Sequence[Event], **words: Any) -> bytes:
        drawn.update(words)
        return b""

    monkeypatch.setattr(bot.telling, "timeline_png", drawing)
    watchlist = load_watchlist(share("watchlists"))
    late = an_alert(id="late", kind="overdue", change="overdue", side="")
    entries = (Entry(CALL, "CN", an_alert(), "a"), Entry(CALL + timedelta(days=1), "", late, "b"))
    kinds = {kind.id: kind.names for kind in watchlist.kinds.values()}
    Timeline(watchlist.storylines["taiwan-remarks"], entries, kinds, NOW).png("UTC", language)
    assert drawn["title"] == title
    assert [drawn["names"][code] for code in ("CN", "readout", "overdue", "–")] == expected
