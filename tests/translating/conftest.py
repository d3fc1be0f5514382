"""A provider on loopback, a clock that does not wait, and a client of either kind between them."""

from collections.abc import AsyncIterator

import pytest

from bot.translating import HttpTranslator
from bot.translating.dialects import Kind
from tests.fetch.site import FakeClock
from tests.translating.provider import KEY, Provider


@pytest.fixture
async def provider() -> AsyncIterator[Provider]:
    provider = Provider()
    await provider.open()
    yield provider
    await provider.close()


@pytest.fixture
def clock() -> FakeClock:
    return FakeClock()


@pytest.fixture(params=["libretranslate", "deepl"])
def kind(request: pytest.FixtureRequest) -> Kind:
    kind: Kind = request.param
    return kind


@pytest.fixture
async def machine(provider: Provider, clock: FakeClock, kind: Kind) -> AsyncIterator[HttpTranslator]:
    machine = HttpTranslator(kind, provider.base, KEY, clock)
    yield machine
    await machine.close()
