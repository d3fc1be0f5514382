"""Does the second way to the operators promise no more than Apprise says, and keep its secrets?"""

import logging
import sys
from http.server import BaseHTTPRequestHandler, HTTPServer
from threading import Thread
from types import SimpleNamespace

import pytest

from bot.alerts.render import render
from bot.channels.apprise import BODY_MAX, AppriseChannel, address_of, notifier_for
from bot.errors import Uncertain, Undeliverable
from bot.model.alert import Chat
from tests.alerts.make import NOW, an_alert
from tests.channels.conftest import Place, Service

URL = "tgram://123456:T0KEN/-100"


@pytest.mark.parametrize("answer", [False, None, ValueError(f"cannot post to {URL}")])
async def test_what_failed_may_have_arrived(apprise: Place, service: Service, answer: object) -> None:
    service.answer = answer  # type: ignore[assignment]  # one of the three
    with pytest.raises(Uncertain) as caught:
        await apprise.channel.send(apprise.chat, render(an_alert(), apprise.chat, now=NOW))
    assert "T0KEN" not in str(caught.value)
    assert caught.value.__cause__ is None


async def test_a_long_notice_is_cut(apprise: Place, service: Service) -> None:
    await apprise.channel.send(apprise.chat, render(an_alert(title="t" * 3000), apprise.chat, now=NOW))
    ((title, body),) = service.taken
    assert len(title) == 200
    assert len(body) == BODY_MAX


async def test_an_edit_says_nothing(apprise: Place, service: Service) -> None:
    await apprise.channel.edit(apprise.chat, render(an_alert(), apprise.chat, now=NOW, edits="1"))
    assert service.taken == []


async def test_a_service_that_left_the_settings_gets_nothing(apprise: Place) -> None:
    with pytest.raises(Undeliverable):
        await apprise.channel.send(Chat("apprise:gone"), render(an_alert(), apprise.chat, now=NOW))


def test_its_name_says_only_of_which_kind_it_is() -> None:
    assert address_of(URL).startswith("tgram-")
    assert "T0KEN" not in address_of(URL)


def test_an_address_that_apprise_does_not_know(monkeypatch: pytest.MonkeyPatch) -> None:
    made = SimpleNamespace(add=lambda url: url == URL, notify=lambda **given: given["body_format"] == "text")
    monkeypatch.setitem(sys.modules, "apprise", SimpleNamespace(Apprise=lambda: made))
    assert notifier_for("nonsense") is None
    found = notifier_for(URL)
    assert found
    assert found.notify("body", "title") is True
    assert not logging.getLogger("apprise").isEnabledFor(logging.CRITICAL)


@pytest.mark.filterwarnings("ignore::DeprecationWarning")  # of a hundred plugins
async def test_the_real_one_hands_it_over() -> None:
    pytest.importorskip("apprise", reason="an extra that is in no lock")
    got: list[bytes] = []

    class Here(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            got.append(self.rfile.read(int(self.headers["Content-Length"])))
            self.send_response(200)
            self.end_headers()

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the library's name
            pass

    with HTTPServer(("127.0.0.1", 0), Here) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        found = notifier_for(f"json://127.0.0.1:{server.server_port}/")
        assert found
        place = AppriseChannel({"json": found})
        await place.send(Chat("apprise:json"), render(an_alert(title="<b>A</b> & B"), Chat("apprise:json"), now=NOW))
        server.shutdown()
    assert b"<b>A</b> & B" in got[0]
