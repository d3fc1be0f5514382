"""Does an alert leave by every way that the settings name, once, and by none that they do not name any more?"""

import json
from pathlib import Path
from typing import Any

import pytest

from bot.app import world
from bot.clock import StandingClock
from bot.errors import ConfigError
from bot.logs import _Redacting
from bot.pipeline import cycle
from bot.settings import Settings, load_settings
from tests.fetch.site import Site, always, http
from tests.pipeline.make import DENIAL, Network, feeds, later, rss, write_watchlist

SECRET = "0123456789abcdef secret"


@pytest.fixture
async def site() -> Any:
    site = Site()
    await site.open()
    site.answer = always(http(b"", status="204 No Content"))
    yield site
    await site.close()


def settings_of(folder: Path, **more: Any) -> Settings:
    watchlists = write_watchlist(folder / "watchlists")
    return load_settings(watchlists=watchlists, database=f"sqlite:///{folder / 'readout.db'}", **more)


async def told(settings: Settings, minute: float, monkeypatch: pytest.MonkeyPatch, **pages: str) -> None:
    """One cycle over the network that we are; everything else is as in life."""
    monkeypatch.setattr("bot.app.http_fetcher", lambda *_: Network(dict(feeds(**pages))))
    async with world(settings, StandingClock(later(minute)), notices="nobody") as everything:
        await cycle(everything, every=True)


async def test_webhook_and_feeds_through_the_outbox(
    tmp_path: Path,
    site: Site,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    caplog: pytest.LogCaptureFixture,
) -> None:
    hook = f"{site.base}/T0KEN"
    settings = settings_of(tmp_path, webhooks=hook, webhook_key=SECRET, webhook_private=True, feeds=tmp_path / "feeds")
    await told(settings, 0, monkeypatch)
    card = len(site.visits)
    site.answer = always(http(b"", status="500 Oh"))
    await told(settings, 10, monkeypatch, wire=rss(DENIAL, at=later(5)))
    site.answer = always(http(b"", status="204 No Content"))
    await told(settings, 20, monkeypatch)
    await told(settings, 30, monkeypatch)
    names = [visit.headers["x-readout-delivery"] for visit in site.visits[card:]]
    assert len(names) == 2
    assert len(set(names)) == 1
    feed = json.loads((tmp_path / "feeds" / "affair.feed.json").read_bytes())
    assert next(item["title"] for item in feed["items"]) == f"Denial: {DENIAL[1]}"
    assert len(feed["items"]) == 2
    assert DENIAL[1] in capsys.readouterr().out
    words = "\n".join(map(_Redacting().format, caplog.records))
    assert "HTTP 500" in words
    assert "T0KEN" not in words
    assert SECRET not in words


async def test_what_the_settings_name_no_more_is_owed_nothing(tmp_path: Path, site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    hook = {"webhooks": f"{site.base}/a", "webhook_key": SECRET, "webhook_private": True}
    await told(settings_of(tmp_path, **hook, feeds=tmp_path / "feeds"), 0, monkeypatch)
    settings = settings_of(tmp_path, **{**hook, "webhooks": f"{site.base}/b"})
    await told(settings, 10, monkeypatch, wire=rss(DENIAL, at=later(5)))
    assert [visit.path for visit in site.visits] == ["/a", "/b"]
    async with world(settings, StandingClock(later(10)), notices="nobody") as everything:
        found = everything.store.trace("https://x.example/d1", "https://x.example/d1")
    assert found
    assert sorted(sent.chat.partition(":")[0] for sent in found.sent) == ["console", "webhook"]
    assert {sent.state for sent in found.sent} == {"sent"}


async def test_a_rehearsal_tells_nobody_outside(tmp_path: Path, site: Site) -> None:
    settings = settings_of(tmp_path, webhooks=f"{site.base}/a", webhook_key=SECRET, webhook_private=True, feeds=tmp_path / "feeds")
    async with world(settings, StandingClock(later(0)), fetcher=Network(dict(feeds())), notices="nobody") as everything:
        await cycle(everything, every=True)
        assert list(everything.channels) == ["console"]
    assert site.visits == []


async def test_apprise_has_to_be_there(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def absent(_: str) -> None:
        raise ImportError("apprise")

    settings = settings_of(tmp_path, apprise="tgram://T0KEN/1")
    for made, problem in ((absent, "not installed"), (lambda _: None, "no address that Apprise knows")):
        monkeypatch.setattr("bot.channels.apprise.notifier_for", made)
        with pytest.raises(ConfigError, match=problem) as caught:
            async with world(settings, StandingClock(later(0)), notices="nobody"):
                pass
        assert "T0KEN" not in str(caught.value)
