from datetime import timedelta
from pathlib import Path
from textwrap import dedent

import pytest

from bot.errors import ConfigError, Fault
from bot.model.routing import Inhibition, Matcher, Routing
from bot.watchlist import load_watchlist

GOOD = {
    "sources/a.yaml": """
        sources:
          - id: nhk
            name: NHK
            outlet: NHK
            side: JP
            role: media
            languages: [ja]
            zone: Asia/Tokyo
            kind: feed
            url: https://nhk.example/rss
    """,
    "entities/a.yaml": """
        entities:
          - id: diaoyu
            type: place
            names: {en: Diaoyu/Senkaku}
            aliases: {ja: [尖閣], zh-Hans: [钓鱼岛]}
    """,
    "kinds/denial.yaml": """
        kind: denial
        names: {en: denial}
        rank: 80
        cues:
          - {id: ja, match: 'そのような事実はない'}
    """,
    "storylines/s.yaml": """
        storyline: affair
        title: {en: Affair}
        since: 2025-11-07
        scope: '@diaoyu'
        watches:
          - {id: denials, kinds: [denial], severity: high}
    """,
}


def write(folder: Path, **changes: str) -> Path:
    for name, text in (GOOD | {key.replace("__", "/") + ".yaml": value for key, value in changes.items()}).items():
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_text(dedent(text).lstrip(), encoding="utf-8")
    return folder


def faults(folder: Path) -> list[Fault]:
    with pytest.raises(ConfigError) as caught:
        load_watchlist(folder)
    return list(caught.value.faults)


def test_a_good_folder_loads_with_every_query_named(tmp_path: Path) -> None:
    loaded = load_watchlist(write(tmp_path))
    assert set(loaded.queries) == {"affair/scope", "affair/watch/denials", "cue/denial/ja"}
    assert loaded.storylines["affair"].watches[0].severity == "high"
    assert loaded.sources["nhk"].origin == "nhk"


def test_the_digest_changes_with_the_files(tmp_path: Path) -> None:
    before = load_watchlist(write(tmp_path)).digest
    assert load_watchlist(write(tmp_path)).digest == before
    assert load_watchlist(write(tmp_path, kinds__denial=GOOD["kinds/denial.yaml"].replace("80", "81"))).digest != before


def test_every_fault_is_listed_at_once_with_its_place(tmp_path: Path) -> None:
    bad = write(
        tmp_path,
        sources__a=GOOD["sources/a.yaml"].replace("zone: Asia/Tokyo", "zone: Asia/Edo").replace("role: media", "rolle: media"),
        storylines__s=GOOD["storylines/s.yaml"].replace("'@diaoyu'", "'@diaoyu AND ('").replace("[denial]", "[deniall]"),
        entities__b="entities:\n  - id: diaoyu\n    type: place\n    names: {en: x}\n    aliases: {en: [Xx]}\n    aliases: {}\n",
    )
    listed = {str(fault).removeprefix(f"{tmp_path}/") for fault in faults(bad)}
    assert any(line.startswith("sources/a.yaml:6:5: unknown key 'rolle' (did you mean 'role'?)") for line in listed)
    assert any(line.startswith("sources/a.yaml:2:5: role: Field required") for line in listed)
    assert any(line.startswith("storylines/s.yaml:4:21: this parenthesis is never closed") for line in listed)
    assert any(line.startswith("storylines/s.yaml:6:27: unknown kind 'deniall'") for line in listed)
    assert any(line.startswith("entities/b.yaml:6:5: 'aliases' is given twice") for line in listed)


def test_references_are_checked_where_they_stand(tmp_path: Path) -> None:
    bad = write(tmp_path, storylines__s=GOOD["storylines/s.yaml"].replace("'@diaoyu'", "'@diaoyu OR @senkaku'"))
    assert next(str(f).removeprefix(f"{tmp_path}/") for f in faults(bad)).startswith(
        "storylines/s.yaml:4:20: unknown entity @senkaku"
    )


def test_sources_are_named_by_id_or_by_family(tmp_path: Path) -> None:
    twins = GOOD["sources/a.yaml"].replace("id: nhk", "id: nhk_world") + GOOD["sources/a.yaml"].partition("sources:")[2]
    formulas = "        formulas:\n          - {id: f, in: {from: [%s]}, phrase: [応約], alert_when: absent}\n    "
    storyline = GOOD["storylines/s.yaml"].rstrip() + "\n" + formulas
    loaded = load_watchlist(write(tmp_path, sources__a=twins, storylines__s=storyline % "nhk"))
    assert loaded.storylines["affair"].formulas[0].among.sources == ("nhk", "nhk_world")
    loaded = load_watchlist(write(tmp_path, sources__a=twins, storylines__s=storyline % "nhk_world"))
    assert loaded.storylines["affair"].formulas[0].among.sources == ("nhk_world",)
    (fault,) = faults(write(tmp_path, sources__a=twins, storylines__s=storyline % "nhk_wrold"))
    assert (fault.problem, fault.hint) == ("unknown source 'nhk_wrold'", "did you mean 'nhk_world'?")


ROUTED = """
    routing: {group_by: [watch, side], group_wait: 30s, group_interval: 5m, repeat_interval: 4h}
    inhibit:
      - {source: {kind: denial}, target: {kind: silent-edit, side: US}, equal: [story]}
"""


def test_how_alerts_are_told_can_be_said_of_a_storyline(tmp_path: Path) -> None:
    storyline = dedent(GOOD["storylines/s.yaml"])
    assert load_watchlist(write(tmp_path, storylines__s=storyline)).storylines["affair"].routing == Routing()
    routing = load_watchlist(write(tmp_path, storylines__s=storyline + dedent(ROUTED))).storylines["affair"].routing
    assert (routing.group_by, routing.group_wait, routing.repeat_interval) == (
        ("watch", "side"), timedelta(seconds=30), timedelta(hours=4),
    )  # fmt: skip
    target = (Matcher("kind", "silent-edit"), Matcher("side", "US"))
    assert routing.inhibit == (Inhibition((Matcher("kind", "denial"),), target, ("story",)),)


@pytest.mark.parametrize(
    ("before", "after", "said"),
    [
        ("kind: denial}", "kind: denail}", "storylines/s.yaml:10:21: unknown kind 'denail' (did you mean 'denial'?)"),
        ("kind: denial}", "watch: denial}", "storylines/s.yaml:10:22: unknown watch 'denial' (did you mean 'denials'?)"),
        ("kind: denial}", "severity: hi}", "storylines/s.yaml:10:25: unknown severity 'hi'"),
        ("kind: denial}", "}", "storylines/s.yaml:10:14: source: Dictionary should have at least 1"),
        ("group_wait: 30s", "group_wait: 25h", "storylines/s.yaml:8:48: nobody waits for company longer than a day"),
        ("repeat_interval: 4h", "repeat_interval: 1s", "it would be said again and again (at least 5m"),
        ("group_by: [watch, side]", "group_by: [title]", "storylines/s.yaml:8:"),
        ("equal: [story]", "equal: [kind]", "storylines/s.yaml:10:"),
    ],
)
def test_rules_about_telling_that_nobody_can_mean(tmp_path: Path, before: str, after: str, said: str) -> None:
    assert before in ROUTED
    bad = write(tmp_path, storylines__s=dedent(GOOD["storylines/s.yaml"]) + dedent(ROUTED).replace(before, after))
    (fault,) = faults(bad)
    assert said in str(fault).removeprefix(f"{tmp_path}/")


def test_ids_are_taken_once(tmp_path: Path) -> None:
    bad = write(tmp_path, sources__b=GOOD["sources/a.yaml"])
    assert [f.problem for f in faults(bad)] == ["id 'nhk' is taken already"]


def test_not_yaml_and_not_text_are_faults_with_a_place(tmp_path: Path) -> None:
    bad = write(tmp_path, kinds__denial="kind: [unclosed\n")
    (bad / "entities" / "a.yaml").write_bytes(b"\xff\xfe\x00")
    places = [f.where.removeprefix(f"{tmp_path}/") for f in faults(bad)]
    assert "entities/a.yaml:1:1" in places
    assert any(place.startswith("kinds/denial.yaml:2:") for place in places)


def test_words_stay_words(tmp_path: Path) -> None:
    loaded = load_watchlist(write(tmp_path, entities__a=GOOD["entities/a.yaml"].replace("[尖閣]", "[no, on, 'null', 2025-11-07]")))
    assert loaded.entities["diaoyu"].aliases["ja"] == ("no", "on", "null", "2025-11-07")


def test_an_empty_folder_is_said_to_be_one(tmp_path: Path) -> None:
    assert "no watchlist files" in faults(tmp_path)[0].problem
