"""Can the summary of a replay be read on a terminal of 80 columns, and does it say what went wrong?"""

from datetime import UTC, datetime, timedelta

import pytest

from bot.cli.summary import show
from bot.model.alert import Alert
from bot.model.finding import Change
from bot.newsroom.scenario import Row
from bot.replay import Line, Summary

NOW = datetime(2025, 11, 27, 9, 30, tzinfo=UTC)


def an_alert(kind: str, change: Change) -> Alert:
    return Alert(
        "0123456789abcdef", "s", "w", kind, change, "high", "A title", "https://x.example/a", "x", "X", "JP", "official", "en",
        None, NOW, "story",
    )  # fmt: skip


def shown(summary: Summary, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> list[str]:
    monkeypatch.setenv("COLUMNS", "80")
    show(summary)
    return [line.rstrip() for line in capsys.readouterr().out.splitlines()]


def test_a_row_is_one_line_and_a_change_is_named_where_it_adds(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    conflict, edit, late = an_alert("statement", "conflict"), an_alert("silent-edit", "edited"), an_alert("overdue", "overdue")
    lines = (
        Line(Row(row=12, event="Mao Ning: the US initiated", kinds=("statement",)), (conflict,), timedelta(minutes=330)),
        Line(Row(row=13, event="The headline changes", kinds=("silent-edit",)), (edit,), None),
        Line(Row(row=8, event="No White House readout", kinds=("overdue",)), (late,), None),
        Line(Row(row=20, event="Another letter", kinds=("protest",)), (), None),
    )
    out = shown(Summary(lines, (conflict, edit, late), 41, ()), capsys, monkeypatch)
    rows = [" ".join(line.split()) for line in out]
    assert "12 Mao Ning: the US initiated statement, conflict JP 01234567 5.5 h" in rows
    assert "13 The headline changes silent-edit JP 01234567" in rows
    assert "8 No White House readout overdue JP 01234567" in rows
    assert "20 Another letter missing" in rows
    assert out[-1] == "3 alerts; 3 of 4 rows told; 41 look-alikes in the feeds raised nothing."
    assert all(len(line) <= 80 for line in out)
