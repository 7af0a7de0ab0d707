"""A study plan in YAML, read within limits: no aliases, no tags, nothing deep."""

from collections.abc import Mapping
from typing import Any

import yaml

from content.reading.course_file import RawLine
from content.reading.course_rows import heading, tidy, weekdays_of
from content.reading.course_sheet import PlanWords, rhythm_of
from content.reading.text import decode
from domain.refusals import Refused

LARGEST_BYTES = 256 * 1024
MOST_EVENTS = 30_000
DEEPEST = 8
# The same as yaml.safe_load uses, written in C where the package brings it.
_Loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_KEYS = {
    "名称": "name", "计划": "name", "计划名称": "name", "name": "name",
    "适用": "branch_kind", "支部类型": "branch_kind", "branch_kind": "branch_kind",
    "节奏": "rhythm", "每周节奏": "rhythm", "rhythm": "rhythm",
    "篇目": "lines", "条目": "lines", "内容": "lines", "items": "lines",
}  # fmt: skip
_LINE_KEYS = {
    "栏目": "track", "track": "track",
    "篇目": "title", "标题": "title", "title": "title",
    "条款": "articles", "条文": "articles", "articles": "articles",
    "类别": "kind", "kind": "kind",
    "关键词": "words", "words": "words",
}  # fmt: skip


def read_yaml(name: str, data: bytes) -> PlanWords:
    """The words of a plan in YAML. Raises Refused: `course_alias` for anchors and aliases,
    `course_unreadable` for what is no plan or too large for one."""
    if len(data) > LARGEST_BYTES:
        raise Refused("course_unreadable", name=name)
    text = decode(name, data, prose=False)
    _refuse_traps(name, text)
    loaded, rows = _loaded(name, text)
    if not isinstance(loaded, dict):
        raise Refused("course_unreadable", name=name)
    words = PlanWords()
    for key, value in loaded.items():
        _take(name, _KEYS.get(heading(key)), value, rows, words)
    return words


def _refuse_traps(name: str, text: str) -> None:
    """An alias may stand for a million copies; tags and depth have no use in a plan."""
    depth = number = 0
    try:
        for event in yaml.parse(text, Loader=_Loader):
            number += 1
            if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):
                raise Refused("course_alias", name=name)
            if isinstance(event, yaml.CollectionStartEvent):
                depth += 1
            elif isinstance(event, yaml.CollectionEndEvent):
                depth -= 1
            if number > MOST_EVENTS or depth > DEEPEST:
                raise Refused("course_unreadable", name=name)
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        raise Refused("course_unreadable", name=name) from error


def _loaded(name: str, text: str) -> tuple[Any, list[int]]:
    """The document, and the line in the file of each entry of its list of lines."""
    loader = _Loader(text)
    try:
        node = loader.get_single_node()
        loaded = None if node is None else loader.construct_document(node)
    except (yaml.YAMLError, ValueError, RecursionError, OverflowError, TypeError) as error:
        raise Refused("course_unreadable", name=name) from error
    finally:
        loader.dispose()
    rows: list[int] = []
    if isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            if _KEYS.get(heading(key.value)) == "lines" and isinstance(value, yaml.SequenceNode):
                rows = [entry.start_mark.line + 1 for entry in value.value]
    return loaded, rows


def _take(name: str, key: str | None, value: object, rows: list[int], words: PlanWords) -> None:
    if key == "name":
        words.name = tidy(value)
    elif key == "branch_kind":
        words.branch_kind = tidy(value).removesuffix("支部")
    elif key == "rhythm":
        words.rhythm = _rhythm(name, value)
    elif key == "lines":
        if not isinstance(value, list) or len(rows) != len(value):
            raise Refused("course_unreadable", name=name)
        words.lines = [_line(entry, row) for entry, row in zip(value, rows, strict=True)]


def _rhythm(name: str, value: object) -> dict[str, str]:
    if isinstance(value, str):
        return rhythm_of(value)
    if not isinstance(value, Mapping):
        raise Refused("course_unreadable", name=name)
    return {day: tidy(track) for days, track in value.items() for day in weekdays_of(tidy(days))}


def _line(entry: object, row: int) -> RawLine:
    """A mapping of a line's columns, or the title alone."""
    if not isinstance(entry, Mapping):
        return RawLine(row, title=_words(entry))
    found = {_LINE_KEYS.get(heading(key), ""): _words(value) for key, value in entry.items()}
    found.pop("", None)
    return RawLine(row, **found)


def _words(value: object) -> str:
    return " ".join(tidy(part) for part in value) if isinstance(value, list) else tidy(value)
