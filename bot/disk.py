"""The part of `zhibu check` that looks at folders and the room on their disk."""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from bot.findings import Finding, found, problem, warning

MEGABYTE = 1024 * 1024
LEAST_ROOM = 100 * MEGABYTE
ENOUGH_ROOM = 1024 * MEGABYTE


def check_folder(data: Path) -> Iterator[Finding]:
    """Whether the folder, or the nearest one above that stands already, can be written."""
    folder = standing(data)
    if not folder.is_dir() or not os.access(folder, os.W_OK | os.X_OK):
        yield problem("data", "data_unwritable", path=str(data))
        return
    yield room("data", folder)


def standing(path: Path) -> Path:
    """The path itself, or the nearest above it that exists."""
    path = path.absolute()
    return next(folder for folder in (path, *path.parents) if folder.exists())


def room(id: str, folder: Path) -> Finding:  # noqa: A002
    """How much room the disk has; less than 100 MB is a problem, less than 1 GB a warning."""
    free = shutil.disk_usage(folder).free
    facts: dict[str, Any] = {"path": str(folder), "free": free // MEGABYTE}
    if free < LEAST_ROOM:
        return problem(id, "no_room", **facts)
    return warning(id, "little_room", **facts) if free < ENOUGH_ROOM else found(id, "room", **facts)
