"""The operators' language: files, schema, queries, and what is wrong with them."""

from bot.watchlist.load import load_watchlist

__all__ = ["load_watchlist"]
