"""The stock way to send to many groups: python-telegram-bot's AIORateLimiter, gathered."""

import asyncio
import json
import os
import sys
from pathlib import Path

from telegram.error import TelegramError
from telegram.ext import AIORateLimiter, Application

RETRIES = 10  # by default none, and then what is refused once is lost


async def send_all() -> None:
    """Send each text of the file PEER_DATABASE to its chat; prints how many were lost."""
    application = (
        Application.builder()
        .token(os.environ["PEER_TOKEN"])
        .base_url(f"{os.environ['PEER_API']}/bot")
        .rate_limiter(AIORateLimiter(max_retries=RETRIES))
        .build()
    )
    letters = json.loads(Path(os.environ["PEER_DATABASE"]).read_text(encoding="utf-8"))
    async with application:
        done = await asyncio.gather(
            *(application.bot.send_message(chat, text) for chat, text in letters),
            return_exceptions=True,
        )
    lost = sum(isinstance(outcome, TelegramError) for outcome in done)
    print(lost, "lost", flush=True)
    await asyncio.Event().wait()


if __name__ == "__main__":
    sys.exit(asyncio.run(send_all()))
