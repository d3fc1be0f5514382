"""What goes over the wire, and what comes back? (steps 1 and 2)"""

from dataclasses import dataclass
from datetime import timedelta


@dataclass(frozen=True, slots=True)
class Request:
    """One GET. Validators are echoed verbatim (RFC 9110 §13.1)."""

    source: str
    url: str
    etag: str = ""
    last_modified: str = ""
    headers: tuple[tuple[str, str], ...] = ()
    min_gap: timedelta = timedelta(0)
    as_browser: bool = False
    heed_robots: bool = True
    ca: str = ""
    """Path of a PEM bundle to trust besides the usual certificates."""
    allow_private: bool = False


@dataclass(frozen=True, slots=True)
class Reply:
    """A 200: the decoded bytes (content coding undone, character set not) and what describes them."""

    url: str
    """Where it was found in the end, after redirects."""
    body: bytes
    content_type: str = ""
    etag: str = ""
    last_modified: str = ""
    lifetime: float = 0.0
    """Seconds for which the server says that asking again is pointless (RFC 9111 §4.2.1)."""
    moved: str = ""
    """Where permanent redirects alone led, when they did: the address to ask from now on (RFC 9110 §15.4.2, §15.4.9)."""


@dataclass(frozen=True, slots=True)
class NotModified:
    """A 304: nothing to read, and that is a good answer."""

    url: str
    lifetime: float = 0.0
    moved: str = ""


@dataclass(frozen=True, slots=True)
class Posted:
    """What became of one POST: the answer's status, or why there is none."""

    status: int
    """0: there was no answer."""
    wait: float | None = None
    """Seconds, where the server said when to come again."""
    problem: str = ""
    """Why there is no answer; says nothing of the address but its host."""
    arrived: bool = False
    """Whether it may have got there although there was no answer."""
