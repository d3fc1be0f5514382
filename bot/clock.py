"""What time is it? The real clock, and one that stands still for rehearsals (``once --now``)."""

import asyncio
import time
from dataclasses import dataclass
from datetime import UTC, datetime


class SystemClock:
    """The machine's time."""

    def now(self) -> datetime:
        """Now, in UTC."""
        return datetime.now(UTC)

    def monotonic(self) -> float:
        """Seconds that never go back."""
        return time.monotonic()

    async def sleep(self, seconds: float) -> None:
        """Wait for real."""
        await asyncio.sleep(seconds)


@dataclass(frozen=True, slots=True)
class StandingClock(SystemClock):
    """Always ``at``; what is polite to servers (gaps between requests) still takes real time."""

    at: datetime

    def now(self) -> datetime:
        """The instant it stands at."""
        return self.at
