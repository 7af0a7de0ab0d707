"""Files on the disk: what people sent, and what the bot attaches."""

import asyncio
import re
import secrets
import shutil
from collections.abc import AsyncIterator
from datetime import datetime, timedelta
from pathlib import Path

from domain.attachments import Attachment
from domain.messages import Lasting
from web.chat.posts import Stored

UPLOAD_LIMIT = 20 * 1024 * 1024
"""Bytes of one file that a person sends."""

KEPT_FOR = timedelta(days=7)
"""How long a sent file waits to be fetched by the bot or downloaded by others."""

NAME_LENGTH = 120

_REF = re.compile(r"[A-Za-z0-9_-]{1,64}/[0-9a-f]{32}")
_POST = re.compile(r"posts/[0-9a-f]{64}")
_UNSAFE = re.compile(r'[\x00-\x1f\x7f/\\:*?"<>|\u202a-\u202e\u2066-\u2069]')


class TooLarge(Exception):
    """A person's file exceeds the limit."""


class Files:
    """The chat's folder: `uploads/<person>/…` and `posts/…`; names given by people never
    become paths."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    async def attach(self, file: Attachment) -> Stored:
        """Keep a file that the bot sends; one with a `ref` lies here already.

        Raises `Lasting("copy_gone")` where it does not.
        """
        path, size = await asyncio.to_thread(self._attach, file)
        if not file.ref and file.kept is not None:
            file.kept(path)
        return Stored(path, safe_name(file.name), size, file.kind, file.mime)

    def _attach(self, file: Attachment) -> tuple[str, int]:
        if file.ref:
            return file.ref, self._size(file.ref)
        content = file.content or b""
        path = f"posts/{file.reuse or secrets.token_hex(16)}"
        target = self._folder / path
        target.parent.mkdir(parents=True, exist_ok=True)
        part = target.with_name(f"{target.name}.{secrets.token_hex(6)}.part")
        part.write_bytes(content)
        part.replace(target)
        return path, len(content)

    def _size(self, path: str) -> int:
        target = self._folder / path
        if not _POST.fullmatch(path) or not target.is_file():
            raise Lasting("copy_gone")
        return target.stat().st_size

    async def receive(self, address: str, chunks: AsyncIterator[bytes]) -> tuple[str, int]:
        """Write a person's file as it streams in; returns its reference and size in bytes.

        Raises `TooLarge`; a file that did not come whole leaves nothing behind.
        """
        ref = f"{address}/{secrets.token_hex(16)}"
        target = self.upload(ref)
        if target is None:
            raise ValueError("an address that cannot name a folder")
        target.parent.mkdir(parents=True, exist_ok=True)
        try:
            return ref, await _write(target, chunks)
        except BaseException:
            target.unlink(missing_ok=True)
            raise

    def upload(self, ref: str) -> Path | None:
        """Where an uploaded file lies; None for what is no reference."""
        if not _REF.fullmatch(ref):
            return None
        return self._folder / "uploads" / ref

    def post_file(self, path: str) -> Path:
        """Where a post's attachment lies."""
        return self._folder / path

    async def fetch(self, ref: str, target: Path) -> None:
        """Copy an uploaded file. Raises `Lasting("message_gone")` when it is no longer there."""
        source = self.upload(ref)
        if source is None or not source.is_file():
            raise Lasting("message_gone")
        await asyncio.to_thread(_copy, source, target)

    async def sweep(self, now: datetime) -> None:
        """Remove uploads that have waited longer than `KEPT_FOR`."""
        await asyncio.to_thread(self._sweep, (now - KEPT_FOR).timestamp())

    def _sweep(self, before: float) -> None:
        for path in (self._folder / "uploads").glob("*/*"):
            if path.is_file() and path.stat().st_mtime < before:
                path.unlink(missing_ok=True)


def _copy(source: Path, target: Path) -> None:
    """Whole or not at all: a copy that broke off must not be taken for the file."""
    part = target.with_name(target.name + ".part")
    shutil.copyfile(source, part)
    part.replace(target)


async def _write(target: Path, chunks: AsyncIterator[bytes]) -> int:
    size = 0
    with await asyncio.to_thread(target.open, "wb") as file:
        async for chunk in chunks:
            size += len(chunk)
            if size > UPLOAD_LIMIT:
                raise TooLarge
            await asyncio.to_thread(file.write, chunk)
    return size


def safe_name(name: str) -> str:
    """A file's name without what could mislead a person or a disk, its ending kept."""
    name = _UNSAFE.sub("_", name).strip(" .") or "文件"
    if len(name) <= NAME_LENGTH:
        return name
    stem, dot, ending = name.rpartition(".")
    keep = NAME_LENGTH - len(ending) - 1
    return f"{stem[:keep]}.{ending}" if dot and keep > 0 else name[:NAME_LENGTH]
