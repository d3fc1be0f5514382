"""A server that says exactly what a test tells it to, byte for byte, and a clock that only writes down who slept."""

import asyncio
import time
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime

from bot.model.reply import Request

NOW = datetime(2025, 11, 24, 14, 30, tzinfo=UTC)
Answer = Callable[["Visit"], Awaitable[bytes | None]]


class Visit:
    """One request as it arrived."""

    def __init__(self, head: bytes, writer: asyncio.StreamWriter) -> None:
        first, *lines = head.decode("latin-1").split("\r\n")
        self.path = first.split(" ")[1]
        self.headers = {name.lower(): value for name, _, value in (line.partition(": ") for line in lines if line)}
        self.writer = writer


class Site:
    """Answers every request with what ``answer`` returns; None hangs up."""

    def __init__(self) -> None:
        self.visits: list[Visit] = []
        self.connections = 0
        self.base = ""
        self.host = ""
        self.answer: Answer = ok
        self._server: asyncio.Server | None = None
        self._writers: set[asyncio.StreamWriter] = set()

    async def open(self) -> None:
        self._server = await asyncio.start_server(self._talk, "127.0.0.1", 0)
        self.host = f"127.0.0.1:{self._server.sockets[0].getsockname()[1]}"
        self.base = f"http://{self.host}"

    async def close(self) -> None:
        assert self._server is not None
        self._server.close()
        for writer in self._writers:
            writer.close()

    async def _talk(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.connections += 1
        self._writers.add(writer)
        try:
            while True:
                visit = Visit(await reader.readuntil(b"\r\n\r\n"), writer)
                self.visits.append(visit)
                said = await self.answer(visit)
                if said is None:
                    break
                writer.write(said)
                await writer.drain()
        except (asyncio.IncompleteReadError, ConnectionError):
            pass
        finally:
            writer.close()


def http(body: bytes = b"", *headers: str, status: str = "200 OK", length: int | None = None) -> bytes:
    """A response as bytes; ``length`` lies about the body's."""
    lines = [f"HTTP/1.1 {status}", f"Content-Length: {len(body) if length is None else length}", *headers]
    return "\r\n".join([*lines, "", ""]).encode("latin-1") + body


async def ok(visit: Visit) -> bytes:
    return http(b"hello")


def always(said: bytes | None) -> Answer:
    async def answer(visit: Visit) -> bytes | None:
        return said

    return answer


def says_and_hangs_up(said: bytes) -> Answer:
    async def answer(visit: Visit) -> None:
        visit.writer.write(said)
        await visit.writer.drain()

    return answer


class FakeClock:
    """Sleeping moves it on at once."""

    def __init__(self) -> None:
        self.at = 1000.0
        self.slept: list[float] = []

    def now(self) -> datetime:
        return NOW

    def monotonic(self) -> float:
        return self.at

    async def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.at += seconds


class RealClock(FakeClock):
    def monotonic(self) -> float:
        return time.monotonic()


def ask(url: str, **more: object) -> Request:
    """A request that may go to loopback, as these tests must."""
    return Request(**{"source": "s", "url": url, "allow_private": True, "heed_robots": False, **more})  # type: ignore[arg-type] # keywords pass through
