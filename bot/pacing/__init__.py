"""When may we ask again? Pure arithmetic on time; who asks and who waits is decided elsewhere."""

from bot.pacing.backoff import next_due

__all__ = ["next_due"]
