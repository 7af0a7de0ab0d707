"""Options that stand together in one text, with or without letters in front."""

import re

from content.reading.bank.wording import LONGEST, clean, narrow_letters

_LABEL = re.compile(
    r"(?P<open>[（(【\[]?)(?P<letter>[A-Za-z])(?:\s*(?P<mark>[、.．:：,，)）】\]])\s*"
    r"|(?P<space>[ \t\u3000\u00a0]+)|(?=[\u4e00-\u9fff《“]))"
)
_LINE_START = re.compile(r"[（(【\[]?[A-La-l]\s*[、.．:：,，)）】\]]|[A-L](?=[\s\u4e00-\u9fff《“])")
_SIGNED_START = re.compile(r"[（(【\[]?[A-Za-z]\s*[、.．:：,，)）】\]]")
_BARE_PARTS = ("\n", "$;$", "##", "|", "｜", "；", ";")
_MOST_LABELS = 300
MOST = 12
"""The most options that are looked for in a text."""


def split_options(text: str, first: int = 0, *, signed: bool = False) -> tuple[str, dict[int, str]]:
    """The words before the first option, and the options by slot; no options if none is marked.

    The letters must rise from `first`; `A.甲 B.乙`, `（A）甲`, `A 甲` and `A、甲B、乙` are read.
    `signed` wants a sign behind each letter.
    """
    marks = _marks(narrow_letters(text), first, signed) if len(text) <= LONGEST else []
    if not marks or _is_inside(text[: marks[0][1].start()]):
        return text, {}
    ends = [*(mark.start() for _, mark in marks[1:]), len(text)]
    options = {
        slot: clean(text[mark.end() : end].strip(" \t\n|｜;；"))
        for (slot, mark), end in zip(marks, ends, strict=True)
    }
    return text[: marks[0][1].start()], options


def _is_inside(before: str) -> bool:
    """Whether a bracket is still open: options inside one belong to the sentence around it."""
    return sum(map(before.count, "（(")) > sum(map(before.count, "）)"))


def _marks(text: str, first: int, signed: bool) -> list[tuple[int, re.Match[str]]]:
    """The labels of a run of options: each the next letter that stands where a label may."""
    found: list[tuple[int, re.Match[str]]] = []
    candidates = [
        mark
        for mark in _LABEL.finditer(text)
        if (mark["mark"] or not signed) and _may_stand(text, mark)
    ][:_MOST_LABELS]
    wanted, lower = first, False
    while wanted < first + MOST:
        start = found[-1][1].end() if found else 0
        later = [mark for mark in candidates if mark.start() >= start]
        mark = next((m for m in later if _slot(m) == wanted and _fits(m, found, lower)), None)
        if mark is None and found:
            mark = next(
                (m for m in later if _slot(m) > wanted and m["mark"] and _fits(m, found, lower)),
                None,
            )
        if mark is None or (mark["letter"].islower() and not found and not mark["mark"]):
            break
        lower = mark["letter"].islower()
        found.append((_slot(mark), mark))
        wanted = _slot(mark) + 1
    return found


def _slot(mark: re.Match[str]) -> int:
    return ord(mark["letter"].upper()) - ord("A")


def _fits(mark: re.Match[str], found: list[tuple[int, re.Match[str]]], lower: bool) -> bool:
    """The first label decides between A and a."""
    return not found or mark["letter"].islower() == lower


def _may_stand(text: str, mark: re.Match[str]) -> bool:
    """A label with a sign may follow anything but a letter; one without needs space before it."""
    before = text[mark.start() - 1] if mark.start() else "\n"
    if mark["letter"].islower() and not (before.isspace() or mark["open"] or before == "|"):
        return False
    if mark["mark"]:
        sign = mark["mark"]
        if sign in ")）】]" and not mark["open"]:
            return before.isspace() or not before.isalnum()
        return not re.match(r"[A-Za-z&]", before) or bool(re.match("[A-Z]", mark["letter"]))
    return before.isspace() or before in "？?）)。"


def split_line_of_options(line: str, held: dict[int, str], following: str) -> dict[int, str]:
    """The options of a line that begins with one, by slot; none for any other line.

    They go on with `held`, the options of the question so far, or begin again with A. A letter
    without a sign is an option beside another one, on this line or at the head of `following`.
    """
    narrow = narrow_letters(line)
    if not _LINE_START.match(narrow):
        return {}
    first = ord(narrow.lstrip("（(【[ ")[0].upper()) - ord("A")
    before, options = split_options(line, first)
    if not options or before.strip() or first in held:
        return {}
    signed = _SIGNED_START.match(narrow) is not None
    if first == 0:
        paired = re.match(r"B(?=[\s\u4e00-\u9fff《“])", narrow_letters(following)) is not None
        return options if signed or paired or len(options) > 1 else {}
    return options if (held and signed) or first - 1 in held else {}


def split_stem_and_options(text: str) -> tuple[str, dict[int, str]]:
    """A question and the options behind it on the same line; three need no sign."""
    for signed, least in ((True, 2), (False, 3)):
        before, options = split_options(text, signed=signed)
        if len(options) >= least and before.strip():
            return before.strip(), options
    return text, {}


def options_in_cell(text: str) -> dict[int, str]:
    """The options of a cell that holds all of them, with letters or only set apart."""
    before, options = split_options(text)
    if len(options) > 1 and not before.strip():
        return options
    for sign in _BARE_PARTS:
        parts = [clean(part) for part in text.split(sign)]
        if len([part for part in parts if part]) > 1:
            return dict(enumerate(part for part in parts if part))
    parts = [clean(part) for part in re.split(r"\s{2,}|\t", text.strip())]
    if len(parts) > 1:
        return dict(enumerate(parts))
    return options


def without_labels(options: dict[int, str]) -> dict[int, str]:
    """Options without their own letters, where every one of them carries one."""
    pattern = re.compile(r"[（(]?[A-Za-z][)）]?\s*[、.．:：]\s*")
    if options and all(pattern.match(narrow_letters(text)) for text in options.values()):
        return {
            slot: text[found.end() :].strip()
            for slot, text in options.items()
            if (found := pattern.match(narrow_letters(text)))
        }
    return options


def untangled(options: dict[int, str]) -> dict[int, str]:
    """Options, those taken apart that hold the next one as well: `甲 B.乙` in slot A."""
    whole: dict[int, str] = {}
    shift = 0
    for slot, text in sorted(options.items()):
        at = slot + shift
        before, more = split_options(" " + text, at + 1, signed=True)
        if more and before.strip() and min(more) == at + 1:
            whole[at] = before.strip()
            whole.update(more)
            shift += len(more)
        else:
            whole[at] = text
    return whole
