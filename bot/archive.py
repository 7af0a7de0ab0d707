"""The file format of backups: gzip of JSON lines, the same for every database.

The first line is the head (`format`, `version`, `revision`), then one line `[table, row]` for
each row, tables in the order of their references, and last a line with the number of rows of
each table. JSON columns are kept as JSON text, instants as ISO in UTC.
"""

import gzip
import json
import zlib
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from bot.placing import placed
from domain.refusals import Refused

FORMAT = "zhibu-backup"
VERSION = 1

Row = dict[str, Any]


def write_archive(file: Path, revision: str, rows: Iterable[tuple[str, Row]]) -> None:
    """Write a whole backup, or leave what was at `file` as it was. Readable by its owner only."""
    counts: Counter[str] = Counter()
    with placed(file, private=True) as part, gzip.open(part, "wb", compresslevel=5) as packed:
        _line(packed, {"format": FORMAT, "version": VERSION, "revision": revision})
        for table, row in rows:
            counts[table] += 1
            _line(packed, [table, row])
        _line(packed, {"rows": counts})


@contextmanager
def open_archive(file: Path) -> Iterator[tuple[str, Iterator[tuple[str, Row]]]]:
    """The revision and the rows of a backup.

    Raises Refused("backup_broken") for any other file, also while the rows are read: a backup
    that was cut off says so at its end; OSError where the file cannot be opened.
    """
    with file.open("rb") as raw, gzip.GzipFile(fileobj=raw) as packed:
        lines = _lines(packed, file)
        head = next(lines, None)
        if not isinstance(head, dict) or head.get("format") != FORMAT:
            raise Refused("backup_broken", name=file.name)
        if head.get("version") != VERSION:
            raise Refused("backup_newer", name=file.name)
        yield str(head.get("revision")), _rows(lines, file)


def _rows(lines: Iterator[Any], file: Path) -> Iterator[tuple[str, Row]]:
    counts: Counter[str] = Counter()
    for line in lines:
        if isinstance(line, dict) and line.get("rows") == counts and next(lines, None) is None:
            return
        if not _is_row(line):
            break
        counts[line[0]] += 1
        yield line[0], line[1]
    raise Refused("backup_broken", name=file.name)


def _is_row(line: object) -> bool:
    return (
        isinstance(line, list)
        and len(line) == 2
        and isinstance(line[0], str)
        and isinstance(line[1], dict)
    )


def _lines(packed: gzip.GzipFile, file: Path) -> Iterator[Any]:
    try:
        for line in packed:
            yield json.loads(line)
    except (gzip.BadGzipFile, EOFError, zlib.error, ValueError, RecursionError) as error:
        raise Refused("backup_broken", name=file.name) from error


def _line(packed: Any, content: Mapping[str, Any] | list[Any]) -> None:
    text = json.dumps(content, ensure_ascii=False, separators=(",", ":"))
    packed.write(text.encode("utf-8", "surrogatepass") + b"\n")
