"""How does the emulator speak HTTP, and how does it misbehave when asked to?"""

import json
import threading
from collections import defaultdict, deque
from contextlib import suppress
from dataclasses import dataclass
from email.parser import BytesParser
from email.policy import HTTP
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from socket import SHUT_RDWR
from types import TracebackType
from typing import Any, Literal, Self
from urllib.error import HTTPError, URLError
from urllib.parse import parse_qsl
from urllib.request import Request, urlopen

from tests.botapi.parser import RefusedError
from tests.botapi.rules import WHEN, BotApi

TOKEN = "123456789:AAF-canary_token_that_must_never_be_seen"


@dataclass(frozen=True, slots=True)
class Called:
    """One request as it came in."""

    method: str
    parameters: dict[str, str]
    file: tuple[str, bytes] | None = None
    """The name and content of an upload."""


Trouble = RefusedError | Literal["drop before", "drop after", "hang", "nonsense"]
"""An answer instead of the real one; the line cut before or after the work is done; silence; a page of a proxy's."""


class Emulator:
    """A Bot API on a loopback port while the ``with`` block lasts; ``base`` is what a client is given as base URL."""

    def __init__(self, api: BotApi | None = None) -> None:
        self.api = api or BotApi(TOKEN)
        self.journal: list[Called] = []
        self.troubles: dict[str, deque[Trouble]] = defaultdict(deque)
        """Method, in small letters, to the troubles of its next calls."""
        self.lock = threading.Lock()
        self.called = threading.Condition(self.lock)
        self.closing = threading.Event()

    def __enter__(self) -> Self:
        self._server = _Server(("127.0.0.1", 0), _Visit)
        self._server.emulator = self
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.02,), daemon=True)
        self._thread.start()
        self.base = f"http://127.0.0.1:{self._server.server_port}"
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.closing.set()
        self.api.set_webhook({})  # whoever polls is sent away
        self._server.shutdown()
        self._thread.join()
        self._server.server_close()

    def trouble(self, method: str, *troubles: Trouble) -> None:
        """What the next calls of a method meet, one each."""
        self.troubles[method.lower()].extend(troubles)

    def calls(self, method: str) -> list[dict[str, str]]:
        """The parameters of every call of a method so far."""
        return [called.parameters for called in self.journal if called.method.lower() == method.lower()]

    def deliver(self, proxy: str) -> list[int]:
        """Post what waits to the webhook, once each, through a reverse proxy that leads to ``proxy``; the answers' statuses (0: none)."""
        with self.api.arrived:  # what is under way does not wait
            under_way, self.api.updates = self.api.updates, []
        statuses = [(update, self._post(update, proxy)) for update in under_way]
        failed = [update for update, status in statuses if status != 200]
        with self.api.arrived:
            self.api.updates = failed + self.api.updates
            self.api.failed_at = WHEN if failed else self.api.failed_at
        return [status for _, status in statuses]

    def _post(self, update: dict[str, Any], proxy: str) -> int:
        path = "/".join(self.api.webhook.split("/")[3:])
        headers = {"Content-Type": "application/json", "X-Telegram-Bot-Api-Secret-Token": self.api.secret}
        try:
            with urlopen(Request(f"{proxy}/{path}", json.dumps(update).encode(), headers), timeout=20) as answer:
                return int(answer.status)
        except HTTPError as error:
            with error:
                return error.code
        except (URLError, OSError):
            return 0

    def wait_for(self, method: str) -> None:
        """Wait until a method is called; fail after 20 seconds."""
        with self.called:
            if not self.called.wait_for(lambda: self.calls(method), 20):
                raise TimeoutError(f"{method} was not called")


def _parts(kind: str, body: bytes) -> tuple[dict[str, str], tuple[str, bytes] | None]:
    """The fields of a form with an upload, and the upload."""
    form, fields, file = BytesParser(policy=HTTP).parsebytes(f"Content-Type: {kind}\r\n\r\n".encode() + body), {}, None
    for part in form.iter_parts():
        content = part.get_payload(decode=True)
        content = content if isinstance(content, bytes) else b""
        if part.get_filename():
            file = part.get_filename() or "", content
        else:
            fields[str(part.get_param("name", header="content-disposition"))] = content.decode()
    return fields, file


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 128  # the default of 5 resets some of many that come at once
    emulator: Emulator


class _Visit(BaseHTTPRequestHandler):
    server: _Server
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    wbufsize = -1

    def do_POST(self) -> None:
        """Take a call: ``/bot<token>/<method>``, its parameters as a form or as JSON."""
        emulator = self.server.emulator
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        _, bot, method = [*self.path.partition("?")[0].split("/"), "", ""][:3]
        if bot != f"bot{emulator.api.token}":
            self._answer(401, {"ok": False, "error_code": 401, "description": "Unauthorized"})
            return
        called = Called(method, *self._parameters(body))
        with emulator.lock:
            emulator.journal.append(called)
            emulator.called.notify_all()
            troubles = emulator.troubles[method.lower()]
            trouble = troubles.popleft() if troubles else None
        self._meet(trouble, called)

    def do_GET(self) -> None:
        """The same: the Bot API takes either."""
        self.do_POST()

    def _parameters(self, body: bytes) -> tuple[dict[str, str], tuple[str, bytes] | None]:
        if "multipart" in (kind := self.headers.get("Content-Type", "")):
            return _parts(kind, body)
        return self._fields(body), None

    def _fields(self, body: bytes) -> dict[str, str]:
        if "json" in self.headers.get("Content-Type", ""):
            given: dict[str, Any] = json.loads(body or b"{}")
            return {key: value if isinstance(value, str) else json.dumps(value) for key, value in given.items()}
        return dict(parse_qsl(body.decode(), keep_blank_values=True))

    def _meet(self, trouble: Trouble | None, called: Called) -> None:
        match trouble:
            case RefusedError():
                self._refuse(trouble)
            case "drop before":
                self._hang_up()
            case "drop after":
                with suppress(RefusedError):
                    self.server.emulator.api.call(called.method, called.parameters, called.file)
                self._hang_up()
            case "hang":
                self.server.emulator.closing.wait(60)
                self._hang_up()
            case "nonsense":
                self._write(502, "text/html", b"<html>Bad Gateway</html>")
            case None:
                self._work(called)

    def _work(self, called: Called) -> None:
        emulator = self.server.emulator
        try:
            if called.method.lower() == "getupdates":
                result = emulator.api.call(called.method, called.parameters, called.file)
            else:
                with emulator.lock:
                    result = emulator.api.call(called.method, called.parameters, called.file)
        except RefusedError as error:
            self._refuse(error)
        else:
            self._answer(200, {"ok": True, "result": result})

    def _refuse(self, error: RefusedError) -> None:
        body: dict[str, Any] = {"ok": False, "error_code": error.status, "description": error.description}
        self._answer(error.status, body | ({"parameters": error.parameters} if error.parameters else {}))

    def _answer(self, status: int, body: dict[str, Any]) -> None:
        self._write(status, "application/json", json.dumps(body).encode())

    def _write(self, status: int, media_type: str, body: bytes) -> None:
        with suppress(ConnectionError):
            self.send_response(status)
            self.send_header("Content-Type", media_type)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

    def _hang_up(self) -> None:
        self.close_connection = True
        with suppress(OSError):
            self.connection.shutdown(SHUT_RDWR)

    def handle(self) -> None:
        """Serve until the visitor leaves."""
        with suppress(ConnectionError):
            super().handle()

    def finish(self) -> None:
        """What could not be written any more is not."""
        with suppress(OSError):
            super().finish()

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 - the base class's signature
        """The journal tells what was called."""
