"""Files that people sent, brought to this machine."""

import asyncio
from pathlib import Path

import aiohttp
from telegram import Bot

from channels.telegram.link import CONNECT_SECONDS, Link, Unreachable
from domain.messages import IncomingFile, Lasting

MAX_FILE_BYTES = 20_000_000  # what the service hands to bots
FETCH_SECONDS = 120.0
LINK_LIFE_SECONDS = 30.0


async def fetch_file(bot: Bot, link: Link, file: IncomingFile, target: Path) -> None:
    """Writes the file to `target`, whole or not at all.

    Raises `Lasting` when it is too big, TelegramError when the service refuses, `Unreachable`.
    """
    if file.size > MAX_FILE_BYTES:
        raise Lasting("bad_message")
    found = await bot.get_file(file.ref)
    if not found.file_path:
        raise Lasting("bad_message")
    timeout = aiohttp.ClientTimeout(
        total=FETCH_SECONDS, sock_connect=CONNECT_SECONDS, sock_read=LINK_LIFE_SECONDS
    )
    reply = await link.request("GET", found.file_path, timeout=timeout)
    if reply.status != 200:
        raise Unreachable(f"HTTP {reply.status}")
    await asyncio.to_thread(_write, target, reply.body)


def _write(target: Path, content: bytes) -> None:
    part = target.with_name(target.name + ".part")
    part.write_bytes(content)
    part.replace(target)
