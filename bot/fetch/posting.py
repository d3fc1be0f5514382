"""How do we hand something to somebody else's server, and what do we know when it does not answer?

The guard is the fetcher's: every address is judged when its socket is opened. A redirect is an answer, not an order, since what we
post is signed for one address. The answer's body is never read.
"""

from collections.abc import Mapping
from http import HTTPStatus
from urllib.parse import urlsplit

import aiohttp

from bot.fetch.client import certificates
from bot.fetch.guard import NotPublicError, PublicResolver, public_socket
from bot.model.reply import Posted
from bot.ports import Clock
from bot.text.waits import seconds_of

_UNSENT: tuple[type[Exception], ...] = (aiohttp.ClientConnectorError, aiohttp.ConnectionTimeoutError, aiohttp.InvalidURL)
"""What fails before the request leaves us."""


class HttpPoster:
    """``bot.ports.Poster`` over real HTTP. ``deadline`` bounds one request in seconds; connecting may take half of it."""

    def __init__(self, clock: Clock, *, allow_private: bool = False, deadline: float = 20.0) -> None:
        self._clock = clock
        self._allow_private = allow_private
        self._timeout = aiohttp.ClientTimeout(total=deadline, connect=deadline / 2, sock_connect=deadline / 2)
        self._resolver = PublicResolver()
        self._session: aiohttp.ClientSession | None = None

    async def post(self, url: str, body: bytes, headers: Mapping[str, str]) -> Posted:
        """See ``bot.ports.Poster``."""
        return await self._ask("POST", url, body, headers)

    async def get(self, url: str) -> Posted:
        """GET once, in the same way: what it answers is nothing to us but a status."""
        return await self._ask("GET", url, None, {"User-Agent": "readout-bot"})

    async def _ask(self, method: str, url: str, body: bytes | None, headers: Mapping[str, str]) -> Posted:
        """Errors are told by their class alone: what they say may quote the address."""
        try:
            async with self._connections().request(method, url, data=body, headers=headers, allow_redirects=False) as answer:
                return Posted(answer.status, seconds_of(answer.headers.get("Retry-After", ""), self._clock.now()), arrived=True)
        except NotPublicError:
            return Posted(0, problem=f"{urlsplit(url).hostname} leads to an address that is not public")
        except _UNSENT as error:
            return Posted(0, problem=f"{urlsplit(url).hostname} cannot be reached: {type(error).__name__}")
        except (aiohttp.ClientError, TimeoutError, OSError, ValueError) as error:
            return Posted(0, problem=f"{urlsplit(url).hostname} gave no answer: {type(error).__name__}", arrived=True)

    async def close(self) -> None:
        """See ``bot.ports.Poster``."""
        if self._session:
            await self._session.close()
            self._session = None
        await self._resolver.close()

    def _connections(self) -> aiohttp.ClientSession:
        """Made when first needed. A connection is used once: one that had been closed meanwhile would leave us in doubt."""
        if self._session is None or self._session.closed:
            connector = aiohttp.TCPConnector(
                ssl=certificates(),
                force_close=True,
                resolver=None if self._allow_private else self._resolver,
                socket_factory=None if self._allow_private else public_socket,
            )
            self._session = aiohttp.ClientSession(
                connector=connector,
                cookie_jar=aiohttp.DummyCookieJar(),
                timeout=self._timeout,
                trust_env=False,
                auto_decompress=False,
                skip_auto_headers=("Accept-Encoding",),
            )
        return self._session


class HttpHeart:
    """``bot.ports.Heart``: a GET of one address, whose path is a secret."""

    def __init__(self, url: str, poster: HttpPoster) -> None:
        self._url = url
        self._poster = poster

    async def beat(self) -> str:
        """See ``bot.ports.Heart``."""
        done = await self._poster.get(self._url)
        if done.problem or HTTPStatus.OK <= done.status < HTTPStatus.MULTIPLE_CHOICES:
            return done.problem
        return f"{urlsplit(self._url).hostname} answered {done.status}"

    async def close(self) -> None:
        """See ``bot.ports.Heart``."""
        await self._poster.close()
