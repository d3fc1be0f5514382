"""A small world: two feeds, a list page with followed pages, one storyline; the network and the chat are ours."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from textwrap import dedent

from bot.clock import StandingClock
from bot.errors import DeliveryError, FetchFailed, SourceError
from bot.match import compile_index
from bot.model.alert import Chat, Handed, Message
from bot.model.reply import NotModified, Reply, Request
from bot.pipeline import World
from bot.store import open_store
from bot.watchlist import load_watchlist

NOW = datetime(2025, 11, 24, 12, 0, tzinfo=UTC)
MIGRATIONS = Path(__file__).parents[2] / "migrations"
CHAT = Chat("test:chat")
FILES = {
    "sources/a.yaml": """
        sources:
          - {id: mfa, name: MFA, outlet: MFA, side: CN, role: official, languages: [en], zone: Asia/Shanghai, kind: feed, url: 'https://mfa.example/rss'}
          - {id: wire, name: Wire, outlet: Wire, side: JP, role: wire, languages: [en], zone: Asia/Tokyo, kind: feed, url: 'https://wire.example/rss'}
          - id: kantei
            name: Kantei
            outlet: Kantei
            side: JP
            role: official
            languages: [en]
            zone: Asia/Tokyo
            kind: list_page
            url: https://kantei.example/list/
            follow: true
            selectors: {row: li, body: main}
    """,
    "entities/a.yaml": """
        entities:
          - id: strait
            type: place
            names: {en: the Strait}
            aliases: {en: [the strait]}
    """,
    "kinds/denial.yaml": """
        kind: denial
        names: {en: denial}
        rank: 80
        cues:
          - {id: en, match: 'denied OR denies'}
    """,
    "kinds/statement.yaml": """
        kind: statement
        names: {en: statement}
        rank: 10
        cues:
          - {id: en, match: 'reports OR says'}
    """,
    "storylines/s.yaml": """
        storyline: affair
        title: {en: The affair}
        since: 2025-11-07
        scope: '@strait'
        watches:
          - {id: denials, kinds: [denial], severity: high}
          - {id: voices, kinds: [statement], severity: normal}
        expectations:
          - id: answer
            title: {en: An answer}
            after: {kind: statement, from: [mfa]}
            expect: {kind: denial, side: JP}
            within: 24h
    """,
}


def write_watchlist(folder: Path, routing: str = "") -> Path:
    """The files above, in ``folder``; the storyline's with ``routing`` added."""
    for name, text in FILES.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(dedent(text).lstrip(), encoding="utf-8")
    with (folder / "storylines" / "s.yaml").open("a", encoding="utf-8") as file:
        file.write(dedent(routing))
    return folder


def rss(*entries: tuple[str, str, str], at: datetime = NOW) -> str:
    """A feed of (guid, title, text), dated ``at``."""
    items = "".join(
        f"<item><guid>{guid}</guid><link>https://x.example/{guid}</link><title>{title}</title><description>{text}</description>"
        f"<pubDate>{at:%a, %d %b %Y %H:%M:%S} +0000</pubDate></item>"
        for guid, title, text in entries
    )
    return f'<rss version="2.0"><channel><title>T</title>{items}</channel></rss>'


EMPTY = rss()
DENIAL = ("d1", "Tokyo denied the account of the strait", "A spokesman denied in Tokyo what had been written about the strait.")
REPORT = ("r1", "Paper reports talks on the strait", "The paper reports that the two sides talked about the strait at length.")


@dataclass
class Network:
    """A Fetcher that answers from a table: text, an error to raise, or None for 304. What is missing cannot be reached."""

    pages: dict[str, str | Exception | None] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)
    requests: list[Request] = field(default_factory=list)

    async def fetch(self, request: Request) -> Reply | NotModified:
        self.asked.append(request.url)
        self.requests.append(request)
        answer = self.pages.get(request.url, FetchFailed(request.source, "cannot be reached"))
        if isinstance(answer, Exception):
            raise answer
        return NotModified(request.url) if answer is None else Reply(request.url, answer.encode(), etag='"e"')

    async def close(self) -> None:
        pass


@dataclass
class Telling:
    """A Channel that remembers; ``troubles`` are raised first, one per send."""

    sent: list[Message] = field(default_factory=list)
    edited: list[Message] = field(default_factory=list)
    troubles: list[DeliveryError] = field(default_factory=list)

    async def send(self, chat: Chat, message: Message) -> Handed:
        if self.troubles:
            raise self.troubles.pop(0)
        self.sent.append(message)
        return Handed(f"{chat.address}/{len(self.sent)}")

    async def edit(self, chat: Chat, message: Message) -> Handed:
        assert chat == CHAT
        self.edited.append(message)
        return Handed()

    async def close(self) -> None:
        pass

    def told(self) -> list[tuple[str, str]]:
        """Change and title of what was sent, the opening card left out."""
        return [(m.alert.change, m.alert.title) for m in self.sent if m.alert.change != "baseline"]


@contextmanager
def small_world(
    folder: Path,
    network: Network,
    telling: Telling,
    now: datetime = NOW,
    *,
    sources: Sequence[str] = ("mfa", "wire"),
    database: str = "",
    routing: str = "",
) -> Iterator[World]:
    """The world as of ``now``; the store is a file in ``folder``, so that a later world remembers."""
    watchlist = load_watchlist(write_watchlist(folder / "watchlists", routing))
    store = open_store(database or f"sqlite:///{folder / 'readout.db'}", MIGRATIONS)
    try:
        store.follow([watchlist.sources[name] for name in sources], now)
        store.subscribe([CHAT])
        yield World(compile_index(watchlist), store, network, {"test": telling}, StandingClock(now))
    finally:
        store.close()


def feeds(mfa: str = EMPTY, wire: str = EMPTY, **others: str | SourceError) -> Mapping[str, str | Exception | None]:
    """Addresses and what they answer."""
    return {"https://mfa.example/rss": mfa, "https://wire.example/rss": wire, **others}


def later(minutes: float) -> datetime:
    """So many minutes after NOW."""
    return NOW + timedelta(minutes=minutes)
