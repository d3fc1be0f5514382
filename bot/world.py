"""What is the pipeline given? The watchlist made ready to scan, the ports, and nothing else."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from bot.interpreting import Interpreter
from bot.match import Index
from bot.model.alert import Button, Delivery
from bot.model.vigil import Sign, Signs
from bot.model.watchlist import Watchlist
from bot.ports import Channel, Clock, Fetcher, Heart, Store


@dataclass(slots=True)
class World:
    """Everything outside that a cycle needs, and how it goes there; another watchlist brings another index."""

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

    hearing: Callable[[datetime], Signs] | None = None
    """Whether we hear what is said to us; None: nobody listens."""
    ways_out: dict[str, Sign | None] = field(default_factory=dict)
    """What the ways out answered last: a token's for all of its chats, another chat's by its id (``sending.py`` writes it down)."""
    heart: Heart | None = None
    """Tells somebody outside that we live; None: nobody."""

    @property
    def watchlist(self) -> Watchlist:
        """The watchlist behind the index."""
        return self.index.watchlist
