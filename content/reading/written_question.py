"""A question that an admin wrote in the chat, line by line."""

import re
from dataclasses import replace

from content.reading.bank.bank import read_bank
from content.reading.bank.problems import sentence
from content.reading.bank.question import BankQuestion
from domain.refusals import Refused

LONGEST = 2000
_STEM = re.compile(r"^\s*(?:题干|题目|问题)\s*[：:]\s*")
_SOURCE = re.compile(r"^\s*(?:出处|来源|依据)\s*[：:]\s*(.+?)\s*$")
_NUMBER = re.compile(r"^\s*\d{1,3}\s*[.、．]\s*")


def read_question(words: str) -> BankQuestion:
    """The one question in `words`; its `source` is what stands after 出处.

    Raises Refused("own_question_form") with what is wrong with it.
    """
    lines, source = _without_source(words[:LONGEST])
    if not lines:
        raise Refused("own_question_form", problem="")
    lines[0] = "1. " + _NUMBER.sub("", _STEM.sub("", lines[0]))
    try:
        bank = read_bank("出题.txt", "\n".join(lines).encode())
    except Refused:
        raise Refused("own_question_form", problem="") from None
    if len(bank.questions) != 1:
        wrong = next((sentence(problem) for problem in bank.problems), "")
        raise Refused("own_question_form", problem=wrong.partition("：")[2])
    return replace(bank.questions[0], source=source or bank.questions[0].source)


def _without_source(words: str) -> tuple[list[str], str]:
    lines: list[str] = []
    source = ""
    for line in words.splitlines():
        found = _SOURCE.match(line)
        if found:
            source = found[1]
        elif line.strip():
            lines.append(line)
    return lines, source
