"""The shipped storyline, once through the real pipeline: each row told with its kind, no look-alike, nothing twice."""

import asyncio
import json
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from bot.channels.jsonlines import as_json
from bot.fetch import HttpFetcher
from bot.match import compile_index
from bot.model.alert import Alert, Chat, Handed, Message
from bot.model.reply import NotModified, Reply, Request
from bot.model.watchlist import Watchlist
from bot.newsroom import Relay, load
from bot.newsroom.clock import ScenarioClock
from bot.newsroom.edition import Editions
from bot.newsroom.scenario import Scenario
from bot.newsroom.server import Newsroom
from bot.pipeline import World, cycle
from bot.ports import SourceReport
from bot.replay import SHIPPED, Summary, Visitor, only, play, summarise
from bot.settings import share
from bot.store import open_store
from bot.text.urls import canonical
from bot.watchlist import load_watchlist
from tests.alerts import samples

CHAT = Chat("test:chat")
MIDWAY = datetime.fromisoformat("2025-11-25T20:00:00+09:00")
"""Between the rival accounts of the call and the hour at which the White House is late."""


@cache
def watchlist() -> Watchlist:
    return load_watchlist(share("watchlists"))


@cache
def scenario() -> Scenario:
    return load(SHIPPED, watchlist().sources)


@dataclass
class Telling:
    """A Channel that keeps what it is given: the JSON of each alert as sent, and the outlets of each edit."""

    sent: list[Mapping[str, Any]] = field(default_factory=list)
    texts: list[str] = field(default_factory=list)
    edited: list[tuple[str, tuple[str, ...], str]] = field(default_factory=list)

    async def send(self, chat: Chat, message: Message) -> Handed:
        assert chat == CHAT
        self.sent.append(json.loads(json.dumps(as_json(message.alert))))
        self.texts.append(message.text)
        return Handed(str(len(self.sent)))

    async def edit(self, chat: Chat, message: Message) -> Handed:
        assert chat == CHAT
        self.edited.append((message.alert.id, tuple(outlet.outlet for outlet in message.alert.outlets), message.text))
        return Handed()

    async def close(self) -> None:
        pass


@asynccontextmanager
async def opened(
    story: Scenario, telling: Telling, database: str = "sqlite://"
) -> AsyncIterator[tuple[World, Newsroom, ScenarioClock]]:
    """Newsroom, network, memory and chat, ready to play."""
    known = only(watchlist(), {document.source for document in story.documents})
    clock = ScenarioClock(story.starts)
    store = open_store(database, share("migrations"))
    with Newsroom(story) as newsroom:
        visitor = Visitor(Relay(HttpFetcher(ScenarioClock(MIDWAY)), newsroom.base), newsroom)
        try:
            store.follow([source for source in known.sources.values() if source.enabled], clock.now())
            store.subscribe([CHAT])
            yield World(compile_index(known), store, visitor, {"test": telling}, clock), newsroom, clock
        finally:
            await visitor.close()
            store.close()


async def tell(story: Scenario, telling: Telling, database: str = "sqlite://") -> Sequence[Alert]:
    async with opened(story, telling, database) as (world, newsroom, clock):
        await play(story, world, newsroom, clock, lambda _now, _passed: None)
        return world.store.alerts()


@dataclass(frozen=True)
class Played:
    """What the whole storyline led to, and another cycle after its end."""

    telling: Telling
    alerts: Sequence[Alert]
    summary: Summary
    reports: Mapping[str, SourceReport]
    after: int
    """Alerts that the cycle after the end added."""

    def of(self, entry: str, change: str = "") -> Alert:
        """The one alert at an entry's address, of this change."""
        (found,) = self.all_of(entry, change)
        return found

    def all_of(self, entry: str, change: str = "") -> list[Alert]:
        told = [alert for alert in self.alerts if canonical(alert.url) in addresses(entry) and alert.change != "overdue"]
        return [alert for alert in told if not change or alert.change == change]


def named(alert: Alert) -> list[str]:
    return sorted({outlet.outlet for outlet in alert.outlets})


@cache
def addresses(entry: str) -> frozenset[str]:
    shown = (one for document in scenario().documents for one in Editions(scenario(), document).every(scenario().ends))
    return frozenset(canonical(one.url) for one in shown if one.id == entry)


async def _played() -> Played:
    telling = Telling()
    async with opened(scenario(), telling) as (world, newsroom, clock):
        await play(scenario(), world, newsroom, clock, lambda _now, _passed: None)
        alerts = world.store.alerts()
        clock.set(scenario().ends + timedelta(days=1))
        newsroom.publish_until(clock.now())
        await cycle(world, every=True)
        after = len(world.store.alerts()) - len(alerts)
        reports = {report.source: report for report in world.store.reports()}
    return Played(telling, alerts, summarise(scenario(), alerts), reports, after)


def alerts_of_the_replay() -> Sequence[Alert]:
    """All that the storyline tells."""
    return asyncio.run(_played()).alerts


@pytest.fixture(scope="module")
def played() -> Played:
    return asyncio.run(_played())


def test_every_row_is_told_with_its_kind(played: Played) -> None:
    assert [line.row.event for line in played.summary.lines if not line.alerts] == []
    assert {line.row.row for line in played.summary.lines} == set(range(1, 24))
    assert all(alert.kind in line.row.kinds for line in played.summary.lines for alert in line.alerts)
    assert played.summary.good


def test_each_row_comes_of_one_alert(played: Played) -> None:
    assert [line.row.event for line in played.summary.lines if len(line.alerts) != 1] == []


def test_no_look_alike_is_told(played: Played) -> None:
    assert played.summary.hard >= 25
    hard = {link for entry in scenario().entries if entry.hard for link in addresses(entry.id)}
    assert [alert.title for alert in played.alerts if canonical(alert.url) in hard] == []
    carried = {canonical(outlet.link) for alert in played.alerts for outlet in alert.outlets}
    assert carried & hard == set()


def test_nothing_is_told_twice(played: Played) -> None:
    keys = [(alert.story, alert.change, alert.title) for alert in played.alerts]
    assert len(keys) == len(set(keys))
    said = [(alert.change, alert.title, alert.source) for alert in played.alerts]
    assert len(said) == len(set(said))
    assert [one["id"] for one in played.telling.sent] == [alert.id for alert in played.alerts]


def test_nothing_is_told_that_no_row_nor_we_expect(played: Played) -> None:
    rows = {alert.id for line in played.summary.lines for alert in line.alerts}
    others = {(alert.kind, alert.outlet) for alert in played.alerts if alert.id not in rows}
    assert others == {
        ("state-of-play", ""),
        ("statement", "Taiwan Affairs Office"),
        ("readout", "Kyodo News"),
        ("silent-edit", "UpMedia"),
        ("denial", "Jiji Press"),
        ("statement", "Mainland Affairs Council"),
    }


def test_a_cycle_after_the_end_tells_nothing_more(played: Played) -> None:
    assert played.after == 0


def test_five_copies_of_a_wire_text_are_one_alert_with_its_outlets(played: Played) -> None:
    alert = played.of("call-wire")
    assert named(alert) == [
        "CNA (Singapore)",
        "Hong Kong Free Press",
        "Kyodo News",
        "South China Morning Post",
        "Taipei Times",
    ]
    assert played.all_of("call-wire-copies") == []
    edits = [(sorted(names), text) for edited, names, text in played.telling.edited if edited == alert.id]
    assert edits[-1][0] == named(alert)
    assert "5 outlets, 1 origin (Kyodo" in edits[-1][1]


def test_other_accounts_of_the_call_stand_under_each_in_all_languages(played: Played) -> None:
    listed = {take.outlet: take for take in played.of("call-cn").takes}
    assert len({take.side for take in listed.values()}) > 1
    assert any(not take.title.isascii() for take in played.of("call-wire").takes)
    stories = {take.story for take in listed.values()}
    assert all(alert.story != played.of("call-cn").story for alert in played.alerts if alert.story in stories), "never merged"


def test_every_edit_shows_its_readers_something_else(played: Played) -> None:
    shown: dict[str, str] = {}
    for edited, _, text in played.telling.edited:
        lines = [line for line in text.splitlines() if not line.startswith("first seen")]
        assert shown.get(edited) != "\n".join(lines)
        shown[edited] = "\n".join(lines)


@pytest.mark.parametrize(
    ("entry", "outlets"),
    [
        ("sun-summons", ["China MFA", "China News Service", "People's Daily", "Xinhua"]),
        ("fu-letter-1", ["CGTN", "China's UN mission", "Global Times"]),
        ("call-cn", ["China MFA", "People's Daily", "Xinhua"]),
        ("travel-reminder", ["China Consular Service", "Embassy of China in Japan"]),
        ("fu-letter-2", ["China's UN mission", "People's Daily", "Xinhua"]),
        ("boat-cn", ["China Coast Guard", "China News Service", "Xinhua"]),
    ],
)
def test_what_beijings_voices_repeat_is_one_alert_of_one_origin(played: Played, entry: str, outlets: list[str]) -> None:
    alert = played.of(entry)
    assert named(alert) == outlets
    assert alert.origins == ("cn_state",)


def test_declining_to_comment_is_no_denial_and_the_afternoon_is_denial_and_protest(played: Played) -> None:
    morning, afternoon = played.of("kihara-am"), played.of("kihara-pm")
    assert morning.kind == "statement"
    assert "denial" not in morning.kinds
    assert {"denial", "protest"} <= set(afternoon.kinds)
    assert "correction" not in afternoon.kinds
    assert (morning.title, afternoon.title) == ("午前 冒頭発言なし", "午後 冒頭発言なし")
    assert afternoon.replies_to == played.of("wsj-tone", "new").id
    assert "correction" not in played.of("jiji-denial").kinds


def test_a_demand_to_correct_ones_errors_is_no_correction(played: Played) -> None:
    assert "correction" not in played.of("mfa-nov10").kinds
    assert all(alert.kind != "correction" for alert in played.alerts)


@pytest.mark.parametrize(
    ("entry", "before", "after"),
    [
        ("wsj-tone", "Lower the Tone on Taiwan", "Lower the Volume on Taiwan"),
        ("upmedia-relay", "習近平罕見致電川普", "習近平為何打給川普"),
    ],
)
def test_a_changed_headline_is_told_once_and_answers_the_first(played: Played, entry: str, before: str, after: str) -> None:
    first, edit = played.of(entry, "new"), played.of(entry, "edited")
    assert edit.replies_to == first.id
    assert edit.kind == "silent-edit"
    assert before in str(edit.finding["before"])
    assert after in str(edit.finding["after"])


def test_what_did_not_come_is_said_once_when_its_time_is_up(played: Played) -> None:
    overdue = [alert for alert in played.alerts if alert.change == "overdue"]
    assert [alert.watch for alert in overdue] == ["white-house-readout", "wsj-correction"]
    call, denial = played.of("call-cn"), played.of("kihara-pm")
    assert call.published is not None
    assert timedelta(0) <= overdue[0].first_seen - (call.published.start + timedelta(hours=24)) < timedelta(minutes=10)
    assert timedelta(0) <= overdue[1].first_seen - (denial.first_seen + timedelta(days=7)) < timedelta(minutes=10)
    assert [alert.replies_to for alert in overdue] == [call.id, denial.id]
    assert all(alert.change != "met" for alert in played.alerts)


def test_the_rival_accounts_of_the_call_are_both_quoted_with_the_hedge(played: Played) -> None:
    conflict = played.of("mfa-nov25", "conflict")
    answers: Any = conflict.finding["answers"]
    wsj, mfa = answers
    assert (wsj["answer"], wsj["outlet"], mfa["answer"], mfa["outlet"]) == ("cn", "Wall Street Journal", "us", "China MFA")
    assert "initiated by Xi" in wsj["quote"]
    assert "据我了解" in mfa["quote"]
    assert conflict.replies_to == played.of("wsj-initiated").id


def test_the_missing_phrase_is_told_with_its_history(played: Played) -> None:
    finding = played.of("call-cn").finding
    assert (finding["type"], finding["present"]) == ("formula", False)
    history: Any = finding["history"]
    assert (history["present"], history["of"]) == (8, 9)
    assert history["last_absent"].startswith("2025-09-19")


def test_the_wrong_date_inside_a_relay_opens_nothing(played: Played) -> None:
    relay = played.of("upmedia-relay", "new")
    assert relay.kind == "report"
    assert relay.published is None
    assert any("5月24日" in str(entry.body) for entry in scenario().entries if entry.id == "upmedia-relay")


@pytest.mark.parametrize(
    ("entry", "words", "day", "exact"),
    [
        ("diet-answer", "高市首相「存立危機事態になり得る」", "2025-11-07T09:05:00+00:00", True),  # RDF
        ("tao-statement", "国台办：日本领导人涉台言论公然干涉中国内政", "2025-11-11T16:00:00+00:00", False),  # GBK as gb2312
        ("call-kantei", "日米首脳電話会談についての会見", "2025-11-24T15:00:00+00:00", False),  # 令和7年11月25日
        ("call-mofa", "日米首脳電話会談", "2025-11-24T15:00:00+00:00", False),  # the 24th in Washington
        ("fu-letter-2", "傅聪再次致函", "2025-12-01T05:00:00+00:00", False),  # the 2nd in Beijing
        ("mofa-summons", "船越外務事務次官", "2025-11-13T15:00:00+00:00", False),  # 11月14日付
        ("mac-briefing", "陸委會例行記者會", "2025-11-26T16:00:00+00:00", False),  # 民國114年11月27日
        ("yamazaki-letter-1", "Japan's position", "2025-11-24T05:00:00+00:00", False),  # a New York day
        ("jiji-denial", "Japan Denies Part", "2025-11-27T10:20:00+00:00", True),  # Atom
        ("call-us", "I spoke at length", "2025-11-24T17:07:00+00:00", True),
        ("patrol-jp", "尖閣諸島沖", "2025-11-16T02:58:00+00:00", True),
    ],
)  # fmt: skip
def test_characters_and_instants_are_read_as_they_were_written(
    played: Played, entry: str, words: str, day: str, *, exact: bool
) -> None:
    alert = played.of(entry)
    assert words in alert.title
    assert alert.published is not None
    assert (alert.published.start, alert.published.exact) == (datetime.fromisoformat(day), exact)


def test_gbk_feeds_and_pages_keep_their_characters(played: Played) -> None:
    quotes = "".join(piece.quote for alert in played.alerts for piece in alert.evidence)
    titles = "".join(alert.title for alert in played.alerts)
    assert "\ufffd" not in quotes + titles
    assert any(outlet.source == "people_zh" for alert in played.alerts for outlet in alert.outlets)


def test_nothing_is_seen_before_it_is_published(played: Played) -> None:
    dated = [alert for alert in played.alerts if alert.published is not None]
    assert len(dated) > 20
    assert [alert.title for alert in dated if alert.published and alert.first_seen < alert.published.start] == []
    assert all(earlier.first_seen <= later.first_seen for earlier, later in pairwise(played.alerts))


@pytest.mark.parametrize(
    ("source", "entry"),
    [("nhk_ja", "patrol-jp"), ("us_state", "state-alliance"), ("jp_un_mission", "yamazaki-letter-1")],
)
def test_what_came_out_during_an_outage_is_told_after_it(played: Played, source: str, entry: str) -> None:
    (outage,) = [fault for fault in scenario().faults if fault.source == source]
    alert = played.of(entry)
    (published,) = [each.at for each in scenario().entries if each.id == entry]
    assert outage.at < published < outage.until <= alert.first_seen
    assert played.reports[source].state in {"ok", "quiet"}
    assert played.reports[source].error == ""


def test_every_source_but_the_one_behind_a_bot_check_ends_well(played: Played) -> None:
    failing = {name: report.error for name, report in played.reports.items() if report.error}
    assert list(failing) == ["jp_jso"]
    assert "bot check" in failing["jp_jso"]


async def test_a_restart_in_the_middle_tells_the_same_and_nothing_twice(tmp_path: Path, played: Played) -> None:
    database = f"sqlite:///{tmp_path / 'readout.db'}"
    telling = Telling()
    first = await tell(replace(scenario(), ends=MIDWAY), telling, database)
    assert 10 < len(first) < len(played.alerts)
    both = await tell(replace(scenario(), starts=MIDWAY), telling, database)
    assert {alert.id for alert in both} == {alert.id for alert in played.alerts}
    assert [one["id"] for one in telling.sent] == [alert.id for alert in both]


async def test_the_visitor_takes_only_no_news_from_the_newsroom_directly() -> None:
    asked: list[str] = []

    class Counting(Relay):
        async def fetch(self, request: Request) -> Reply | NotModified:
            asked.append(request.url)
            return await super().fetch(request)

    with Newsroom(scenario()) as newsroom:
        visitor = Visitor(Counting(HttpFetcher(ScenarioClock(MIDWAY)), newsroom.base), newsroom)
        url = watchlist().sources["wsj"].url
        first = await visitor.fetch(Request("wsj", url))
        assert isinstance(first, Reply)
        assert await visitor.fetch(Request("wsj", url, etag=first.etag)) == NotModified(url)
        newsroom.publish_until(MIDWAY)
        assert isinstance(await visitor.fetch(Request("wsj", url, etag=first.etag)), Reply)
        await visitor.close()
    assert asked == [url, url]


def test_the_storyline_holds_what_the_rehearsal_needs() -> None:
    forms = {document.format for document in scenario().documents}
    assert {"rss", "atom", "rdf"} <= forms
    assert {"gb18030", "utf-8"} == {document.encoding for document in scenario().documents}
    assert {fault.answer for fault in scenario().faults} >= {503, 418, "html", "empty", "truncated"}
    assert sum("应约" in str(entry.title) for entry in scenario().entries) >= 8


def test_the_alert_in_the_readme_is_one_that_is_told(played: Played) -> None:
    readme = (Path(__file__).parents[1] / "README.md").read_text(encoding="utf-8")
    shown = next(block for block in readme.split("```") if "↳ answers" in block)
    words = "".join(shown.partition("Denial,")[2].partition("…")[0].split())
    told = ["".join(text.replace("  > ", "").split()) for text in played.telling.texts]
    assert [text for text in told if words in text]


def test_the_samples_in_the_documentation_are_what_is_told(played: Played) -> None:
    assert samples.FILE.read_text("utf-8") == samples.document(played.alerts, watchlist()), "run: python -m tests.alerts.samples"
