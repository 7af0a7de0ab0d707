"""Tying a question to the passage that answers it, by searching the library.

A passage is taken only where the words of the right answer stand in it and the sentence speaks
of what is asked. In doubt a question stays untied: an unrelated passage proves nothing.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session

from content.cutting.citations import read_citation
from content.finding import search
from content.finding.script import pairs, plain, units
from content.finding.shelves import stamp
from domain.calendar import local_day
from domain.library import find_article
from domain.study_questions import RIGHT, NewQuestion
from store.tables import StudyQuestion, Work

TIMEZONE = "Asia/Shanghai"
LONGEST_QUERY = 180
LONGEST_PASSAGE = 400
MOST_SENTENCES = 4
JUDGED = 0.9
"""Share of a true statement's neighbouring characters that its passage must hold."""
SHORT, LONG = 0.75, 0.62
"""The same for the stem of a question: more where the right answer is only a few characters,
which may stand anywhere by chance."""
LONG_ANSWER = 6
_NEGATED = re.compile(r"不属于|不包括|不正确|不对的|错误|不是|不符合|除外|有误|不应当?是|无关|不含")
_ALL = re.compile(r"以上|上述|都对|都是|皆是|均是|全部正确|[A-H]和[A-H]|^[A-H、]+$")
_GAP = re.compile(r"[（(【\[][\s　_＿]*[）)】\]]|[_＿]{2,}|…{2,}|﹍+")
_TITLE = re.compile(r"《[^》]*》")
_SENTENCE = re.compile(r"[^。；！？;!?\n]*[。；！？;!?\n]+[”’」』）》)]*|[^。；！？;!?\n]+$")
_PARTS = re.compile(r"[；;、,，/|\s]+")
_FRAME = re.compile(
    r"下列|以下|哪些|哪项|哪个|哪一项|什么|多少|几个|正确的?|说法|包括|是指|选项|根据|按照|规定|[的是了在]"
)
_SIGNS = re.compile(r"[^0-9a-z%.\u3400-\u9fff]")

Asked = StudyQuestion | NewQuestion


@dataclass(frozen=True, slots=True)
class Tie:
    """Where the answer stands: the work's family, the label there, the words themselves."""

    family: str
    label: str
    passage: str


def library_stamp(session: Session) -> str:
    """A value that changes with the library; what was tied against it need not be tied again."""
    return ":".join(str(part or 0) for part in stamp(session))


def tie(session: Session, question: Asked, now: datetime) -> Tie | None:
    """The passage that surely answers the question; None where none does."""
    wanted = _wanted(question)
    if not wanted:
        return None
    return _cited(session, question, wanted, now) or _found(session, question, wanted, now)


def _wanted(question: Asked) -> list[str]:
    """The words that must stand in the passage; none where no passage could prove the answer."""
    if _NEGATED.search(question.stem):
        return []
    if question.kind == "judge":
        return [_bare(question.stem)] if question.answer_text == RIGHT else []
    if question.options:
        right = [question.options[at] for at in question.answer]
        if any(_ALL.search(words) for words in right):
            return []
    elif question.kind == "blank":
        right = _PARTS.split(question.answer_text.strip())
    else:
        right = [question.answer_text]
    words = [_bare(words) for words in right]
    return words if all(words) else []


def _bare(words: str) -> str:
    return _SIGNS.sub("", plain(words))


def proof_in(question: Asked, text: str, title: str) -> str | None:
    """The sentences of a text that hold the right answer, where somebody says that it does."""
    wanted = _wanted(question)
    return _proof(question, wanted, [text], title, named=True) if wanted else None


def _cited(session: Session, question: Asked, wanted: Sequence[str], now: datetime) -> Tie | None:
    """The article that the bank itself names, if it bears it out."""
    citation = read_citation(question.source.removeprefix("出处").strip("：: ")) or None
    if citation is None:
        return None
    day = local_day(now, TIMEZONE)
    found = find_article(session, citation.title, citation.label, day)
    if found is None:
        return None
    work, article, _ = found
    passage = _proof(question, wanted, [article.text], work.title, named=True)
    return Tie(work.family, article.label, passage) if passage else None


def _found(session: Session, question: Asked, wanted: Sequence[str], now: datetime) -> Tie | None:
    found = search(session, _query(question), now)
    if not found.sure:
        return None
    for passage in found.passages:
        work = session.get(Work, passage.work_id)
        if work is None or not passage.is_current or work.kind == "guide":
            continue
        context = "".join((work.title, *passage.path))
        # Outside of articles the lines may lie in different portions.
        lines = [passage.text] if passage.article_id else passage.text.split("\n")
        proof = _proof(question, wanted, lines, context)
        if proof:
            return Tie(work.family, passage.label, proof)
    return None


def _query(question: Asked) -> str:
    """The question as a statement: the right words in the gap, or after the stem."""
    right = question.answer_text
    if question.options:
        right = "".join(question.options[at] for at in question.answer)
    if question.kind == "judge":
        return question.stem[:LONGEST_QUERY]
    if _GAP.search(question.stem):
        return _GAP.sub(lambda _: right, question.stem, count=1)[:LONGEST_QUERY]
    return (question.stem[: LONGEST_QUERY // 2] + right)[:LONGEST_QUERY]


def _proof(
    question: Asked,
    wanted: Sequence[str],
    texts: Sequence[str],
    context: str,
    *,
    named: bool = False,
) -> str | None:
    """The fewest sentences of one of `texts` that hold all wanted words and speak of what is asked.

    `context` are the titles above; `named` that the bank itself names this text.
    """
    asked = _neighbours(_TITLE.sub("", _FRAME.sub("\n", _GAP.sub("\n", question.stem))))
    share = _share(question, wanted)
    best: tuple[float, int, str] | None = None
    for window in (window for text in texts for window in _windows(text)):
        held = _bare(window)
        if question.kind == "judge":
            covered = _covered(_neighbours(question.stem), held)
        elif all(words in held for words in wanted):
            covered = 1.0 if named else _covered(asked, held, _bare(context))
        else:
            continue
        if covered >= share and (best is None or (covered, -len(window)) > best[:2]):
            best = (covered, -len(window), window)
    return best[2] if best else None


def _share(question: Asked, wanted: Sequence[str]) -> float:
    if question.kind == "judge":
        return JUDGED
    return LONG if sum(map(len, wanted)) >= LONG_ANSWER else SHORT


def _neighbours(words: str) -> list[str]:
    return list(dict.fromkeys(pair for run in units(plain(words)) for pair in pairs(run)))


def _covered(asked: Sequence[str], held: str, context: str = "") -> float:
    """The share of what is asked that stands in the passage; half counts what its titles say."""
    if not asked:
        return 0.0
    return sum(1.0 if p in held else 0.5 if p in context else 0.0 for p in asked) / len(asked)


def _windows(text: str) -> Iterator[str]:
    """Runs of one to four whole sentences, verbatim and no longer than a passage may be."""
    spans = [match.span() for match in _SENTENCE.finditer(text) if match[0].strip()]
    for first in range(len(spans)):
        for last in range(first, min(first + MOST_SENTENCES, len(spans))):
            window = text[spans[first][0] : spans[last][1]].strip()
            if len(window) > LONGEST_PASSAGE:
                break
            yield window
