"""What do we keep of our talk with people: what buttons stand for, who the operators are, and what they did?"""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal


@dataclass(frozen=True, slots=True)
class Choice:
    """What a button stands for. Its ``id`` is all that the chat service ever sees of it."""

    id: str
    chat: str
    """Where it may be pressed."""
    action: Literal["alert", "run", "confirm"]
    """The buttons under an alert; a command that is run as if the presser had typed it; an order that waits for a yes, once."""
    subject: str
    """The alert's id, the command, or the order."""
    at: datetime
    by: str = ""
    """Digest of the only person who may press it; empty: anybody who may give the command."""


@dataclass(frozen=True, slots=True)
class Operator:
    """Somebody who may give orders."""

    number: int
    """First, second, …: how he is called in the audit log."""
    user: int
    """His number at the chat service."""
    since: datetime


@dataclass(frozen=True, slots=True)
class Deed:
    """What an operator did."""

    operator: int
    action: str
    details: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Outbox:
    """How far sending has come."""

    owed: int
    oldest: datetime | None
    """Since when the oldest message waits."""
    last_sent: datetime | None
