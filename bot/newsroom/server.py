"""What does the newsroom answer, step by step, over real HTTP?

A threaded standard-library server on loopback: keep-alive, strong validators, 304, and the troubles that the scenario
asks for. Everything of a real address is served at ``/<scheme>/<host>/<path>``.
"""

import threading
from bisect import bisect_right
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime, parsedate_to_datetime
from hashlib import blake2b
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from socket import SHUT_RDWR, socket
from types import TracebackType
from typing import Any, Self
from urllib.parse import unquote

from bot.newsroom.edition import Editions
from bot.newsroom.relay import path_of
from bot.newsroom.render import Press, content_type
from bot.newsroom.scenario import Scenario

_HUGE = 6_000_000
_MAINTENANCE = b"<!DOCTYPE html><html><head><title>Maintenance</title></head><body><h1>Back soon</h1></body></html>"


@dataclass(frozen=True, slots=True)
class Answer:
    """What goes over the wire; ``claimed`` is the Content-Length when it is a lie; ``hang`` means silence."""

    status: int
    headers: tuple[tuple[str, str], ...] = ()
    body: bytes = b""
    claimed: int | None = None
    hang: bool = False


@dataclass(frozen=True, slots=True)
class _Route:
    """What is served at a path: a document, or one of its entries."""

    source: str
    entry: str = ""


class Newsroom:
    """Serves a scenario up to an instant; the ``with`` block is its opening hours."""

    def __init__(self, scenario: Scenario) -> None:
        self._now = scenario.starts
        self._press = Press(scenario)
        self._editions = {document.source: Editions(scenario, document) for document in scenario.documents}
        self._routes = _routes(self._editions)
        self._served: dict[str, int] = {}
        self._cache: dict[_Route, tuple[int, bytes | None]] = {}
        self._lock = threading.Lock()
        self.base = ""
        """The address to give to a Relay, without a trailing slash; known once the newsroom is open."""

    def __enter__(self) -> Self:
        self._server = _Server(self)
        self._server.open()
        self.base = f"http://127.0.0.1:{self._server.server_port}"
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self._server.close()

    def publish_until(self, instant: datetime) -> None:
        """From now on, everything up to ``instant`` (aware) is out."""
        with self._lock:
            self._now = instant

    def unread(self) -> bool:
        """Whether any document changed since it was last asked for."""
        with self._lock:
            return any(self._served.get(source) != self._edition(source) for source in self._editions)

    def answer(self, path: str, headers: Any) -> Answer:
        """What a GET of ``path`` gets, given its headers."""
        route = self._routes.get(unquote(path))
        if route is None:
            return Answer(404)
        with self._lock:
            if not route.entry:
                self._served[route.source] = self._edition(route.source)
            editions = self._editions[route.source]
            outage = editions.outage(self._now)
            body = self._body(route)
            changed = editions.changed_at(self._now).replace(microsecond=0)
        if outage is not None:
            return _troubled(outage.answer, body or b"")
        if body is None:
            return Answer(404)
        return _conditional(body, content_type(editions.document, article=bool(route.entry)), changed, headers)

    def _edition(self, source: str) -> int:
        """A number that moves whenever the document may look different."""
        return bisect_right(self._editions[source].moments, self._now)

    def _body(self, route: _Route) -> bytes | None:
        """The bytes as of now, rendered once per edition; None when it is not out or gone."""
        edition = self._edition(route.source)
        kept = self._cache.get(route)
        if kept is None or kept[0] != edition:
            kept = self._cache[route] = edition, self._rendered(route)
        return kept[1]

    def _rendered(self, route: _Route) -> bytes | None:
        editions = self._editions[route.source]
        moment = editions.changed_at(self._now)
        if not route.entry:
            return self._press.listing(editions.document, editions.shown(self._now), moment)
        entry = editions.entry(route.entry, self._now)
        return self._press.article(editions.document, entry, moment) if entry else None


def _routes(editions: dict[str, Editions]) -> dict[str, _Route]:
    """Every path and what stands there; sources that share an item's page are served by the first."""
    routes: dict[str, _Route] = {}
    for source, edition in editions.items():
        routes[unquote(path_of(edition.document.url))] = _Route(source)
    for source, edition in editions.items():
        for entry in edition.every(datetime.max.replace(tzinfo=UTC)) if edition.document.article else ():
            routes.setdefault(unquote(path_of(entry.url)), _Route(source, entry.id))
    return routes


def _conditional(body: bytes, media_type: str, changed: datetime, headers: Any) -> Answer:
    """200, or 304 when the visitor has this already (RFC 9110 §13.2.2: If-None-Match goes first)."""
    etag = f'"{blake2b(body, digest_size=12).hexdigest()}"'
    validators = (("ETag", etag), ("Last-Modified", format_datetime(changed, usegmt=True)))
    if (known := headers.get("If-None-Match")) is not None:
        same = known.strip() == "*" or etag in {tag.strip().removeprefix("W/") for tag in known.split(",")}
    else:
        same = _since(headers.get("If-Modified-Since")) >= changed
    return Answer(304, validators) if same else Answer(200, (("Content-Type", media_type), *validators), body)


def _since(date: str | None) -> datetime:
    """An HTTP date; the beginning of time when there is none or it cannot be read."""
    try:
        found = parsedate_to_datetime(date or "")
    except ValueError:
        return datetime.min.replace(tzinfo=UTC)
    return found if found.tzinfo else found.replace(tzinfo=UTC)


def _troubled(trouble: int | str, body: bytes) -> Answer:
    """What a visitor gets while something is wrong."""
    html = (("Content-Type", "text/html"),)
    match trouble:
        case int():
            return Answer(trouble, (*html, ("Retry-After", "600")) if trouble in {429, 503} else html, _MAINTENANCE)
        case "hang":
            return Answer(200, hang=True)
        case "html":
            return Answer(200, html, _MAINTENANCE)
        case "truncated":
            return Answer(200, html, body[: len(body) // 2], claimed=max(len(body), 1))
        case "huge":
            return Answer(200, html, b" " * _HUGE)
        case _:
            return Answer(200, html)


class _Visit(BaseHTTPRequestHandler):
    """One connection."""

    server: "_Server"
    protocol_version = "HTTP/1.1"
    server_version = "newsroom"
    sys_version = ""
    wbufsize = -1  # head and body leave in one piece: two would meet Nagle and wait 40 ms
    disable_nagle_algorithm = True

    def handle(self) -> None:
        """Serve until the visitor leaves; one that leaves in the middle is no news."""
        try:
            super().handle()
        except ConnectionError:
            self.close_connection = True

    def do_GET(self) -> None:
        """Write the newsroom's answer."""
        answer = self.server.newsroom.answer(self.path, self.headers)
        if answer.hang:
            self.server.closing.wait(timedelta(minutes=5).total_seconds())
            self.close_connection = True
            return
        self.send_response(answer.status)
        for name, value in answer.headers:
            self.send_header(name, value)
        if answer.status != 304:
            self.send_header("Content-Length", str(len(answer.body) if answer.claimed is None else answer.claimed))
        self.end_headers()
        self.wfile.write(answer.body)
        if answer.claimed is not None:
            self.close_connection = True

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 - the base class's signature
        """Say nothing: the pipeline's own log tells what it fetched."""


class _Server(ThreadingHTTPServer):
    """The listening socket and its visitors, all of them gone after ``close``."""

    daemon_threads = True

    def __init__(self, newsroom: Newsroom) -> None:
        super().__init__(("127.0.0.1", 0), _Visit)
        self.newsroom = newsroom
        self.closing = threading.Event()
        self._visitors: dict[threading.Thread, socket] = {}
        self._thread = threading.Thread(target=self.serve_forever, args=(0.05,), name="newsroom", daemon=True)

    def open(self) -> None:
        self._thread.start()

    def process_request(self, request: Any, client_address: Any) -> None:
        """Give the visitor a thread, and remember both so that ``close`` can end them."""
        thread = threading.Thread(target=self._visit, args=(request, client_address), daemon=True)
        self._visitors[thread] = request
        thread.start()

    def _visit(self, request: Any, client_address: Any) -> None:
        self.process_request_thread(request, client_address)
        self._visitors.pop(threading.current_thread(), None)

    def close(self) -> None:
        """Stop listening, hang up on every visitor, and wait for their threads."""
        self.closing.set()
        self.shutdown()
        self._thread.join()
        for thread, connection in list(self._visitors.items()):
            with suppress(OSError):  # it may have gone by itself
                connection.shutdown(SHUT_RDWR)
            thread.join(5)
        self.server_close()
