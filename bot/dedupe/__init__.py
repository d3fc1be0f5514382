"""Seen it? Identity of items, and near-identical texts as one story."""

from bot.dedupe.near import likely, sketch
from bot.dedupe.seen import fresh, story_of

__all__ = ["fresh", "likely", "sketch", "story_of"]
