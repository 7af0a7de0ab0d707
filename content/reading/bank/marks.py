"""The lines of a text of questions, told apart by how they begin."""

import re
from dataclasses import dataclass

_ANSWER_WORD = r"(?:本题)?(?:参考|正确|标准)?(?:答案|选项)"
_ANSWER = re.compile(
    rf"[【\[（(]\s*{_ANSWER_WORD}\s*[】\]）)]\s*[:：]?\s*|{_ANSWER_WORD}(?:是|为)?\s*[:：]\s*"
    r"|答(?:案)?\s*[:：]\s*|(?:Correct\s+)?Answers?\s*[:：]\s*|[Kk]ey\s*[:：]\s*"
)
_ANSWER_WITHIN = re.compile(
    rf"\s*(?:[【\[]\s*{_ANSWER_WORD}\s*[】\]]\s*[:：]?|[（(]?\s*{_ANSWER_WORD}\s*[:：])\s*"
)
_ANALYSIS = re.compile(
    r"[【\[（(]?\s*(?:答案|试题|题目)?(?:解析|详解|解释|分析|点评|考点|知识点)\s*[】\]）)]?\s*[:：]\s*"
    r"|[【\[]\s*(?:答案|试题|题目)?(?:解析|详解|解释|分析|点评|考点|知识点)\s*[】\]]\s*"
)
_SOURCE = re.compile(
    r"[【\[（(]?\s*(?:题目|答案|出题|命题)?(?:出处|来源|依据)\s*[】\]）)]?\s*[:：]\s*"
    r"|[【\[]\s*(?:题目|答案)?(?:出处|来源|依据)\s*[】\]]\s*"
)
_LEVEL = re.compile(r"[【\[（(]?\s*(?:难度|分值|难易度|题型|章节|认知层次)\s*[】\]）)]?\s*[:：]")
_KEY_HEADING = re.compile(
    r"(?:[一二三四五六七八九十]{1,3}\s*[、.．]\s*|附\s*[:：]?\s*|第.{1,4}章\s*)?"
    r"[【\[（(]?(?:.{0,20}(?:题|试卷|练习|测试))?(?:参考|标准|正确)?答案(?:及解析|与解析|部分|汇总|速查)?"
    r"[】\]）)]?\s*[:：]?"
)
_OPTIONS_HEADING = re.compile(r"(?:备选|可选)?选项(?:如下)?\s*[:：]?")
_STEM_LABEL = re.compile(r"(?:题目|题干|试题|问题)\s*[:：]\s*")
_CHAPTER = re.compile(r"(?:第\s*[一二三四五六七八九十百\d]{1,4}\s*[编章节部篇]|附件|目录|前言)")
_BLANK_PART = re.compile(r"空\s*\d{1,2}\s*[:：]\s*")

_PLAIN = re.compile(r"(\d{1,4})\s*(?:[、．]|[:：](?!\d)|\.(?!\d))\s*")
_DECIMAL = re.compile(r"(\d{1,4})\.(?=\d)")
_BRACKETED = re.compile(r"[（(【\[]\s*(\d{1,4})\s*[)）】\]]\s*[、.．]?\s*|(\d{1,4})\s*[)）]\s*")
_WORDED = re.compile(
    r"第\s*(\d{1,4})\s*题\s*[:：、.．]?\s*|(?:题目?|问题?|Q)\s*(\d{1,4})\s*[:：、.．]\s*"
)
_LONGEST_ITEM = 400
_SPACED = re.compile(r"(\d{1,3})\s+(?=[^\d\s])")


@dataclass(frozen=True, slots=True)
class Numbered:
    """A line that begins with a number: `sure` where nothing else is written that way."""

    number: int
    rest: str
    sure: bool


def numbered(line: str) -> Numbered | None:
    """The number in front of a line; 3.14 and （1） are unsure, 1949年 is no number."""
    for pattern, sure in (
        (_WORDED, True),
        (_PLAIN, True),
        (_DECIMAL, False),
        (_BRACKETED, False),
        (_SPACED, False),
    ):
        if found := pattern.match(line):
            digits = next(group for group in found.groups() if group)
            return Numbered(int(digits), line[found.end() :].strip(), sure)
    return None


def after_answer(line: str) -> str | None:
    """What follows 答案： at the start of a line; None for other lines."""
    found = _ANSWER.match(line)
    return line[found.end() :].strip() if found else None


def after_analysis(line: str) -> str | None:
    """What follows 解析： at the start of a line; None for other lines."""
    found = _ANALYSIS.match(line)
    return line[found.end() :].strip() if found else None


def after_source(line: str) -> str | None:
    """What follows 出处： at the start of a line; None for other lines."""
    found = _SOURCE.match(line)
    return line[found.end() :].strip() if found else None


def after_stem_label(line: str) -> str | None:
    """What follows 题目： at the start of a line; None for other lines."""
    found = _STEM_LABEL.match(line)
    return line[found.end() :].strip() if found else None


def split_at_answer(line: str) -> list[str]:
    """A line cut before an answer, explanation or source that stands in its midst."""
    parts = [line]
    for pattern in (_ANSWER_WITHIN, _ANALYSIS, _SOURCE):
        cut: list[str] = []
        for part in parts:
            found = pattern.search(part, max(1, _label_end(part))) if part else None
            if found:
                tail = part[found.start() :].strip()
                # The bracket that opened before 答案 closes at the end: （答案：B）.
                if tail[:1] in "（(" and tail[-1:] in "）)":
                    tail = tail[1:-1]
                cut += [part[: found.start()].rstrip(), tail]
            else:
                cut.append(part)
        parts = cut
    return [part for part in parts if part]


def _label_end(line: str) -> int:
    """Where the label ends that a line begins with; 0 for a line without one."""
    labels = (_ANSWER, _ANALYSIS, _SOURCE, _STEM_LABEL)
    return max(found.end() if (found := label.match(line)) else 0 for label in labels)


def heads_key(line: str) -> bool:
    """Whether the line heads a key of answers: 参考答案, 第1章参考答案."""
    return len(line) <= 40 and _KEY_HEADING.fullmatch(line) is not None


def is_furniture(line: str) -> bool:
    """Whether the line says nothing of its own: 选项：, 难度：中."""
    return _OPTIONS_HEADING.fullmatch(line) is not None or _LEVEL.match(line) is not None


def is_chapter(line: str) -> bool:
    """Whether the line heads a chapter."""
    return len(line) <= 40 and _CHAPTER.match(line) is not None


def without_blank_number(line: str) -> str:
    """An answer to one blank without 空 1： in front."""
    return _BLANK_PART.sub("", line, count=1)


def last_item(text: str) -> int:
    """The number of the last item of a list that ends `text`; 0 if it is no list."""
    found = re.findall(r"(?:^|\n)\s*[（(]?(\d{1,2})[)）、.．]", text[-_LONGEST_ITEM:])
    return int(found[-1]) if found else 0
