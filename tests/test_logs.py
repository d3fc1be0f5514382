"""What goes to the log, and what never does."""

import logging
from collections.abc import Iterator

import pytest

from bot import logs
from bot.logs import keep_secret, set_up_logs

TOKEN = "123456789:AAF-abcdefghijklmnopqrstuvwxyz_01234"


@pytest.fixture(autouse=True)
def put_back() -> Iterator[None]:
    """The handler writes to this test's standard error, which ends with it; others still have something to say."""
    root = logging.getLogger()
    handlers, level = root.handlers[:], root.level
    yield
    root.handlers[:] = handlers
    root.setLevel(level)


def test_a_token_is_never_logged_not_even_in_a_traceback(capsys: pytest.CaptureFixture[str]) -> None:
    set_up_logs(verbose=True)
    try:
        int(f"https://api.telegram.org/bot{TOKEN}/sendMessage")
    except ValueError:
        logging.getLogger("bot").exception("sending with %s", TOKEN)
    said = capsys.readouterr().err
    assert "sending with <token>" in said
    assert "ValueError" in said
    assert TOKEN not in said


def test_a_secret_that_was_named_is_never_logged(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(logs, "_SECRETS", set())
    set_up_logs()
    keep_secret("")
    keep_secret("canary:fx")
    try:
        int("DeepL-Auth-Key canary:fx")
    except ValueError:
        logging.getLogger("bot").exception("asking with %s", "canary:fx")
    said = capsys.readouterr().err
    assert "asking with <key>" in said
    assert "DeepL-Auth-Key <key>'" in said
    assert "canary" not in said


def test_a_chat_is_never_logged(capsys: pytest.CaptureFixture[str]) -> None:
    set_up_logs(verbose=True)
    logging.getLogger("bot").warning("telegram:-1001234/45: blocked; telegram:@readers; Key (id)=(telegram:42); telegram: none")
    assert capsys.readouterr().err.endswith(
        "telegram:<chat>: blocked; telegram:<chat>; Key (id)=(telegram:<chat>); telegram: none\n"
    )


def test_vendors_speak_up_only_when_something_is_wrong(capsys: pytest.CaptureFixture[str]) -> None:
    set_up_logs(verbose=True)
    logging.getLogger("httpx").info("GET https://example.com")
    logging.getLogger("bot.reading").info("a source failed")
    assert "GET" not in (said := capsys.readouterr().err)
    assert "a source failed" in said
