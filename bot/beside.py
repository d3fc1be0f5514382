"""Where is a reply read, so that nobody has to wait for it?

A small one in a thread. Many small ones in one process that has the watchlist ready, since threads of Python share one processor.
A big one in a process of its own: parsers written in C keep the interpreter to themselves until they are done, and a process can be
ended when somebody has built a page that takes for ever.
"""

import asyncio
import os
import signal
import threading
from collections.abc import Callable
from collections.abc import Set as AbstractSet
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import replace
from datetime import datetime
from functools import partial
from multiprocessing import get_context, parent_process
from multiprocessing.connection import wait
from typing import TypeVar

from anyio import BrokenWorkerProcess, to_process

from bot.errors import ReadFailed
from bot.match import Index, compile_index
from bot.model.reply import Reply
from bot.model.source import Source
from bot.model.watchlist import Watchlist
from bot.preparing import Ready, looked_at, prepared, ready_of
from bot.system import share_heaps

SMALL = 256_000
"""Bytes of a reply that is read in a thread: a parser is done with it in a few milliseconds."""
HEAVY = frozenset({"pdf_table"})
"""Kinds whose replies are never small: a short PDF may take long."""
MANY = 8
"""Checks at once whose replies are worth a process, which takes half a second to begin."""
FEW = 24
"""Such replies that are read in threads all the same before the process begins: so many take as long as its beginning."""
IDLE_SECONDS = 60.0
READ_SECONDS = 30.0
"""An honest reply of the largest size takes a few (``make bench``)."""

T = TypeVar("T")


async def beside(source: Source, reply: Reply, read: Callable[[], T]) -> T:
    """Read one reply beside the event loop, for at most READ_SECONDS when it is big. Raises SourceError."""
    if _small(source, reply):
        return await asyncio.to_thread(read)
    return await _alone(source, reply, read)


async def _alone(source: Source, reply: Reply, read: Callable[[], T]) -> T:
    try:
        async with asyncio.timeout(READ_SECONDS):
            return await to_process.run_sync(read, cancellable=True)
    except TimeoutError as error:
        raise ReadFailed(source.id, f"not read within {READ_SECONDS:g} s: {len(reply.body)} bytes from {reply.url}") from error
    except BrokenWorkerProcess as error:
        raise ReadFailed(source.id, f"the reader died over {len(reply.body)} bytes from {reply.url}") from error


def _small(source: Source, reply: Reply) -> bool:
    return len(reply.body) <= SMALL and source.kind not in HEAVY


class Readers:
    """Reads the replies of sources whose items are decided under one watchlist."""

    def __init__(self, index: Callable[[], Index], under_way: Callable[[], int]) -> None:
        """What holds at the moment: the watchlist, and how many checks there are."""
        self._index = index
        self._pooled: Index | None = None
        self._under_way = under_way
        self._pool: ProcessPoolExecutor | None = None
        self._busy = 0.0
        self._met = 0

    async def ready(self, source: Source, reply: Reply, now: datetime, shown: AbstractSet[int]) -> Ready:
        """What a reply holds that was not ``shown`` before, ready to be decided about. Raises SourceError."""
        self._rest()
        if not _small(source, reply):
            return await self._alone(source, reply, now, shown)
        self._met += self._under_way() > MANY
        if self._under_way() > MANY and self._met > FEW:
            return await self._in_bulk(source, reply, now, shown)
        return await asyncio.to_thread(ready_of, source, reply, now, shown, self._index())

    async def _alone(self, source: Source, reply: Reply, now: datetime, shown: AbstractSet[int]) -> Ready:
        pairs, shows = await _alone(source, reply, partial(looked_at, source, reply, now, shown))
        return await asyncio.to_thread(prepared, [item for _, item in pairs], source, self._index()), shows

    async def _in_bulk(self, source: Source, reply: Reply, now: datetime, shown: AbstractSet[int]) -> Ready:
        """By the process. When it dies or hangs, each of its replies gets a process to itself: one of them is to blame."""
        if self._pooled is not (index := self._index()):
            self.close()
        self._pooled = index
        pool = self._pool = self._pool or _pool(index.watchlist)
        try:
            async with asyncio.timeout(READ_SECONDS):
                return await asyncio.get_running_loop().run_in_executor(pool, _read, source, reply, now, shown)
        except (TimeoutError, BrokenProcessPool):
            if self._pool is pool:
                self.close()
        return await self._alone(source, reply, now, shown)

    def _rest(self) -> None:
        """End the process when there has been little to read for a while, as most of the time."""
        now = asyncio.get_running_loop().time()
        if self._under_way() > MANY:
            self._busy = now
        elif now > self._busy + IDLE_SECONDS:
            self.close()

    def close(self) -> None:
        """End the process."""
        pool, self._pool = self._pool, None
        if pool is not None:
            for process in (pool._processes or {}).values():  # noqa: SLF001 - kill_workers() comes with Python 3.14
                process.kill()
            pool.shutdown(wait=False, cancel_futures=True)


def _pool(watchlist: Watchlist) -> ProcessPoolExecutor:
    """One process. It gets the watchlist without its sources, which come with their replies."""
    return ProcessPoolExecutor(1, get_context("spawn"), _begin, (replace(watchlist, sources={}),))


_index: Index | None = None
"""In that process: the watchlist, made ready."""


def _begin(watchlist: Watchlist) -> None:
    global _index  # noqa: PLW0603 - what a process is begun with is global to it
    share_heaps()
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the parent, who ends this process
    threading.Thread(target=_end_with_parent, daemon=True).start()
    _index = compile_index(watchlist)


def _end_with_parent() -> None:
    """A parent that is killed cannot tell."""
    if parent := parent_process():
        wait([parent.sentinel])
        os._exit(1)


def _read(source: Source, reply: Reply, now: datetime, shown: AbstractSet[int]) -> Ready:
    if _index is None:
        raise RuntimeError("the process was not begun")
    return ready_of(source, reply, now, shown, _index)
