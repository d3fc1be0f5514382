"""How is a watchlist loaded that has not changed? From a copy made ready, as Python does with its own files.

The copy stands in the user's cache folder, which nobody else may write: to read a pickle is to run it.
"""

import os
import pickle
import sys
from collections.abc import Iterable
from contextlib import suppress
from hashlib import blake2b
from pathlib import Path
from tempfile import NamedTemporaryFile

from bot.model.watchlist import Watchlist

KEPT_MAX = 8
"""Copies kept, the latest: of one's own folder, of the shipped one, and of the last few changes to them."""


def place_of(folder: Path) -> Path | None:
    """Where the copy of this very folder stands, or would; None where none can be kept. Changes of ours count as well."""
    here = _cache_folder()
    if here is None:
        return None
    try:
        ours = sorted(Path(__file__).parents[1].glob("*/*.py"))
        digest = blake2b(f"{sys.version}{[(file.name, file.stat().st_mtime_ns) for file in ours]}".encode(), digest_size=16)
        for file in sorted(folder.glob("*/*.yaml")):
            digest.update(f"\0{file.relative_to(folder)}\0".encode() + file.read_bytes())
    except OSError:
        return None
    return here / f"watchlist-{digest.hexdigest()}.pickle"


def kept(place: Path) -> Watchlist | None:
    """The copy, if there is one that only we can have written."""
    with suppress(Exception):  # whatever is wrong with it, the files themselves are at hand
        if _ours(place):
            found = pickle.loads(place.read_bytes())  # noqa: S301 - see _ours
            return found if isinstance(found, Watchlist) else None
    return None


def keep(watchlist: Watchlist, place: Path) -> None:
    """Keep a copy, whole or not at all."""
    with suppress(OSError):
        place.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        with NamedTemporaryFile(dir=place.parent, delete=False) as file:
            file.write(pickle.dumps(watchlist, pickle.HIGHEST_PROTOCOL))
        Path(file.name).replace(place)
        for old in _oldest(place.parent.glob("watchlist-*.pickle")):
            old.unlink(missing_ok=True)


def _oldest(places: Iterable[Path]) -> list[Path]:
    return sorted(places, key=lambda place: place.stat().st_mtime_ns, reverse=True)[KEPT_MAX:]


def _cache_folder() -> Path | None:
    """https://specifications.freedesktop.org/basedir-spec/latest/: as good as any elsewhere."""
    with suppress(RuntimeError):  # no home
        return Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "readout"
    return None


def _ours(place: Path) -> bool:
    """Whether the file and its folder belong to us and nobody else may write them."""
    uid = getattr(os, "getuid", lambda: None)()
    return uid is not None and all(
        found.st_uid == uid and not found.st_mode & 0o022 for found in (place.stat(), place.parent.stat())
    )
