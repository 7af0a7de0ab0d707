"""What is left of a clause when time, name, people and instructions are taken away: the place.

No list of places is ever complete; the list of things that are said beside the place is shorter.
"""

import re
from collections.abc import Iterator

from domain.phrases.kinds import kind_names
from domain.phrases.left_over_words import (
    BACK,
    FRONT,
    NO_END,
    NUMBERED,
    PLACE_LETTER,
    SAYS_MORE,
    TAIL,
)
from domain.phrases.place_nouns import NOT_A_PLACE, NOT_IN_NP
from domain.phrases.spans import Span

_PIECE = re.compile(r"[^\s,。;!?:()□■、|/~《》“”\"\[\]【】…]+")
_OTHER_LABEL = re.compile(
    r"(?:主讲|主持|要求|内容|议题|主题|题目|人员|对象|范围|联系|电话|备注|形式|名称|号|密码|讲师"
    r"|事项|着装|议程|携带|记录|负责|发言|课题|流程|方式|主讲人|联系人|主持人|讲课人"
    r"|会议ID|目的|任务)"
    r"(?::\s*[^\n。;□■]*|[ ]{1,3})$"
)
_LONGEST = 14


def left_overs(text: str) -> Iterator[tuple[Span, bool]]:
    """The pieces that may be the place, each with whether its ending speaks for one.

    `text` is folded, and its times are blanked with □.
    """
    blanked = without_names(text)
    for piece in _PIECE.finditer(blanked):
        if _OTHER_LABEL.search(blanked[max(0, piece.start() - 40) : piece.start()]):
            continue
        span = stripped(blanked, piece.start(), piece.end())
        words = blanked[span.start : span.end]
        if may_be_place(words):
            yield span, bool(NUMBERED.fullmatch(words) or PLACE_LETTER.search(words))


def pieces(text: str) -> list[str]:
    """The clauses of `text` between two stops, without who is called."""
    spans = [stripped(text, found.start(), found.end()) for found in _PIECE.finditer(text)]
    return [text[span.start : span.end] for span in spans]


def stripped(text: str, start: int, end: int) -> Span:
    """``text[start:end]`` without who is called and what is done."""
    if text[end : end + 1] == "■" and text[end - 1] in "上听搞过办学":
        end -= 1  # 上党课, 过组织生活
    while found := FRONT.match(text, start, end):
        start = found.end()
    while end > start and (found := BACK.search(text[start:end])):
        end = start + found.start()
    return Span(start, end)


def may_be_place(words: str) -> bool:
    """Whether `words`, a clause stripped bare, is short and nounlike enough to be a place."""
    if NUMBERED.fullmatch(words):
        return True
    if not 2 <= len(words) <= _LONGEST or not re.search(r"[\u4e00-\u9fff]", words):
        return False
    if SAYS_MORE.search(words) or NO_END.search(words) or NOT_IN_NP.search(words):
        return False
    return not NOT_A_PLACE.fullmatch(words)


def grown(text: str, end: int) -> int:
    """The end of a place that goes on to the end of its clause: 村委会东屋, 河堤上.

    `text` comes from `without_names`.
    """
    found = TAIL.match(text, end)
    if not found:
        return end
    words = found.group()
    if (
        re.search("[碰开搞吃喝■]|办(?!公)|一下", words)
        or SAYS_MORE.search(words)
        or NOT_IN_NP.search(words)
    ):
        return end
    return found.end()


def without_names(text: str) -> str:
    """`text` with the names of meetings blanked with ■; the length stays."""
    letters = list(text)
    for name in kind_names(text):
        letters[name.start : name.end] = "■" * (name.end - name.start)
    return "".join(letters)
