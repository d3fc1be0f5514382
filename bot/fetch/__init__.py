"""The network: one way in, bounded in time and size, polite, and closed towards private addresses."""

from bot.fetch.client import HttpFetcher
from bot.fetch.posting import HttpHeart, HttpPoster

__all__ = ["HttpFetcher", "HttpHeart", "HttpPoster"]
