"""The environment, with every fault at once."""

from pathlib import Path

import pytest

from bot.errors import ConfigError
from bot.settings import load_settings, share


@pytest.fixture(autouse=True)
def nobodys(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """No variables of ours, no .env."""
    for name in ("WATCHLISTS", "DATABASE", "ZONE", "CONTACT", "TRANSLATE_URL", "TRANSLATE_KEY", "TRANSLATE_KIND"):
        monkeypatch.delenv(f"READOUT_{name}", raising=False)
    for name in (
        "BOT_TOKEN",
        "BOT_TOKEN_FILE",
        "BASE_URL",
        "API_URL",
        "CHATS",
        "CHAT_ID",
        "WEBHOOK_URL",
        "WEBHOOK_SECRET",
        "WEBHOOK_LISTEN",
    ):
        monkeypatch.delenv(f"TELEGRAM_{name}", raising=False)
    monkeypatch.chdir(tmp_path)


def test_the_defaults_need_nothing() -> None:
    settings = load_settings()
    assert (settings.database, settings.zone, settings.telegram_token) == ("sqlite:///readout.db", "UTC", "")
    assert (settings.watchlists / "storylines" / "taiwan-remarks.yaml").is_file()
    assert (share("migrations") / "env.py").is_file()


def test_options_win_over_the_environment_and_the_environment_over_a_file(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / ".env").write_text("READOUT_ZONE=Asia/Tokyo\nREADOUT_DATABASE=sqlite:///file.db\n", encoding="utf-8")
    monkeypatch.setenv("READOUT_DATABASE", "sqlite:///environment.db")
    settings = load_settings(zone=None)
    assert (settings.zone, settings.database) == ("Asia/Tokyo", "sqlite:///environment.db")
    assert load_settings(zone="Asia/Taipei").zone == "Asia/Taipei"


def test_a_token_comes_from_a_variable_or_a_file_and_never_shows(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "token").write_text("123456:from-file\n", encoding="utf-8")
    monkeypatch.setenv("TELEGRAM_BOT_TOKEN_FILE", str(tmp_path / "token"))
    monkeypatch.setenv("TELEGRAM_CHATS", "-1001, @channel ,")
    settings = load_settings()
    assert (settings.telegram_token, settings.chats) == ("123456:from-file", ("-1001", "@channel"))
    monkeypatch.setenv("TELEGRAM_BOT_TOKEN", "123456:secret")
    assert load_settings().telegram_token == "123456:secret"
    assert "secret" not in repr(load_settings())


def test_nobody_translates_unless_asked_to() -> None:
    settings = load_settings()
    assert (settings.translate_url, settings.translation_key) == ("", "")


@pytest.mark.parametrize(
    ("url", "kind", "expected"),
    [
        ("https://api-free.deepl.com", "", "deepl"),
        ("https://api.deepl.com/v2/translate", "", "deepl"),
        ("https://API.DeepL.com", "", "deepl"),
        ("https://notdeepl.com", "", "libretranslate"),
        ("http://localhost:5000", "", "libretranslate"),
        (" https://[::1]:5000/ ", "", "libretranslate"),
        ("https://proxy.example/deepl", "deepl", "deepl"),
        ("https://api.deepl.com", "libretranslate", "libretranslate"),
    ],
)
def test_the_host_says_whose_interface_it_is(monkeypatch: pytest.MonkeyPatch, url: str, kind: str, expected: str) -> None:
    monkeypatch.setenv("READOUT_TRANSLATE_URL", url)
    monkeypatch.setenv("READOUT_TRANSLATE_KEY", " secret:fx\n")
    monkeypatch.setenv("READOUT_TRANSLATE_KIND", kind)
    settings = load_settings()
    assert (settings.translation_kind, settings.translation_key) == (expected, "secret:fx")
    assert "secret" not in repr(settings)


@pytest.mark.parametrize(
    ("name", "value", "fault"),
    [
        ("URL", "api.deepl.com", "READOUT_TRANSLATE_URL: not the address"),
        ("URL", "ftp://x.example", "READOUT_TRANSLATE_URL: not the address"),
        ("URL", "https://x.example/?api_key=secret", "READOUT_TRANSLATE_URL: not the address"),
        ("URL", "https://user:secret@x.example:port", "READOUT_TRANSLATE_URL"),
        ("URL", "https://api.deepl.com", "READOUT_TRANSLATE_KEY: DeepL wants a key"),
        ("KEY", "secret words", "READOUT_TRANSLATE_KEY: not a key"),
        ("KEY", "secret\u9fff", "READOUT_TRANSLATE_KEY: not a key"),
        ("KIND", "babelfish", "READOUT_TRANSLATE_KIND"),
    ],
)
def test_a_translation_service_that_cannot_be_asked(monkeypatch: pytest.MonkeyPatch, name: str, value: str, fault: str) -> None:
    monkeypatch.setenv(f"READOUT_TRANSLATE_{name}", value)
    with pytest.raises(ConfigError, match=fault) as caught:
        load_settings()
    assert len(caught.value.faults) == 1
    assert "secret" not in f"{caught.value} {caught.value.__cause__}"


WEBHOOK = {"READOUT_WEBHOOKS": "https://a.example/T0KEN, https://b.example:8443/x", "READOUT_WEBHOOK_SECRET": "0123456789abcdef"}


def test_ways_out_are_read_and_kept_secret(monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in WEBHOOK.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setenv("READOUT_APPRISE", "mailto://u:T0KEN@x.example?to=a@x.example,b@x.example, tgram://T0KEN/1\ntgram://T0KEN/1")
    settings = load_settings()
    assert settings.webhook_urls == ("https://a.example/T0KEN", "https://b.example:8443/x")
    assert settings.apprise_urls == ("mailto://u:T0KEN@x.example?to=a@x.example,b@x.example", "tgram://T0KEN/1")
    assert "T0KEN" not in repr(settings)
    assert "0123456789" not in repr(settings)


@pytest.mark.parametrize(
    ("name", "value", "fault"),
    [
        ("WEBHOOKS", "https://a.example/T0KEN http://b.example/T0KEN", "READOUT_WEBHOOKS: number 2 is not the address"),
        ("WEBHOOKS", "https://user:T0KEN@a.example/", "READOUT_WEBHOOKS: number 1 is not the address"),
        ("WEBHOOKS", "https://a.example:T0KEN/", "READOUT_WEBHOOKS: number 1 is not the address"),
        ("WEBHOOKS", "https:///T0KEN", "READOUT_WEBHOOKS: number 1 is not the address"),
        ("WEBHOOK_SECRET", "T0KEN", "READOUT_WEBHOOK_SECRET: what is posted is signed"),
        ("WEBHOOK_SECRET", "", "READOUT_WEBHOOK_SECRET: what is posted is signed"),
        ("FEEDS_URL", "/var/www/T0KEN", "READOUT_FEEDS_URL: not the address of a folder"),
    ],
)
def test_a_way_out_that_leads_nowhere(monkeypatch: pytest.MonkeyPatch, name: str, value: str, fault: str) -> None:
    for each, given in {**WEBHOOK, f"READOUT_{name}": value}.items():
        monkeypatch.setenv(each, given)
    with pytest.raises(ConfigError, match=fault) as caught:
        load_settings()
    assert "T0KEN" not in f"{caught.value} {caught.value.__cause__}"


def test_a_webhook_of_ones_own_network_is_for_who_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in {**WEBHOOK, "READOUT_WEBHOOKS": "http://[::1]:8080/", "READOUT_WEBHOOK_PRIVATE": "yes"}.items():
        monkeypatch.setenv(name, value)
    assert load_settings().webhook_urls == ("http://[::1]:8080/",)


HOOK = {"TELEGRAM_WEBHOOK_URL": "https://bot.example.org/telegram", "TELEGRAM_WEBHOOK_SECRET": "T0KEN-_9-abcdefgh"}


def test_a_webhook_of_telegrams_is_read_and_its_secret_never_shows(monkeypatch: pytest.MonkeyPatch) -> None:
    assert (load_settings().hook_url, load_settings().hook_address) == ("", ("127.0.0.1", 8443))
    for name, value in {**HOOK, "TELEGRAM_WEBHOOK_LISTEN": "[::1]:8080"}.items():
        monkeypatch.setenv(name, f" {value}\n")
    settings = load_settings()
    assert (settings.hook_url, settings.hook_secret) == (HOOK["TELEGRAM_WEBHOOK_URL"], "T0KEN-_9-abcdefgh")
    assert settings.hook_address == ("::1", 8080)
    assert "T0KEN" not in repr(settings)


@pytest.mark.parametrize(
    ("name", "value", "fault"),
    [
        ("URL", "http://bot.example.org/T0KEN", "TELEGRAM_WEBHOOK_URL: not an address that Telegram can post to"),
        ("URL", "bot.example.org", "TELEGRAM_WEBHOOK_URL: not an address that Telegram can post to"),
        ("SECRET", "", "TELEGRAM_WEBHOOK_SECRET: Telegram shows it .*make one"),
        ("SECRET", "T0KEN-_9", "TELEGRAM_WEBHOOK_SECRET: Telegram shows it"),
        ("SECRET", "T0KEN with spaces and more", "TELEGRAM_WEBHOOK_SECRET: Telegram shows it"),
        ("SECRET", "T0KEN" * 52, "TELEGRAM_WEBHOOK_SECRET: Telegram shows it"),
        ("LISTEN", "8443", "TELEGRAM_WEBHOOK_LISTEN: not a host and a port"),
        ("LISTEN", "127.0.0.1:65536", "TELEGRAM_WEBHOOK_LISTEN: not a host and a port"),
    ],
)
def test_a_webhook_that_telegram_cannot_use(monkeypatch: pytest.MonkeyPatch, name: str, value: str, fault: str) -> None:
    for each, given in {**HOOK, f"TELEGRAM_WEBHOOK_{name}": value}.items():
        monkeypatch.setenv(each, given)
    with pytest.raises(ConfigError, match=f"(?s){fault}") as caught:
        load_settings()
    assert "T0KEN" not in f"{caught.value} {caught.value.__cause__}"


def test_faults_name_their_variable(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(ConfigError, match=r"READOUT_ZONE: unknown time zone 'Asia/Edo'") as caught:
        load_settings(zone="Asia/Edo")
    assert len(caught.value.faults) == 1
    monkeypatch.setenv("TELEGRAM_BOT_TOKEN_FILE", "nowhere")
    with pytest.raises(ConfigError, match="nowhere is not a file"):
        load_settings()


def test_a_heartbeat_is_read_and_kept_secret(monkeypatch: pytest.MonkeyPatch) -> None:
    assert load_settings().heartbeat_url == ""
    monkeypatch.setenv("READOUT_HEARTBEAT_URL", " https://hc.example/T0KEN\n")
    assert load_settings().heartbeat_url == "https://hc.example/T0KEN"
    assert "T0KEN" not in repr(load_settings())
    monkeypatch.setenv("READOUT_HEARTBEAT_URL", "http://kuma:3001/api/push/T0KEN")
    with pytest.raises(ConfigError, match="READOUT_HEARTBEAT_URL: not an address that can be asked") as caught:
        load_settings()
    assert "T0KEN" not in f"{caught.value} {caught.value.__cause__}"
    monkeypatch.setenv("READOUT_HEARTBEAT_PRIVATE", "yes")
    assert load_settings().heartbeat_url == "http://kuma:3001/api/push/T0KEN"
