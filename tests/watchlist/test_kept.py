"""Is a watchlist that has not changed read from its copy, and only then?"""

import os
import pickle
from pathlib import Path

import pytest

from bot.errors import ConfigError
from bot.watchlist import load as loading
from bot.watchlist import load_watchlist
from bot.watchlist.kept import KEPT_MAX, kept, place_of
from tests.pipeline.make import write_watchlist


@pytest.fixture
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    return tmp_path / "cache" / "readout"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return write_watchlist(tmp_path / "watchlists")


def test_the_copy_is_the_watchlist(cache: Path, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    first = load_watchlist(folder)
    monkeypatch.setattr(loading, "load", None)
    assert load_watchlist(folder) == first
    assert [file.stat().st_mode & 0o077 for file in cache.iterdir()] == [0]


def test_any_change_is_seen(cache: Path, folder: Path) -> None:
    first = load_watchlist(folder)
    file = folder / "storylines" / "s.yaml"
    file.write_text(file.read_text().replace("severity: high", "severity: low"))
    assert load_watchlist(folder) != first
    file.write_text("storyline: [")
    with pytest.raises(ConfigError):
        load_watchlist(folder)
    file.unlink()
    assert load_watchlist(folder).storylines == {}


@pytest.mark.parametrize("content", [b"", b"not a pickle", pickle.dumps("something else")])
def test_a_damaged_copy_is_made_anew(cache: Path, folder: Path, content: bytes) -> None:
    first = load_watchlist(folder)
    place = place_of(folder)
    assert place is not None
    place.write_bytes(content)
    assert load_watchlist(folder) == first
    assert kept(place) == first


@pytest.mark.parametrize("which", ["file", "folder"])
def test_what_others_may_write_is_not_trusted(cache: Path, folder: Path, which: str) -> None:
    load_watchlist(folder)
    place = place_of(folder)
    assert place is not None
    (place if which == "file" else place.parent).chmod(0o777)
    assert kept(place) is None


def test_only_the_latest_copies_are_kept(cache: Path, folder: Path) -> None:
    file = folder / "kinds" / "denial.yaml"
    for number in range(KEPT_MAX + 3):
        file.write_text(file.read_text() + f"\n# {number}\n")
        load_watchlist(folder)
    assert len(list(cache.iterdir())) == KEPT_MAX


@pytest.mark.skipif(os.getuid() == 0, reason="root may write everywhere")
def test_where_nothing_can_be_kept_it_is_read_each_time(tmp_path: Path, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "closed").mkdir(mode=0o500)
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "closed"))
    assert load_watchlist(folder) == load_watchlist(folder)


def test_without_a_home_nothing_is_kept(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("XDG_CACHE_HOME", raising=False)
    monkeypatch.setattr(Path, "home", staticmethod(lambda: (_ for _ in ()).throw(RuntimeError("no home"))))
    assert place_of(folder) is None
    assert load_watchlist(folder).storylines
