"""Is the printed line the contract of ``docs/json.md``?"""

import io
import json
import re
from datetime import datetime
from pathlib import Path

import pytest

from bot.alerts.render import render
from bot.channels.jsonlines import JsonLinesChannel, as_json
from bot.errors import RetryLater
from bot.model.alert import Chat
from bot.model.item import Published
from tests.alerts.make import CALL, NOW, an_alert, an_outlet
from tests.channels.conftest import Place

CONTRACT = Path(__file__).parents[2] / "docs" / "json.md"


def test_its_keys_are_those_documented_in_their_order() -> None:
    contract, _, _ = CONTRACT.read_text(encoding="utf-8").partition("| `finding.type` |")
    table = re.findall(r"^\| (`.*?`) \|", contract, re.MULTILINE)
    documented = [name for row in table for name in re.findall(r"`(\w+)`", row)]
    assert list(as_json(an_alert())) == documented


def test_times_are_iso_8601_with_an_offset_and_a_day_has_an_end() -> None:
    line = as_json(an_alert())
    assert datetime.fromisoformat(line["published"]) == CALL
    assert datetime.fromisoformat(line["first_seen"]).utcoffset() is not None
    assert line["published_until"] is None
    day = as_json(an_alert(published=Published(CALL.replace(hour=0, minute=0), CALL.replace(day=25, hour=0, minute=0))))
    assert (day["published"], day["published_until"]) == ("2025-11-24T00:00:00+00:00", "2025-11-25T00:00:00+00:00")
    assert as_json(an_alert(published=None))["published"] is None


def test_who_carries_it_and_on_whose_word() -> None:
    line = as_json(an_alert(outlets=(an_outlet("MFA", "cn"), an_outlet("Xinhua", "cn"), an_outlet("Kyodo", "kyodo"))))
    assert line["origins"] == ["cn", "kyodo"]
    assert line["outlets"][2] == {
        "source": "kyodo", "name": "Kyodo", "side": "CN", "origin": "kyodo", "credit": "", "link": "https://kyodo.example/1",
    }  # fmt: skip
    assert line["evidence"] == [
        {"kind": "readout", "quote": "11月24日晚，国家主席习近平同美国总统特朗普通电话。", "cue": "通电话", "offset": 30}
    ]


async def test_one_alert_is_one_line_whatever_is_in_it() -> None:
    file = io.StringIO()
    channel = JsonLinesChannel(file)
    chat = Chat("json:stdout")
    await channel.send(chat, render(an_alert(title="a\nb\u2028c"), chat, now=NOW))
    assert len(file.getvalue().split("\n")) == 2
    assert json.loads(file.getvalue())["title"] == "a\nb\u2028c"


async def test_nobody_reading_any_more_loses_nothing() -> None:
    class Closed(io.StringIO):
        def write(self, text: str, /) -> int:
            raise BrokenPipeError(32, f"Broken pipe, {len(text)} characters")

    chat = Chat("json:stdout")
    with pytest.raises(RetryLater):
        await JsonLinesChannel(Closed()).send(chat, render(an_alert(), chat, now=NOW))


async def test_an_edit_prints_nothing(jsonlines: Place) -> None:
    await jsonlines.channel.edit(jsonlines.chat, render(an_alert(), jsonlines.chat, now=NOW, edits="1"))
    assert jsonlines.shown() == []
