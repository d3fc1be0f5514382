"""How well do the watchlists and the rules recognise what people have labelled? Four kinds of labels, one kind of score."""

from bot.evaluating.corpus import corpus
from bot.evaluating.cues import cues
from bot.evaluating.edits import edits
from bot.evaluating.lines import labelled
from bot.evaluating.pairs import pairs

__all__ = ["corpus", "cues", "edits", "labelled", "pairs"]
