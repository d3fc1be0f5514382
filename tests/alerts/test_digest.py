"""Does a digest say of each alert what it must, in order, and does it fit whatever is in it?"""

from datetime import timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from bot.alerts.digest import render_digest
from bot.alerts.markup import LIMIT, units
from bot.model.alert import Chat
from tests.alerts.make import NOW, an_alert
from tests.botapi.parser import parsed

CHAT = Chat("telegram:1", "Asia/Kathmandu")


def test_by_storyline_the_oldest_first_with_headline_kind_side_time_and_link() -> None:
    alerts = [
        an_alert(id="1", storyline="a", title="First", url="https://mfa.example/1"),
        an_alert(id="2", storyline="b", title="Second", first_seen=NOW + timedelta(minutes=5)),
        an_alert(id="3", storyline="a", title="Third", change="corrected", severity="low"),
    ]
    message = render_digest(alerts, CHAT, {"a": "The affair", "b": "Another"}, {alerts[0].kind: "Readout"}, now=NOW, missed=2)
    lines = message.text.splitlines()
    assert lines[0] == "2 alerts while away, more than a day old."
    assert lines[1].startswith("3 alerts")
    places = [message.text.index(words) for words in ("The affair", "First", "Third", "Another", "Second")]
    assert places == sorted(places)
    assert "Readout, to a story told before · China" in message.text
    assert "Kathmandu" in message.text
    assert '<a href="https://mfa.example/1">First</a> · mfa.example' in message.html
    assert (message.digest, message.alert, message.silent) == (tuple(alerts), alerts[0], False)


def test_what_has_no_room_is_counted() -> None:
    alerts = [an_alert(id=str(number), title=f"Number {number} " + "x" * 150) for number in range(200)]
    message = render_digest(alerts, CHAT, {}, {}, now=NOW, possible_duplicate=True)
    assert message.text.startswith("Possible duplicate")
    shown = message.text.count("Number ")
    assert 5 < shown < 40
    assert message.text.endswith(f"and {200 - shown} more")


@settings(max_examples=60)
@given(titles=st.lists(st.text(max_size=600), min_size=2, max_size=40), url=st.text(max_size=80))
def test_telegram_takes_it_whatever_is_in_it(titles: list[str], url: str) -> None:
    alerts = [
        an_alert(id=str(number), title=title, kind=title[:20], url=f"https://{url}", storyline=title[:5])
        for number, title in enumerate(titles)
    ]
    message = render_digest(alerts, CHAT, {}, {}, now=NOW)
    assert max(units(parsed(message.html, "HTML").text), len(message.text) // 4) <= LIMIT
