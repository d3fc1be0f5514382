"""May this person change what a chat hears? In private everybody his own; in a group or channel its administrators."""

from collections import OrderedDict
from collections.abc import Awaitable, Callable

from bot.chat.asking import Place, Speaker

KEPT_SECONDS = 60.0
_MOST = 10_000

IsAdmin = Callable[[int, int], Awaitable[bool | None]]
"""(chat, person) to whether Telegram calls him an administrator; None when it could not be asked."""


class Rights:
    """Asks Telegram at most once a minute about one person in one chat."""

    def __init__(self, is_admin: IsAdmin, clock: Callable[[], float]) -> None:
        self._is_admin = is_admin
        self._clock = clock
        self._known: OrderedDict[tuple[int, int], tuple[float, bool]] = OrderedDict()

    async def may(self, place: Place, speaker: Speaker) -> bool | None:
        """Whether he may; None when nobody can say just now.

        Who speaks as the chat itself is an administrator: nobody else can (an anonymous administrator, a channel's own post).
        """
        if place.kind == "private" or speaker.as_chat:
            return True
        if speaker.user is None:
            return False
        key, now = (place.number, speaker.user), self._clock()
        at, known = self._known.get(key, (float("-inf"), False))
        if now - at < KEPT_SECONDS:
            return known
        if (found := await self._is_admin(*key)) is None:
            return None
        self._known[key] = now, found
        self._known.move_to_end(key)
        if len(self._known) > _MOST:
            self._known.popitem(last=False)
        return found
