"""Every sentence a person reads: templates in `content/says/*.toml`, found by their key.

A template is Jinja2 over JSON facts; `<b>` and `<q>` mark bold and quoted runs. Facts are
escaped while a template is filled, so no text that a person wrote can become a mark.
"""

import re
import tomllib
from collections.abc import Mapping
from datetime import date, datetime
from functools import cache
from html.parser import HTMLParser
from importlib.resources import files

from jinja2 import Environment, StrictUndefined, Template

from domain.messages import Mark

WEEKDAYS = "一二三四五六日"
MARKS = {"b": "bold", "q": "quote"}


def _day(value: str) -> str:
    """2026年12月2日（周三）."""
    moment = date.fromisoformat(value[:10])
    return f"{moment.year}年{moment.month}月{moment.day}日（周{WEEKDAYS[moment.weekday()]}）"


def _date(value: str) -> str:
    """2026年12月2日: a day on which nobody has to be anywhere."""
    return _day(value).partition("（")[0]


def _clock(value: str) -> str:
    """14:00, in the zone that the fact was written in."""
    return datetime.fromisoformat(value).strftime("%H:%M")


def _bare(value: str) -> str:
    """A line that stands in brackets as a whole, without them: sentences bring their own."""
    inside = value.strip()
    if inside[:1] in "（(" and inside[-1:] in "）)" and inside[1:-1].count("（") == 0:
        return inside[1:-1]
    return inside


@cache
def _environment() -> Environment:
    environment = Environment(
        autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    environment.filters.update(day=_day, date=_date, clock=_clock, bare=_bare)
    return environment


@cache
def sources() -> dict[str, str]:
    """All templates by key. A key that stands twice is an error of the product."""
    found: dict[str, str] = {}
    for file in sorted(files("content.says").iterdir(), key=lambda entry: entry.name):
        if not file.name.endswith(".toml"):
            continue
        for key, source in tomllib.loads(file.read_text("utf-8")).items():
            if key in found:
                raise ValueError(f"the sentence {key} stands twice")
            found[key] = source
    return found


@cache
def _template(key: str) -> Template:
    # What is shared by several sentences (the lines of a meeting) is included by key.
    environment = _environment()
    return environment.from_string(_spliced(key))


def _spliced(key: str) -> str:
    text = sources()[key]
    for other in sources():
        if "[[" + other + "]]" in text:
            text = text.replace("[[" + other + "]]", _spliced(other))
    return text.strip("\n")


class _Marked(HTMLParser):
    """Takes the marks out of a filled template and remembers where they stood."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.text = ""
        self.marks: list[Mark] = []
        self._open: list[tuple[str, int]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:  # noqa: ARG002
        if tag in MARKS:
            self._open.append((tag, len(self.text)))

    def handle_endtag(self, tag: str) -> None:
        if self._open and self._open[-1][0] == tag:
            _, start = self._open.pop()
            if start < len(self.text):
                self.marks.append(Mark(start, len(self.text), MARKS[tag]))

    def handle_data(self, data: str) -> None:
        self.text += data


def say(key: str, facts: Mapping[str, object] | None = None) -> tuple[str, tuple[Mark, ...]]:
    """The sentence of a key, filled with facts: plain text and marks.

    Raises KeyError for an unknown key and jinja2.UndefinedError for a missing fact.
    """
    filled = re.sub(r"\n{3,}", "\n\n", _template(key).render(facts or {})).strip()
    marked = _Marked()
    marked.feed(filled)
    marked.close()
    return marked.text, tuple(sorted(marked.marks, key=lambda mark: mark.start))


def plain(key: str, facts: Mapping[str, object] | None = None) -> str:
    """The sentence of a key without its marks."""
    return say(key, facts)[0]


def label(action: str) -> str:
    """What a button says, from the verb of its action (`attend:12` says 参加)."""
    return sources()["button_" + action.partition(":")[0]]
