"""Reading a person's file in a process of its own, which may be stopped at any time.

A file from outside may be built to exhaust memory or time; the process that serves people
must not be the one that finds out. What the other process may take is set in `alone`.
"""

import asyncio
import pickle
import sys
from pathlib import Path

from content.cutting.document import Document
from content.reading.alone import DOCUMENT
from content.reading.bank.question import Bank
from content.reading.course_file import CourseFile
from content.reading.holidays import HolidayFile
from content.reading.kind import MAX_BYTES
from content.reading.media_file import MediaFile
from content.reading.roster import RosterFile
from domain.refusals import Refused

SECONDS = 20
"""How long an answer is waited for on a machine that is busy with other things: the reader itself
stops far earlier, by the time it has worked."""

Read = Document | RosterFile | HolidayFile | CourseFile | Bank | MediaFile
"""What a file may turn out to be."""


async def read_apart(path: Path, name: str, *, as_document: bool = False) -> Read:
    """Read a roster, a table of holidays, a study text or a medium from `path`, called `name`.

    `as_document`: whatever it is, it is kept and not read.

    Raises Refused, with `file_unreadable` when the reader had to be stopped.
    """
    if path.stat().st_size > MAX_BYTES:
        raise Refused("file_too_large", name=name, limit_mb=MAX_BYTES // 1024 // 1024)
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        "content.reading.alone",
        str(path),
        name,
        *([DOCUMENT] if as_document else []),
        stdin=asyncio.subprocess.DEVNULL,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.DEVNULL,
    )
    try:
        out, _ = await asyncio.wait_for(process.communicate(), SECONDS)
    except TimeoutError:
        raise Refused("file_unreadable", name=name) from None
    finally:
        if process.returncode is None:  # too slow, or nobody waits for it any more
            process.kill()
            await process.wait()
    if process.returncode != 0 or not out:
        raise Refused("file_unreadable", name=name)
    found: Read | Refused = pickle.loads(out)
    if isinstance(found, Refused):
        raise found
    return found
