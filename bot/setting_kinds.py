"""What the values of settings must look like. Each check raises ValueError on a wrong one."""

import re
from pathlib import Path
from typing import Annotated, Literal
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import AfterValidator, BeforeValidator, Field, SecretStr
from pydantic_settings import NoDecode
from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError

from content.spoken.engine import read_command
from domain.addresses import is_number
from web.server import parse_listen

FONT_ENDINGS = (".otf", ".ttf", ".ttc")
CHANNELS = ("telegram", "chat")
_SWITCH = {"on": True, "off": False}


def _database(value: SecretStr) -> SecretStr:
    """`sqlite:///path` of a file, or `postgresql://…/name`; anything else would not persist."""
    try:
        url = make_url(value.get_secret_value())
    except ArgumentError:
        # The parser's own words would repeat the address, and with it the password.
        raise ValueError("no address") from None
    if url.drivername not in {"sqlite", "postgresql"}:
        raise ValueError("another kind of database")
    if not url.database or url.database.startswith((":memory:", "file:")):
        raise ValueError("no file or name")
    return value


def _token(value: SecretStr) -> SecretStr:
    if not re.fullmatch(r"\d+:[\w-]+", value.get_secret_value(), re.ASCII):
        raise ValueError("no token")
    return value


def _webhook_secret(value: SecretStr) -> SecretStr:
    # Telegram allows these characters only: Bot API, setWebhook, secret_token.
    if not re.fullmatch(r"[A-Za-z0-9_-]{1,256}", value.get_secret_value()):
        raise ValueError("no secret")
    return value


def _web_address(value: str) -> str:
    parts = urlsplit(value)
    if parts.scheme not in {"http", "https"} or not parts.hostname or parts.query:
        raise ValueError("no address")
    _ = parts.port  # raises ValueError for one that is no number
    return value.rstrip("/")


def _admins(value: object) -> object:
    """`telegram:10001,telegram:10002` as pairs of channel and address."""
    if not isinstance(value, str):
        return value
    pairs = [part.strip() for part in re.split("[,，;；\\s]", value) if part.strip()]
    found = set()
    for pair in pairs:
        channel, _, address = pair.partition(":")
        if channel not in CHANNELS or not address:
            raise ValueError("no channel and address")
        found.add((channel, address))
    return frozenset(found)


def _hosts(value: object) -> object:
    """`12371.cn,gov.cn` as host names, each of which stands for all below it as well."""
    if not isinstance(value, str):
        return value
    hosts = [part.strip().lower() for part in re.split("[,，;；\\s]", value) if part.strip()]
    if not hosts or not all(re.fullmatch(r"[a-z0-9-]+(\.[a-z0-9-]+)+", host) for host in hosts):
        raise ValueError("no host names")
    if any(map(is_number, hosts)):
        raise ValueError("a machine's number")
    return tuple(hosts)


def _zone(value: str) -> str:
    try:
        ZoneInfo(value)
    except (ZoneInfoNotFoundError, OSError) as error:
        raise ValueError("no time zone") from error
    return value


def _listen(value: str) -> str:
    _, port = parse_listen(value)
    if port > 65_535:
        raise ValueError("no port")
    return value


def _switch(value: object) -> object:
    return _SWITCH.get(value.lower(), value) if isinstance(value, str) else value


def _lower(value: object) -> object:
    return value.lower() if isinstance(value, str) else value


def _bucket(value: str) -> str:
    """`s3://bucket/prefix`."""
    parts = urlsplit(value)
    if parts.scheme != "s3" or not re.fullmatch(r"[a-z0-9][a-z0-9.-]{1,62}", parts.netloc):
        raise ValueError("no bucket")
    if parts.query or parts.fragment:
        raise ValueError("more than a prefix")
    return value


def _font_file(value: Path) -> Path:
    if value.suffix.lower() not in FONT_ENDINGS or not value.is_file():
        raise ValueError("no font")
    return value


def _speech(value: str) -> str:
    read_command(value)
    return value


Bucket = Annotated[str, AfterValidator(_bucket)]
FontFile = Annotated[Path, AfterValidator(_font_file)]
SpeechCommand = Annotated[str, AfterValidator(_speech)]
Database = Annotated[SecretStr, AfterValidator(_database)]
Token = Annotated[SecretStr, AfterValidator(_token)]
WebhookSecret = Annotated[SecretStr, AfterValidator(_webhook_secret)]
WebAddress = Annotated[str, AfterValidator(_web_address)]
Pace = Annotated[float, Field(gt=0, allow_inf_nan=False)]
Admins = Annotated[frozenset[tuple[str, str]], NoDecode, BeforeValidator(_admins)]
Hosts = Annotated[tuple[str, ...], NoDecode, BeforeValidator(_hosts)]
Zone = Annotated[str, AfterValidator(_zone)]
Listen = Annotated[str, AfterValidator(_listen)]
Switch = Annotated[bool, BeforeValidator(_switch)]
LogLevel = Annotated[Literal["debug", "info", "warning", "error"], BeforeValidator(_lower)]
LogFormat = Annotated[Literal["text", "json"], BeforeValidator(_lower)]
