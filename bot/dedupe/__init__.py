"""Seen it? Identity of items, and near-identical texts as one story."""

from bot.dedupe.near import signature
from bot.dedupe.seen import fresh, story_of

__all__ = ["fresh", "signature", "story_of"]
