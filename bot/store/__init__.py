"""What do we remember? Sources, items, stories, alerts, deliveries and storylines, in SQLite or PostgreSQL."""

from bot.store.sql import SqlStore, open_store

__all__ = ["SqlStore", "open_store"]
