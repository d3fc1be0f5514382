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


@dataclass(frozen=True, slots=True)
class NotModified:
    """A 304: nothing to read, and that is a good answer."""

    url: str
