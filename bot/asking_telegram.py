"""Whether Telegram knows the bot: one call of getMe."""

from http import HTTPStatus

import aiohttp

from bot.findings import Finding, found, problem
from bot.settings import Settings

SECONDS = 10
REFUSED = (HTTPStatus.UNAUTHORIZED, HTTPStatus.NOT_FOUND)  # what Telegram says to a wrong token


async def ask_telegram(settings: Settings) -> Finding:
    """The finding for the token of these settings; never the address called, which holds it."""
    if settings.telegram_token is None:
        raise ValueError("no token to ask about")
    url = f"{settings.telegram_api}/bot{settings.telegram_token.get_secret_value()}/getMe"
    try:
        async with (
            aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=SECONDS)) as client,
            client.get(url) as response,
        ):
            if response.status in REFUSED:
                return problem("channels.telegram", "telegram_refused")
            said = await response.json(content_type=None)
            return found("channels.telegram", "telegram", name=str(said["result"]["username"]))
    except (
        aiohttp.ClientError,
        OSError,
        TimeoutError,
        ValueError,
        LookupError,
        TypeError,
    ) as error:
        return problem("channels.telegram", "telegram_away", reason=type(error).__name__)
