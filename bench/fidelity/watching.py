"""What this process reached for while a file was read: addresses, and files of others."""

import os
import sys
import sysconfig
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

_OWN = tuple(
    str(Path(path).resolve())
    for path in {*sysconfig.get_paths().values(), sys.prefix, str(Path(__file__).parents[2])}
)
_CONNECTS = ("socket.connect", "socket.getaddrinfo", "socket.gethostbyname", "urllib.Request")
_WRITES = os.O_WRONLY | os.O_RDWR | os.O_CREAT
_open: list[list[str]] = []


def _hear(event: str, arguments: tuple[Any, ...]) -> None:
    if not _open:
        return
    if event in _CONNECTS:
        _open[-1].append(f"network: {event}")
    elif event == "open" and isinstance(arguments[0], str | bytes):
        path = os.path.realpath(os.fsdecode(arguments[0]))
        if "__pycache__" in path or path.startswith(_OWN):
            return
        if isinstance(arguments[2], int) and arguments[2] & _WRITES:
            if not path.startswith(tempfile.gettempdir()):
                _open[-1].append("wrote a file")
        elif not path.startswith(("/usr/", "/lib", "/proc/", "/dev/", "/sys/")):
            _open[-1].append("read another file")


_hooked: list[bool] = []


@contextmanager
def watched() -> Iterator[list[str]]:
    """What was reached for inside the block, a line each; nothing where all is well.

    It hears what goes through the interpreter; a C library that opens a file by itself is not
    heard, which is why entities and links are also looked for in the text.
    """
    if not _hooked:
        sys.addaudithook(_hear)  # stays for the life of the process, silent outside the block
        _hooked.append(True)
    heard: list[str] = []
    _open.append(heard)
    try:
        yield heard
    finally:
        _open.pop()
