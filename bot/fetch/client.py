"""How do we ask the network, and when do we stop listening?

httpx has no total time-out, follows redirects without asking our guard, keeps cookies across sites and unpacks without
bounds; so we use its transport alone (request in, response out) and add exactly what a monitor needs. Everything that
httpx, httpcore, ssl and the operating system raise leaves here as one of our SourceErrors.
"""

import asyncio
import ssl
from collections.abc import AsyncGenerator
from contextlib import aclosing
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from typing import cast

import httpcore
import httpx

from bot.errors import FetchFailed, Refused
from bot.fetch.answers import DOOR_SHUT, failure
from bot.fetch.coding import CodingRefusedError, CutShortError, undone
from bot.fetch.guard import GuardedBackend, NotPublicError
from bot.fetch.manners import Manners
from bot.model.reply import NotModified, Reply, Request
from bot.ports import Clock

MAX_REDIRECTS = 5
_SCHEMES = frozenset({"http", "https"})
_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_DOCUMENTS = frozenset({200, 203})
_ERROR_PAGE = 65_536
_SECRETS = ("authorization", "cookie")
_IDLE_CONNECTIONS = 16
"""httpx's pool looks at every connection on each release: a larger pool makes it slower, not faster."""
_IDLE_SECONDS = 15.0


class HttpFetcher:
    """The Fetcher over real HTTP.

    ``deadline`` bounds one fetch from connect to last byte, redirects included, in seconds; waiting for our turn does
    not count. ``max_body`` bounds the body in bytes, raw and unpacked. ``contact`` tells site owners whom to write to.
    """

    def __init__(
        self,
        clock: Clock,
        *,
        deadline: float = 30.0,
        max_body: int = 5_000_000,
        contact: str = "",
        concurrency: int = 32,
    ) -> None:
        self._clock = clock
        self._deadline = deadline
        self._max_body = max_body
        self._agent = f"readout-bot/{_version()}" + (f" (+{contact})" if contact else "")
        self._slots = asyncio.Semaphore(concurrency)
        self._limits = httpx.Limits(
            max_connections=concurrency,
            max_keepalive_connections=min(concurrency, _IDLE_CONNECTIONS),
            keepalive_expiry=_IDLE_SECONDS,
        )
        self._manners = Manners(clock)
        self._guard = GuardedBackend()
        self._transports: dict[tuple[bool, str], httpx.AsyncHTTPTransport] = {}

    async def fetch(self, request: Request) -> Reply | NotModified:
        """GET, politely and within bounds. A redirect belongs to the turn at the host that sent it.

        Raises FetchFailed, SourceGone, Refused or Challenged; never a vendor's error.
        """
        url = _checked(request, request.url)
        host = f"{url.host}:{url.port or url.scheme}"
        async with self._manners.turn(host, request.min_gap.total_seconds()), self._slots:
            try:
                async with asyncio.timeout(self._deadline):
                    return await self._follow(request, url)
            except TimeoutError as error:
                raise FetchFailed(request.source, f"no complete answer within {self._deadline:g} s") from error
            except (NotPublicError, CodingRefusedError) as error:
                raise Refused(request.source, str(error)) from error
            except (httpx.HTTPError, OSError, CutShortError) as error:
                raise FetchFailed(request.source, f"{type(error).__name__}: {error}") from error

    async def close(self) -> None:
        """Let go of every connection."""
        for transport in self._transports.values():
            await transport.aclose()
        self._transports.clear()
        self._guard.close()

    async def _follow(self, request: Request, url: httpx.URL) -> Reply | NotModified:
        """Ask, and ask again where we are sent, each hop checked like the first."""
        headers = self._headers(request)
        for _ in range(MAX_REDIRECTS + 1):
            response = await self._ask(request, url, headers)
            try:
                if response.status_code not in _REDIRECTS:
                    return await self._answer(request, url, response)
                target = _next(request, url, response)
            finally:
                await response.aclose()
            if target.netloc != url.netloc:
                _forget_secrets(headers)
            url = target
        raise FetchFailed(request.source, f"more than {MAX_REDIRECTS} redirects")

    async def _ask(self, request: Request, url: httpx.URL, headers: httpx.Headers) -> httpx.Response:
        """One request on the transport for this kind of address; the body is not read yet.

        Asked once more when the connection breaks before an answer: it may have been a kept one gone stale, which
        RFC 9112 §9.3.1 lets a GET survive.
        """
        key = (request.allow_private, url.scheme)
        if key not in self._transports:
            self._transports[key] = self._opened(*key)
        asked = httpx.Request("GET", url, headers=headers, extensions={"timeout": {"connect": self._deadline / 2}})
        try:
            return await self._transports[key].handle_async_request(asked)
        except (httpx.RemoteProtocolError, httpx.ReadError, httpx.WriteError):
            return await self._transports[key].handle_async_request(asked)

    def _opened(self, allow_private: bool, scheme: str) -> httpx.AsyncHTTPTransport:  # noqa: FBT001 - unpacked from a key
        """A connection pool, guarded unless told otherwise. Only https pays for loading the certificates."""
        context = _certificates() if scheme == "https" else ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
        transport = httpx.AsyncHTTPTransport(verify=context, trust_env=False, limits=self._limits)
        if not allow_private:
            guard(transport, self._guard)
        return transport

    def _headers(self, request: Request) -> httpx.Headers:
        """What we say of ourselves, overridden by what the source asks for; validators echoed byte for byte."""
        headers = httpx.Headers({"User-Agent": self._agent, "Accept": "*/*", "Accept-Encoding": "gzip, deflate"})
        headers.update([(name.encode("latin-1", "replace"), value.encode("latin-1", "replace")) for name, value in _asked(request)])
        return headers

    async def _answer(self, request: Request, url: httpx.URL, response: httpx.Response) -> Reply | NotModified:
        """The reply, or the error that the status amounts to."""
        if response.status_code == httpx.codes.NOT_MODIFIED and (request.etag or request.last_modified):
            await _read(response, 0)  # there is no body, but only a read one frees the connection for the next request
            return NotModified(request.url)
        if response.status_code not in _DOCUMENTS:
            start = await _read(response, _ERROR_PAGE, whole=False) if response.status_code in DOOR_SHUT else b""
            raise failure(request.source, response, start, self._clock.now())
        raw = await _read(response, self._max_body)
        return Reply(
            url=str(url),
            body=undone(raw, _verbatim(response, "content-encoding"), self._max_body),
            content_type=_verbatim(response, "content-type"),
            etag=_verbatim(response, "etag"),
            last_modified=_verbatim(response, "last-modified"),
        )


def guard(transport: httpx.AsyncHTTPTransport, backend: httpcore.AsyncNetworkBackend) -> None:
    """Put ``backend`` under a transport. httpx 0.28 has no public place for it; a test pins this one."""
    transport._pool._network_backend = backend  # noqa: SLF001 - the only place, and AttributeError is better than no guard


@cache
def _certificates() -> ssl.SSLContext:
    """The one TLS context of the process: building it takes 20 ms."""
    return httpx.create_ssl_context(trust_env=False)


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
    """A header's bytes as Latin-1, so that encoding it again gives the same bytes; repeated ones joined by commas."""
    wanted = name.encode()
    return ", ".join(value.decode("latin-1") for key, value in response.headers.raw if key.lower() == wanted)


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
