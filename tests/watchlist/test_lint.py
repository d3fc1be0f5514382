"""What can be loaded but will not do what its author meant?"""

from pathlib import Path

import pytest

from bot.errors import ConfigError
from bot.watchlist.lint import BROAD_FROM, lint
from bot.watchlist.load import parsed
from tests.cli.conftest import Readout, readout
from tests.pipeline.make import write_watchlist

__all__ = ["readout"]

ENTITIES, STORYLINE, SOURCES, DENIAL = "entities/a.yaml", "storylines/s.yaml", "sources/a.yaml", "kinds/denial.yaml"


def found(folder: Path, *edits: tuple[str, str, str], read: tuple[str, ...] = ()) -> list[str]:
    """What lint says after some edits: place, and what it is about."""
    write_watchlist(folder)
    for name, before, after in edits:
        text = (folder / name).read_text(encoding="utf-8")
        assert before in text
        (folder / name).write_text(text.replace(before, after), encoding="utf-8")
    watchlist, files = parsed(folder)
    return [
        f"{'W' if one.warning else 'F'} {one.fault.where.removeprefix(f'{folder}/')} {one.fault.problem}"
        for one in lint(files, watchlist, read)
    ]


def test_a_good_watchlist_leaves_nothing_to_say(tmp_path: Path) -> None:
    assert found(tmp_path) == []


@pytest.mark.parametrize(
    ("edit", "said"),
    [
        (
            (ENTITIES, "en: [the strait]", "en: [the strait], ja: [海]"),
            "F entities/a.yaml:5:38 '海' is one character: it is in nearly every text",
        ),
        (
            (STORYLINE, "scope: '@strait'", "scope: '@strait side:CN side:JP'"),
            "F storylines/s.yaml:4:8 this can never hold: side: is cn and jp at once",
        ),
        (
            (STORYLINE, "scope: '@strait'", "scope: '@strait after:2025-12-01 before:2025-11-01'"),
            "F storylines/s.yaml:4:8 this can never hold: after 2025-12-01 and before 2025-11-01",
        ),
        (
            (STORYLINE, "scope: '@strait'", "scope: 'boat (ferry OR BOAT) -Boat @strait'"),
            "F storylines/s.yaml:4:8 this can never hold: it wants and refuses Boat",
        ),
        (
            (STORYLINE, "watches:\n", "inhibit: [{source: {kind: denial}, target: {kind: denial, side: US}}]\nwatches:\n"),
            "W storylines/s.yaml:5:11 it inhibits nothing: its target is its source",
        ),
        (
            (DENIAL, "cues:\n", "cues:\n  - {id: first, match: 'denied OR deni*'}\n"),
            "W kinds/denial.yaml:6:21 cue en adds nothing to first",
        ),
        (
            (STORYLINE, "watches:\n", "watches:\n  - {id: all, kinds: [denial, statement]}\n"),
            "W storylines/s.yaml:7:5 watch denials asks for what all asks for already",
        ),
        ((STORYLINE, "within: 24h", "within: 0h"), "F storylines/s.yaml:13:13 it is overdue at once"),
        (
            (SOURCES, "url: 'https://mfa.example/rss'", "url: 'https://mfa.example/rss', enabled: false, note: resting"),
            "W storylines/s.yaml:11:12 no source that is switched on publishes such a document (mfa)",
        ),
        (
            (ENTITIES, "aliases:", "tests: {yes: [Over the sea.]}\n    aliases:"),
            "F entities/a.yaml:5:19 @strait is not named here: 'Over the sea.'",
        ),
        (
            (ENTITIES, "aliases:", "tests: {no: [Over the strait.]}\n    aliases:"),
            "F entities/a.yaml:5:18 @strait is named here: 'Over the strait.'",
        ),
        (
            (DENIAL, "cues:", "tests: {no: [Man denied entry]}\ncues:"),
            "F kinds/denial.yaml:4:14 denial is found here: 'Man denied entry'",
        ),
        (
            (DENIAL, "cues:", "tests: {yes: [Tokyo confirms]}\ncues:"),
            "F kinds/denial.yaml:4:15 denial is not found here: 'Tokyo confirms'",
        ),
    ],
)
def test_what_will_not_do_as_meant_is_named_with_its_place(tmp_path: Path, edit: tuple[str, str, str], said: str) -> None:
    assert said in found(tmp_path, edit)


def test_entities_that_share_names_are_told_once_unless_they_mean_to(tmp_path: Path) -> None:
    other = "entities:\n  - id: sea\n    type: place\n    names: {en: the Sea}\n    aliases: {en: [The Strait, the sea], ja: [the strait]}\n"
    twice = (ENTITIES, "entities:\n", other)
    assert found(tmp_path, twice) == ["W entities/a.yaml:9:20 @strait and @sea share 1 names: the strait"]
    meant = (ENTITIES, "names: {en: the Strait}", "names: {en: the Strait}\n    shares: [sea]")
    assert found(tmp_path / "other", twice, meant) == []


def test_an_unlike_condition_keeps_a_cue_apart(tmp_path: Path) -> None:
    more = (
        DENIAL,
        "cues:\n",
        "cues:\n  - {id: title, match: 'denied OR denies', where: title}\n  - {id: un, match: 'denied OR denies', unless: entry}\n",
    )
    assert found(tmp_path, more) == []


def test_words_that_are_everywhere_are_told_when_enough_was_read(tmp_path: Path) -> None:
    read = tuple(f"Something was denied, number {number}" for number in range(BROAD_FROM))
    said = "W kinds/denial.yaml:5:21 'denied' is in 100% of 200 texts that were read"
    assert found(tmp_path / "a", read=read) == [said]
    assert found(tmp_path / "b", read=read[1:]) == []


def test_faults_end_the_command_and_warnings_only_where_they_are_meant_to(readout: Readout, tmp_path: Path) -> None:
    def check(*more: str) -> tuple[int, str]:
        done = readout("check", *more, READOUT_WATCHLISTS="watchlists", READOUT_DATABASE="sqlite:///x.db")
        return done.returncode, done.stdout + done.stderr

    assert check("--read")[0] == 0
    file = tmp_path / "watchlists" / DENIAL
    file.write_text(file.read_text().replace("cues:\n", "cues:\n  - {id: first, match: 'denied OR denies'}\n"))
    code, said = check()
    assert (code, "kinds/denial.yaml:6:21: warning: cue en adds nothing to first" in said, "; 1 warnings" in said) == (
        0,
        True,
        True,
    )
    assert check("--strict")[0] == 78
    file.write_text(file.read_text().replace("cues:", "tests: {yes: [nothing]}\ncues:"))
    code, said = check("--json")
    assert (code, '"ok": false' in said, "denial is not found here" in said) == (78, True, True)


@pytest.mark.parametrize(
    ("after", "said"),
    [
        ("within: 0h", "F storylines/s.yaml:13:13 it is overdue at once"),
        ("within: 400d", "F storylines/s.yaml:13:13 nobody waits for 400 days"),
    ],
)
def test_a_deadline_that_nobody_could_keep_is_a_fault(tmp_path: Path, after: str, said: str) -> None:
    assert found(tmp_path, (STORYLINE, "within: 24h", after)) == [said]


def test_what_would_meet_itself_is_a_fault(tmp_path: Path) -> None:
    edit = (STORYLINE, "expect: {kind: denial, side: JP}", "expect: {kind: statement, from: [mfa]}")
    assert found(tmp_path, edit) == ["F storylines/s.yaml:12:13 it would meet itself"]


@pytest.mark.parametrize(
    ("office", "said"),
    [
        ("{zone: Asia/Tokio}", "no time zone is called 'Asia/Tokio'"),
        ("{zone: Asia/Tokyo, opens: '18:00', closes: '09:00'}", "an office that closes at 09:00 before it opens"),
    ],
)
def test_an_office_that_is_never_open_cannot_be_loaded(tmp_path: Path, office: str, said: str) -> None:
    with pytest.raises(ConfigError, match=said):
        found(tmp_path, (STORYLINE, "within: 24h", f"within: 24h\n    office: {office}"))


def test_readouts_of_unknown_principals_cannot_be_loaded(tmp_path: Path) -> None:
    more = "readouts:\n  - {id: calls, in: {match: '@strait'}, principals: [strait, nobody], topics: {boats: boats}}\nwatches:\n"
    with pytest.raises(ConfigError, match="unknown entity 'nobody'"):
        found(tmp_path, (STORYLINE, "watches:\n", more))
