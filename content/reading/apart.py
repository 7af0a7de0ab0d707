"""Reading a person's file in a process of its own, which may be stopped at any time.

A file from outside may be built to exhaust memory or time; the process that serves people
must not be the one that finds out.
"""

import asyncio
import pickle
import resource
import sys
from pathlib import Path

from content.cutting.document import Document
from content.reading.document import read_document
from content.reading.holidays import HolidayFile, read_holidays
from content.reading.kind import Kind, kind_of
from content.reading.roster import RosterFile, read_roster
from domain.refusals import Refused

SECONDS = 20
MEMORY_BYTES = 1_500_000_000


Read = Document | RosterFile | HolidayFile
"""What a file may turn out to be."""


async def read_apart(path: Path, name: str) -> Read:
    """Read a roster, a table of holidays or a study text from the file at `path`, called `name`.

    Raises Refused, with `file_unreadable` when the reader had to be stopped.
    """
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        "content.reading.apart",
        str(path),
        name,
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


def _read(path: Path, name: str) -> Read | Refused:
    data = path.read_bytes()
    try:
        if kind_of(name, data) is Kind.EXCEL or name.lower().endswith(".csv"):
            return read_holidays(name, data) or read_roster(name, data)
        return read_document(name, data)
    except Refused as refused:
        return refused
    except MemoryError:
        return Refused("file_unreadable", name=name)


def main() -> None:
    """The reader's process: path and name in the arguments, the pickled result on stdout."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES, MEMORY_BYTES))
    sys.stdout.buffer.write(pickle.dumps(_read(Path(sys.argv[1]), sys.argv[2])))


if __name__ == "__main__":
    main()
