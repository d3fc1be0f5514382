"""What does the environment say? Read once, at the start, with every fault listed at once."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated, Literal
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from pydantic import AliasChoices, Field, SecretStr, ValidationError, field_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

from bot.errors import ConfigError, Fault

SECRET_MIN = 16
"""Characters of a secret that is worth its name."""
_MAKE_ONE = "make one: python3 -c 'import secrets; print(secrets.token_hex(32))'"
_HERE = Path(__file__).resolve().parent


def share(folder: str) -> Path:
    """Where the shipped ``watchlists`` or ``migrations`` are: beside the package in a checkout, inside it in a wheel."""
    beside = _HERE.parent / folder
    return beside if (_HERE.parent / "pyproject.toml").exists() and beside.is_dir() else _HERE / "_share" / folder


class Settings(BaseSettings):
    """Environment variables (or a ``.env`` file); command-line options override them."""

    model_config = SettingsConfigDict(env_file=".env", extra="ignore", populate_by_name=True, hide_input_in_errors=True)

    watchlists: Path = Field(default_factory=lambda: share("watchlists"), validation_alias="READOUT_WATCHLISTS")
    database: str = Field(default="sqlite:///readout.db", validation_alias="READOUT_DATABASE")
    zone: str = Field(default="UTC", validation_alias="READOUT_ZONE")
    contact: str = Field(default="", validation_alias="READOUT_CONTACT")
    token: SecretStr | None = Field(default=None, validation_alias="TELEGRAM_BOT_TOKEN")
    token_file: Path | None = Field(default=None, validation_alias="TELEGRAM_BOT_TOKEN_FILE")
    telegram_url: str = Field(default="", validation_alias=AliasChoices("TELEGRAM_BASE_URL", "TELEGRAM_API_URL"))
    chats: Annotated[tuple[str, ...], NoDecode] = Field(
        default=(), validation_alias=AliasChoices("TELEGRAM_CHATS", "TELEGRAM_CHAT_ID")
    )

    operators: Annotated[tuple[str, ...], NoDecode] = Field(default=(), validation_alias="TELEGRAM_OPERATORS")
    hook_url: str = Field(default="", validation_alias="TELEGRAM_WEBHOOK_URL")
    """Where Telegram posts what people say; empty: we poll."""
    hook_key: SecretStr = Field(default=SecretStr(""), validation_alias="TELEGRAM_WEBHOOK_SECRET")
    hook_listen: str = Field(default="127.0.0.1:8443", validation_alias="TELEGRAM_WEBHOOK_LISTEN")
    """Where a reverse proxy brings it."""
    budget: float = Field(default=1200.0, gt=0, validation_alias="READOUT_BUDGET")
    """Requests per hour that all sources together should cost."""
    translate_url: str = Field(default="", validation_alias="READOUT_TRANSLATE_URL")
    """Where a machine that translates headlines is; empty: there is none."""
    translate_key: SecretStr | None = Field(default=None, validation_alias="READOUT_TRANSLATE_KEY")
    translate_kind: Literal["libretranslate", "deepl", ""] = Field(default="", validation_alias="READOUT_TRANSLATE_KIND")
    """Whose interface it has; empty: as its host's name says."""

    webhooks: SecretStr = Field(default=SecretStr(""), validation_alias="READOUT_WEBHOOKS")
    """Addresses to which alerts are posted; a secret, since many of them hold one."""
    webhook_key: SecretStr = Field(default=SecretStr(""), validation_alias="READOUT_WEBHOOK_SECRET")
    webhook_private: bool = Field(default=False, validation_alias="READOUT_WEBHOOK_PRIVATE")
    """Whether they may be at addresses that are not public, and without TLS."""
    feeds: Path | None = Field(default=None, validation_alias="READOUT_FEEDS")
    """Folder into which feeds are written."""
    feeds_url: str = Field(default="", validation_alias="READOUT_FEEDS_URL")
    """Where that folder can be read."""
    apprise: SecretStr = Field(default=SecretStr(""), validation_alias="READOUT_APPRISE")
    """Apprise's addresses of services that hear what operators hear."""
    heartbeat: SecretStr = Field(default=SecretStr(""), validation_alias="READOUT_HEARTBEAT_URL")
    """Where somebody outside hears that we live; a secret, since its path is all that is asked for there."""
    heartbeat_private: bool = Field(default=False, validation_alias="READOUT_HEARTBEAT_PRIVATE")
    """Whether that may be at an address that is not public, and without TLS."""
    approval: Literal["none", "operators"] = Field(default="none", validation_alias="READOUT_APPROVAL")
    """Who has to agree before a saved change of the watchlist comes into force."""

    @field_validator("zone")
    @classmethod
    def _known_zone(cls, zone: str) -> str:
        try:
            ZoneInfo(zone)
        except (KeyError, ValueError) as error:
            raise ValueError(f"unknown time zone {zone!r}; IANA names: Asia/Tokyo") from error
        return zone

    @field_validator("chats", "operators", mode="before")
    @classmethod
    def _split(cls, value: object) -> object:
        return tuple(part.strip() for part in value.split(",") if part.strip()) if isinstance(value, str) else value

    @field_validator("chats", "operators")
    @classmethod
    def _addresses(cls, chats: tuple[str, ...]) -> tuple[str, ...]:
        for chat in chats:
            if not re.fullmatch(r"(?:@\w+|-?\d+)(?:/\d+)?", chat):
                raise ValueError(f"{chat!r} is not a chat: its number, @name of a channel, or number/topic")
        return chats

    @field_validator("hook_url")
    @classmethod
    def _public(cls, url: str) -> str:
        url = url.strip()
        if url and not _is_webhook(url, ("https",)):
            raise ValueError("not an address that Telegram can post to: https://bot.example.org/telegram")
        return url

    @field_validator("hook_listen")
    @classmethod
    def _socket(cls, address: str) -> str:
        found = re.fullmatch(r"(?:\[[0-9A-Fa-f:.]+\]|[\w.-]+):(\d{1,5})", address.strip())
        if not found or not 0 < int(found[1]) < 65536:
            raise ValueError("not a host and a port: 127.0.0.1:8443, [::1]:8443")
        return address.strip()

    @field_validator("translate_url")
    @classmethod
    def _address(cls, url: str) -> str:
        url = url.strip()
        if url and not re.fullmatch(r"https?://[^\s?#/]+(/[^\s?#]*)?", url):
            raise ValueError("not the address of a translation service: https://api-free.deepl.com, http://localhost:5000")
        _ = urlsplit(url).port  # a ValueError of its own
        return url

    @field_validator("feeds_url")
    @classmethod
    def _place(cls, url: str) -> str:
        if url and not re.fullmatch(r"https?://[^\s?#@/]+(/[^\s?#]*)?", url.strip()):
            raise ValueError("not the address of a folder: https://alerts.example.org/feeds")
        return url.strip()

    @field_validator("translate_key")
    @classmethod
    def _one_word(cls, key: SecretStr | None) -> SecretStr | None:
        if key and not re.fullmatch(r"[!-~]*", key.get_secret_value().strip()):
            raise ValueError("not a key: only ASCII letters, digits and signs can be sent")
        return key

    @property
    def hook_secret(self) -> str:
        """The word by which we know Telegram."""
        return self.hook_key.get_secret_value().strip()

    @property
    def hook_address(self) -> tuple[str, int]:
        """Where we listen for it: host and port."""
        host, _, port = self.hook_listen.rpartition(":")
        return host.strip("[]"), int(port)

    @property
    def webhook_urls(self) -> tuple[str, ...]:
        """Where alerts are posted."""
        return tuple(dict.fromkeys(part for part in re.split(r"[\s,]+", self.webhooks.get_secret_value()) if part))

    @property
    def heartbeat_url(self) -> str:
        """Where we say that we live; empty: nowhere."""
        return self.heartbeat.get_secret_value().strip()

    @property
    def apprise_urls(self) -> tuple[str, ...]:
        """Apprise's addresses, which may hold commas."""
        parts = re.split(r"[\s,]+(?=[A-Za-z][\w+.-]*://)", self.apprise.get_secret_value())
        return tuple(dict.fromkeys(part.strip() for part in parts if part.strip()))

    @property
    def translation_kind(self) -> Literal["libretranslate", "deepl"]:
        """Whose interface the translation service has: as was said, else DeepL's at its own hosts, LibreTranslate's elsewhere."""
        host = urlsplit(self.translate_url).hostname or ""
        return self.translate_kind or ("deepl" if f".{host}".endswith(".deepl.com") else "libretranslate")

    @property
    def translation_key(self) -> str:
        """The translation service's key; empty when there is none."""
        return self.translate_key.get_secret_value().strip() if self.translate_key else ""

    @property
    def telegram_token(self) -> str:
        """The bot's token, from the variable or the file; empty when there is none."""
        if self.token:
            return self.token.get_secret_value().strip()
        return self.token_file.read_text(encoding="utf-8").strip() if self.token_file else ""


def load_settings(**overrides: object) -> Settings:
    """Read the settings; ``overrides`` (those that are not None) win. Raises ConfigError."""
    try:
        settings = Settings(**{name: value for name, value in overrides.items() if value is not None})  # type: ignore[arg-type]  # checked by the model
    except ValidationError as error:
        faults = [Fault(_variable(str(detail["loc"][0])), detail["msg"].removeprefix("Value error, ")) for detail in error.errors()]
        raise ConfigError(faults) from error
    if settings.token_file and not settings.token_file.is_file():
        raise ConfigError([Fault("TELEGRAM_BOT_TOKEN_FILE", f"{settings.token_file} is not a file")])
    if settings.translate_url and settings.translation_kind == "deepl" and not settings.translation_key:
        raise ConfigError([Fault("READOUT_TRANSLATE_KEY", "DeepL wants a key", "leave READOUT_TRANSLATE_URL empty to do without")])
    if settings.hook_url and not re.fullmatch(rf"[A-Za-z0-9_-]{{{SECRET_MIN},256}}", settings.hook_secret):
        words = f"Telegram shows it with all that it posts: {SECRET_MIN} to 256 letters, digits, _ and -"
        raise ConfigError([Fault("TELEGRAM_WEBHOOK_SECRET", words, _MAKE_ONE)])
    if settings.heartbeat_url and not _is_webhook(settings.heartbeat_url, _schemes(private=settings.heartbeat_private)):
        hint = "https://host/path; READOUT_HEARTBEAT_PRIVATE=yes allows http and private addresses"
        raise ConfigError([Fault("READOUT_HEARTBEAT_URL", "not an address that can be asked", hint)])
    if faults := list(_webhook_faults(settings)):
        raise ConfigError(faults)
    return settings


def _webhook_faults(settings: Settings) -> Iterator[Fault]:
    """What is wrong with the webhooks; an address is named by its number, since it may hold a secret."""
    private, secret = settings.webhook_private, settings.webhook_key.get_secret_value().strip()
    for number, url in enumerate(settings.webhook_urls, 1):
        if not _is_webhook(url, _schemes(private=private)):
            hint = "https://host/path" + ("" if private else "; READOUT_WEBHOOK_PRIVATE=yes allows http and private addresses")
            yield Fault("READOUT_WEBHOOKS", f"number {number} is not the address of a webhook", hint)
    if settings.webhook_urls and len(secret) < SECRET_MIN:
        yield Fault(
            "READOUT_WEBHOOK_SECRET", f"what is posted is signed with a secret of at least {SECRET_MIN} characters", _MAKE_ONE
        )


def _schemes(*, private: bool) -> tuple[str, ...]:
    return ("https", "http") if private else ("https",)


def _is_webhook(url: str, schemes: tuple[str, ...]) -> bool:
    try:
        parts = urlsplit(url)
        _ = parts.port  # a ValueError of its own
    except ValueError:
        return False
    return parts.scheme in schemes and bool(parts.hostname) and "@" not in parts.netloc and not parts.fragment


def _variable(name: str) -> str:
    """The environment variable behind a setting, which is how people know it, whether it came from there or from an option."""
    field = Settings.model_fields.get(name)
    alias = field.validation_alias if field else None
    return str(alias.choices[0] if isinstance(alias, AliasChoices) else alias or name)
