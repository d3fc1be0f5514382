"""Does the story's time move only when told?"""

from datetime import UTC, datetime, timedelta

from bot.newsroom import ScenarioClock


async def test_the_storys_time_is_utc_and_stands_still_while_sleeping() -> None:
    clock = ScenarioClock(datetime.fromisoformat("2025-11-06T21:00:00+09:00"))
    await clock.sleep(3600)
    assert clock.now() == datetime(2025, 11, 6, 12, tzinfo=UTC)
    assert clock.now().utcoffset() == timedelta(0)
    clock.set(datetime.fromisoformat("2025-11-07T21:00:00+09:00"))
    assert clock.now() == datetime(2025, 11, 7, 12, tzinfo=UTC)


def test_monotonic_time_is_real() -> None:
    clock = ScenarioClock(datetime(2025, 11, 6, tzinfo=UTC))
    assert clock.monotonic() <= clock.monotonic()
