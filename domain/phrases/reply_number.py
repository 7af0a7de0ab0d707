"""Answers by number, as the notice prints them: 1 comes, 2 asks leave."""

import re
from dataclasses import dataclass

_PRESS = r"(?:(?:我)?(?:扣|回复?|选择?|打|发|按|投|填|敲)(?:个|了|的)?|我)"
_ONE = re.compile(rf"\+?\s?1|一|{_PRESS}[1一]|1{{1,3}}")
_TWO = re.compile(rf"[2二]|{_PRESS}[2二]|22")
_NOD_ONE = re.compile(r"(?:收到|好的?|嗯+|知道了)\+1")
_NUMBER_AND = re.compile(
    rf"(?:{_PRESS}|\+)?(?P<number>[12])"
    r"(?:[\s,.。;:、]+|(?=收到|参加|请假|谢谢|准时|因|有事|来不|去不|可能))(?P<rest>\S.*)"
)


@dataclass(frozen=True)
class Choice:
    """The number chosen (0: a 收到+1, which only nods) and what was written after it."""

    number: int
    rest: str = ""


def choice_of(text: str) -> Choice | None:
    """The number `text` answers with, or None where it answers in words."""
    bare = text.strip(" .。!,~")
    if _NOD_ONE.fullmatch(bare):
        return Choice(0)
    if _ONE.fullmatch(bare):
        return Choice(1)
    if _TWO.fullmatch(bare):
        return Choice(2)
    found = _NUMBER_AND.fullmatch(bare)
    return Choice(int(found["number"]), found["rest"]) if found else None
