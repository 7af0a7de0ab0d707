"""Whether an untidy file came out as the tidy document that it was made from."""

import re
from collections.abc import Iterable
from difflib import SequenceMatcher
from functools import reduce
from typing import Any

from bench.fidelity.comparison import LEVELS, compare, digest, measured
from content.cutting.document import Document

TAIL = re.compile(r"[（(]?(?:来源|延伸阅读|责任编辑|编辑|原标题|上一篇|下一篇|相关链接)")
"""How a line begins that a page may add behind the last article."""
_AT_START = [re.compile(f"^{pattern.pattern}") for pattern in LEVELS.values()]
LONGEST = 3000
"""Pieces of text longer than this are compared by lines and not by characters."""


def differences(document: Document, base: Document, expected: dict[str, Any]) -> list[str]:
    """In words, where `document` is not its base; a tail behind the last article may differ."""
    wrong = compare(document, expected, tail=True).differences
    if wrong and not compare(document, _without_tail(expected, base), tail=True).differences:
        wrong = []
    if not expected["articles"]:
        lost, _ = lost_and_added(document, base)
        if lost:
            wrong.append(f"{lost} characters of the text are lost")
    return wrong


def _without_tail(expected: dict[str, Any], base: Document) -> dict[str, Any]:
    """The truth as it would be, had the base no tail behind its last article."""
    if not expected["articles"] or not base.articles:
        return expected
    lines = base.articles[-1].text.split("\n")
    while len(lines) > 1 and TAIL.match(lines[-1]):
        lines.pop()
    text = "".join(lines)
    last = expected["articles"][-1] | {"n": len(measured(text)), "sha1": digest(text)}
    return expected | {"articles": [*expected["articles"][:-1], last]}


def lost_and_added(document: Document, base: Document, *, labels: bool = True) -> tuple[int, int]:
    """How many characters of the base are missing, and how many there are besides.

    Without `labels`, the numbers at the beginning of lines do not count.
    """
    mine = _whole(document.paragraphs, labels=labels)
    theirs = _whole((line for line in base.paragraphs if not TAIL.match(line)), labels=labels)
    start = _common(mine, theirs)
    mine, theirs = mine[start:], theirs[start:]
    end = _common(mine[::-1], theirs[::-1])
    mine, theirs = mine[: len(mine) - end], theirs[: len(theirs) - end]
    if max(len(mine), len(theirs)) <= LONGEST:
        return _changed(theirs, mine)
    return _changed_pieces(_pieces(theirs), _pieces(mine))


def _whole(lines: Iterable[str], *, labels: bool) -> str:
    if not labels:
        lines = (reduce(lambda text, label: label.sub("", text), _AT_START, line) for line in lines)
    return measured("".join(lines))


def _common(one: str, other: str) -> int:
    pairs = enumerate(zip(one, other, strict=False))
    return next((at for at, (a, b) in pairs if a != b), min(len(one), len(other)))


def _changed(old: str, new: str) -> tuple[int, int]:
    lost = added = 0
    for tag, a, b, c, d in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if tag != "equal":
            lost, added = lost + b - a, added + d - c
    return lost, added


def _pieces(text: str) -> list[str]:
    return re.findall(r"[^，。；：]*[，。；：]?", text)


def _changed_pieces(old: list[str], new: list[str]) -> tuple[int, int]:
    lost = added = 0
    for tag, a, b, c, d in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if tag == "equal":
            continue
        before, after = "".join(old[a:b]), "".join(new[c:d])
        if max(len(before), len(after)) <= LONGEST:
            gone, come = _changed(before, after)
        else:
            gone, come = len(before), len(after)
        lost, added = lost + gone, added + come
    return lost, added
