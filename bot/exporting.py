"""The record as CSV files: UTF-8 without a mark at the front, a header row, lines ended by LF."""

import csv
from collections.abc import Iterator
from contextlib import ExitStack
from functools import cache
from pathlib import Path
from zoneinfo import ZoneInfo

from sqlalchemy import Connection, Engine, select

from bot.placing import placed
from bot.sheets import SHEETS, Sheet, branch
from bot.snapshot import snapshot
from domain.refusals import Refused

AT_ONCE = 500
"""Rows fetched together; memory does not grow with the record."""

HOUSE_ZONE = "Asia/Shanghai"
"""For messages that belong to no branch."""

_zone = cache(ZoneInfo)


def export(
    engine: Engine, folder: Path, branch_name: str | None, timezone: str = HOUSE_ZONE
) -> list[Path]:
    """Write one file a sheet into `folder`, all of one moment, and return their paths.

    `branch_name` leaves other branches out. The files replace older ones together at the end; an
    error leaves those as they were. Times are the branch's own. Raises
    Refused("unknown_branch"), OSError where the folder cannot be written.
    """
    with snapshot(engine) as connection, ExitStack() as files:
        if branch_name is not None and not _is_known(connection, branch_name):
            raise Refused("unknown_branch", name=branch_name)
        for sheet in SHEETS:
            part = files.enter_context(placed(folder / sheet.name))
            _write(connection, sheet, part, branch_name, timezone)
    return [folder / sheet.name for sheet in SHEETS]


def _write(
    connection: Connection, sheet: Sheet, part: Path, branch_name: str | None, timezone: str
) -> None:
    with part.open("w", encoding="utf-8", newline="") as file:
        rows = csv.writer(file, lineterminator="\n")
        rows.writerow(sheet.columns)
        rows.writerows(_rows(connection, sheet, branch_name, timezone))


def _rows(
    connection: Connection, sheet: Sheet, branch_name: str | None, timezone: str
) -> Iterator[tuple[object, ...]]:
    query = sheet.query
    if branch_name is not None:
        query = query.where(sheet.branch == branch_name)
    found = connection.execution_options(yield_per=AT_ONCE).execute(query)
    for row in found.mappings():
        zone = _zone(row["zone"] or timezone)
        yield tuple("" if value is None else value for value in sheet.row(row, zone))


def _is_known(connection: Connection, name: str) -> bool:
    return connection.execute(select(branch.c.id).where(branch.c.name == name)).first() is not None
