"""`zhibu roster`: a branch's people from the operator's disk into the database."""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from sqlalchemy import Engine

from content.reading.problems import sentence
from content.reading.roster import RosterFile, read_roster
from content.sentences import plain
from domain.branches import found_branch
from domain.people import branch_named
from domain.rosters import apply_roster
from store.database import transaction

HARMLESS = ("sample_row", "duplicate")
"""Rows of a roster that are left out without anybody missing."""


@dataclass(frozen=True, slots=True)
class RosterReport:
    """What a roster holds and what was done with it; `problems` counts people left out."""

    lines: list[str]
    number: int
    problems: int


def load_roster(
    engine: Engine, file: Path, branch_name: str, dry_run: bool, now: datetime, timezone: str
) -> RosterReport:
    """Put the people of `file` on a branch, founded with `timezone` where it is new.

    `dry_run` reads and tells, and changes nothing. Raises Refused for a file that cannot be read
    or a name that no branch may have; OSError where the file cannot be opened.
    """
    found = read_roster(file.name, file.read_bytes())
    with transaction(engine) as session:
        is_new = branch_named(session, " ".join(branch_name.split())) is None
        head = {"branch": branch_name, "new_branch": is_new, "number": len(found.rows)}
        lines = [plain("roster_head", head), *map(sentence, found.problems)]
        if dry_run:
            lines.append(plain("roster_dry"))
        else:
            branch = found_branch(session, branch_name, now, timezone)
            applied = apply_roster(session, branch, found.rows, now)
            facts = {"added": applied.added, "changed": applied.changed, "same": applied.same}
            lines.append(plain("roster_applied", facts))
    return RosterReport(lines, len(found.rows), _left_out(found))


def _left_out(found: RosterFile) -> int:
    return sum(not problem.kept and problem.code not in HARMLESS for problem in found.problems)
