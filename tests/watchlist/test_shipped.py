import json
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

from bot.settings import share
from bot.text.yaml import read_yaml
from bot.watchlist import load_watchlist
from bot.watchlist.schema import FILES, json_schema

SHIPPED = share("watchlists")
EVERY = sorted(file for folder in FILES for file in (SHIPPED / folder).glob("*.yaml"))
BEHIND_THE_ROWS = {
    "cn_mfa_presser_zh", "cn_mfa_presser_en", "cn_mfa_leaders_zh", "cn_consular_aqtx", "cn_un_mission", "xinhua_zh",
    "jp_kantei_ccs_ja", "jp_kantei_pm", "jp_mofa_release_ja", "jp_un_mission", "jp_jcg_senkaku",
    "us_whitehouse", "us_state", "us_trumpstruth", "wsj", "upmedia", "uscnpm",
}  # fmt: skip


def test_the_shipped_watchlists_load_and_hold_the_sources_behind_every_row() -> None:
    loaded = load_watchlist(SHIPPED)
    assert set(loaded.sources) >= BEHIND_THE_ROWS
    assert {"correction", "denial", "protest", "measure", "incident", "readout", "statement", "report"} == set(loaded.kinds)
    assert "taiwan-remarks" in loaded.storylines


@pytest.mark.parametrize("folder", FILES)
def test_the_committed_schema_is_the_models_schema(folder: str) -> None:
    committed = json.loads((SHIPPED / "schema" / f"{folder}.schema.json").read_text())
    assert committed == json_schema(folder), "run: make schema"
    Draft202012Validator.check_schema(committed)


@pytest.mark.parametrize("file", EVERY, ids=lambda file: f"{file.parent.name}/{file.name}")
def test_each_file_names_its_schema_and_keeps_to_it(file: Path) -> None:
    first = file.read_text().splitlines()[0]
    assert first == f"# yaml-language-server: $schema=../schema/{file.parent.name}.schema.json"
    Draft202012Validator(json_schema(file.parent.name)).validate(read_yaml(file).data)


def test_the_schema_refuses_what_the_models_refuse() -> None:
    bad = {"entities": [{"id": "x", "type": "t", "names": {"en": "x"}, "aliases": {}, "alliases": {}}]}
    assert not Draft202012Validator(json_schema("entities")).is_valid(bad)
