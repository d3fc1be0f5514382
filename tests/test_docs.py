"""What the documents say, done: an example that does not work is worse than none."""

import hashlib
import hmac
import re
import shutil
from collections.abc import Mapping
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from typer.main import get_command

from bot.channels.webhook import signature
from bot.cli import app
from bot.settings import share
from bot.watchlist import load_watchlist

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")
YAML = re.findall(r"```yaml\n(.*?)```", README, re.DOTALL)


@pytest.fixture
def watchlists(tmp_path: Path) -> Path:
    return Path(shutil.copytree(share("watchlists"), tmp_path / "watchlists"))


def test_the_source_in_the_readme_can_be_added(watchlists: Path) -> None:
    file = watchlists / "sources" / "wires-and-press.yaml"
    file.write_text(file.read_text(encoding="utf-8") + YAML[0], encoding="utf-8")
    added = load_watchlist(watchlists).sources["straits_times"]
    assert (added.side, added.kind, added.enabled) == ("SG", "feed", True)


def test_the_watch_in_the_readme_can_be_added(watchlists: Path) -> None:
    file = watchlists / "storylines" / "taiwan-remarks.yaml"
    text = file.read_text(encoding="utf-8")
    file.write_text(text.replace("\nwatches:\n", f"\nwatches:\n{YAML[1]}"), encoding="utf-8")
    assert load_watchlist(watchlists).storylines["taiwan-remarks"].watches[0].id == "seafood"


def test_the_routing_in_the_readme_can_be_added(watchlists: Path) -> None:
    file = watchlists / "storylines" / "taiwan-remarks.yaml"
    file.write_text(file.read_text(encoding="utf-8") + YAML[2], encoding="utf-8")
    routing = load_watchlist(watchlists).storylines["taiwan-remarks"].routing
    assert (routing.group_wait, len(routing.inhibit)) == (timedelta(seconds=30), 1)


def test_the_receiver_in_the_document_recognises_us_and_nobody_else() -> None:
    (code,) = re.findall(r"```python\n(.*?)```", (ROOT / "docs" / "webhook.md").read_text(encoding="utf-8"), re.DOTALL)
    names: dict[str, Any] = {"hmac": hmac, "hashlib": hashlib, "Mapping": Mapping}
    exec(code, names)
    is_ours, body, secret = names["is_ours"], b'{"id":"1"}', b"0123456789abcdef"
    headers = {"X-Readout-Timestamp": "1764000000", "X-Readout-Signature": signature(secret, "1764000000", body)}
    assert is_ours(secret, headers, body, 1764000001.0)
    assert not is_ours(secret, headers, body + b" ", 1764000001.0)
    assert not is_ours(b"another", headers, body, 1764000001.0)
    assert not is_ours(secret, headers, body, 1764000301.0)
    assert not is_ours(secret, {**headers, "X-Readout-Timestamp": "1764000001"}, body, 1764000001.0)


def test_the_readme_names_every_command() -> None:
    named = {line.split("`")[1].split()[1] for line in README.splitlines() if line.startswith("| `readout ")}
    assert named == set(get_command(app).commands)  # type: ignore[attr-defined]  # typer's group has them


def test_every_variable_in_the_readme_is_read() -> None:
    settings = (ROOT / "bot" / "settings.py").read_text(encoding="utf-8")
    named = set(re.findall(r"`((?:READOUT|TELEGRAM)_[A-Z_]+)`", README))
    assert named == set(re.findall(r"\"((?:READOUT|TELEGRAM)_[A-Z_]+)\"", settings)) - {
        "TELEGRAM_API_URL",
        "TELEGRAM_CHAT_ID",
    }


def test_every_link_leads_somewhere() -> None:
    for document in [ROOT / "README.md", *(ROOT / "docs").rglob("*.md")]:
        for link in re.findall(r"\]\(([^)#]+)\)", document.read_text(encoding="utf-8")):
            assert link.startswith("https://") or (document.parent / link).exists(), f"{document.name}: {link}"


def test_every_file_that_the_design_names_is_there() -> None:
    design = (ROOT / "docs" / "design.md").read_text(encoding="utf-8")
    named = {name for name in re.findall(r"`([\w/]+\.py)`", design) if "<" not in name}
    found = {path.relative_to(ROOT).as_posix() for path in ROOT.glob("[bt][eo]*/**/*.py")}
    assert sorted(name for name in named if not any(path.endswith(f"/{name}") or path == name for path in found)) == []
