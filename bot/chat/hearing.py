"""Do we go on hearing, whatever happens? Long polling that nothing ends but we ourselves, and a watchdog beside it.

python-telegram-bot's own polling ends for good, and silently, at a single 401 or 404 (a proxy's, a moment's), and confirms updates
before they are handled. Here an update is confirmed once it was handled, which commands survive since they are idempotent.
"""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Sequence
from contextlib import suppress
from typing import Protocol

from bot.chat.asking import Event
from bot.chat.health import DEAF, Health
from bot.ports import Clock

log = logging.getLogger(__name__)

WATCH_SECONDS = 5.0
_PAUSE, _PAUSE_MAX = 1.0, 60.0
_RESTART, _RESTART_MAX = 5.0, 600.0
_LOUD_SECONDS = 60.0
"""Between two complaints about the same thing."""


class TokenRefused(Exception):  # noqa: N818 - they say what happened
    """401 or 404: Telegram does not know the token."""


class Conflicted(Exception):  # noqa: N818
    """409: somebody else gets our updates."""


class Unreachable(Exception):  # noqa: N818
    """It could not be asked, or did not answer; ``after`` is in seconds, 0 when it did not say."""

    def __init__(self, word: str, after: float) -> None:
        super().__init__(word)
        self.word, self.after = word, after


class Line(Protocol):
    """Where updates come from."""

    async def greet(self) -> None:
        """Make ready. Raises what ``updates`` raises."""

    async def updates(self, offset: int) -> Sequence[tuple[int, Event | None]]:
        """What came since. Raises TokenRefused, Conflicted or Unreachable."""

    async def renew(self) -> None:
        """Use other connections from now on."""


class Ears:
    """Listens until it is stopped. ``take`` handles one event and raises nothing that matters to the next."""

    def __init__(self, line: Line, take: Callable[[Event], Awaitable[None]], health: Health, clock: Clock) -> None:
        self._line = line
        self._take = take
        self._health = health
        self._clock = clock
        self._offset = 0
        self._complained = self._rests_until = float("-inf")
        self._task: asyncio.Task[None] | None = None

    async def listen(self) -> None:
        """Poll and handle, one update after the other."""
        pause = _PAUSE
        greeted = False
        while True:
            try:
                if not greeted:
                    await self._line.greet()
                    greeted = True
                came = await self._line.updates(self._offset)
            except TokenRefused:
                self._health.refused(self._clock.now())
                self._complain("Telegram refuses the bot token: is TELEGRAM_BOT_TOKEN right, or revoked?")
                greeted = False
            except Conflicted as error:
                self._health.failed(str(error), conflict=True)
                self._complain(f"Conflict: {error}. Only one Readout may use a token; this one goes on asking")
                greeted = False
            except Unreachable as error:
                self._health.failed(error.word)
                pause = max(pause, error.after)
                self._rests_until = self._clock.monotonic() + error.after
                log.warning("Telegram was not heard: %s", error.word)
            else:
                self._health.polled(self._clock.now())
                pause = _PAUSE
                await self._handle(came)
                continue
            await self._clock.sleep(pause)
            pause = min(pause * 2, _PAUSE_MAX)

    async def _handle(self, came: Sequence[tuple[int, Event | None]]) -> None:
        for number, event in came:
            if event is not None:
                await self._take(event)
                self._health.polled(self._clock.now())
            self._offset = max(self._offset, number + 1)

    def _complain(self, words: str) -> None:
        if self._clock.monotonic() - self._complained >= _LOUD_SECONDS:
            self._complained = self._clock.monotonic()
            log.error(words)

    async def watch(self) -> bool:
        """Listen, and begin anew when listening has ended or heard nothing for too long. True when the token is lost for good.

        Returns only then; to stop it, cancel it.
        """
        began, next_start, rest = self._clock.now(), 0.0, _RESTART
        self._start()
        try:
            while not self._health.lost(self._clock.now()):
                await self._clock.sleep(WATCH_SECONDS)
                now, tick = self._clock.now(), self._clock.monotonic()
                deaf = self._health.deaf(now) and tick > self._rests_until  # who was asked to wait is not deaf
                if self._ended() or (deaf and now - began > DEAF):
                    if tick >= next_start:
                        await self._restart()
                        began, next_start, rest = now, tick + rest, min(2 * rest, _RESTART_MAX)
                elif not deaf:
                    rest = _RESTART
            log.error("Telegram has refused the bot token for ten minutes")
            return True
        finally:
            await self._end()

    def _start(self) -> None:
        self._task = asyncio.create_task(self.listen(), name="listening")

    def _ended(self) -> bool:
        return self._task is None or self._task.done()

    async def _restart(self) -> None:
        if self._task and self._task.done() and not self._task.cancelled() and (error := self._task.exception()):
            log.error("listening broke off (%s): it begins anew", type(error).__name__)
        elif self._health.refused_since is None:
            log.error("nothing was heard of Telegram for too long: listening begins anew")
        self._health.restarts += 1
        await self._end()
        await self._line.renew()
        self._start()

    async def _end(self) -> None:
        if self._task:
            self._task.cancel()
            with suppress(asyncio.CancelledError, Exception):
                await self._task
