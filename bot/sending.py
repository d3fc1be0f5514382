"""Which messages leave now, how many side by side, and at what pace? Claim, send, settle.

Turns are taken in the claim (``store/pace_rows.py``), so that any number of processes shares them; here each message waits for its
own.
"""

import asyncio
from collections.abc import Sequence
from datetime import datetime, timedelta

from bot.delivering import deliver
from bot.model.alert import Alert, Delivery, Receipt
from bot.model.vigil import Sign
from bot.noticing import of_loss, of_shut
from bot.pacing.sending import PACED
from bot.ports import Outcome
from bot.world import World

LEASE = timedelta(minutes=10)
"""Longer than any delivery may take; after it another process may take over."""
SIDE_BY_SIDE = 64
"""Messages under way at a time. A chat that does not answer for half a minute holds one of these places and no other chat."""
CLAIMED_AT_ONCE = 32
PATIENCE = timedelta(seconds=5)
"""What will be due so soon, because a chat may be written to again, is waited for."""
_LOOK_SECONDS = 2.0
"""While messages are under way, whether others are due by now is asked this often."""


class Sends:
    """Deliveries under way."""

    def __init__(self, world: World) -> None:
        self._world = world
        self._running: set[asyncio.Task[None]] = set()
        self._began = world.clock.now(), world.clock.monotonic()
        self._sent = 0
        self._stopped = False
        self._ended: list[tuple[Delivery, Receipt, datetime]] = []
        self._writing = asyncio.Lock()
        self._failure: BaseException | None = None
        self._held: dict[str, datetime] = {}
        """Until when nothing leaves through a channel, as its latest answers say; what is claimed already heeds it too."""
        self._flooded: dict[str, tuple[str, datetime]] = {}

    def stop(self) -> None:
        """Finish what is under way and begin nothing more: a broadcast may take an hour."""
        self._stopped = True

    def _instant(self) -> datetime:
        """Now; where the clock stands, as far on as the time that has passed, since chats do not stand still."""
        start, seconds = self._began
        return max(self._world.clock.now(), start + timedelta(seconds=self._world.clock.monotonic() - seconds))

    async def all_due(self) -> int:
        """Send until nothing more is due or soon will be; how many messages that were.

        Chats go side by side, each in its own order.
        """
        before = self._sent
        while not self._stopped and not self._failure:
            idle, room = not self._running, min(CLAIMED_AT_ONCE, SIDE_BY_SIDE - len(self._running))
            if room and await self._begin(room):
                continue
            soon = await self._soon() if room else None
            if soon is not None or self._running:
                await self._wait(soon)
            elif idle:  # else what has ended since may have made others due
                break
        while self._running:
            await asyncio.wait(self._running)
        if failure := self._failure:
            self._failure = None
            raise failure
        return self._sent - before

    async def _wait(self, soon: float | None) -> None:
        """Until something that is under way has ended, or so many seconds have passed."""
        nap = {asyncio.create_task(self._world.clock.sleep(soon))} if soon is not None else set()
        await asyncio.wait(
            self._running | nap, timeout=_LOOK_SECONDS if self._running else None, return_when=asyncio.FIRST_COMPLETED
        )
        for each in nap:
            each.cancel()

    async def _soon(self) -> float | None:
        """In how many seconds a chat may be written to that waits for that alone; None when there is none, or not soon."""
        due, instant = await asyncio.to_thread(self._world.store.next_turn_to_send), self._instant()
        if due is None or due > instant + PATIENCE:
            return None
        return max((due - instant).total_seconds(), 0.001)

    async def _begin(self, room: int) -> int:
        """Claim up to so many deliveries and send each when its turn comes; how many these are."""
        store, now = self._world.store, self._world.clock.now()
        claimed = await asyncio.to_thread(store.claim_deliveries, now, room, LEASE, turn=self._instant())
        for delivery in claimed:
            if delivery.send_at and (wait := (delivery.send_at - self._instant()).total_seconds()) > 0:
                await self._world.clock.sleep(wait)
            task = asyncio.create_task(self._deliver(delivery))
            self._running.add(task)
            task.add_done_callback(self._done)
        return len(claimed)

    def _done(self, task: asyncio.Task[None]) -> None:
        self._running.discard(task)
        if not task.cancelled():
            self._failure = self._failure or task.exception()

    async def _deliver(self, delivery: Delivery) -> None:
        """Send one and write down how it ended."""
        world, until = self._world, self._held.get(delivery.chat.channel)
        if until and until > world.clock.now():
            doubtful = delivery.possible_duplicate
            receipt = Receipt("retry", not_before=until, reason="its channel was told to wait", possible_duplicate=doubtful)
        else:
            receipt = await deliver(delivery, world.channels, world.watchlist, world.clock, world.interpreter, world.buttons)
            self._note(delivery, receipt, world.clock.now())
        now = world.clock.now()
        self._heed(delivery, receipt, now)
        self._ended.append((delivery, receipt, now))
        async with self._writing:  # one commit for all that ended while the last one was written
            ended, self._ended = self._ended, []
            if ended:
                settled = await asyncio.to_thread(world.store.settle_all, ended)
                if lost := _losses(ended):
                    await asyncio.to_thread(self._tell, lost, ended[-1][2])
                self._sent += sum(ours and each.outcome == "sent" for ours, (_, each, _) in zip(settled, ended, strict=True))

    def _tell(self, notices: Sequence[Alert], now: datetime) -> None:
        with self._world.store.deadlines(now) as transaction:
            transaction.record(Outcome(notices=notices))

    def _note(self, delivery: Delivery, receipt: Receipt, now: datetime) -> None:
        """Write down whether a way out takes messages, for the vigil; a chat's own refusal says nothing of its channel."""
        chat, ways_out = delivery.chat, self._world.ways_out
        paced = chat.channel in PACED
        name = chat.channel if paced else chat.id
        closed = receipt.outcome == "retry" and not receipt.flooded and (receipt.refused or not paced)
        if receipt.unreached or closed:
            before = ways_out.get(name)
            ways_out[name] = Sign(before.since if before else now, receipt.reason)
        else:
            ways_out[name] = None

    def _heed(self, delivery: Delivery, receipt: Receipt, now: datetime) -> None:
        """Hold back what is claimed already when its channel takes nothing, or finds that we write to several chats too often."""
        channel, last = delivery.chat.channel, self._flooded.get(delivery.chat.channel)
        if receipt.not_before is None:
            return
        if receipt.flooded:
            self._flooded[channel] = delivery.chat.id, now
        several = receipt.flooded and last and last[0] != delivery.chat.id and now - last[1] <= timedelta(seconds=1)
        if receipt.refused or several:
            self._held[channel] = receipt.not_before


def _losses(ended: Sequence[tuple[Delivery, Receipt, datetime]]) -> list[Alert]:
    """Notices to the operators of what was given up, and of chats that somebody has to see to; but nothing of a notice."""
    sends = [each for each in ended if each[0].action == "send" and each[0].alert.change != "notice"]
    return [
        *(of_loss(each.alert, receipt.reason, now) for each, receipt, now in sends if receipt.outcome == "dead"),
        *(of_shut(each, receipt.reason, now) for each, receipt, now in sends if receipt.shut and each.chat.channel in PACED),
    ]
