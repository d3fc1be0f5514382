"""Seen it? Identity of items (``identity``, ``seen``), and near-identical texts as one story (``near``, ``slots``)."""
