"""What does the environment say? Read once, at the start, with every fault listed at once."""

import re
from pathlib import Path
from typing import Annotated
from zoneinfo import ZoneInfo

from pydantic import AliasChoices, Field, SecretStr, ValidationError, field_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

from bot.errors import ConfigError, Fault

_HERE = Path(__file__).resolve().parent


def share(folder: str) -> Path:
    """Where the shipped ``watchlists`` or ``migrations`` are: beside the package in a checkout, inside it in a wheel."""
    beside = _HERE.parent / folder
    return beside if (_HERE.parent / "pyproject.toml").exists() and beside.is_dir() else _HERE / "_share" / folder


class Settings(BaseSettings):
    """Environment variables (or a ``.env`` file); command-line options override them."""

    model_config = SettingsConfigDict(env_file=".env", extra="ignore", populate_by_name=True)

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
    budget: float = Field(default=1200.0, gt=0, validation_alias="READOUT_BUDGET")
    """Requests per hour that all sources together should cost."""

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
    return settings


def _variable(name: str) -> str:
    """The environment variable behind a setting, which is how people know it, whether it came from there or from an option."""
    field = Settings.model_fields.get(name)
    alias = field.validation_alias if field else None
    return str(alias.choices[0] if isinstance(alias, AliasChoices) else alias or name)
