"""Are limits and rights remembered as long as they count, and no longer?"""

import pytest

from bot.chat import limits, rights
from bot.chat.asking import Place, Speaker
from bot.chat.limits import Limits
from bot.chat.rights import Rights
from tests.chat.conftest import TurnedClock


def test_there_is_room_again_after_a_minute_and_one_refusal_a_minute() -> None:
    clock = TurnedClock()
    limit = Limits(clock.monotonic, 2)
    assert [limit.admit(1) for _ in range(4)] == ["yes", "yes", "refuse", "ignore"]
    assert limit.admit(2) == "yes"
    clock.turn(61)
    assert [limit.admit(1) for _ in range(4)] == ["yes", "yes", "refuse", "ignore"]


def test_only_so_many_chats_are_remembered(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "_CHATS_MAX", 3)
    limit = Limits(lambda: 0.0, 1)
    for chat in range(10):
        limit.admit(chat)
        limit.admit(chat)
    assert (len(limit._asked), len(limit._refused)) == (3, 3)


async def test_rights_are_asked_once_a_minute_and_refusals_to_say_not_remembered(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rights, "_MOST", 2)
    clock, asked, answer = TurnedClock(), [], [None, True, False]

    async def is_admin(chat: int, user: int) -> bool | None:
        asked.append((chat, user))
        return answer.pop(0) if answer else True

    may = Rights(is_admin, clock.monotonic)
    group = Place(-1, "group")
    assert [await may.may(group, Speaker(7)) for _ in range(3)] == [None, True, True]
    clock.turn(61)
    assert [await may.may(group, Speaker(7)) for _ in range(2)] == [False, False]
    assert len(asked) == 3
    for user in range(5):
        await may.may(group, Speaker(user))
    assert len(may._known) == 2
    assert [await may.may(Place(1), Speaker(9)), await may.may(group, Speaker(None))] == [True, False]
    assert await may.may(group, Speaker(None, as_chat=True))
    assert len(asked) == 8
