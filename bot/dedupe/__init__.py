"""Seen it? Identity of items, and near-identical texts as one story."""

from bot.dedupe.near import signature, signatures
from bot.dedupe.seen import compared, fresh, story_of

__all__ = ["compared", "fresh", "signature", "signatures", "story_of"]
