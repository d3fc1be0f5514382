"""A hundred feeds on loopback that answer 304 to whoever has read them, in a process of their own."""

import multiprocessing
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from multiprocessing.connection import Connection
from multiprocessing.sharedctypes import Synchronized
from pathlib import Path
from types import TracebackType
from typing import Any, Self

FEED = (
    '<rss version="2.0"><channel><title>Feed {0}</title><item><guid>{0}</guid><title>Nothing in particular {0}</title>'
    "<link>https://feed{0}.example/1</link></item></channel></rss>"
)


def _serve(pipe: "Connection[int, int]", unchanged: "Synchronized[int]") -> None:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        disable_nagle_algorithm = True

        def do_GET(self) -> None:
            if self.headers.get("If-None-Match"):
                with unchanged.get_lock():
                    unchanged.value += 1
                self.send_response(304)
                self.end_headers()
                return
            body = FEED.format(self.path.strip("/")).encode()
            self.send_response(200)
            self.send_header("ETag", '"1"')
            self.send_header("Content-Type", "application/rss+xml")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: Any) -> None:
            """Say nothing."""

    class Server(ThreadingHTTPServer):
        request_queue_size = 256
        daemon_threads = True

    server = Server(("127.0.0.1", 0), Handler)
    pipe.send(server.server_port)
    server.serve_forever()


class Feeds:
    """The feeds, while the block lasts."""

    def __init__(self, count: int) -> None:
        self.count = count
        spawn = multiprocessing.get_context("spawn")
        self._answers = spawn.Value("i", 0)
        self._ours, theirs = spawn.Pipe()
        self._process = spawn.Process(target=_serve, args=(theirs, self._answers), daemon=True)

    def __enter__(self) -> Self:
        self._process.start()
        self.port: int = self._ours.recv()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self._process.terminate()
        self._process.join()

    @property
    def unchanged(self) -> int:
        """How many answers were 304."""
        count: int = self._answers.value
        return count

    def watchlists(self, folder: Path) -> Path:
        """A folder of watchlists with one source per feed and a storyline that none of them is on."""
        entry = (
            "  - {{id: f{0}, name: F{0}, outlet: F{0}, side: JP, role: media, languages: [en], zone: UTC, kind: feed,"
            " allow_private: true, url: 'http://127.0.0.1:{1}/{0}'}}\n"
        )
        files = {
            "sources/feeds.yaml": "sources:\n" + "".join(entry.format(number, self.port) for number in range(self.count)),
            "kinds/report.yaml": "kind: report\nnames: {en: report}\nrank: 1\ncues:\n  - {id: en, match: reported}\n",
            "storylines/s.yaml": (
                "storyline: s\ntitle: {en: S}\nsince: 2025-11-07\nscope: takaichi\nwatches:\n  - {id: w, kinds: [report], severity: low}\n"
            ),
        }
        for name, text in files.items():
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            (folder / name).write_text(text, encoding="utf-8")
        return folder
