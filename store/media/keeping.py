"""What a store of files promises, whichever disk or bucket stands behind it."""

import hashlib
from typing import Protocol


class MediaStore(Protocol):
    """Keeps files under the SHA-256 of their bytes: the same bytes are kept once.

    Faults that may pass are raised as OSError.
    """

    name: str
    """What `zhibu check` calls it; holds no secret."""

    async def keep(self, content: bytes, suffix: str) -> str:
        """Keep the bytes, whole or not at all; the key under which they are found again.

        `suffix` is the file's true ending with its dot (`.jpg`).
        """
        ...

    async def read(self, key: str) -> bytes:
        """The bytes under a key. Raises FileNotFoundError where there are none."""
        ...

    async def probe(self) -> None:
        """Whether a file can be kept and read here. Raises OSError."""
        ...


def key_of(content: bytes, suffix: str) -> str:
    """`ab/ab12….jpg`: two letters of folder, so that no folder grows without end."""
    digest = hashlib.sha256(content).hexdigest()
    return f"{digest[:2]}/{digest}{suffix}"


def is_key(key: str) -> bool:
    """Whether a key may have been made here; nothing else ever becomes a path."""
    folder, _, name = key.partition("/")
    digest, _, suffix = name.partition(".")
    return (
        len(digest) == 64
        and all(letter in "0123456789abcdef" for letter in digest)
        and folder == digest[:2]
        and (not suffix or (suffix.isascii() and suffix.isalnum()))
    )
