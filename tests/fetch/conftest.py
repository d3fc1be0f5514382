"""Sites to ask, a clock that does not wait, and a fetcher between them."""

from collections.abc import AsyncIterator

import pytest

from bot.fetch import HttpFetcher
from tests.fetch.site import FakeClock, Site


@pytest.fixture
async def site() -> AsyncIterator[Site]:
    site = Site()
    await site.open()
    yield site
    await site.close()


@pytest.fixture
async def other() -> AsyncIterator[Site]:
    site = Site()
    await site.open()
    yield site
    await site.close()


@pytest.fixture
def clock() -> FakeClock:
    return FakeClock()


@pytest.fixture
async def fetcher(clock: FakeClock) -> AsyncIterator[HttpFetcher]:
    fetcher = HttpFetcher(clock, deadline=5.0, max_body=100_000, contact="https://example.org/bot")
    yield fetcher
    await fetcher.close()
