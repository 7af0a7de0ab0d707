"""The documents, and what can be found in them."""

import re
from pathlib import Path

ROOT = Path(__file__).parents[2]
PAGES = sorted(
    [*ROOT.glob("*.md"), *(ROOT / "docs").glob("*.md"), *(ROOT / "docs/decisions").glob("*.md")]
)
GUIDES = [
    ROOT / name
    for name in (
        "README.md",
        "README.en.md",
        "docs/secretary.md",
        "docs/member.md",
        "docs/admin.md",
    )
]

_LINK = re.compile(r"!?\[[^\]]*\]\(([^)\s]+)\)")
_IMAGE = re.compile(r"<img[^>]*\ssrc=\"([^\"]+)\"")
_HEADING = re.compile(r"^#{1,6}\s+(.+)$", re.MULTILINE)
_FENCE = re.compile(r"^ *```.*?^ *```", re.MULTILINE | re.DOTALL)


def name_of(page: Path) -> str:
    """The page's path for the name of a test."""
    return page.relative_to(ROOT).as_posix()


def text_of(page: Path) -> str:
    """The page's text."""
    return page.read_text("utf-8")


def targets(page: Path) -> list[str]:
    """Where the page's links and pictures lead."""
    text = _FENCE.sub("", text_of(page))
    return [*_LINK.findall(text), *_IMAGE.findall(text)]


def anchors(page: Path) -> set[str]:
    """The anchors of a page's headings, as code hosts make them."""
    plain = (re.sub(r"[^\w\s-]", "", heading.lower()) for heading in _headings(page))
    return {re.sub(r"\s", "-", heading.strip()) for heading in plain}


def _headings(page: Path) -> list[str]:
    return _HEADING.findall(_FENCE.sub("", text_of(page)))
