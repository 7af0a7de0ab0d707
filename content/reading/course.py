"""A study plan that an admin loads: a workbook with a sheet 计划, or YAML."""

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
from content.reading.course_sheet import PlanWords, read_sheets
from content.reading.course_yaml import read_yaml
from domain.branch_kinds import BRANCH_KINDS
from domain.refusals import Refused

YAML = (".yaml", ".yml")


def is_course_yaml(name: str) -> bool:
    """Whether the file's name says YAML, which only study plans come in."""
    return PurePath(name).suffix.lower() in YAML


def read_course(name: str, data: bytes) -> CourseFile | None:
    """The study plan in `data`, the bytes of the file called `name`; None for other tables.

    What is wrong stands in `problems` by row, a YAML file's rows being its lines from 1. Titles
    are looked up elsewhere: a reader knows no library. Refuses with a code `file_*`,
    `course_unreadable`, `course_alias`, `course_empty`, `course_long` or `course_kind`.
    """
    words = read_yaml(name, data) if is_course_yaml(name) else read_sheets(name, data)
    return None if words is None else _made(name, words)


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
