"""The affair as it unfolds: claims, expectations, formulas, and what each document changes about them."""

from bot.storyline.advance import advance, again, lapse, recounted, revised

__all__ = ["advance", "again", "lapse", "recounted", "revised"]
