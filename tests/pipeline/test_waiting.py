"""Do alerts wait for company, stay silent and come again as their storyline's file says, and can one see why?"""

import asyncio
from collections.abc import Sequence
from datetime import timedelta
from pathlib import Path

import pytest

from bot.alerts.routing import WAIT_MAX
from bot.explaining import explained
from bot.model.alert import Chat
from bot.model.routing import Matcher, Silence
from bot.pipeline import cycle, deliver_due
from bot.schedule import tick_until_stopped
from tests.pipeline.make import CHAT, DENIAL, NOW, REPORT, Network, Telling, feeds, later, rss, small_world

HOUR = 60
OTHER = ("r2", "Radio says ships crossed the strait", "The radio says that two ships crossed the strait in the morning mist.")
THIRD = ("r3", "Daily says a ferry left the strait", "The daily says a ferry with forty tourists left the strait for repairs.")
OPERATORS = Chat("test:operators", operators=True)


class Room:
    """The small world from cycle to cycle."""

    def __init__(self, folder: Path, routing: str) -> None:
        self.folder, self.routing = folder, routing
        self.telling = Telling()
        self.network = Network()

    async def at(self, minute: float, silences: Sequence[Silence] = (), **pages: str) -> list[tuple[str, str]]:
        """What is told in a cycle at this minute."""
        before = len(self.told())
        self.network.pages.update(feeds(**pages))
        with small_world(self.folder, self.network, self.telling, later(minute), routing=self.routing) as world:
            world.store.subscribe([OPERATORS] if silences else [])
            for one in silences:
                world.store.silence(one)
            await cycle(world, every=True)
        return self.told()[before:]

    def told(self) -> list[tuple[str, str]]:
        """Everything that was told so far, but for how the sources are doing."""
        shown = [message.alert for message in self.telling.sent if message.alert.kind not in {"sources", "state-of-play"}]
        return [(alert.change, alert.title) for alert in shown]

    def why(self, link: str) -> str:
        with small_world(self.folder, self.network, self.telling, routing=self.routing) as world:
            trace = world.store.trace(link, link)
            assert trace
            return explained(trace, world.index).reason


GROUPED = "routing: {group_wait: 30s, group_interval: 5m}\n"


async def test_alerts_wait_for_company_and_are_told_together(tmp_path: Path) -> None:
    room = Room(tmp_path, GROUPED)
    await room.at(0)
    assert await room.at(10, mfa=rss(REPORT, at=later(9))) == []
    assert "waits for company until 2025-11-24T12:10:30+00:00" in room.why("https://x.example/r1")
    assert await room.at(10.25, mfa=rss(OTHER, REPORT, at=later(9))) == []
    assert await room.at(10.5) == [("new", REPORT[1]), ("new", OTHER[1])]
    assert await room.at(11, mfa=rss(THIRD, OTHER, REPORT, at=later(9))) == []
    assert await room.at(15.4) == []
    assert await room.at(15.5) == [("new", THIRD[1])]
    assert await room.at(60) == []
    assert room.why("https://x.example/r1").startswith("it was told: ")


async def test_what_is_grave_does_not_wait_and_brings_out_what_it_answers(tmp_path: Path) -> None:
    room = Room(tmp_path, GROUPED)
    await room.at(0)
    assert await room.at(10, mfa=rss(REPORT, at=later(9))) == []
    assert await room.at(10.2, wire=rss(DENIAL, at=later(10))) == [("new", REPORT[1]), ("met", DENIAL[1])]
    assert room.telling.sent[-1].reply_to


async def test_the_store_says_when_the_wait_is_over(tmp_path: Path) -> None:
    room = Room(tmp_path, GROUPED)
    await room.at(0)
    await room.at(10, mfa=rss(REPORT, at=later(9)))
    with small_world(tmp_path, room.network, room.telling, later(10), routing=GROUPED) as world:
        world.store.follow([], later(10))
        assert world.store.next_event() == later(10.5)
        assert not world.store.waits(later(10.4))
        assert world.store.waits(later(10.5))
        assert world.store.waits(later(10.5) - WAIT_MAX - timedelta(minutes=1))
    with small_world(tmp_path, room.network, room.telling, later(10.5)) as world:  # the rules are gone by now
        await deliver_due(world)
    assert room.told() == [("new", REPORT[1])]


INHIBIT = "inhibit: [{source: {kind: denial}, target: {kind: statement}, equal: [storyline]}]\n"


async def test_what_is_inhibited_is_recorded_and_says_by_what(tmp_path: Path) -> None:
    room = Room(tmp_path, INHIBIT)
    await room.at(0)
    assert await room.at(10, wire=rss(DENIAL, at=later(9))) == [("new", DENIAL[1])]
    assert await room.at(20, mfa=rss(REPORT, at=later(19))) == []
    assert "was recorded, not told: inhibited by alert " in room.why("https://x.example/r1")
    assert f"(denial: {DENIAL[1]})" in room.why("https://x.example/r1")
    assert await room.at(30 * HOUR, mfa=rss(OTHER, REPORT, at=later(30 * HOUR - 1))) == [
        ("new", OTHER[1]),
        ("overdue", "An answer"),
    ]


def mute(label: str, value: str) -> Silence:
    return Silence(0, (Matcher(label, value),), "op", "a storm", NOW, NOW + timedelta(hours=4))  # type: ignore[arg-type]  # a label


async def test_what_is_silenced_is_recorded_and_operators_hear_once_of_what_is_grave(tmp_path: Path) -> None:
    room = Room(tmp_path, "")
    await room.at(0)
    assert await room.at(10, [mute("storyline", "affair")], mfa=rss(REPORT, at=later(9))) == []
    assert "silenced by silence 1 of op until 2025-11-24T16:00+00:00: a storm" in room.why("https://x.example/r1")
    more = (
        "d2",
        "Tokyo denies a second account of the strait",
        "A spokeswoman denies in Tokyo what the evening papers had made of it.",
    )
    assert await room.at(20, wire=rss(DENIAL, at=later(19))) == [("notice", "Silence 1 hides an alert that is high")]
    assert await room.at(30, wire=rss(more, DENIAL, at=later(29))) == []
    notice = next(message for message in room.telling.sent if message.alert.kind == "silence")
    assert "readout silence expire 1" in notice.text
    assert DENIAL[1] in notice.text
    assert await room.at(5 * HOUR, mfa=rss(OTHER, REPORT, at=later(5 * HOUR - 1))) == [("new", OTHER[1])]


async def test_what_is_overdue_is_told_again_until_it_comes(tmp_path: Path) -> None:
    room = Room(tmp_path, "routing: {repeat_interval: 4h}\n")
    await room.at(0)
    await room.at(10, mfa=rss(REPORT, at=later(10)))
    late = 24 * HOUR + 10
    assert await room.at(late) == [("overdue", "An answer")]
    assert await room.at(late + 239) == []
    assert await room.at(late + 240) == [("overdue", "An answer")]
    assert await room.at(late + 241) == []
    assert await room.at(late + 480) == [("overdue", "An answer")]
    texts = [message.text.splitlines()[0] for message in room.telling.sent if message.alert.change == "overdue"]
    assert texts == ["Overdue, did not come in time · The affair", *["Overdue, still has not come · The affair"] * 2]
    assert [message.alert.finding.get("again") for message in room.telling.sent if message.alert.change == "overdue"] == [
        None,
        1,
        2,
    ]
    assert await room.at(late + 500, wire=rss(DENIAL, at=later(late + 490))) == [("met", DENIAL[1])]
    assert await room.at(late + 1000) == []


async def test_nobody_is_reminded_for_ever(tmp_path: Path) -> None:
    room = Room(tmp_path, "routing: {repeat_interval: 7d}\n")
    await room.at(0)
    await room.at(10, mfa=rss(REPORT, at=later(10)))
    told = [len(await room.at(24 * HOUR * day + 20)) for day in range(1, 60)]
    assert sum(told) == 5


@pytest.mark.parametrize("routing", [GROUPED, INHIBIT, ""])
async def test_an_answer_finds_its_message(tmp_path: Path, routing: str) -> None:
    room = Room(tmp_path, routing)
    await room.at(0)
    await room.at(10, mfa=rss(REPORT, at=later(9)))
    changed = (REPORT[0], "Paper reports no talks on the strait", REPORT[2])
    told = await room.at(10.2, mfa=rss(changed, at=later(9)))
    assert [change for change, _ in (room.told() if routing == GROUPED else told)] == (
        ["new", "edited"] if routing == GROUPED else ["edited"]
    )
    edited = room.telling.sent[-1]
    assert edited.reply_to == f"{CHAT.address}/{len(room.telling.sent) - 1}"


async def test_a_readout_that_runs_tells_what_waited(tmp_path: Path) -> None:
    room, stop = Room(tmp_path, GROUPED), asyncio.Event()
    await room.at(0)
    assert await room.at(10, mfa=rss(REPORT, at=later(9))) == []
    stop.set()
    with small_world(tmp_path, room.network, room.telling, later(11), routing=GROUPED) as world:
        await tick_until_stopped(world, stop=stop)
    assert room.told() == [("new", REPORT[1])]
