"""What is the pipeline given? The watchlist made ready to scan, the ports, and nothing else."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass

from bot.interpreting import Interpreter
from bot.match import Index
from bot.model.alert import Button, Delivery
from bot.model.watchlist import Watchlist
from bot.ports import Channel, Clock, Fetcher, Store


@dataclass(slots=True)
class World:
    """Everything outside that a cycle needs. Only the index changes, when another watchlist comes into force."""

    index: Index
    store: Store
    fetcher: Fetcher
    channels: Mapping[str, Channel]
    clock: Clock
    budget: float = 1200.0
    """Requests per hour that all sources together should cost."""
    interpreter: Interpreter | None = None
    """Who translates headlines; None: nobody."""
    buttons: Callable[[Delivery], Awaitable[tuple[tuple[Button, ...], ...]]] | None = None
    """What makes the buttons under a message; where nobody hears them pressed, what leaves them there. None: there are none."""

    @property
    def watchlist(self) -> Watchlist:
        """The watchlist behind the index."""
        return self.index.watchlist
