"""Saved web pages: the article without the page around it, and what the page says of it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from content.cutting.lines import Line, bare
from content.cutting.title import title_span
from content.reading.web_archive import is_archive, page_of_archive
from content.reading.web_body import body_of
from content.reading.web_encoding import page_text
from content.reading.web_facts import published_of, source_of, title_of
from content.reading.web_furniture import article_lines
from content.reading.web_lines import WebStory
from content.reading.web_seen import is_unseen
from content.reading.web_tree import Element, tree_of
from content.reading.web_weight import weights_of
from content.reading.wrapped import unwrapped
from domain.refusals import Refused

_HEAD = 30
_TOLD = 400


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
    `file_broken` and `file_not_text`.
    """
    declared = ""
    if is_archive(data):
        data, declared = page_of_archive(name, data)
    root = tree_of(name, page_text(name, data, declared))
    body = root.find("body") if root is not None else None
    if body is None:
        raise Refused("file_page_empty", name=name)
    page = _read(root, body)
    if not page.lines:
        raise Refused("file_page_empty", name=name)
    if any("\ufffd" in line.text for line in page.lines):
        raise Refused("file_bad_bytes", name=name)
    return page


def _read(root: Element, body: Element) -> WebPage:
    weights = weights_of(body)
    article, sure = body_of(body, weights)
    title = title_of(root, article)
    found = WebStory(weights, weights[article].plain).lines(article)
    told = f"{_above(body, article)} {' '.join(line.text for line in (*found[:8], *found[-3:]))}"
    lines = article_lines(found if sure else _from_title(found, title))
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
    own, _, _ = title_span(lines, "")
    if not title or bare(title) in head or (len(bare(own)) > 3 and own[0] not in "（("):
        return lines
    return (Line(title, 1), *lines)
