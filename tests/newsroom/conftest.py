"""A small affair with every kind of document, and the sources that read it."""

from collections.abc import AsyncIterator, Mapping
from pathlib import Path

import pytest

from bot.fetch import HttpFetcher
from bot.model.source import Source
from bot.newsroom import Newsroom, Relay, Scenario, ScenarioClock, load

TINY = Path(__file__).parent / "tiny"
HOSTS = {
    "mfa": ("https://www.mfa.example/web/list/", "Asia/Shanghai"),
    "press": ("https://www.kantei.example/jp/tyoukanpress/index.html", "Asia/Tokyo"),
    "wire": ("https://wire.example/rss", "America/New_York"),
    "atom": ("https://atom.example/feed?a=1&b=2", "Asia/Taipei"),
    "rdf": ("https://rdf.example/index.rdf", "Asia/Tokyo"),
    "json": ("https://json.example/feed.json", "UTC"),
    "own": ("https://own.example", "Asia/Taipei"),
}


@pytest.fixture
def sources() -> Mapping[str, Source]:
    return {
        name: Source(
            id=name, name=f"the {name}", side="CN", role="official", kind="feed", url=url, zone=zone,
            languages=("en",), origin=name, outlet=name,
        )
        for name, (url, zone) in HOSTS.items()
    }  # fmt: skip


@pytest.fixture
def tiny(sources: Mapping[str, Source]) -> Scenario:
    return load(TINY, sources)


@pytest.fixture
async def open_newsroom(tiny: Scenario) -> AsyncIterator[tuple[Newsroom, Relay]]:
    """The newsroom at the scenario's start, and a relay of the real fetcher to it."""
    fetcher = HttpFetcher(ScenarioClock(tiny.starts), deadline=5.0)
    with Newsroom(tiny) as newsroom:
        yield newsroom, Relay(fetcher, newsroom.base)
        await fetcher.close()
