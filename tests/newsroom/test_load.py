"""Is a scenario folder read as written, and does each mistake come back with its line?"""

import re
from collections.abc import Mapping, Sequence
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.errors import ConfigError, Fault
from bot.model.source import Source
from bot.newsroom import Scenario, check, load

HEAD = """\
scenario: s
title: t
storyline: s
starts: 2025-11-24T00:00:00Z
ends: 2025-11-25T00:00:00Z
tick: 5m
documents:
  - {source: mfa, as: mfa_list.html, article: mfa_article.html}
entries:
  - {id: a, in: [mfa], at: 2025-11-24T01:00:00Z, link: ./a, title: A}
"""


def faults(folder: Path, sources: Mapping[str, Source]) -> list[str]:
    with pytest.raises(ConfigError) as caught:
        load(folder, sources)
    return [str(fault).removeprefix(f"{folder}/") for fault in caught.value.faults]


def test_a_scenario_and_its_parts_become_one(tiny: Scenario) -> None:
    assert tiny.name == "tiny"
    assert tiny.tick == timedelta(minutes=5)
    assert [document.source for document in tiny.documents][-2:] == ["json", "own"]
    assert [entry.id for entry in tiny.entries][-1] == "shared"
    assert tiny.rows[0].kinds == ("readout",)
    assert tiny.entries[1].sources == ("tao",)


def test_a_document_takes_from_the_watchlist_what_it_does_not_say_itself(tiny: Scenario) -> None:
    wire, tao = tiny.documents[3], tiny.documents[1]
    assert (wire.url, wire.zone, wire.title) == ("https://wire.example/rss", "America/New_York", "the wire")
    assert (tao.url, tao.declares, tao.title) == ("http://www.tao.example/xwdt/", "gb2312", "tao")


def test_everything_in_it_can_be_rendered(tiny: Scenario) -> None:
    check(tiny)


@pytest.mark.parametrize(
    ("more", "fault"),
    [
        ("colour: red", "scenario.yaml:11:1: colour: Unexpected keyword argument"),
        ("  - {id: b, in: [mfa], at: T01:00:00Z, link: ./b}", "11:5: entries.1.title"),
        ("  - {id: b, in: [mfa], at: 2025-11-24, link: ./b, title: B}", "11:24: entries.1.at"),
        ("  - {id: b, in: [mfa], at: T01:00:00, link: ./b, title: B}", "entries.1.at: Input should have timezone"),
        ("  - {id: b, in: [nhk], at: T01:00:00Z, link: ./b, title: B}", "11:13: no document is served for nhk"),
        ("  - {id: a, in: [mfa], at: T01:00:00Z, link: ./b, title: B}", "11:6: a is the id of another entry"),
        ("  - {id: b, in: [mfa], at: T01:00:00Z, link: ./b, title: {}}", "no title for mfa"),
        ("  - {id: b, in: [mfa], at: T01:00:00Z, link: ./b, title: B, body: {nhk: B}}", "nhk does not carry"),
        ("  - {id: b, in: [mfa], at: T01:00:00Z, link: ./b, title: B, id: c}", "'id' is given twice"),
        ("changes:\n  - {entry: z, at: T02:00:00Z, remove: true}", "12:6: there is no entry z"),
        ("changes:\n  - {entry: a, at: T00:30:00Z, remove: true}", "12:16: a is not published yet"),
        ("changes:\n  - {entry: a, at: T02:00:00Z}", "either removes"),
        ("changes:\n  - {entry: a, at: T02:00:00Z, remove: true, title: B}", "either removes"),
        ("faults:\n  - {source: mfa, at: T02:00:00Z, until: T01:00:00Z, answer: 503}", "ends after it begins"),
        ("faults:\n  - {source: mfa, at: T02:00:00Z, until: T03:00:00Z, answer: fire}", "faults.0.answer"),
        ("faults:\n  - {source: nhk, at: T02:00:00Z, until: T03:00:00Z, answer: hang}", "served for nhk"),
        ("rows:\n  - {row: 1, event: e, entries: [z], kinds: [readout]}", "12:24: there is no entry z"),
        ("rows:\n  - {row: 1, event: e, entries: [a], kinds: []}", "rows.0.kinds"),
        ("rows: none", "rows is a list"),
        ("parts: [nowhere.yaml]", "nowhere.yaml:1:1: cannot be read"),
        ("parts: [../tiny/more.yaml]", "a part is a file name"),
        ("parts: x", "parts"),
        ("title: again", "'title' is given twice"),
        ("rows: [", "12:1: did not find"),
        ("rows: \x00", "cannot be read"),
    ],
)  # fmt: skip
def test_each_mistake_is_told_with_its_place(tmp_path: Path, sources: Mapping[str, Source], more: str, fault: str) -> None:
    more = re.sub(r"\bT(?=\d)", "2025-11-24T", more)
    (tmp_path / "scenario.yaml").write_text(HEAD + more, encoding="utf-8")
    found = faults(tmp_path, sources)
    assert len(found) == 1
    assert fault in found[0]
    assert found[0].split(":")[0] in {"scenario.yaml", "nowhere.yaml"}


@pytest.mark.parametrize(
    ("document", "fault"),
    [
        ("{source: nhk, as: rss}", "nhk is not in the watchlist"),
        ("{source: nhk, as: rss, url: 'ftp://nhk.example/'}", "no http(s) url"),
        ("{source: mfa, as: rss}", "two documents"),
        ("{source: wire, as: rss, url: 'https://www.mfa.example/web/list/'}", "mfa is served at the same address"),
        ("{source: wire, as: nowhere.html}", "no page template nowhere.html"),
        ("{source: wire, as: ../../secret.html}", "documents.1.as"),
        ("{source: wire, as: rss, article: nowhere.html}", "no page template nowhere.html"),
        ("{source: wire, as: rss, encoding: klingon}", "no encoding is called"),
        ("{source: wire, as: rss, zone: Asia/Beijing}", "no time zone is called"),
        ("{source: wire, as: rss, zone: ../../etc/passwd}", "no time zone is called"),
        ("{source: wire, as: json_feed, encoding: gb18030}", "a JSON feed is UTF-8"),
        ("{source: wire, as: rss, window: 0}", "window"),
    ],
)
def test_each_mistake_in_a_document_is_told(tmp_path: Path, sources: Mapping[str, Source], document: str, fault: str) -> None:
    (tmp_path / "scenario.yaml").write_text(HEAD.replace("entries:", f"  - {document}\nentries:"), encoding="utf-8")
    found = faults(tmp_path, sources)
    assert fault in "\n".join(found)
    assert all(line.startswith(("scenario.yaml:8:", "scenario.yaml:9:")) for line in found)


def test_several_mistakes_are_told_at_once(tmp_path: Path, sources: Mapping[str, Source]) -> None:
    (tmp_path / "scenario.yaml").write_text(HEAD.replace("5m", "5 minutes").replace("link: ./a", "lonk: ./a"), encoding="utf-8")
    assert len(faults(tmp_path, sources)) == 3


def test_a_mistake_in_a_part_is_told_in_that_part(tmp_path: Path, sources: Mapping[str, Source]) -> None:
    (tmp_path / "scenario.yaml").write_text(HEAD + "parts: [p.yaml, q.yaml]\n", encoding="utf-8")
    (tmp_path / "p.yaml").write_text("", encoding="utf-8")
    (tmp_path / "q.yaml").write_text("rows:\n  - {row: one, event: e, entries: [a], kinds: [k]}\n", encoding="utf-8")
    assert faults(tmp_path, sources)[0].startswith("q.yaml:2:6: rows.0.row")
    (tmp_path / "q.yaml").write_text("title: mine\n", encoding="utf-8")
    assert faults(tmp_path, sources)[0].startswith("q.yaml:1:1: a part holds")


def test_a_folder_without_a_scenario_is_told(tmp_path: Path, sources: Mapping[str, Source]) -> None:
    assert "cannot be read" in faults(tmp_path, sources)[0]
    (tmp_path / "scenario.yaml").write_text("- just\n- a list\n", encoding="utf-8")
    assert "a scenario is a mapping" in faults(tmp_path, sources)[0]


def test_no_is_a_word_and_a_date_is_text(tmp_path: Path, sources: Mapping[str, Source]) -> None:
    (tmp_path / "scenario.yaml").write_text(HEAD.replace("title: t", "title: no").replace("title: A", "title: 2025-11-07"))
    scenario = load(tmp_path, sources)
    assert (scenario.title, scenario.entries[0].title) == ("no", "2025-11-07")


def test_a_broken_template_is_told(tmp_path: Path, sources: Mapping[str, Source]) -> None:
    (tmp_path / "scenario.yaml").write_text(HEAD.replace("mfa_list", "mine"), encoding="utf-8")
    (tmp_path / "pages").mkdir()
    for text, fault in (("\n{% for %}", ":2:1: TemplateSyntaxError"), ("{{ nothing.here }}", "UndefinedError")):
        (tmp_path / "pages" / "mine.html").write_text(text, encoding="utf-8")
        with pytest.raises(ConfigError, match=fault):
            check(load(tmp_path, sources))


@given(cut=st.integers(0, len(HEAD)))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_a_file_cut_short_anywhere_loads_or_is_a_config_error(tmp_path: Path, sources: Mapping[str, Source], cut: int) -> None:
    (tmp_path / "scenario.yaml").write_text(HEAD[:cut], encoding="utf-8")
    wrong: Sequence[Fault] = ()
    try:
        load(tmp_path, sources)
    except ConfigError as error:
        wrong = error.faults
    assert all(fault.where.startswith(f"{tmp_path}/scenario.yaml:") for fault in wrong)
    assert wrong or cut >= HEAD.index("entries") - 1
