"""What does each alert look like? ``docs/alerts.md``, from the replayed storyline's own alerts; ``python -m tests.alerts.samples``.

What did not happen in it (a removed page, a correction, a notice) is made up, of the same affair.
"""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from html import unescape
from pathlib import Path
from typing import Any

from bot.delivering import message_of
from bot.model.alert import Alert, Chat, Delivery
from bot.model.followup import Evidence
from bot.model.item import Published
from bot.model.series import Notice
from bot.model.vigil import Turn
from bot.model.watchlist import Watchlist
from bot.noticing import misfits, noticed
from bot.ports import SourceNews, Unfit
from bot.storyline import counting
from bot.vigil import told
from tests.alerts.make import an_alert

FILE = Path(__file__).parents[2] / "docs" / "alerts.md"
ZONE = "America/New_York"
LANGUAGES = {"zh-Hans": "简体中文", "zh-Hant": "繁體中文", "ja": "日本語"}
HEAD = """\
# What alerts look like

Each type of alert as a chat in New York sees it; what Telegram shows in bold, in italics or as a link is plain here; what it strikes
out stands between ~, what it underlines between _; a quoted sentence has a bar, and ↩ stands for the message that this one answers. The host under or beside a headline is where its link leads.

Those marked • are what the replayed storyline (`readout replay`) told; the others are made up. Headlines and quotes stay in their own
language; everything else is in the chat's (`/language`): three of them follow in Chinese, in both scripts, and in Japanese.

<!-- Written by python -m tests.alerts.samples; a test holds it against the replay. -->
"""
_MADE = datetime(2025, 12, 8, 9, 30, tzinfo=UTC)
_WAIT = {
    "type": "met", "expectation": "white-house-readout", "title": "A White House readout of the Xi–Trump call",
    "after": {"title": "习近平同美国总统特朗普通电话", "link": "https://www.news.cn/politics/leaders/20251124/c.html"},
    "since": "2025-11-24T14:30:00+00:00", "due": "2025-11-25T14:30:00+00:00",
}  # fmt: skip
_LATEST = [
    {"title": f"外交部发言人答记者问（{n}）", "link": f"https://www.mfa.gov.cn/web/{n}.shtml", "outlet": "China MFA", "at": f"2025-12-0{n}T09:00:00+00:00"}
    for n in (5, 4, 3)
]  # fmt: skip


def document(alerts: Sequence[Alert], watchlist: Watchlist) -> str:
    """The page, from all alerts of the replay."""
    told, titles = list(samples(alerts, watchlist)), {alert.id: alert.title for alert in alerts}
    parts = [HEAD]
    for name, alert, real in told:
        parts += [f"## {name}{' •' if real else ''}\n", framed(alert, watchlist, "en", titles)]
    chosen = [
        (name, alert)
        for name, alert, _ in told
        if name in {"Denial, in answer to a report", "Overdue", "Readout without a set phrase"}
    ]
    for language, called in LANGUAGES.items():
        parts.append(f"## {called}\n")
        parts += [f"### {name}\n\n{framed(alert, watchlist, language, titles)}" for name, alert in chosen]
    return "\n".join(parts)


def framed(alert: Alert, watchlist: Watchlist, language: str, titles: Mapping[str, str]) -> str:
    """An alert as a chat shows it, in a block of its own. Outlets that were read at one moment come in any order: here by name."""
    alert = replace(alert, outlets=tuple(sorted(alert.outlets, key=lambda one: (one.outlet != alert.outlet, one.outlet))))
    chat = Chat("telegram:-1001", ZONE, language)
    message = message_of(Delivery(1, alert, chat, "send", fence=1, attempts=0), watchlist, alert.first_seen)
    answered = f"↩ {titles[alert.replies_to]}\n" if alert.replies_to in titles else ""
    return f"```text\n{answered}{shown(message.html)}\n```\n"


def shown(html: str) -> str:
    """What Telegram shows of its HTML, without the marks."""
    return unescape(re.sub(r"<[^>]+>", "", re.sub("</?s>", "~", re.sub("</?u>", "_", html)).replace("<blockquote>", "▏ ")))


def samples(alerts: Sequence[Alert], watchlist: Watchlist) -> Iterator[tuple[str, Alert, bool]]:
    """Name, alert, and whether the storyline told it."""
    for name, wanted in _REAL.items():
        yield name, _ordered(next(alert for alert in alerts if wanted(alert))), True
    for name, alert in _made(alerts, watchlist):
        yield name, alert, False


def _ordered(alert: Alert) -> Alert:
    """What came at one instant in an order of its own, not in that of the network."""
    outlets = sorted(alert.outlets, key=lambda one: (one.outlet != alert.outlet, one.outlet))
    takes = sorted(alert.takes, key=lambda take: (take.side, take.at, take.outlet))
    return replace(alert, outlets=tuple(outlets), takes=tuple(takes))


def _finds(kind: str, alert: Alert) -> bool:
    finding: Mapping[str, Any] = alert.finding
    return any(each.get("type") == kind for each in finding.get("findings") or [finding])


_REAL: Mapping[str, Callable[[Alert], bool]] = {
    "Readout": lambda one: one.kind == "readout" and one.outlet == "Kyodo News",
    "Readout without a set phrase": lambda one: _finds("formula", one),
    "Readouts that name different things": lambda one: _finds("asymmetry", one),
    "Statement": lambda one: one.kind == "statement" and one.side == "US" and one.role == "official",
    "Statement that contradicts a report": lambda one: one.kind == "statement" and one.change == "conflict",
    "Report": lambda one: one.kind == "report" and one.outlet == "Wall Street Journal",
    "Denial, in answer to a report": lambda one: one.kind == "denial" and one.change == "conflict",
    "Incident, with both sides' accounts": lambda one: _finds("incident", one),
    "Set text with other words": lambda one: _finds("wording", one),
    "Protest": lambda one: one.kind == "protest" and one.side == "CN",
    "Measure": lambda one: one.kind == "measure",
    "Silent edit": lambda one: one.change == "edited" and one.outlet == "Wall Street Journal",
    "Overdue": lambda one: one.change == "overdue",
    "Where we begin": lambda one: one.change == "baseline",
}


def _made(alerts: Sequence[Alert], watchlist: Watchlist) -> Iterator[tuple[str, Alert]]:
    """Alerts of what did not happen, about what did."""
    report = next(alert for alert in alerts if _REAL["Report"](alert))
    later = replace(report, outlets=(), takes=(), replies_to=report.id, first_seen=_MADE, severity="high")
    note = "Corrections & Amplifications: An earlier version of this article misstated who placed the call."
    yield "Correction", replace(
        later, change="corrected", kind="correction", finding={"type": "corrected", "field": "text", "before": report.title, "after": report.title},
        evidence=(Evidence("correction", "Corrections & Amplifications", note, 0),),
    )  # fmt: skip
    yield "Removed page", replace(
        later, change="removed", kind="removal", finding={"type": "removed"}, evidence=(Evidence("removal", report.title, report.title, 0),)
    )  # fmt: skip
    readout = "Readout of President Donald J. Trump's Call with President Xi Jinping of China"
    yield "Awaited, and come", an_alert(
        id="met", change="met", kind="readout", title=readout, outlet="White House", side="US", role="official", lang="en", gloss={},
        url="https://www.whitehouse.gov/briefings-statements/2025/12/readout/", published=Published(_MADE, _MADE), first_seen=_MADE,
        evidence=(Evidence("readout", "Readout", readout, 0),), finding=_WAIT,
    )  # fmt: skip
    days = (
        Notice("record-streak", "contiguous", _MADE.date(), 336, 335, _MADE.date(), at_least=True),
        Notice("entered", "territorial", _MADE.date(), 4, 21, _MADE.date()),
    )
    table = "尖閣諸島周辺海域における中国海警局に所属する船舶等の動向"
    yield "Daily counts out of the ordinary", an_alert(
        id="series", kind="incident", watch="diaoyu-incidents", title=table, outlet="Japan Coast Guard", side="JP", role="official", lang="ja",
        gloss={"中国海警局": "China Coast Guard", "尖閣諸島": "Diaoyu/Senkaku Islands"}, url="https://www.kaiho.mlit.go.jp/mission/senkaku/senkaku.html",
        published=None, first_seen=_MADE, evidence=(Evidence("incident", table, table, 0),), finding=counting.detail(days),
    )  # fmt: skip
    nobody: dict[str, Any] = {"watch": "", "url": "", "source": "", "outlet": "", "side": "", "role": "", "lang": "en", "evidence": (), "gloss": {}, "published": None}  # fmt: skip
    yield "Items that were held back", an_alert(
        id="digest", kind="digest", change="baseline", title="", first_seen=_MADE, **nobody,
        finding={"type": "digest", "source": "Ministry of Foreign Affairs of China", "items": 212, "latest": _LATEST},
    )  # fmt: skip
    yield "Notice to the operators", _notice(watchlist)
    yield "Readout was not there", told(Turn("gap", "", _MADE - timedelta(hours=7)), _MADE)
    yield (
        "Something of Readout's does not work",
        told(Turn("begun", "out telegram", _MADE - timedelta(minutes=6), "Timed out"), _MADE),
    )
    yield "And works again", told(Turn("over", "out telegram", _MADE - timedelta(minutes=40)), _MADE)
    reason = 'Can\'t parse entities: unsupported start tag "p" at byte offset 0'
    plain = misfits([Unfit("1", report.kind, report.change, reason, report.id, report.title, _MADE)], _MADE)
    assert plain is not None
    yield "Messages that had to go out as plain text", plain.notices[0]


def _notice(watchlist: Watchlist) -> Alert:
    bad = SourceNews("cn_mfa_presser_zh", "ok", "failing", _MADE - timedelta(hours=3), "HTTP 503", None, "", held=0)
    well = SourceNews("jp_kantei_feed", "quiet", "ok", _MADE - timedelta(minutes=20), "", None, "", held=0)
    outcome = noticed([bad, well], watchlist, _MADE)
    assert outcome is not None
    return outcome.notices[0]


if __name__ == "__main__":
    from tests.test_replay import alerts_of_the_replay, watchlist

    FILE.write_text(document(alerts_of_the_replay(), watchlist()), "utf-8")
