"""Seen it? Identity of items, and near-identical texts as one story."""

from bot.dedupe.near import sketch
from bot.dedupe.seen import fresh, story_of

__all__ = ["fresh", "sketch", "story_of"]
