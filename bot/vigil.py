"""Do we live, read, hear and reach people, and who learns of it when we do not? One look a minute.

Operators hear it the way they hear everything, through all their chats, since the one may be what is dead; whoever looks after the
machine sees it in the log; and somebody outside misses our heartbeat, since who is dead tells nobody.
"""

import asyncio
import logging
from collections.abc import Mapping
from datetime import datetime

from pydantic import TypeAdapter, ValidationError

from bot.alerts.notices import Words, at
from bot.alerts.vigil import blind, looked, well
from bot.model.alert import Alert
from bot.model.vigil import Signs, Turn, Vigil
from bot.noticing import notice
from bot.ports import Outcome, Store
from bot.text.speech import phrase
from bot.world import World

log = logging.getLogger(__name__)

BEAT_SECONDS = 180.0
"""Between two heartbeats; whoever misses one waits for more than one of them."""
_NAME = "vigil"
"""The setting in which it is kept."""
_KEPT = TypeAdapter(Vigil)
_OUT = "out "
_WORDS: Mapping[str, tuple[str, str, str]] = {
    "sources": (
        phrase("No source can be read since {since}"),
        phrase("Sources are read again: none was from {since} to {now}"),
        phrase("is the network away? readout sources shows what each of them answered"),
    ),
    "hearing": (
        phrase("Telegram is not heard since {since}: commands and buttons do nothing"),
        phrase("Telegram is heard again: it was not from {since} to {now}"),
        phrase("listening begins anew by itself; a token that was revoked has to be replaced"),
    ),
    _OUT: (
        phrase("{name} takes no messages since {since}"),
        phrase("{name} takes messages again: it took none from {since} to {now}"),
        phrase("nothing is lost: what waits goes out when it can"),
    ),
}
"""What is said when it begins, when it is over, and what to do."""


class Beat:
    """The looks of a process, and its heartbeat."""

    def __init__(self, world: World) -> None:
        self._world = world
        self._next = float("-inf")

    async def look(self) -> None:
        """Once. Raises StoreError: who cannot write is not well, and does not say so."""
        world = self._world
        fine = await asyncio.to_thread(look, world)
        if world.heart and fine and world.clock.monotonic() >= self._next:
            self._next = world.clock.monotonic() + BEAT_SECONDS
            if problem := await world.heart.beat():
                log.warning("the heartbeat did not arrive: %s", problem)


def look(world: World) -> bool:
    """Tell what has to be told, and remember that we live; whether all is well."""
    now, store = world.clock.now(), world.store
    signs = _signs(world, now)
    after, turns = looked(_remembered(store), signs, now)
    if turns:
        notices = [told(turn, now) for turn in turns]
        for turn, one in zip(turns, notices, strict=True):
            log.log(logging.WARNING if turn.what == "over" else logging.ERROR, "%s", one.title)
        with store.deadlines(now) as transaction:
            transaction.record(Outcome(notices=notices))
    _remember(store, after)  # what was told is named after its beginning, so that a death before this line repeats nothing
    return well(signs, now)


def lived(world: World) -> None:
    """Something was checked: remember that, and judge nothing. For a process that makes one round."""
    _remember(world.store, Vigil(world.clock.now(), _remembered(world.store).troubles))


def _remembered(store: Store) -> Vigil:
    try:
        return _KEPT.validate_json(store.setting(_NAME) or "{}")
    except ValidationError:  # another version's
        return Vigil()


def _remember(store: Store, vigil: Vigil) -> None:
    store.keep_setting(_NAME, _KEPT.dump_json(vigil).decode())


def _signs(world: World, now: datetime) -> Signs:
    """What works and what does not, as far as this process can say."""
    ways_out = {_OUT + name: sign for name, sign in list(world.ways_out.items())}
    return {**blind(*world.store.last_checks()), **ways_out, **(world.hearing(now) if world.hearing else {})}


def told(turn: Turn, now: datetime) -> Alert:
    """A turn in words. Named after its beginning: once for each."""
    places: Mapping[str, Words] = {"since": at(turn.since), "now": at(now)}
    words = f"{turn.what} {turn.name} {turn.since.isoformat()}"
    if turn.what == "gap":
        title = {"say": phrase("Nothing was checked or sent from {since} to {now}"), **places}
        lines: list[Words] = [
            {"say": phrase("Readout was stopped, had crashed, or its machine slept: the log may say why")},
            {"say": phrase("what was published meanwhile is told as far as the sources still show it")},
        ]
        return notice("trouble", title, lines, words, now, severity="high")
    name = turn.name.removeprefix(_OUT)
    begun, over, todo = _WORDS[_OUT if turn.name.startswith(_OUT) else turn.name]
    called = {"name": "Telegram" if name == "telegram" else name, **places}
    if turn.what == "over":
        return notice("trouble", {"say": over, **called}, (), words, now)
    why: list[Words] = [{"say": phrase("why: {reason}"), "reason": turn.why}] if turn.why else []
    return notice("trouble", {"say": begun, **called}, [*why, {"say": todo}], words, now, severity="high")
