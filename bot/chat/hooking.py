"""May Telegram come to us, where we cannot or would not poll? A webhook that the ears take for a line like any other.

What is posted waits until it is handled and is answered then: by the next question, as polling confirms it. Whatever breaks off is
answered with 500, and Telegram posts it again. TLS is the business of the reverse proxy in front.
"""

import asyncio
import json
import logging
from collections import Counter, deque
from collections.abc import Sequence
from dataclasses import dataclass, field
from hmac import compare_digest

from aiohttp import web

from bot.chat.asking import Event
from bot.chat.hearing import Conflicted, Unreachable
from bot.chat.wire import Wire
from bot.ports import Clock
from bot.text.speech import phrase

log = logging.getLogger(__name__)

CHECK_SECONDS = 60.0
"""After so long without a post we ask Telegram whether it has any."""
_HEADER = "X-Telegram-Bot-Api-Secret-Token"
_BODY_MAX = 1_000_000
_TRIES = 3
"""So often may the handling of one update break off; then it is left out, lest it comes for ever."""
_REMEMBERED = 1000
_LEAVE_SECONDS = 2.0


@dataclass(frozen=True, slots=True)
class Door:
    """Where Telegram posts to, by which word we know it, and where we listen behind the proxy."""

    url: str = field(repr=False)
    secret: str = field(repr=False)
    host: str
    port: int


class Hook:
    """A line on which updates are brought to us."""

    def __init__(self, wire: Wire, door: Door, clock: Clock) -> None:
        self._wire = wire
        self._door = door
        self._clock = clock
        self._runner: web.AppRunner | None = None
        self._came: deque[tuple[int, Event | None]] = deque()
        self._bell = asyncio.Event()
        self._waiting: dict[int, asyncio.Future[bool]] = {}
        """What was posted and not answered yet, by its number."""
        self._taken: int | None = None
        """What is being handled."""
        self._done: deque[int] = deque(maxlen=_REMEMBERED)
        self._broken: Counter[int] = Counter()
        self._good = clock.now()
        """When we last knew that posts arrive."""
        self._begins = True

    async def greet(self) -> None:
        """Open the door, then tell Telegram where it is. Raises what ``updates`` raises."""
        self._settle(handled=False)  # who begins anew did not come to an end
        if self._runner is None:
            await self._open()
        await self._wire.invite(self._door.url, self._door.secret)
        self._good = self._clock.now()

    async def updates(self, offset: int) -> Sequence[tuple[int, Event | None]]:  # noqa: ARG002 - posts come in no strict order
        """The next that was posted; asking confirms the one before. Nothing, when a minute was silent for a good reason.

        Raises TokenRefused, Conflicted or Unreachable.
        """
        self._settle(handled=True)
        if self._begins:  # Telegram has answered us just now
            self._begins = False
            return ()
        await self._wait()
        if not self._came:
            await self._look()
        if not self._came:
            return ()
        self._good = self._clock.now()
        one = self._came.popleft()
        self._taken = one[0]
        return (one,)

    async def renew(self) -> None:
        """Use other connections from now on; the door stays where it is."""
        await self._wire.renew()

    async def close(self) -> None:
        """Shut the door. What was not handled by now comes again after the next start."""
        for answer in self._waiting.values():
            if not answer.done():
                answer.set_result(False)
        if self._runner:
            await self._runner.cleanup()

    async def _open(self) -> None:
        app = web.Application(client_max_size=_BODY_MAX)
        app.router.add_post("/{path:.*}", self._posted)  # a proxy may have cut the path
        runner = web.AppRunner(app, access_log=None, shutdown_timeout=_LEAVE_SECONDS)
        await runner.setup()
        try:
            await web.TCPSite(runner, self._door.host, self._door.port).start()
        except OSError as error:
            await runner.cleanup()
            raise Unreachable(f"we cannot listen at TELEGRAM_WEBHOOK_LISTEN ({error.strerror})", 0) from None
        self._runner = runner

    async def _posted(self, request: web.Request) -> web.Response:
        given = request.headers.get(_HEADER, "").encode(errors="surrogateescape")
        if not compare_digest(given, self._door.secret.encode()):
            return web.Response(status=403)
        body = await request.read()  # too big a one is refused here
        try:
            number, event = self._wire.read(json.loads(body))
        except (ValueError, RecursionError):
            return web.Response(status=400)
        return web.Response(status=200 if await self._handled(number, event) else 500)

    async def _handled(self, number: int, event: Event | None) -> bool:
        """Once it was handled, or broke off. What is posted twice is handled once."""
        if number in self._done:
            return True
        if number not in self._waiting:
            self._waiting[number] = asyncio.get_running_loop().create_future()
            self._came.append((number, event))
            self._bell.set()
        return await asyncio.shield(self._waiting[number])

    def _settle(self, *, handled: bool) -> None:
        """Answer for the one that was taken."""
        if (number := self._taken) is None:
            return
        self._taken = None
        if not handled:
            self._broken[number] += 1
            if self._broken[number] >= _TRIES:
                log.error("an update broke off %d times: it is left out", _TRIES)
                handled = True
        if handled:
            self._done.append(number)
            self._broken.pop(number, None)
        answer = self._waiting.pop(number)
        if not answer.done():
            answer.set_result(handled)

    async def _wait(self) -> None:
        """Until something was posted, a minute at most."""
        self._bell.clear()
        if self._came:
            return
        either = [asyncio.create_task(self._bell.wait()), asyncio.create_task(self._clock.sleep(CHECK_SECONDS))]
        try:
            await asyncio.wait(either, return_when=asyncio.FIRST_COMPLETED)
        finally:
            for one in either:
                one.cancel()

    async def _look(self) -> None:
        """Ask Telegram whether its posts arrive; ninety seconds of bad answers make us deaf. Raises what ``updates`` raises."""
        posting = await self._wire.posting()
        if posting.url != self._door.url:
            raise Conflicted(phrase("the webhook was taken away"))
        if self._came:
            return
        if posting.failed_at and posting.failed_at > self._good:
            raise Unreachable(phrase("its posts fail: does TELEGRAM_WEBHOOK_URL lead to TELEGRAM_WEBHOOK_LISTEN?"), 0)
        if posting.waiting:
            raise Unreachable(phrase("it has something for us, and its posts do not arrive"), 0)
        self._good = self._clock.now()
