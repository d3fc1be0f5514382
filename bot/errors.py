"""Which failures does somebody act on differently?

A class exists only if a caller does something different when it sees it::

    ReadoutError
    ├─ ConfigError                  refuse to start (exit 78); carries every Fault with file:line:column
    ├─ SourceError(source)          this source failed, the others go on
    │  ├─ FetchFailed(retry_after)  could not be reached or answered with an error: try later
    │  ├─ SourceGone                404/410: tell the operator
    │  ├─ Refused                   our own guard said no: address, size, scheme, coding
    │  ├─ Challenged                a bot check, login or consent page instead of content
    │  └─ ReadFailed                a reply that is not what this source publishes
    │     └─ Emptied                …and that holds nothing where there was always something
    ├─ DeliveryError(chat)
    │  ├─ RetryLater(after)         not sent; try again after so many seconds (a chat in which we may not write: an hour)
    │  │  ├─ Flooded                …because we wrote too often: nothing else to that chat until then
    │  │  └─ TokenRefused           …because our token is not taken: nothing to any chat of the channel until then
    │  ├─ Closed                    the chat has shut us out, or is gone: nothing until it lets us in again
    │  ├─ Undeliverable(reason)     this message will never be taken; the next one may be
    │  ├─ Migrated(new_chat)        the chat has another id now
    │  └─ Uncertain                 it may have arrived and it may not
    └─ StoreError                   the database refused or is not what we expect

"Not modified", "nothing new" and "muted" are values, never errors.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar


class ReadoutError(Exception):
    """Everything Readout raises on purpose."""


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing wrong with the configuration: where it is, what is wrong, what to do."""

    where: str
    """``file:line:column``, or the name of an environment variable."""
    problem: str
    hint: str = ""

    def __str__(self) -> str:
        return f"{self.where}: {self.problem}" + (f" ({self.hint})" if self.hint else "")


class ConfigError(ReadoutError):
    """The configuration cannot be used; ``faults`` lists everything wrong with it at once."""

    def __init__(self, faults: Sequence[Fault]) -> None:
        self.faults = tuple(faults)
        super().__init__("\n".join(map(str, self.faults)))


class SourceError(ReadoutError):
    """One source failed. ``state`` is the word the store and the operators see."""

    state: ClassVar[str] = "failing"

    def __init__(self, source: str, problem: str, retry_after: float | None = None, status: int = 0) -> None:
        """``retry_after`` is in seconds, when its server said; ``status`` its HTTP status, 0 when there was no answer."""
        self.source = source
        self.problem = problem
        self.retry_after = retry_after
        self.status = status
        super().__init__(f"{source}: {problem}")

    def __reduce__(self) -> tuple[object, ...]:
        # Reading a big reply happens in another process, and what failed there is told here.
        return type(self), (self.source, self.problem), self.__dict__


class FetchFailed(SourceError):
    """Unreachable, too slow, cut short or an HTTP error."""


class SourceGone(SourceError):
    """404 or 410: the address no longer exists."""

    state = "gone"


class Refused(SourceError):
    """Our guard refused it: a private address, a scheme, a body or coding beyond the bounds."""

    state = "refused"


class Challenged(SourceError):
    """A bot check, login or consent page stood where the content should be."""

    state = "challenged"


class ReadFailed(SourceError):
    """The reply arrived but is not what this source publishes."""


class Emptied(ReadFailed):
    """Nothing where there was always something: not "nothing new", but a page that changed its shape."""

    state = "empty"


class DeliveryError(ReadoutError):
    """One delivery failed."""

    def __init__(self, chat: str, problem: str) -> None:
        self.chat = chat
        self.problem = problem
        super().__init__(f"{chat}: {problem}")


class RetryLater(DeliveryError):
    """Surely not delivered; try again after ``after`` seconds, or (0) after a pause that grows."""

    def __init__(self, chat: str, problem: str, after: float) -> None:
        super().__init__(chat, problem)
        self.after = after


class Flooded(RetryLater):
    """We wrote too often."""


class TokenRefused(RetryLater):
    """The channel does not take our token, so no chat of it can be reached."""


class Closed(DeliveryError):
    """Blocked, kicked, deactivated, deleted: the chat will take nothing until it lets us in again.

    ``lost``: there is no such chat, which nobody there has decided: somebody may have mistyped it.
    """

    def __init__(self, chat: str, problem: str, *, lost: bool = False) -> None:
        super().__init__(chat, problem)
        self.lost = lost


class Undeliverable(DeliveryError):
    """This message will never be taken as it is: the others go on."""


class Migrated(DeliveryError):
    """The chat has another id now: rewrite it everywhere and send again."""

    def __init__(self, chat: str, problem: str, new_chat: str) -> None:
        super().__init__(chat, problem)
        self.new_chat = new_chat


class Uncertain(DeliveryError):
    """Sent, but the answer was lost: it may have arrived."""


class StoreError(ReadoutError):
    """The database refused, or is not of the version this program speaks."""
