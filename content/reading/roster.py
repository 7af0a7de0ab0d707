"""A branch's roster: the people of a table, row by row, and what is wrong with which row."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from content.reading.columns import Header, find_header, plain
from content.reading.doubles import refuse_doubles
from content.reading.person import RosterRow, RowProblem, read_person
from content.reading.row_kinds import is_empty_form, is_sample, is_skipped
from content.reading.table import Table, read_tables
from domain.refusals import Refused

_OTHER_PEOPLE = ("积极分子", "入党申请人", "发展对象", "申请入党人员")


@dataclass(frozen=True, slots=True)
class SkippedRow:
    """A row that speaks of no person: a sum, a signature, a note; `words` are its first words."""

    row: int
    words: str
    sheet: str = ""


@dataclass(frozen=True, slots=True)
class RosterFile:
    """What a roster holds; rows with a grave problem are in `problems` only."""

    rows: tuple[RosterRow, ...]
    problems: tuple[RowProblem, ...]
    skipped: tuple[SkippedRow, ...]
    fields: frozenset[str] = frozenset()


@dataclass
class _Reading:
    rows: list[RosterRow] = field(default_factory=list)
    problems: list[RowProblem] = field(default_factory=list)
    skipped: list[SkippedRow] = field(default_factory=list)
    fields: set[str] = field(default_factory=set)


def read_roster(name: str, data: bytes) -> RosterFile:
    """The people in the table `data`, the bytes of the file called `name`.

    Row numbers are those of the sheet, from 1. Refuses unreadable files with a code `file_*`,
    `table_too_long`; `roster_no_header` where no column of names is found; `roster_not_members`
    for a list of applicants; `roster_empty` where nobody is in it.
    """
    found = [(table, find_header(table)) for table in read_tables(name, data)]
    headed = [(table, header) for table, header in found if header]
    if not headed:
        raise Refused("roster_no_header", name=name)
    reading = _Reading()
    for table, header in headed:
        _refuse_other_people(name, table, header)
        _read_sheet(table, header, reading, sheet=table.name if len(headed) > 1 else "")
    rows, doubles = refuse_doubles(reading.rows)
    problems = sorted(
        [*reading.problems, *doubles], key=lambda problem: (problem.sheet, problem.row)
    )
    if not rows and not problems:
        raise Refused("roster_empty", name=name)
    return RosterFile(
        tuple(rows), tuple(problems), tuple(reading.skipped), frozenset(reading.fields)
    )


def _refuse_other_people(name: str, table: Table, header: Header) -> None:
    """Applicants and activists are no members: their list must not become a roster."""
    if any("joined" in block or "formal" in block for block in header.blocks):
        return
    above = [plain(value) for row in table.rows[: header.first_row] for value in row]
    for words in _OTHER_PEOPLE:
        if any(words in text for text in above):
            raise Refused("roster_not_members", name=name, people=words)


def _read_sheet(table: Table, header: Header, reading: _Reading, sheet: str) -> None:
    for block in header.blocks:
        reading.fields.update(block)
    for index in range(header.first_row, len(table.rows)):
        words = _first_words(table, index)
        if not words:
            continue
        if is_skipped(words, table, index, header):
            reading.skipped.append(SkippedRow(index + 1, words[:30], sheet))
            continue
        for block in header.blocks:
            _read_row(table, index, block, reading, sheet)


def _read_row(
    table: Table, index: int, block: dict[str, int], reading: _Reading, sheet: str
) -> None:
    if is_empty_form(table, index, block):
        return
    if is_sample(table, index, block):
        reading.problems.append(RowProblem(index + 1, "sample_row", {}, sheet))
        return
    person, problems = read_person(table, index, block, sheet)
    reading.problems.extend(problems)
    if person:
        reading.rows.append(person)


def _first_words(table: Table, index: int) -> str:
    return next(_filled(table, index), "")


def _filled(table: Table, index: int) -> Iterator[str]:
    for value in table.rows[index]:
        text = plain(value) or (str(value) if value is not None else "")
        if text.strip():
            yield text
