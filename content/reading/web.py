"""Saved web pages: the article without the page around it, and what the page says of it."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from content.cutting.labels import structure_mark
from content.cutting.lines import Line, bare, lines_of
from content.cutting.title import title_span
from content.reading.limits import MAX_CHARS
from content.reading.web_archive import is_archive, page_of_archive
from content.reading.web_body import body_of
from content.reading.web_encoding import page_text
from content.reading.web_facts import published_of, source_of, title_of
from content.reading.web_furniture import article_lines
from content.reading.web_lines import WebStory
from content.reading.web_seen import is_unseen
from content.reading.web_tree import Element, tree_of
from content.reading.web_weight import Weights, weights_of
from content.reading.wrapped import unwrapped
from domain.refusals import Refused

# Without one sentence there are only menus: the text comes by script, or somebody must log in.
_SENTENCE = re.compile("[\u4e00-\u9fff”）》][。！？；，]")
_HEAD = 30
_TOLD = 400
_SHORT = 80


@dataclass(frozen=True, slots=True)
class WebPage:
    """An article as it stands on a page.

    `title`, `source` and `published` are what the page itself states, empty or None where it
    states nothing; `lines` are the article's.
    """

    title: str
    source: str
    published: date | None
    lines: tuple[Line, ...]


def lines_of_web(name: str, data: bytes) -> tuple[Line, ...]:
    """The lines of the article on a page; refuses as `read_page`."""
    return read_page(name, data).lines


def read_page(name: str, data: bytes) -> WebPage:
    """The article on a saved page (.html, .mht, a page with the name of a Word file).

    Refuses `file_page_empty` for a page without an article, `file_page_heavy` for one with more
    markup than a page of text has, `file_bad_bytes` where bytes of the article are damaged,
    `file_broken`, `file_not_text` and `text_too_long`.
    """
    declared = ""
    if is_archive(data):
        data, declared = page_of_archive(name, data)
    root = tree_of(name, page_text(name, data, declared))
    body = root.find("body") if root is not None else None
    if body is None:
        raise Refused("file_page_empty", name=name)
    weights = weights_of(body)
    if weights[body].plain > MAX_CHARS:
        raise Refused("text_too_long", name=name, limit_chars=MAX_CHARS)
    page = _read(root, body, weights)
    if not any(map(_says_something, page.lines)):
        raise Refused("file_page_empty", name=name)
    if any("\ufffd" in line.text for line in page.lines):
        raise Refused("file_bad_bytes", name=name)
    return page


def _says_something(line: Line) -> bool:
    return bool(_SENTENCE.search(line.text) or structure_mark(line.text.strip()))


def _read(root: Element, body: Element, weights: Weights) -> WebPage:
    article, sure = body_of(body, weights)
    title = title_of(root, article, weights)
    found = WebStory(weights, weights[article].plain).lines(article)
    told = _above(body, article) + _beside(found)
    lines = _once(article_lines(found if sure else _from_title(found, title)), title)
    return WebPage(
        title,
        source_of(root, told),
        published_of(root, told),
        tuple(_titled(unwrapped(lines), title)) if lines else (),
    )


def _above(body: Element, article: Element) -> str:
    """The last of the text that stands above the article."""
    pieces: list[str] = []
    for item in body.iter():
        if item is article:
            break
        if item.text and not is_unseen(item):
            pieces.append(item.text)
    return " ".join(" ".join(pieces).split())[-_TOLD:]


def _beside(lines: Sequence[Line]) -> str:
    """The short lines at both ends of an article, where source and day may stand as well."""
    ends = (*lines[:8], *lines[8:][-12:])
    return "".join(f" {line.text.strip()}" for line in ends if len(line.text) < _SHORT)


def _from_title(lines: Sequence[Line], title: str) -> Sequence[Line]:
    """The lines from the title on, where menus and paths stand above it."""
    for index, line in enumerate(lines[:_HEAD]):
        if line.text.endswith("。"):
            break
        if line.level == 1 or (title and bare(line.text) == bare(title)):
            return lines[index:]
    return lines


def _titled(lines: Sequence[Line], title: str) -> Sequence[Line]:
    """The lines with the page's title above a text that does not begin with one of its own."""
    head = bare("".join(line.text for line in lines[:6]))
    own, span, _ = title_span(lines_of(lines), "")
    if not title or bare(title) in head or (span and len(bare(own)) > 3 and own[0] not in "（("):
        return lines
    return (Line(title, 1), *lines)


def _once(lines: list[Line], title: str) -> list[Line]:
    """The lines with one title where page and article both begin with it."""
    heads = [bare(line.text) for line in lines[:2]]
    return lines[1:] if len(heads) == 2 and heads[0] == heads[1] == bare(title) else lines
