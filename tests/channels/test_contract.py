"""What the pipeline may expect of any channel."""

import asyncio
from typing import Any

import pytest

from bot.alerts.render import render
from bot.model.alert import Message
from tests.alerts.make import NOW, an_alert, an_outlet
from tests.channels.conftest import Place

HOSTILE = [
    "<b>not bold</b> & <script>alert(1)</script> &nbsp;",
    "[red]not red[/red] [link=https://x.example]no link[/link]",
    "abc\u202edcba \u2066hidden\u2069 \u200bzero \x00\x07 bells",
    "🦊" * 3000,
    "x" * 10_000,
    "一" * 10_000,
    "_*`~ @everyone /stop #tag https://evil.example",
    "\ud800 half a character",
]


def a_message(place: Place, reply_to: str = "", edits: str = "", **changes: Any) -> Message:
    return render(an_alert(**changes), place.chat, now=NOW, why=("watch a/b",), reply_to=reply_to, edits=edits)


async def test_what_is_sent_is_shown_and_its_id_can_be_edited_and_answered(place: Place) -> None:
    first = (await place.channel.send(place.chat, a_message(place, title="The first"))).ref
    assert "The first" in " ".join(place.shown())
    joined: dict[str, Any] = {"title": "The first", "outlets": (an_outlet("MFA", "cn"), an_outlet("Xinhua", "cn"))}
    await place.channel.edit(place.chat, a_message(place, edits=first, **joined))
    await place.channel.edit(place.chat, a_message(place, edits=first, **joined))
    second = (await place.channel.send(place.chat, a_message(place, title="The second", reply_to=first, id="f" * 16))).ref
    assert second != first
    assert "The second" in " ".join(place.shown())


@pytest.mark.parametrize("title", HOSTILE, ids=range(len(HOSTILE)))
async def test_no_headline_breaks_it(place: Place, title: str) -> None:
    message = a_message(place, title=title, outlet=title[:500], gloss={title[:50]: title[:50]})
    assert (await place.channel.send(place.chat, message)).ref
    assert len(place.shown()) == 1


async def test_markup_of_others_is_text(place: Place) -> None:
    await place.channel.send(place.chat, a_message(place, title="[red]<b>A</b>[/red] &amp; B"))
    assert "[red]<b>A</b>[/red] &amp; B" in " ".join(place.shown())


async def test_many_at_once_all_arrive(place: Place) -> None:
    sent = await asyncio.gather(
        *(place.channel.send(place.chat, a_message(place, title=f"Number {n};", id=f"{n:016}")) for n in range(20))
    )
    assert len({one.ref for one in sent}) == 20
    assert all(f"Number {n};" in " ".join(place.shown()) for n in range(20))


async def test_closing_twice_does_no_harm(place: Place) -> None:
    await place.channel.close()
    await place.channel.close()
