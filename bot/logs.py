"""What goes to the log, and what never does? Everything goes to standard error; a bot token or another secret never does."""

import logging
import re
import sys

_TOKEN = re.compile(r"(?<!\d)\d{6,12}:[A-Za-z0-9_-]{30,}")
"""Wherever it stands: in an address it follows the word "bot" without a gap."""

_CHAT = re.compile(r"\b(telegram:)(?:-?\d+|@\w+)(?:/\d+)?")
"""A chat by its id or name: who reads is nobody's business who looks after the machine."""
_SECRETS: set[str] = set()


def keep_secret(secret: str) -> None:
    """From now on ``secret`` is never logged, whoever quotes it: unlike a token, a key cannot be told by its looks."""
    if secret:
        _SECRETS.add(secret)


class _Redacting(logging.Formatter):
    """Formats first and redacts then, so that exception texts and their causes are covered too."""

    def format(self, record: logging.LogRecord) -> str:
        words = _CHAT.sub(r"\1<chat>", _TOKEN.sub("<token>", super().format(record)))
        for secret in _SECRETS:
            words = words.replace(secret, "<key>")
        return words


def set_up_logs(*, verbose: bool = False) -> None:
    """Log to standard error; vendors speak up from WARNING (httpx would print every address, token included)."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(_Redacting("%(asctime)s %(levelname)s %(name)s: %(message)s"))
    logging.basicConfig(level=logging.INFO if verbose else logging.WARNING, handlers=[handler], force=True)
    for vendor in ("httpx", "httpcore", "telegram", "apscheduler", "alembic"):
        logging.getLogger(vendor).setLevel(logging.WARNING)
