"""How do we ask the network, and when do we stop listening?

Requests and responses are httpx's; aiohttp carries them, since httpx's own pool looks at every connection on each release and gets
slower the more hosts there are (``tests/benchmarks/transports.py``, decision 010). Of both we use the transport alone: no redirects
that our guard has not seen, no cookies, no unpacking without bounds, and one deadline over all. Whatever httpx, aiohttp, ssl and
the operating system raise leaves here as one of our SourceErrors.
"""

import asyncio
import ssl
from collections.abc import AsyncGenerator
from contextlib import aclosing
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from typing import cast

import aiohttp
import httpx
from httpx_aiohttp import AiohttpTransport

from bot.errors import Challenged, FetchFailed, Refused, SourceGone
from bot.fetch.answers import DOOR_SHUT, failure
from bot.fetch.coding import CodingRefusedError, CutShortError, undone
from bot.fetch.guard import NotPublicError, PublicResolver, public_socket
from bot.fetch.lifetime import lifetime
from bot.fetch.manners import Manners
from bot.fetch.robots import SIZE_MAX, Robots, Rules
from bot.model.reply import NotModified, Reply, Request
from bot.ports import Clock, RobotsMemory

MAX_REDIRECTS = 5
_SCHEMES = frozenset({"http", "https"})
_PORTS = frozenset({None, 80, 443})
_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_FOR_GOOD = frozenset({301, 308})
_DOCUMENTS = frozenset({200, 203})
_NO_FILE = frozenset(range(400, 500)) - {httpx.codes.TOO_MANY_REQUESTS}
"""Answers to the question for robots.txt that mean that there are no rules (RFC 9309 §2.3.1.3)."""
_ERROR_PAGE = 65_536
_SECRETS = ("authorization", "cookie")
_IDLE_SECONDS = 5.0
"""After robots.txt or a redirect comes the next question; after a feed none for minutes, and each connection is an open file."""
_BROWSER = "Mozilla/5.0 (X11; Linux x86_64; rv:145.0) Gecko/20100101 Firefox/145.0"
"""For the few hosts that answer nobody else, and whose entries say so."""
_UNSAID = ("Accept", "Accept-Encoding", "User-Agent")
"""Headers that aiohttp would add of its own accord."""


class HttpFetcher:
    """The Fetcher over real HTTP.

    ``deadline`` bounds one fetch from connect to last byte, redirects included, in seconds; waiting for our turn does
    not count. ``max_body`` bounds the body in bytes, raw and unpacked. ``contact`` tells site owners whom to write to.
    ``memory`` keeps robots.txt files between runs.
    """

    def __init__(
        self,
        clock: Clock,
        memory: RobotsMemory | None = None,
        *,
        deadline: float = 30.0,
        max_body: int = 5_000_000,
        contact: str = "",
        concurrency: int = 64,
    ) -> None:
        self._clock = clock
        self._deadline = deadline
        self._max_body = max_body
        self._agent = f"readout-bot/{_version()}" + (f" (+{contact})" if contact else "")
        self._slots = asyncio.Semaphore(concurrency)
        self._manners = Manners(clock)
        self._robots = Robots(clock, memory)
        self._resolver = PublicResolver()
        self._transports: dict[tuple[bool, str | None], AiohttpTransport] = {}

    async def fetch(self, request: Request) -> Reply | NotModified:
        """GET, politely and within bounds. A redirect belongs to the turn at the host that sent it.

        Raises FetchFailed, SourceGone, Refused or Challenged; never a vendor's error.
        """
        url = _checked(request, request.url)
        rules = await self._rules(request, url) if request.heed_robots else None
        if rules and not rules.allows(str(url)):
            hint = "heed it, or state ignore_robots with the reason"
            raise Refused(request.source, f"{url.host}/robots.txt keeps us from {url.path}: {hint}")
        return await self._in_turn(request, url, max(request.min_gap.total_seconds(), rules.delay if rules else 0.0))

    async def _rules(self, request: Request, url: httpx.URL) -> Rules:
        """What the host's robots.txt says."""

        async def fetch(address: str) -> bytes:
            asking = Request(request.source, address, min_gap=request.min_gap, ca=request.ca, as_browser=request.as_browser)
            try:
                answer = await self._in_turn(asking, httpx.URL(address), request.min_gap.total_seconds())
            except (SourceGone, Challenged):
                return b""
            except FetchFailed as error:
                if (
                    error.status
                    and error.status < httpx.codes.INTERNAL_SERVER_ERROR
                    and error.status != httpx.codes.TOO_MANY_REQUESTS
                ):
                    return b""
                raise FetchFailed(request.source, f"robots.txt: {error.problem}", error.retry_after) from error
            return answer.body[:SIZE_MAX] if isinstance(answer, Reply) else b""

        return await self._robots.of(f"{url.scheme}://{url.netloc.decode()}", fetch)

    async def _in_turn(self, request: Request, url: httpx.URL, gap: float) -> Reply | NotModified:
        """Ask when it is our turn."""
        async with self._manners.turn(f"{url.host}:{url.port or url.scheme}", gap), self._slots:
            try:
                async with asyncio.timeout(self._deadline):
                    return await self._follow(request, url)
            except TimeoutError as error:
                raise FetchFailed(request.source, f"no complete answer within {self._deadline:g} s") from error
            except (NotPublicError, CodingRefusedError, httpx.UnsupportedProtocol) as error:  # the last: no address at all
                raise Refused(request.source, str(error)) from error
            except (
                httpx.HTTPError,
                aiohttp.ClientError,
                OSError,
                CutShortError,
                ValueError,
            ) as error:  # ValueError: a split header
                raise FetchFailed(request.source, str(error) or type(error).__name__) from error

    async def close(self) -> None:
        """Let go of every connection."""
        for transport in self._transports.values():
            await transport.aclose()
        self._transports.clear()
        await self._resolver.close()

    async def _follow(self, request: Request, url: httpx.URL) -> Reply | NotModified:
        """Ask, and ask again where we are sent, each hop checked like the first."""
        headers = self._headers(request)
        moved, for_good = "", True
        for _ in range(MAX_REDIRECTS + 1):
            response = await self._ask(request, url, headers)
            try:
                if response.status_code not in _REDIRECTS:
                    return await self._answer(request, url, response, moved)
                target = _next(request, url, response)
            finally:
                await response.aclose()
            if target.netloc != url.netloc:
                _forget_secrets(headers)
            for_good = for_good and response.status_code in _FOR_GOOD
            url, moved = target, str(target) if for_good else moved
        raise FetchFailed(request.source, f"more than {MAX_REDIRECTS} redirects")

    async def _ask(self, request: Request, url: httpx.URL, headers: httpx.Headers) -> httpx.Response:
        """One request on the transport for this kind of address; the body is not read yet."""
        key = (request.allow_private, request.ca if url.scheme == "https" else None)
        if key not in self._transports:
            self._transports[key] = self._opened(allow_private=request.allow_private, ca=key[1])
        timeout = {"timeout": {"connect": self._deadline / 2}}
        return await self._transports[key].handle_async_request(httpx.Request("GET", url, headers=headers, extensions=timeout))

    def _opened(self, *, allow_private: bool, ca: str | None) -> AiohttpTransport:
        """A connection pool, guarded unless told otherwise. Only https pays for loading the certificates."""
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT) if ca is None else certificates(ca)
        connector = aiohttp.TCPConnector(
            ssl=context,
            limit=0,  # the slots are ours
            keepalive_timeout=_IDLE_SECONDS,
            resolver=None if allow_private else self._resolver,
            socket_factory=None if allow_private else public_socket,
        )
        session = aiohttp.ClientSession(
            connector=connector, cookie_jar=aiohttp.DummyCookieJar(), skip_auto_headers=_UNSAID, trust_env=False
        )
        return AiohttpTransport(verify=context, trust_env=False, client=session)

    def _headers(self, request: Request) -> httpx.Headers:
        """What we say of ourselves, overridden by what the source asks for; validators echoed byte for byte."""
        agent = _BROWSER if request.as_browser else self._agent
        headers = httpx.Headers({"User-Agent": agent, "Accept": "*/*", "Accept-Encoding": "gzip, deflate"})
        headers.update([(name.encode(errors="replace"), value.encode(errors="replace")) for name, value in _asked(request)])
        return headers

    async def _answer(self, request: Request, url: httpx.URL, response: httpx.Response, moved: str) -> Reply | NotModified:
        """The reply, or the error that the status amounts to."""
        now = self._clock.now()
        if response.status_code == httpx.codes.NOT_MODIFIED and (request.etag or request.last_modified):
            return NotModified(request.url, lifetime(response.headers, now), moved)
        if response.status_code not in _DOCUMENTS:
            start = await _read(response, _ERROR_PAGE, whole=False) if response.status_code in DOOR_SHUT else b""
            raise failure(request.source, response, start, now)
        raw = await _read(response, self._max_body)
        return Reply(
            url=str(url),
            body=undone(raw, _verbatim(response, "content-encoding"), self._max_body),
            content_type=_verbatim(response, "content-type"),
            etag=_verbatim(response, "etag"),
            last_modified=_verbatim(response, "last-modified"),
            lifetime=lifetime(response.headers, now),
            moved=moved,
        )


@cache
def certificates(ca: str = "") -> ssl.SSLContext:
    """One TLS context per process and bundle: building it takes 20 ms."""
    context = httpx.create_ssl_context(trust_env=False)
    if ca:
        context.load_verify_locations(ca)
    return context


@cache
def _version() -> str:
    try:
        return version("readout-bot")
    except PackageNotFoundError:  # run from a checkout that was never installed
        return "0"


def _checked(request: Request, address: str) -> httpx.URL:
    """``address`` as a URL we are willing to ask; Refused otherwise."""
    try:
        url = httpx.URL(address)
    except httpx.InvalidURL as error:
        raise Refused(request.source, f"not an address: {error}") from error
    if url.scheme not in _SCHEMES or not url.host:
        raise Refused(request.source, f"only http and https addresses are fetched, not {address[:200]!r}")
    if url.port not in _PORTS and not request.allow_private:
        raise Refused(
            request.source, f"port {url.port} of {url.host}: only 80 and 443 are asked, unless allow_private says otherwise"
        )
    return url


def _next(request: Request, url: httpx.URL, response: httpx.Response) -> httpx.URL:
    """Where a redirect sends us, resolved against where we are."""
    location = response.headers.get("location", "")
    if not location:
        raise FetchFailed(request.source, f"HTTP {response.status_code} without a Location")
    try:
        target = _checked(request, str(url.join(location)))
    except httpx.InvalidURL as error:
        raise Refused(request.source, f"redirected to what is not an address: {error}") from error
    if url.scheme == "https" and target.scheme == "http":
        raise Refused(request.source, f"redirected from https down to {target}")
    return target


def _forget_secrets(headers: httpx.Headers) -> None:
    """What was meant for one host is not told to the next."""
    for name in _SECRETS:
        headers.pop(name, None)


def _asked(request: Request) -> list[tuple[str, str]]:
    """The request's own headers and validators (RFC 9110 §13.1)."""
    validators = (("If-None-Match", request.etag), ("If-Modified-Since", request.last_modified))
    return [*request.headers, *(pair for pair in validators if pair[1])]


def _verbatim(response: httpx.Response, name: str) -> str:
    """A header as text that gives the same bytes again; repeated ones joined by commas.

    Empty when its bytes are not UTF-8, as which headers are sent: no validator is better than another one.
    """
    wanted = name.encode()
    try:
        return ", ".join(value.decode() for key, value in response.headers.raw if key.lower() == wanted)
    except UnicodeDecodeError:
        return ""


async def _read(response: httpx.Response, limit: int, *, whole: bool = True) -> bytes:
    """The raw body up to ``limit`` bytes; more is refused, or left unread when the ``whole`` is not needed."""
    raw = bytearray()
    generator = cast("AsyncGenerator[bytes, None]", response.aiter_raw())  # httpx annotates only the iterator in it
    async with aclosing(generator) as chunks:
        async for chunk in chunks:
            raw += chunk
            if len(raw) > limit:
                break
    if whole and len(raw) > limit:
        raise CodingRefusedError(f"body of more than {limit} bytes")
    return bytes(raw[:limit])
