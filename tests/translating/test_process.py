"""The whole way as a process: from the environment to the line in the chat, and nobody is asked who was not named."""

import asyncio
import json
from pathlib import Path
from typing import Any

import pytest

from bot.app import world
from bot.clock import StandingClock
from bot.settings import Settings
from tests.cli.conftest import Readout, readout
from tests.cli.test_telegram import Wire, one_feed
from tests.pipeline.make import NOW, Network, later, rss, write_watchlist
from tests.translating.provider import KEY, SAID, Provider

__all__ = ["readout"]

TITLE = "东京方面就台湾海峡问题作出回应 denied the strait"
ENGLISH = "Tokyo responded on the Strait"


@pytest.mark.parametrize("kind", ["libretranslate", "deepl", ""])
async def test_a_named_machine_is_asked_and_its_key_stays_secret(
    readout: Readout, tmp_path: Path, provider: Provider, monkeypatch: pytest.MonkeyPatch, kind: str
) -> None:
    monkeypatch.setitem(SAID, TITLE, {"en": ENGLISH})
    wire = Wire()
    one_feed(tmp_path / "watchlists", wire)
    variables = (
        {"READOUT_TRANSLATE_URL": provider.base, "READOUT_TRANSLATE_KEY": KEY, "READOUT_TRANSLATE_KIND": kind} if kind else {}
    )

    async def once(minutes: float, *more: str) -> str:
        options = ("once", "--watchlists", "watchlists", "--now", later(minutes).isoformat(), "-v", *more)
        ended = await asyncio.to_thread(readout, *options, **variables)
        assert KEY not in ended.stdout + ended.stderr
        assert ended.returncode == 0
        return ended.stdout

    try:
        await once(0)
        wire.page = rss(("d", TITLE, "发言人周一在东京否认了媒体此前关于双方会谈内容的报道，denied。"), at=later(10))
        shown = await once(20)
        assert (f"machine translation: {ENGLISH}" in shown) == bool(kind)
        assert TITLE in shown
        assert len(provider.asked) == bool(kind)
        wire.page = rss(
            ("e", TITLE, "另一篇完全不同的文章：政府周三表示从未收到过这样的要求，denied，并称将继续关注事态发展。"), at=later(90)
        )
        printed = await once(100, "--json")
    finally:
        wire.close()
    (line,) = (json.loads(line) for line in printed.splitlines() if TITLE in line)
    assert line.get("translation") == (ENGLISH if kind else None)
    assert len(provider.asked) == bool(kind), "what was said once is remembered"
    assert KEY.encode() not in (tmp_path / "readout.db").read_bytes()


def settings_of(folder: Path, **more: Any) -> Settings:
    watchlists = write_watchlist(folder / "watchlists")
    return Settings(watchlists=watchlists, database="sqlite://", **more)


async def test_nobody_is_asked_by_default_nor_in_a_rehearsal(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("READOUT_TRANSLATE_URL", raising=False)
    monkeypatch.chdir(tmp_path)
    clock = StandingClock(NOW)
    async with world(settings_of(tmp_path), clock, notices="nobody") as everything:
        assert everything.interpreter is None
    asked = settings_of(tmp_path, translate_url="http://localhost:5000")
    async with world(asked, clock, fetcher=Network({}), notices="nobody") as everything:
        assert everything.interpreter is None
    async with world(asked, clock, notices="nobody") as everything:
        assert everything.interpreter is not None
        assert everything.interpreter.translator.provider == "libretranslate localhost:5000"
