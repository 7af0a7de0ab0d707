"""Files that admins sent are taken off the disk when they are imported or given up."""

import asyncio
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from domain.uploads import let_go
from store.worker import Worker


def lying(folder: Path) -> dict[int, list[Path]]:
    """The files of the folder of uploads, by the upload's number at the beginning of the name."""
    found: dict[int, list[Path]] = {}
    for path in folder.glob("*-*"):
        number = path.name.partition("-")[0]
        if number.isdecimal() and path.is_file():
            found.setdefault(int(number), []).append(path)
    return found


async def clear(worker: Worker, folder: Path, now: Callable[[], datetime]) -> int:
    """Delete what is needed no more: rosters hold what is nobody's business. How many files."""
    files = await asyncio.to_thread(lying, folder)
    if not files:
        return 0
    gone = await worker.run(lambda session: let_go(session, files.keys(), now()))
    paths = [path for number in gone for path in files[number]]
    for path in paths:
        await asyncio.to_thread(path.unlink, missing_ok=True)
    return len(paths)
