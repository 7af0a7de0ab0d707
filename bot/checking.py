"""`zhibu check`: whether this installation can serve, one line a thing; it changes nothing."""

import asyncio
from collections.abc import Awaitable, Callable, Iterator
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from bot.asking_telegram import ask_telegram
from bot.checking_database import check_database
from bot.checking_media import check_font, check_speech, check_store
from bot.disk import check_folder
from bot.findings import Finding, found, problem, warning
from bot.masking import masker
from bot.settings import Settings, unknown_settings

__all__ = ["Finding", "check"]

AskTelegram = Callable[[Settings], Awaitable[Finding]]


async def check(
    settings: Settings, now: datetime, ask: AskTelegram = ask_telegram
) -> list[Finding]:
    """Look at settings, database, migrations, media, channels, fonts, calendar and clock, in order.

    `now` is the process's clock; `ask` finds out whether Telegram knows the bot. The texts hold
    no secret. May run beside the service.
    """
    findings = [*_settings(settings)]
    findings += await asyncio.to_thread(lambda: list(check_database(settings, now)))
    findings += await asyncio.to_thread(lambda: list(check_folder(settings.data)))
    findings += await _channels(settings, ask)
    findings.append(await check_store(settings))
    findings += await asyncio.to_thread(lambda: [check_font(settings), *check_speech(settings)])
    findings.append(_zones(now))
    mask = masker(settings.secrets())
    order = sorted(findings, key=lambda finding: ORDER.index(finding.id.partition(".")[0]))
    return [Finding(one.id, one.weight, mask(one.text), mask(one.hint)) for one in order]


ORDER = (
    "settings",
    "database",
    "migrations",
    "data",
    "media",
    "channels",
    "fonts",
    "speech",
    "calendar",
    "clock",
)


def _settings(settings: Settings) -> Iterator[Finding]:
    yield found("settings", "settings", database=settings.database_url().partition(":")[0])
    unknown = unknown_settings()
    if unknown:
        yield warning("settings.unknown", "unknown", names="、".join(unknown))
    if not settings.admins:
        yield warning("settings.admins", "no_admins")


async def _channels(settings: Settings, ask: AskTelegram) -> list[Finding]:
    findings = []
    if settings.telegram_token is not None:
        findings.append(await ask(settings))
    if settings.chat:
        address = settings.public_url or f"http://{settings.listen}"
        findings.append(found("channels.chat", "chat", address=address))
    return findings or [warning("channels", "no_channel")]


def _zones(now: datetime) -> Finding:
    """Whether the time zone data is there and right: Shanghai is UTC+8 the whole year."""
    if now.astimezone(ZoneInfo("Asia/Shanghai")).utcoffset() != timedelta(hours=8):
        return problem("clock.zones", "zones")
    local = now.astimezone(ZoneInfo("Asia/Shanghai"))
    return found("clock", "clock", local=local.isoformat(timespec="seconds"))
