"""Files on their way: those that people sent to this machine, those of the bot to a chat."""

import asyncio
from pathlib import Path

import aiohttp
from telegram import Bot, InputFile
from telegram import Message as Sent

from channels.telegram.link import CONNECT_SECONDS, Link, Unreachable
from channels.telegram.writing import Letter
from domain.attachments import Attachment, MediaKind
from domain.messages import IncomingFile, Lasting

MAX_FILE_BYTES = 20_000_000  # what the service hands to bots
FETCH_SECONDS = 120.0
LINK_LIFE_SECONDS = 30.0
MAX_PHOTO_BYTES = 10 * 1024 * 1024
MAX_UPLOAD_BYTES = 50 * 1024 * 1024
"""Bot API, "Sending files": what a bot may upload as a picture, and as anything else."""
_METHODS = {"image/gif": "document", "audio/ogg": "voice", "video/mp4": "video"}
_BY_KIND = {MediaKind.PICTURE: "photo"}
_SOUNDS = ("audio/mpeg", "audio/mp4")


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


async def send_file(bot: Bot, chat: int, letter: Letter, file: Attachment) -> Sent:
    """Sends a file in the way that its kind has on the service, with the letter's caption.

    Tells the file's `kept` the service's own name. Raises TelegramError; `Lasting` for a file that
    is larger than the service takes.
    """
    method = method_of(file)
    if file.content is not None and len(file.content) > MAX_UPLOAD_BYTES:
        raise Lasting("bad_message")
    what = file.ref or InputFile(file.content or b"", filename=file.name or "file")
    act = {
        "photo": bot.send_photo,
        "audio": bot.send_audio,
        "voice": bot.send_voice,
        "video": bot.send_video,
        "document": bot.send_document,
    }[method]
    sent: Sent = await act(  # type: ignore[operator]
        chat,
        what,
        caption=letter.text or None,
        caption_entities=letter.entities or None,
        reply_markup=letter.keyboard,
    )
    if not file.ref and file.kept is not None and (ref := ref_of(sent)):
        file.kept(ref)
    return sent


def method_of(file: Attachment) -> str:
    """photo, audio, voice, video or document: what the service plays, it is given as such.

    Sounds are MP3 and M4A, voices OGG, films MPEG4 (Bot API, sendAudio, sendVoice, sendVideo);
    of a moving picture sendPhoto would keep the first moment alone.
    """
    if file.kind is MediaKind.DOCUMENT:
        return "document"
    if file.mime in _SOUNDS:
        return "audio"
    method = _METHODS.get(file.mime) or _BY_KIND.get(file.kind, "document")
    heavy = file.content is not None and len(file.content) > MAX_PHOTO_BYTES
    return "document" if method == "photo" and heavy else method


def ref_of(sent: Sent) -> str:
    """The service's own name of the file in a message; of a picture its largest size."""
    if sent.photo:
        return sent.photo[-1].file_id
    found = sent.audio or sent.voice or sent.video or sent.animation or sent.document
    return found.file_id if found else ""


def _write(target: Path, content: bytes) -> None:
    part = target.with_name(target.name + ".part")
    part.write_bytes(content)
    part.replace(target)
