"""The parts of a question that ask for something: known words, weak words, and other signs."""

import re
from collections.abc import Callable, Iterable, Iterator

from content.finding.thesaurus import Thesaurus

Part = tuple[str, str, int]
"""The words, whether they are a known "word", a "weak" one or a "run" of signs, and the place."""

Binds = Callable[[str], bool]
"""Whether two neighbours belong to one word."""

_NUMBERED = re.compile(
    r"[0-9]+(?:\.[0-9]+)?(?:%|周?岁|个(?:工作日|月|小时|人)|[年月日天个名人次条款项元种类届期级倍米亩号字大会学维]?)"
)

_COUNTED = re.compile("[0-9.]+(?:%|周?岁|个.+|[年月日天名次级类亩米])")
"""A number with its unit is a word of its own; 三大 and 第八条 begin longer ones."""
_ONES = frozenset({"1个", "1种", "1名", "1些", "1下", "1条", "1项"})
"""一个 is hardly ever a number that is asked for."""

_SIGN = re.compile(r"[\u3400-\u9fff]")


def split(written: str, words: Thesaurus, binds: Binds) -> Iterator[Part]:
    """The parts of plain text that ask for something: (part, "word" | "weak" | "run", place).

    A word of one sign counts as such only where it does not belong to a neighbour (`binds`).
    """

    def belongs(place: int, run: str) -> bool:
        bound = _is_bound(written, place, run, binds)
        return bound or _is_needed(written, place, run, words)

    run = ""
    place = 0
    while place < len(written):
        number = _NUMBERED.match(written, place)
        word = words.word_at(written, place)
        if number and len(word) <= len(number[0]):
            word = number[0]
            if not run.endswith("第") and (_COUNTED.fullmatch(word) or word in _ONES):
                if run:
                    yield run, "run", place - len(run)
                    run = ""
                if word not in _ONES:
                    yield word, "run", place
                place += len(word)
                continue
        else:
            number = None
        if len(word) == 1 and word not in words.particles and belongs(place, run):
            word = ""
        if number or not word or (word in words.whole and word not in words.ways):
            run += word or written[place]
            place += len(word) or 1
            continue
        if run:
            yield run, "run", place - len(run)
            run = ""
        if word in words.weak:
            yield word, "weak", place
        elif word in words.ways:
            yield word, "word", place
        place += len(word)
    if run:
        yield run, "run", place - len(run)


def compounds(parts: Iterable[Part]) -> Iterator[Part]:
    """Weak words and the lone sign beside them as one word: 活动室, 总要求."""
    before: Part | None = None
    for part, kind, place in parts:
        if before and before[2] + len(before[0]) == place and _is_compound(before, (part, kind)):
            before = (before[0] + part, "run", before[2])
            continue
        if before:
            yield before
        before = (part, kind, place)
    if before:
        yield before


def _is_compound(before: Part, after: tuple[str, str]) -> bool:
    if before[1] == "weak" and len(before[0]) > 1:
        return after[1] == "run" and bool(_SIGN.fullmatch(after[0]))
    lone = before[1] == "run" and bool(_SIGN.fullmatch(before[0]))
    return lone and after[1] == "weak" and len(after[0]) > 1


def _is_bound(written: str, place: int, run: str, binds: Binds) -> bool:
    sign = written[place]
    if run and binds(run[-1] + sign):
        return True
    return place + 1 < len(written) and binds(sign + written[place + 1])


def _is_needed(written: str, place: int, run: str, words: Thesaurus) -> bool:
    """Whether a neighbour would be left as a lone sign: 明天, 下雨 are words of their own."""
    if len(run) == 1 and run not in words.particles:
        return True
    after = written[place + 1 : place + 2]
    if run or not _SIGN.match(after) or words.word_at(written, place + 1):
        return False
    return place + 2 >= len(written) or bool(words.word_at(written, place + 2))
