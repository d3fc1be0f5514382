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
