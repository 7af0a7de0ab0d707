"""A study plan that an admin loads: a workbook, a table or lines of a document, YAML, JSON."""

import re
from pathlib import PurePath

from content.reading.course_file import (
    LONGEST_NAME,
    MOST_LINES,
    CourseFile,
    CourseLine,
    CourseProblem,
    lines_of,
    settle_rhythm,
)
from content.reading.course_sheet import PlanWords, read_plan_tables, read_sheets
from content.reading.course_text import read_lines
from content.reading.course_yaml import LARGEST_BYTES, read_yaml
from content.reading.kind import Kind, kind_of
from content.reading.text import decode
from content.reading.word import lines_of_word
from content.reading.word_tables import tables_of_word
from domain.branch_kinds import BRANCH_KINDS
from domain.refusals import Refused

YAML = (".yaml", ".yml")
# JSON is YAML as well; a bank of questions has no key of this name.
_PLAN_KEY = re.compile(r'"(?:篇目|条目|items)"\s*:')
_PLAN_ROW = re.compile(r"栏目|板块|专栏")


def is_course_yaml(name: str) -> bool:
    """Whether the file's name says YAML, which only study plans come in."""
    return PurePath(name).suffix.lower() in YAML


def read_course(name: str, data: bytes) -> CourseFile | None:
    """The study plan in `data`, the bytes of the file called `name`; None for any other file.

    What is wrong stands in `problems` by row, a YAML file's rows being its lines from 1. Titles
    are looked up elsewhere: a reader knows no library. Refuses with a code `file_*`,
    `course_unreadable`, `course_alias`, `course_empty`, `course_long` or `course_kind`.
    """
    words = _words(name, data)
    return None if words is None else _made(name, words)


def _words(name: str, data: bytes) -> PlanWords | None:
    if is_course_yaml(name):
        return read_yaml(name, data)
    kind = kind_of(name, data)
    if kind is Kind.EXCEL or PurePath(name).suffix.lower() in {".csv", ".tsv"}:
        return read_sheets(name, data)
    if kind is Kind.WORD:
        return _in_document(name, data)
    if kind is not Kind.TEXT or len(data) > LARGEST_BYTES:
        return None
    text = decode(name, data)
    if PurePath(name).suffix.lower() == ".json":
        return read_yaml(name, data) if _PLAN_KEY.search(text) else None
    return read_lines(text.splitlines())


def _in_document(name: str, data: bytes) -> PlanWords | None:
    """A plan in the tables or the lines of a .docx; most documents are none, which shows soon."""
    lines = lines_of_word(name, data)
    words = read_lines([line.text for line in lines])
    if words is None and any(_PLAN_ROW.search(line.text) for line in lines if line.row):
        return read_plan_tables(tables_of_word(name, data))
    return words


def may_be_plan(name: str, data: bytes) -> bool:
    """Whether a document is worth asking for a plan: its name says so, or it is a small .json."""
    return "计划" in name or (name.lower().endswith(".json") and len(data) <= LARGEST_BYTES)


def read_plan(name: str, data: bytes) -> CourseFile:
    """As `read_course`, where the file's name says that it is a plan; also `course_unreadable`."""
    read = read_course(name, data)
    if read is None:
        raise Refused("course_unreadable", name=name)
    return read


def _made(name: str, words: PlanWords) -> CourseFile:
    if len(words.lines) > MOST_LINES:
        raise Refused("course_long", name=name, longest=MOST_LINES)
    problems: list[CourseProblem] = []
    lines: list[CourseLine] = []
    for raw in words.lines:
        lines += lines_of(raw, problems)
    if not lines and not problems:
        raise Refused("course_empty", name=name)
    kind = words.branch_kind
    if kind and kind not in BRANCH_KINDS:
        raise Refused("course_kind", name=name, shown=kind[:20], kinds="、".join(BRANCH_KINDS))
    tracks = tuple(dict.fromkeys(line.track for line in lines))
    rhythm = settle_rhythm(words.rhythm, tracks, problems)
    title = (words.name or PurePath(name).stem)[:LONGEST_NAME]
    ordered = sorted(problems, key=lambda problem: problem.row)
    return CourseFile(title, kind, rhythm, tuple(lines), tuple(ordered))
