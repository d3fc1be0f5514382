"""Has somebody changed the watchlist while we run? What rests in the folder comes into force; what is broken is told, and waits."""

import logging
from pathlib import Path

from bot.activating import activate, in_force, read, refused, tell, tried
from bot.errors import ConfigError
from bot.match import Index
from bot.noticing import of_watchlist
from bot.text.speech import phrase
from bot.world import World

log = logging.getLogger(__name__)

Stamp = tuple[tuple[str, int, int], ...]


class Reloader:
    """Looks at the folder now and then. A change counts once it has rested from one look to the next: editors save in pieces.

    With ``approval`` it comes into force when an operator says so (``bot.activating.activate``), and they are told that it waits.
    """

    def __init__(self, world: World, folder: Path, *, approval: bool = False) -> None:
        self._approval = approval
        self._world = world
        self._folder = folder
        self._known = _stamp(folder)
        self._changing: Stamp = ()

    def look(self) -> Index | None:
        """The index to use from now on, when it is another one."""
        if activated := self._activated_elsewhere():
            return activated
        stamp = _stamp(self._folder)
        if stamp == self._known:
            return None
        if stamp != self._changing:
            self._changing = stamp
            return None
        self._known = stamp
        if self._approval:
            propose(self._world, self._folder)
            return None
        return renewed(self._world, self._folder, self._world.index)

    def _activated_elsewhere(self) -> Index | None:
        """``readout reload`` was run beside us."""
        store, ours = self._world.store, self._world.watchlist.digest
        if (latest := store.digest_in_force()) in {"", ours}:
            return None
        self._known = _stamp(self._folder)
        candidate = in_force(store)
        log.info("the watchlist %s came into force", latest)
        return candidate.index if candidate else None


def begun(world: World, folder: Path, *, approval: bool = False) -> None:
    """At a start: what was changed since the last one comes into force; with ``approval`` only the very first does."""
    if world.watchlist.digest != world.store.digest_in_force():
        former = in_force(world.store)
        if approval and former:
            propose(world, folder)
            world.index = former.index
            return
        world.index = renewed(world, folder, former.index if former else None) or world.index


def propose(world: World, folder: Path) -> None:
    """Tell the operators once that a change waits for them, or that it has faults."""
    now = world.clock.now()
    try:
        candidate = read(folder)
    except ConfigError as error:
        refused(error, world.store, now)
        return
    digest = candidate.watchlist.digest
    if digest != world.store.digest_in_force():
        waits = phrase("The watchlist was changed: {command} shows what it would have told, and brings it into force")
        title = {"say": waits, "command": "/approve"}
        tell(world.store, of_watchlist(title, (), digest, now), now)


def renewed(world: World, folder: Path, live: Index | None) -> Index | None:
    """Bring what the folder says into force, if it is something else than what is; None when it is not, or cannot be."""
    now = world.clock.now()
    try:
        candidate = read(folder)
    except ConfigError as error:
        refused(error, world.store, now)
        log.warning("the watchlist has %d faults; the former stays in force", len(error.faults))
        return None
    if candidate.watchlist.digest == world.store.digest_in_force():
        return None
    report = tried(candidate, live, world.store, now=now)
    activate(candidate, report, world.store, now)
    return candidate.index


def _stamp(folder: Path) -> Stamp:
    """When which file was written, and how long it is."""
    found = []
    for file in sorted(folder.glob("*/*.yaml")):
        try:
            status = file.stat()
        except FileNotFoundError:
            continue
        found.append((str(file), status.st_mtime_ns, status.st_size))
    return tuple(found)
