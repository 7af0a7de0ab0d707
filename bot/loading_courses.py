"""Tables that `zhibu load` finds: study plans are loaded, rosters and holidays are told apart."""

import hashlib
from datetime import datetime
from pathlib import Path

from sqlalchemy import Engine

from content.course_shelving import shelve_course
from content.reading.course import is_course_yaml, may_be_plan, read_course, read_plan
from content.reading.kind import is_table as is_workbook
from content.sentences import plain
from domain.calendar import local_day
from domain.publishing import published
from store.database import transaction

ZONE = "Asia/Shanghai"


def is_table(name: str, data: bytes) -> bool:
    """Whether the file is a workbook, a .csv, or a study plan in any other file."""
    if is_course_yaml(name) or is_workbook(name, data):
        return True
    return may_be_plan(name, data) and read_course(name, data) is not None


def load_table(engine: Engine, path: Path, data: bytes, now: datetime, *, dry_run: bool) -> str:
    """Put a study plan on the shelf; its line. Another table is named and left alone.

    Raises Refused for a plan that cannot be read.
    """
    name = path.name
    read = read_plan(name, data) if is_course_yaml(name) else read_course(name, data)
    if read is None:
        return plain("load_no_bank", {"name": name})
    is_new = True
    if not dry_run:
        with transaction(engine) as session:
            digest = hashlib.sha256(data).hexdigest()
            course, is_new = shelve_course(session, read, digest, name, now, local_day(now, ZONE))
            if is_new:
                published(session, course, now)
    facts = {"name": name, "title": read.name, "lines": len(read.lines), "is_new": is_new}
    return plain("load_course", facts)
