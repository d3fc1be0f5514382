"""Standing queries: every watch, cue and claim of a watchlist asked of an item in one pass."""

from bot.match.index import Index, compile_index
from bot.match.scan import scan

__all__ = ["Index", "compile_index", "scan"]
