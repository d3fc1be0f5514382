"""Is it worth telling, and in what words?"""

from bot.alerts.decide import decide

__all__ = ["decide"]
