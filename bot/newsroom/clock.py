"""What time is it in the story?"""

import asyncio
import time
from datetime import UTC, datetime


class ScenarioClock:
    """A Clock that whoever tells the story sets. Nobody waits in it."""

    def __init__(self, now: datetime) -> None:
        self._now = now.astimezone(UTC)

    def now(self) -> datetime:
        """The story's instant, in UTC."""
        return self._now

    def set(self, now: datetime) -> None:
        """Move to ``now`` (aware)."""
        self._now = now.astimezone(UTC)

    def monotonic(self) -> float:
        """Real seconds: time-outs and leases of the run itself are real."""
        return time.monotonic()

    async def sleep(self, seconds: float) -> None:  # noqa: ARG002 - the Clock's signature; a story does not wait
        """Let others run; the story's time stands still."""
        await asyncio.sleep(0)
