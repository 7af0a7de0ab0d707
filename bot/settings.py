"""The settings of an installation: environment, `.env`, and files that hold secrets."""

import os
from pathlib import Path
from typing import Any, Self

from dotenv import dotenv_values
from pydantic import SecretStr, ValidationError, model_validator
from pydantic_core import PydanticCustomError
from pydantic_settings import (
    BaseSettings,
    DotEnvSettingsSource,
    EnvSettingsSource,
    PydanticBaseSettingsSource,
    SettingsConfigDict,
)
from sqlalchemy.engine import make_url

from bot.problems import SettingsProblem
from bot.secret_files import SecretFiles
from bot.setting_kinds import (
    Admins,
    Bucket,
    Database,
    FontFile,
    Hosts,
    Listen,
    LogFormat,
    LogLevel,
    Pace,
    SpeechCommand,
    Switch,
    Token,
    WebAddress,
    WebhookSecret,
    Zone,
)
from content.sentences import plain
from domain.addresses import OFFICIAL

__all__ = ["Settings", "SettingsProblem", "given_settings", "read_settings", "unknown_settings"]

PREFIX = "ZHIBU_"
OFFICIAL_API = "https://api.telegram.org"
SECRETS = ("database", "telegram_token", "telegram_secret", "s3_key", "s3_secret")


class Settings(BaseSettings):
    """One field a setting: ZHIBU_TELEGRAM_TOKEN is `telegram_token`. Rates are messages.

    `telegram_rate` and `telegram_private_rate` count a second, `telegram_group_rate` a minute.
    """

    model_config = SettingsConfigDict(
        env_prefix=PREFIX,
        env_file=".env",
        env_file_encoding="utf-8-sig",
        env_ignore_empty=True,
        extra="ignore",
        frozen=True,
        str_strip_whitespace=True,
        hide_input_in_errors=True,
    )

    database: Database = SecretStr("sqlite:///data/zhibu.db")
    data: Path = Path("data")
    telegram_token: Token | None = None
    telegram_api: WebAddress = OFFICIAL_API
    telegram_webhook: WebAddress | None = None
    telegram_secret: WebhookSecret | None = None
    telegram_rate: Pace = 30.0
    telegram_group_rate: Pace = 20.0
    telegram_private_rate: Pace = 1.0
    admins: Admins = frozenset()
    timezone: Zone = "Asia/Shanghai"
    listen: Listen = "127.0.0.1:8642"
    chat: Switch = False
    public_url: WebAddress | None = None
    second_approval: Switch = True
    sources: Hosts = OFFICIAL
    media: Bucket | None = None
    s3_endpoint: WebAddress | None = None
    s3_key: SecretStr | None = None
    s3_secret: SecretStr | None = None
    font: FontFile | None = None
    speech: SpeechCommand | None = None
    log: LogLevel = "info"
    log_format: LogFormat = "text"

    @model_validator(mode="after")
    def _webhook_is_safe(self) -> Self:
        if self.telegram_webhook is None:
            return self
        own_api = "telegram_api" in self.model_fields_set
        if self.telegram_webhook.startswith("http://") and not own_api:
            raise PydanticCustomError("webhook_plain", "plain http")
        # Without a secret anybody could post updates there.
        if self.telegram_secret is None:
            raise PydanticCustomError("webhook_without_secret", "no secret")
        return self

    @model_validator(mode="after")
    def _bucket_is_whole(self) -> Self:
        if (self.s3_key is None) != (self.s3_secret is None):
            raise PydanticCustomError("s3_half", "half a key")
        return self

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,  # noqa: ARG003  the library's signature
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """What is passed in, then files that hold secrets, then the environment, then `.env`."""
        assert isinstance(env_settings, EnvSettingsSource)
        assert isinstance(dotenv_settings, DotEnvSettingsSource)
        given = {**dotenv_settings.env_vars, **env_settings.env_vars}
        files = SecretFiles(settings_cls, given, PREFIX, SECRETS)
        return init_settings, files, env_settings, dotenv_settings

    def database_url(self) -> str:
        """The database's address, with its password: for the engine only, never to be shown."""
        return self.database.get_secret_value()

    def secrets(self) -> tuple[str, ...]:
        """Every value that no log, error or page may show."""
        password = make_url(self.database_url()).password
        held = (self.telegram_token, self.telegram_secret, self.s3_key, self.s3_secret)
        kept = [password, *map(_open, held)]
        if self.telegram_token is not None:
            kept.append(self.telegram_token.get_secret_value().partition(":")[2])
        return tuple(str(secret) for secret in kept if secret)


def read_settings(**overrides: Any) -> Settings:
    """The settings of this process; `overrides` win over environment and `.env`.

    Raises SettingsProblem with one plain sentence that names the setting and what to write.
    """
    try:
        return Settings(**overrides)
    except ValidationError as error:
        raise SettingsProblem(_sentence(error)) from None
    except (UnicodeDecodeError, OSError) as error:
        raise SettingsProblem(plain("setting_env_file")) from error


class _Given(Settings):
    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],  # noqa: ARG003
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,  # noqa: ARG003
        dotenv_settings: PydanticBaseSettingsSource,  # noqa: ARG003
        file_secret_settings: PydanticBaseSettingsSource,  # noqa: ARG003
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        return (init_settings,)


def given_settings(**values: Any) -> Settings:
    """Settings of these values and the defaults only, whatever the environment says: a demo's.

    Raises SettingsProblem as `read_settings`.
    """
    try:
        return _Given(**values)
    except ValidationError as error:
        raise SettingsProblem(_sentence(error)) from None


def unknown_settings() -> list[str]:
    """Names in environment and `.env` that look like settings and are none: likely mistyped."""
    known = {f"{PREFIX}{field}".upper() for field in Settings.model_fields}
    known |= {f"{PREFIX}{field}_FILE".upper() for field in SECRETS}
    given = {*os.environ, *dotenv_values(".env", encoding="utf-8-sig")}
    return sorted(
        name for name in given if name.upper().startswith(PREFIX) and name.upper() not in known
    )


def _sentence(error: ValidationError) -> str:
    """The first problem only: one sentence, and never the value, which may be a secret."""
    first = error.errors(include_url=False, include_input=False)[0]
    if not first["loc"]:
        return plain(f"setting_{first['type']}")
    field = str(first["loc"][0])
    return plain(f"setting_{field}", {"name": f"{PREFIX}{field.upper()}"})


def _open(secret: SecretStr | None) -> str | None:
    return secret.get_secret_value() if secret is not None else None
