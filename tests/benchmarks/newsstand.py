"""A thousand feeds on loopback, each on a host of its own, served by a process that has everything ready before it is asked.

The hosts are 127.0.1.1 to 127.0.4.250, so that nobody profits from keeping connections. Half of the feeds are RSS, half Atom; English,
Chinese and Japanese take turns; one item in a hundred is about the storyline.
"""

import asyncio
import multiprocessing
import random
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from multiprocessing.connection import Connection
from typing import Literal, Self

ITEMS = 30
TITLE, TEXT = 80, 500
Lang = Literal["en", "zh", "ja"]
LANGS: tuple[Lang, ...] = ("en", "zh", "ja")
_TOPICS = {"en": "Takaichi on the Senkaku Islands", "zh": "高市早苗涉台言论 钓鱼岛", "ja": "高市首相 尖閣諸島 台湾有事"}
_VOCABULARY = 4000


def _words(lang: Lang) -> list[str]:
    """As many words as a newspaper uses: of letters, Han, or Han with kana."""
    chance = random.Random(lang)
    if lang == "en":
        return ["".join(chance.choices("eeeeaaaooiinnsstthhrrdlcumwfgypbvk", k=chance.randint(2, 10))) for _ in range(_VOCABULARY)]
    han = [chr(point) for point in chance.sample(range(0x4E00, 0x9FA5), 2500)]
    kana = [chr(point) for point in range(0x3042, 0x3090)] if lang == "ja" else []
    return ["".join(chance.choices(han, k=2) + chance.choices(kana or han, k=chance.randint(0, 3))) for _ in range(_VOCABULARY)]


WORDS = {lang: _words(lang) for lang in LANGS}


def address(number: int) -> str:
    """The host of a feed."""
    return f"127.0.{number // 250 + 1}.{number % 250 + 1}"


def body(number: int, version: int) -> bytes:
    """A feed's bytes; each later version has one new item on top and the oldest gone."""
    lang, start = LANGS[number % 3], datetime(2025, 11, 24, tzinfo=UTC)
    items = [_item(number, at, lang) for at in range(version + ITEMS - 1, version - 1, -1)]
    if number % 2:
        entries = "".join(
            f"<entry><id>urn:{number}:{at}</id><title>{title}</title><link href='https://feed{number}.example/{at}.html'/>"
            f"<updated>{start + timedelta(minutes=7 * at):%Y-%m-%dT%H:%M:%SZ}</updated><summary>{text}</summary></entry>"
            for at, title, text in items
        )
        feed = f"<feed xmlns='http://www.w3.org/2005/Atom'><title>Feed {number}</title><id>urn:{number}</id>{entries}</feed>"
    else:
        entries = "".join(
            f"<item><guid isPermaLink='false'>{number}-{at}</guid><title>{title}</title><link>https://feed{number}.example/{at}.html</link>"
            f"<pubDate>{start + timedelta(minutes=7 * at):%a, %d %b %Y %H:%M:%S} +0000</pubDate><description>{text}</description></item>"
            for at, title, text in items
        )
        feed = f"<rss version='2.0'><channel><title>Feed {number}</title><link>https://feed{number}.example/</link>{entries}</channel></rss>"
    return f"<?xml version='1.0' encoding='utf-8'?>{feed}".encode()


def _item(number: int, at: int, lang: Lang) -> tuple[int, str, str]:
    chance = random.Random(number * 1000 + at)
    topic = _TOPICS[lang] + (" " if lang == "en" else "，") if chance.random() < 0.01 else ""
    return at, topic + _said(chance, lang, TITLE), topic + _said(chance, lang, TEXT)


def _said(chance: random.Random, lang: Lang, length: int) -> str:
    joint = " " if lang == "en" else ""
    return joint.join(chance.choices(WORDS[lang], k=length // 2))[:length]


class Newsstand:
    """The server, as seen from the benchmark."""

    def __init__(self, feeds: int) -> None:
        self.feeds = feeds
        self._here, there = multiprocessing.Pipe()
        self._process = multiprocessing.get_context("fork").Process(target=_serve, args=(feeds, there), daemon=True)

    def __enter__(self) -> Self:
        self._process.start()
        self.port: int = self._here.recv()
        return self

    def __exit__(self, *_: object) -> None:
        self._process.kill()
        self._process.join()

    def urls(self) -> Iterator[tuple[int, str]]:
        """Number and address of every feed."""
        return ((number, f"http://{address(number)}:{self.port}/feed") for number in range(self.feeds))

    def publish(self, version: int) -> None:
        """From now on every feed is of this version, and what was served so far is forgotten."""
        self._here.send(version)
        self._here.recv()

    def served(self) -> Counter[int]:
        """Answers by status since the last time somebody asked."""
        self._here.send(None)
        counts: Counter[int] = self._here.recv()
        return counts


def _serve(feeds: int, pipe: Connection) -> None:
    asyncio.run(_Server(feeds).run(pipe))


class _Server:
    def __init__(self, feeds: int) -> None:
        self.numbers = {address(number): number for number in range(feeds)}
        self.versions = {version: [self._answers(number, version) for number in range(feeds)] for version in (1, 2)}
        self.answers = self.versions[1]
        self.counts: Counter[int] = Counter()

    @staticmethod
    def _answers(number: int, version: int) -> tuple[bytes, bytes, bytes]:
        etag = f'"{number}-{version}"'
        described = f"ETag: {etag}\r\nLast-Modified: Mon, 24 Nov 2025 10:00:0{version} GMT\r\n"
        document = body(number, version)
        whole = f"HTTP/1.1 200 OK\r\nContent-Type: application/xml\r\n{described}Content-Length: {len(document)}\r\n\r\n".encode()
        return etag.encode(), whole + document, f"HTTP/1.1 304 Not Modified\r\n{described}\r\n".encode()

    async def run(self, pipe: Connection) -> None:
        loop = asyncio.get_running_loop()
        server = await loop.create_server(lambda: _Talk(self), "0.0.0.0", 0, backlog=2048)
        pipe.send(server.sockets[0].getsockname()[1])
        while True:
            order = await loop.run_in_executor(None, pipe.recv)
            if order is None:
                pipe.send(self.counts)
                self.counts = Counter()
            else:
                self.answers = self.versions[order]
                self.counts = Counter()
                pipe.send(order)


class _Talk(asyncio.Protocol):
    def __init__(self, server: _Server) -> None:
        self.server = server

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self.transport = transport
        self.number = self.server.numbers.get(transport.get_extra_info("sockname")[0], 0)
        self.buffer = b""

    def data_received(self, data: bytes) -> None:
        self.buffer += data
        while b"\r\n\r\n" in self.buffer:
            head, _, self.buffer = self.buffer.partition(b"\r\n\r\n")
            etag, whole, unchanged = self.server.answers[self.number]
            known = etag in head
            self.server.counts[304 if known else 200] += 1
            self.transport.write(unchanged if known else whole)
