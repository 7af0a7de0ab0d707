"""The process that reads one file from outside: what it may take, and what it answers.

Run as `python -m content.reading.alone PATH NAME`, with `document` behind it for a file that is
kept as it is; the pickled result goes to stdout. Readers are imported when the kind of the file is
known, so that a refusal costs no more than the start.
"""

import os
import pickle
import resource
import signal
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from content.reading.kind import MAX_BYTES, Kind, kind_of
from domain.refusals import Refused

if TYPE_CHECKING:
    from content.reading.apart import Read

DOCUMENT = "document"

GROWTH_BYTES = 180 * 1024 * 1024
"""What the process may take beyond the bare interpreter (8 MB). The largest honest files reach in
all: 2,000,000 characters 53 MB, 312 pages of PDF 58 MB, a workbook of 60,000 cells 73 MB."""
SECONDS = 1.6
"""Processor time for a small file; with the start of the process it is refused within 2 s. Work is
counted and not the clock: a machine that is busy refuses nothing it would else have read."""
SECONDS_A_MB = 0.4
"""What is granted on top for the size of the file: a PDF has to be walked page by page."""
LONGEST_SECONDS = 8.0


def main() -> None:
    """The reader's process."""
    path, name = Path(sys.argv[1]), sys.argv[2]
    as_document = sys.argv[3:] == [DOCUMENT]
    bound(path.stat().st_size)
    sys.stdout.buffer.write(pickle.dumps(answer(path, name, as_document=as_document)))


def answer(path: Path, name: str, *, as_document: bool = False) -> "Read | Refused":
    """What stands in the file, or why it is not read."""
    try:
        with path.open("rb") as file:
            data = file.read(MAX_BYTES + 1)
        return _keep(name, data) if as_document else _read(name, data)
    except Refused as refused:
        return refused
    except (MemoryError, RecursionError):
        return Refused("file_unreadable", name=name)


def _keep(name: str, data: bytes) -> "Read":
    from content.reading.media_file import as_document, read_media

    _write_nothing()
    return read_media(name, data) or as_document(name, data)


def _read(name: str, data: bytes) -> "Read":
    from content.reading.media_kind import is_apple_picture, media_type

    if media_type(data) is not None or is_apple_picture(data):
        return _keep(name, data)
    if kind_of(name, data) is Kind.TEXT and name.lower().endswith((".yaml", ".yml")):
        from content.reading.course import read_plan

        _write_nothing()
        return read_plan(name, data)
    if kind_of(name, data) is Kind.EXCEL or name.lower().endswith(".csv"):
        from content.reading.bank.bank import read_bank
        from content.reading.bank.likeness import looks_like_bank
        from content.reading.course import read_course
        from content.reading.holidays import read_holidays
        from content.reading.roster import read_roster

        _write_nothing()
        found = read_holidays(name, data) or read_course(name, data)
        if found is None and looks_like_bank(name, data):
            return read_bank(name, data)
        return found or read_roster(name, data)
    from content.reading.bank.bank import read_bank
    from content.reading.bank.likeness import looks_like_bank
    from content.reading.course import may_be_plan, read_course
    from content.reading.document import read_document

    _write_nothing()
    plan = read_course(name, data) if may_be_plan(name, data) else None
    if plan is not None:
        return plan
    return read_bank(name, data) if looks_like_bank(name, data) else read_document(name, data)


def bound(size: int) -> None:
    """Set what this process may take for a file of `size` bytes; beyond it, the system ends it."""
    os.nice(5)  # whoever waits for an answer of the bot goes first
    seconds = min(SECONDS + SECONDS_A_MB * size / 1_000_000, LONGEST_SECONDS)
    signal.setitimer(signal.ITIMER_PROF, seconds)
    most = _mapped() + GROWTH_BYTES
    resource.setrlimit(resource.RLIMIT_AS, (most, most))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_NOFILE, (64, 64))


def _mapped() -> int:
    """Bytes of address space in use; some systems map 200 MB of locales before anything runs."""
    try:
        return int(Path("/proc/self/statm").read_text().split()[0]) * resource.getpagesize()
    except OSError:  # not Linux
        return 0


def _write_nothing() -> None:
    """From here on no file can be written: nothing of a hostile file is left behind."""
    sys.dont_write_bytecode = True
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))


if __name__ == "__main__":
    main()
