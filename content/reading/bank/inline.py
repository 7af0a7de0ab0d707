"""Answers that stand inside the question: in its brackets, or right behind it."""

import re

from content.reading.bank.wording import narrow_letters

_OPEN, _CLOSE = "（(【\\[", "）)】\\]"
_LETTERS = re.compile(
    rf"([{_OPEN}])\s*([A-Za-z](?:[\s、,，;；/]*[A-Za-z]){{0,11}})\s*[.。]?\s*([{_CLOSE}])"
)
_TRUTH = re.compile(
    rf"([{_OPEN}])\s*(√|×|✓|✔|✗|✘|对|错|正确|错误|[TFx]|是|否)\s*([{_CLOSE}])\s*[。.]?$"
)
_TAIL_LETTERS = re.compile(r"(?<=[\s。？?：:）)】\]])([A-H]{1,8})[。.\s]*$")
_EMPTY = r"[（(【\[][\s_]*+[）)】\]]"
_LONGEST_LINE = 600
"""A statement that carries its answer is no longer."""
_TAIL_TRUTH = re.compile(
    r"(?:(?<=[。？?：:）)】\]])|(?<=\s))\s*(?:[AB]\s*[、.．]?\s*)?(正确|错误|√|×|对|错)[。\s]*$"
)
_FILLED = re.compile(
    r"(?<!《)[（(]\s*(?!\s)([^（(）)【】]{1,60}?)\s*[）)]|【\s*([^【】]{1,60}?)\s*】"
)
_REMARK = re.compile(
    r"(?:今|即|注|又|简称|以下|原|公元|约|如|例如|含|不含|指|包括|详?见|第.{1,6}[条款章]|试行|草案"
    r"|修[订正]|多选|单选|每题|\d+分|\d{3,4}\s*[-—–~]\s*\d{0,4}$|①)"
)
_LABEL = re.compile(r"^([A-H])(?:\s*[、.．:：]\s*|\s+|(?=[\u4e00-\u9fff《“\d]))(?=.)")
# Behind an empty blank or a question mark, behind a stop and space, behind a wide gap, or behind
# a word that wants something after it: 是 三出阙.
_SHORT_TAIL, _WORD_TAIL = r"(?P<tail>[^。？?！!\n]{1,60}?)", r"(?P<tail>\S{1,30}?)"
_TAILS = tuple(
    re.compile(before + r"\s*" + tail + r"[。\s]*$")
    for before, tail in (
        (
            rf"(?P<stem>.*(?:{_EMPTY}|(?<!_)_{{2,}}+)[”’」』]?\s*[。？?：:，,]?[”’」』]?)(?=\s)",
            _SHORT_TAIL,
        ),
        (r"(?P<stem>.*[？?][”’」』》]*)", _SHORT_TAIL),
        (
            r"(?P<stem>.*[。）】)\]])\s*(?=[A-H](?:\s*[、.．]\s*|\s+|[\u4e00-\u9fff《“]))",
            _SHORT_TAIL,
        ),
        (r"(?P<stem>.*[。：:][”’」』》]*)(?=\s)", _SHORT_TAIL),
        (r"(?P<stem>.*?\S)(?=\s{3})", _SHORT_TAIL),
        (r"(?P<stem>.*[是为指叫称至于自有由在属])(?=\s)", _WORD_TAIL),
        (r"(?P<stem>.*\S)(?=\s{2})", _WORD_TAIL),
    )
)
_NO_TAIL = re.compile(
    r"(?:[年月日个次度名级元岁天%℃]|°C|人|米)$|[”’」』》）)】\]，,、；;]|请|试|为什么|简述|说明|谈|分析|结合|如何|怎样|并|来源|出处|解析|依据"
)


def letters_in_brackets(stem: str) -> tuple[str, str]:
    """The letters in the last brackets that hold only letters, and the stem without them."""
    narrow = narrow_letters(stem)
    for found in reversed(list(_LETTERS.finditer(narrow))):
        letters = re.sub(r"[^A-Za-z]", "", found[2]).upper()
        if _are_options(letters):
            return letters, _emptied(stem, found)
    return "", stem


def letters_behind(stem: str) -> tuple[str, str]:
    """The letters that end the stem, as in `……是（ ）。B`, and the stem without them."""
    found = _TAIL_LETTERS.search(narrow_letters(stem))
    if found and _are_options(found[1]):
        return found[1], stem[: found.start()].rstrip()
    return "", stem


def truth_in_brackets(stem: str) -> tuple[str, str]:
    """√ or 错误 in brackets at the end of a statement, and the statement without it."""
    found = _TRUTH.search(stem)
    return (found[2], stem[: found.start()].rstrip()) if found else ("", stem)


def truth_behind(stem: str) -> tuple[str, str]:
    """正确 or B 错误 behind a statement, and the statement without it and its empty brackets."""
    found = _TAIL_TRUTH.search(stem)
    if not found:
        return "", stem
    left = re.sub(rf"\s*{_EMPTY}\s*([。.]?)$", r"\1", stem[: found.start()].rstrip())
    return found[1], left.rstrip()


def words_in_brackets(stem: str) -> tuple[str, str]:
    """The words that fill the blanks of a stem, and the stem with its blanks empty again.

    Brackets in 【】 are the blanks where there are any; a remark (今…, 试行) fills no blank.
    """
    if len(stem) > _LONGEST_LINE:
        return "", stem
    groups = [found for found in _FILLED.finditer(stem) if not _is_remark(found)]
    if any(found[2] for found in groups):
        groups = [found for found in groups if found[2]]
    if not groups:
        return "", stem
    for found in reversed(groups):
        stem = f"{stem[: found.start() + 1]} {stem[found.end() - 1 :]}"
    return "；".join(without_letter((found[1] or found[2]).strip()) for found in groups), stem


def words_behind(stem: str) -> tuple[str, str]:
    """The words after an empty blank, a question mark or a stop, and the stem before them."""
    for pattern in _TAILS if len(stem) <= _LONGEST_LINE else ():
        found = pattern.fullmatch(stem.strip())
        if found and found["stem"].strip():
            tail = found["tail"].strip()
            if tail and not _NO_TAIL.match(tail):
                return without_letter(tail), found["stem"].strip()
    return "", stem


def without_letter(words: str) -> str:
    """An answer without its option letter: `C 定密责任人` is 定密责任人."""
    narrow = narrow_letters(words)
    found = _LABEL.match(narrow)
    return words[found.end() :].strip() if found else words


def _emptied(stem: str, found: re.Match[str]) -> str:
    return f"{stem[: found.start() + 1]} {stem[found.end() - 1 :]}"


def _are_options(letters: str) -> bool:
    """Letters of options rise and none stands twice; WTO and GDP do not."""
    return (
        all("A" <= letter <= "L" for letter in letters)
        and len(set(letters)) == len(letters)
        and (len(letters) == 1 or list(letters) == sorted(letters) or len(letters) > 3)
    )


def _is_remark(found: re.Match[str]) -> bool:
    words = (found[1] or found[2]).strip()
    return not found[2] and bool(_REMARK.match(words)) and len(words) > 1
