"""Copies of honest files with something broken in them: `python -m bench.fidelity.damaging`.

Arguments are the number of copies of each file and the files. A line of JSON goes to stdout before
each file and for each copy that broke a reader, so that a crash of the process itself is known by
the file at which it happened.
"""

import io
import json
import random
import resource
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path

from content.reading.bank.bank import read_bank
from content.reading.document import read_document
from content.reading.roster import read_roster
from domain.refusals import Refused

Reader = Callable[[str, bytes], object]
READERS: dict[str, Reader] = {"banks": read_bank, "rosters": read_roster}
"""By folder; everything else is read as study text."""
GROWTH_BYTES = 1 << 30
"""Memory that no damaged file may take, so that the machine is not the one to suffer."""
MOST_BYTES = 400_000
"""Larger files take too long to be read many times."""


def damaged(data: bytes, chance: random.Random) -> bytes:
    """A copy that is cut, holed, overwritten or repeated somewhere; in packed files, inside."""
    if data.startswith(b"PK") and chance.random() < 0.8:
        try:
            return _damaged_inside(data, chance)
        except (zipfile.BadZipFile, RuntimeError, NotImplementedError):
            pass  # broken already, or locked: damaged from outside like any other
    return _damaged(data, chance)


def _damaged(data: bytes, chance: random.Random) -> bytes:
    if not data:
        return bytes(chance.randrange(256) for _ in range(40))
    start = chance.randrange(len(data))
    end = min(len(data), start + chance.choice((1, 8, 200, 5000)))
    piece = data[start:end]
    kind = chance.randrange(4)
    if kind == 0:
        return data[:start]
    if kind == 1:
        return data[:start] + data[end:]
    if kind == 2:
        return data[:start] + piece * 3 + data[end:]
    return data[:start] + bytes(chance.randrange(256) for _ in piece) + data[end:]


def _damaged_inside(data: bytes, chance: random.Random) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as source, zipfile.ZipFile(out, "w") as target:
        names = source.namelist()
        chosen = chance.choice([name for name in names if name.endswith(".xml")] or names)
        for name in names:
            member = source.read(name)
            target.writestr(name, _damaged(member, chance) if name == chosen else member)
    return out.getvalue()


def broken_by(path: Path, copies: int, reader: Reader) -> list[str]:
    """The errors of the program, one for each copy that caused one. Always the same copies."""
    data, found = path.read_bytes(), []
    for number in range(copies):
        chance = random.Random(f"{path.name} {number}")
        try:
            reader(path.name, damaged(data, chance))
        except Refused:
            continue
        except Exception as error:  # what is looked for
            found.append(f"copy {number}: {type(error).__name__}: {error}")
    return found


def main() -> None:
    """Every file in turn."""
    copies = int(sys.argv[1])
    most = int(Path("/proc/self/statm").read_text().split()[0]) * resource.getpagesize()
    resource.setrlimit(resource.RLIMIT_AS, (most + GROWTH_BYTES, most + GROWTH_BYTES))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    for path in map(Path, sys.argv[2:]):
        print(json.dumps({"file": path.name, "copies": copies}), flush=True)
        for words in broken_by(path, copies, READERS.get(path.parent.name, read_document)):
            print(json.dumps({"file": path.name, "broke": words}), flush=True)


if __name__ == "__main__":
    main()
