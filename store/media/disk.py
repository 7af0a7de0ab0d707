"""Files of the shelves on this machine's disk."""

import asyncio
import os
import secrets
from pathlib import Path

from store.media.keeping import is_key, key_of


class DiskStore:
    """A `MediaStore` in a folder, which is made when it is needed."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self.name = str(folder)

    async def keep(self, content: bytes, suffix: str) -> str:
        """As `MediaStore.keep`."""
        key = key_of(content, suffix)
        await asyncio.to_thread(self._write, key, content)
        return key

    async def read(self, key: str) -> bytes:
        """As `MediaStore.read`."""
        if not is_key(key):
            raise FileNotFoundError(key)
        return await asyncio.to_thread((self._folder / key).read_bytes)

    async def probe(self) -> None:
        """As `MediaStore.probe`."""
        await asyncio.to_thread(self._probe)

    def _write(self, key: str, content: bytes) -> None:
        target = self._folder / key
        # A file of another length was torn by a full disk of old: it is written again.
        if target.is_file() and target.stat().st_size == len(content):
            return
        target.parent.mkdir(parents=True, exist_ok=True)
        part = target.with_name(f"{target.name}.{secrets.token_hex(6)}.part")
        try:
            with part.open("wb") as file:
                file.write(content)
                file.flush()
                os.fsync(file.fileno())
            part.replace(target)
        finally:
            part.unlink(missing_ok=True)

    def _probe(self) -> None:
        self._folder.mkdir(parents=True, exist_ok=True)
        trial = self._folder / f".{secrets.token_hex(6)}.part"
        try:
            trial.write_bytes(b"zhibu")
        finally:
            trial.unlink(missing_ok=True)
