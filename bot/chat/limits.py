"""Does one chat, or one person with buttons, ask too much? One friendly refusal, then silence until there is room again."""

from collections import OrderedDict, deque
from collections.abc import Callable
from typing import Literal

PER_MINUTE = 20
_CHATS_MAX = 10_000
"""Chats remembered, the latest: a bot that was put into more asks nobody's patience for long."""


class Limits:
    """``clock`` gives seconds that never go back."""

    def __init__(self, clock: Callable[[], float], per_minute: int = PER_MINUTE) -> None:
        self._clock = clock
        self._most = per_minute
        self._asked: OrderedDict[int, deque[float]] = OrderedDict()
        self._refused: dict[int, float] = {}

    def admit(self, chat: int) -> Literal["yes", "refuse", "ignore"]:
        """Whether a question of a chat is answered; refuse: say so, the first time."""
        now = self._clock()
        asked = self._asked.setdefault(chat, deque())
        self._asked.move_to_end(chat)
        while asked and asked[0] <= now - 60:
            asked.popleft()
        if len(asked) >= self._most:
            told = self._refused.get(chat, float("-inf")) > now - 60
            self._refused.setdefault(chat, now)
            return "ignore" if told else "refuse"
        self._refused.pop(chat, None)
        asked.append(now)
        while len(self._asked) > _CHATS_MAX:
            gone, _ = self._asked.popitem(last=False)
            self._refused.pop(gone, None)
        return "yes"
