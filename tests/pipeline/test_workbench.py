"""Is every change seen before it goes live, does it come into force whole or not at all, and can every decision be explained?"""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from bot.activating import Candidate, activate, as_json, difference, files_of, in_force, read, tried
from bot.backtesting import Backtest, backtest
from bot.errors import ConfigError
from bot.explaining import clause_of, explained, written
from bot.match import Index, compile_index
from bot.model.alert import Chat
from bot.pipeline import World, check_due, cycle
from bot.reloading import Reloader, begun
from bot.watchlist import load_watchlist
from bot.watchlist.query import parse
from tests.pipeline.make import CHAT, DENIAL, NOW, REPORT, Network, Telling, feeds, later, rss, small_world, write_watchlist

MONTH = timedelta(days=30)
STORYLINE = "storylines/s.yaml"


@pytest.fixture
def network() -> Network:
    return Network(dict(feeds()))


async def read_news(folder: Path, network: Network) -> None:
    """A first look, then a denial, a report, a second outlet of the denial, and a corrected headline."""
    with small_world(folder, network, Telling()) as world:
        await cycle(world)
    steps = (
        feeds(mfa=rss(DENIAL, at=later(5))),
        feeds(mfa=rss(DENIAL, at=later(5)), wire=rss(REPORT, ("w", *DENIAL[1:]), at=later(15))),
        feeds(
            mfa=rss((DENIAL[0], f"{DENIAL[1]} again", DENIAL[2]), at=later(5)), wire=rss(REPORT, ("w", *DENIAL[1:]), at=later(15))
        ),
    )
    for minute, pages in zip((10, 30, 60), steps, strict=True):
        network.pages.update(pages)
        with small_world(folder, network, Telling(), later(minute)) as world:
            await cycle(world, every=True)


def edit(folder: Path, before: str, after: str, name: str = STORYLINE) -> None:
    file = folder / "watchlists" / name
    text = file.read_text(encoding="utf-8")
    assert before in text
    file.write_text(text.replace(before, after), encoding="utf-8")


def compare(world: World, edited: Index, minutes: float = 90) -> Backtest:
    return tried(Candidate({}, edited), world.index, world.store, now=later(minutes))


async def test_the_archive_told_to_the_same_watchlist_tells_what_was_told(tmp_path: Path, network: Network) -> None:
    await read_news(tmp_path, network)
    with small_world(tmp_path, network, Telling(), later(90)) as world:
        report = compare(world, world.index)
        sent = [alert.id for alert in world.store.alerts() if alert.change != "baseline"]
    assert [alert.id for alert in report.would] == sent == [alert.id for alert in report.did]
    assert [alert.change for alert in report.would] == ["new", "new", "edited"]
    assert (report.items, report.added, report.removed, report.untried) == (3, (), (), ("kantei",))
    assert list(report.days.values()) == [(3, 3)]


async def test_what_an_edit_adds_and_removes_is_named(tmp_path: Path, network: Network) -> None:
    await read_news(tmp_path, network)
    with small_world(tmp_path, network, Telling(), later(90)) as world:
        edit(tmp_path, "{id: voices, kinds: [statement]", "{id: voices, kinds: [statement], match: 'nothing at all'")
        edit(tmp_path, "scope: '@strait'", "scope: '@strait OR weather'")
        report = compare(world, compile_index(load_watchlist(tmp_path / "watchlists")))
    assert [alert.title for alert in report.removed] == [REPORT[1]]
    assert report.added == ()
    rows = {row.watch: (row.did, row.would, row.added, row.removed) for row in report.watches}
    assert rows == {"denials": (2, 2, 0, 0), "voices": (1, 0, 0, 1)}


async def test_what_lies_before_the_span_teaches_and_is_not_counted(tmp_path: Path, network: Network) -> None:
    await read_news(tmp_path, network)
    with small_world(tmp_path, network, Telling(), later(90)) as world:
        report = tried(Candidate({}, world.index), None, world.store, now=later(65), since=timedelta(minutes=40))
    assert [alert.change for alert in report.would] == ["new", "edited"]
    assert report.items == 2


async def test_time_alone_is_told_in_its_place(tmp_path: Path, network: Network) -> None:
    await read_news(tmp_path, network)
    network.pages.update(feeds(mfa=rss(("m", "Ministry says more about the strait", "It says more."), at=later(100))))
    with small_world(tmp_path, network, Telling(), later(110)) as world:
        await cycle(world, every=True)
    with small_world(tmp_path, network, Telling(), later(110 + 25 * 60)) as world:
        await cycle(world, every=True)
        report = compare(world, world.index, 110 + 25 * 60)
    assert [alert.change for alert in report.would][-2:] == ["new", "overdue"]
    assert [alert.id for alert in report.would] == [alert.id for alert in report.did]


async def test_readers_verdicts_estimate_false_alarms(tmp_path: Path, network: Network) -> None:
    await read_news(tmp_path, network)
    with small_world(tmp_path, network, Telling(), later(90)) as world:
        denial, *_ = (alert for alert in world.store.alerts() if alert.change != "baseline")
        assert world.store.judge(denial.id, "a", "noise", NOW)
        assert world.store.judge(denial.id, "a", "useful", NOW)
        assert world.store.judge(denial.id, "b", "noise", NOW)
        assert world.store.judge(denial.id, "c", "noise", NOW)
        assert not world.store.judge("no such alert", "a", "noise", NOW)
        assert world.store.feedback() == {denial.id: (1, 2)}
        rows = {row.watch: (row.judged, row.noise) for row in compare(world, world.index).watches}
    assert rows == {"denials": (1, 1.0), "voices": (0, None)}


def test_an_empty_archive_tells_nothing(tmp_path: Path) -> None:
    index = compile_index(load_watchlist(write_watchlist(tmp_path)))
    report = backtest([], index, index, [], {}, since=NOW - MONTH, until=NOW, zone=ZoneInfo("UTC"))
    assert (report.items, report.would, report.watches, dict(report.days)) == (0, (), (), {})
    assert json.loads(json.dumps(as_json(report)))["would_send"] == 0


@contextmanager
def running(folder: Path, network: Network, minutes: float = 90) -> Iterator[tuple[World, Reloader]]:
    """A world whose watchlist is in force, with an operators' chat."""
    with small_world(folder, network, Telling(), later(minutes)) as world:
        world.store.subscribe([CHAT, Chat("test:operators", operators=True)])
        begun(world, folder / "watchlists")
        yield world, Reloader(world, folder / "watchlists")


def notices(world: World) -> list[str]:
    with world.store._reading() as connection:  # type: ignore[attr-defined]
        return [
            row.title for row in connection.exec_driver_sql("SELECT title FROM alert WHERE change = 'notice' ORDER BY sequence")
        ]


def test_a_change_counts_once_it_rests_and_comes_into_force_whole(tmp_path: Path, network: Network) -> None:
    with running(tmp_path, network) as (world, reloader):
        assert reloader.look() is None
        edit(tmp_path, "severity: high", "severity: low")
        assert reloader.look() is None  # it may go on changing
        edit(tmp_path, "names: {en: the Strait}", "names: {en: a Strait}", "entities/a.yaml")
        assert reloader.look() is None
        index = reloader.look()
        assert index is not None
        assert index.watchlist.entities["strait"].names["en"] == "a Strait"
        assert index.watchlist.storylines["affair"].watches[0].severity == "low"
        assert reloader.look() is None or world.index is not index
        world.index = index
        assert reloader.look() is None
        latest, first = world.store.activations(5)
        assert (latest.digest, first.diff, first.files) == (index.watchlist.digest, "", {})
        assert "-  - {id: denials, kinds: [denial], severity: high}\n" in latest.diff
        assert notices(world) == ["The watchlist changed: over 30 days it would have told 0, 0 were told (+0, -0)"]


def test_a_broken_file_leaves_the_former_in_force_even_over_a_restart(tmp_path: Path, network: Network) -> None:
    with running(tmp_path, network) as (world, reloader):
        edit(tmp_path, "scope: '@strait'", "scope: '@nowhere AND ('")
        edit(tmp_path, "rank: 80", "rank: high", "kinds/denial.yaml")
        assert [reloader.look() for _ in range(4)] == [None] * 4
        (notice,) = notices(world)
        assert notice.startswith("The watchlist was changed but has faults (")
        assert notice.endswith("): the former stays in force")
        assert in_force(world.store).watchlist == world.watchlist  # type: ignore[union-attr]
        with pytest.raises(ConfigError):
            read(tmp_path / "watchlists")
        edit(tmp_path, "rank: high", "rank: 80", "kinds/denial.yaml")
        edit(tmp_path, "@nowhere AND (", "@strait")
        assert [reloader.look() for _ in range(2)] == [None] * 2  # as it was
        assert len(world.store.activations(5)) == 1


def test_what_was_changed_while_we_were_away_comes_into_force_at_the_start(tmp_path: Path, network: Network) -> None:
    with running(tmp_path, network):
        pass
    with small_world(tmp_path, network, Telling(), later(99)) as world:
        edit(tmp_path, "severity: high", "severity: low")
        world.index = read(tmp_path / "watchlists").index
        begun(world, tmp_path / "watchlists")
        assert world.watchlist.storylines["affair"].watches[0].severity == "low"
        assert len(world.store.activations(5)) == 2


def test_a_reload_beside_us_is_taken_over(tmp_path: Path, network: Network) -> None:
    with running(tmp_path, network) as (world, reloader):
        edit(tmp_path, "severity: high", "severity: low")
        candidate = read(tmp_path / "watchlists")
        activate(candidate, tried(candidate, world.index, world.store, now=later(91)), world.store, later(91))
        index = reloader.look()
        assert index is not None
        assert index.watchlist == candidate.watchlist
        world.index = index
        assert [reloader.look() for _ in range(3)] == [None] * 3


async def test_sources_come_and_go_with_the_watchlist(tmp_path: Path, network: Network) -> None:
    with running(tmp_path, network) as (world, reloader):
        edit(tmp_path, "https://wire.example/rss", "https://other.example/rss", "sources/a.yaml")
        edit(tmp_path, "id: mfa", "id: ministry", "sources/a.yaml")
        edit(tmp_path, "from: [mfa]", "from: [ministry]")
        reloader.look()
        world.index = reloader.look() or world.index
        network.pages["https://other.example/rss"] = rss(REPORT)
        await check_due(world, every=True)
        assert {report.source for report in world.store.reports()} == {"ministry", "wire", "kantei"}
        assert "https://other.example/rss" in network.asked


def test_files_that_go_on_changing_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = write_watchlist(tmp_path)
    counted = iter(range(100))
    monkeypatch.setattr("bot.activating.files_of", lambda _: {"a": str(next(counted))})
    with pytest.raises(ConfigError, match="go on changing"):
        read(folder)


def test_a_difference_names_every_file() -> None:
    assert difference({"a": "1\n", "b": "2\n"}, {"b": "2\n", "c": "3"}) == (
        "--- a/a\n+++ b/a\n@@ -1 +0,0 @@\n-1\n--- a/c\n+++ b/c\n@@ -0,0 +1 @@\n+3\n"
    )


def test_files_are_read_by_name_within_the_folder(tmp_path: Path) -> None:
    assert list(files_of(write_watchlist(tmp_path))) == [
        "entities/a.yaml", "kinds/denial.yaml", "kinds/statement.yaml", "sources/a.yaml", "storylines/s.yaml",
    ]  # fmt: skip


OTHER = ("o", "Rain over the mountains", "It rained and rained.")
UNKNOWN = ("u", "A view of the strait", "The strait lies there.")


async def test_every_reason_has_its_sentence(tmp_path: Path, network: Network) -> None:
    await read_news(tmp_path, network)
    network.pages.update(feeds(mfa=rss(OTHER, UNKNOWN, at=later(100))))
    with small_world(tmp_path, network, Telling(), later(110)) as world:
        await cycle(world, every=True)

        def reason(reference: str) -> str:
            trace = world.store.trace(reference, reference)
            assert trace is not None
            return explained(trace, world.index).reason

        denial = next(alert for alert in world.store.alerts() if alert.title == DENIAL[1])
        assert reason("https://x.example/d1").startswith(f"it was told: {denial.id} (new, denials), ")
        assert reason(denial.id[:6]) == reason("https://x.example/d1")
        assert reason("https://x.example/w") == f"its story was told already: {denial.id}, when MFA carried it"
        assert reason("https://x.example/o") == "it is about something else: nothing that the storyline's scope asks for is in it"
        assert reason("https://x.example/u").startswith("it was told")  # what an official source says is a statement
        assert world.store.trace("https://x.example/never", "https://x.example/never") is None
        trace = world.store.trace("", "https://x.example/d1")
        assert trace is not None
        assert trace.former == (DENIAL[1],)
        assert [(sent.chat, sent.action, sent.state) for sent in trace.sent] == [
            ("test:chat", "send", "sent"), ("test:chat", "edit", "sent"), ("test:chat", "send", "sent"),
        ]  # fmt: skip


async def test_history_and_a_source_that_left_are_told_apart(tmp_path: Path, network: Network) -> None:
    network.pages.update(feeds(mfa=rss(DENIAL, at=NOW - timedelta(days=1))))
    with small_world(tmp_path, network, Telling()) as world:
        await cycle(world)
        trace = world.store.trace("", "https://x.example/d1")
        assert trace is not None
        assert explained(trace, world.index).reason == "it was there before we looked: history is recorded, not told"
        edit(tmp_path, "id: mfa", "id: ministry", "sources/a.yaml")
        edit(tmp_path, "from: [mfa]", "from: [ministry]")
        other = read(tmp_path / "watchlists").index
        assert explained(trace, other).reason == "its source mfa is no longer in the watchlist"


@pytest.mark.parametrize(
    ("query", "held", "share", "failing"),
    [
        ("strait", True, 1.0, ()),
        ("strait AND harbour", False, 0.5, ("harbour",)),
        ("(harbour OR quay) AND @strait", False, 0.5, ("harbour OR quay",)),
        ("strait AND NOT denied", False, 0.5, ("NOT denied (there is “denied”)",)),
        ("(strait AND harbour) OR quay", False, 0.5, ("harbour",)),
        ("title:account AND side:JP AND strait", False, 2 / 3, ("side:JP",)),
        ('denied NEAR/2 "the strait"', False, 0.0, ('denied NEAR/2 "the strait"',)),
    ],
)
async def test_a_query_that_does_not_hold_says_what_it_misses(
    tmp_path: Path, network: Network, query: str, *, held: bool, share: float, failing: tuple[str, ...]
) -> None:
    await read_news(tmp_path, network)
    with small_world(tmp_path, network, Telling(), later(90)) as world:
        trace = world.store.trace("", "https://x.example/d1")
        assert trace is not None
        clause = clause_of(parse(query), trace.item, world.watchlist.sources["mfa"], world.watchlist)
    assert (clause.held, clause.failing) == (held, failing)
    assert clause.share == pytest.approx(share)


@pytest.mark.parametrize("text", ['a1b AND (c2d OR "e f") NOT g3h', "title:@strait side:CN", "(abc OR def) ONEAR/4 ghi"])
def test_a_query_is_written_as_it_is_read(text: str) -> None:
    assert parse(written(parse(text))) == parse(text)
