"""From what was found to what can be asked: each draft becomes a question or a problem."""

import re
from collections.abc import Iterable, Sequence

from content.reading.bank.answers import (
    bare_answer,
    chosen,
    is_garbled,
    is_letters,
    letter_slots,
    truth_of,
)
from content.reading.bank.draft import Draft
from content.reading.bank.inline import letters_in_brackets
from content.reading.bank.question import (
    RIGHT,
    WRONG,
    Bank,
    BankProblem,
    BankQuestion,
)
from content.reading.bank.question import QuestionKind as K
from content.reading.bank.wording import (
    LONGEST,
    clean,
    clean_lines,
    comparable,
    narrow_letters,
    without_number,
)

_REASONED = re.compile(r"(正确|错误|对|错|√|×)\s*[，,。；;：:（(]\s*(.+?)[）)]?")
_REMARKED = re.compile(r"([A-L](?:[、,，]?[A-L]){0,11})\s*[。；;（(]\s*(.{2,}?)[）)]?")


def settle(drafts: Iterable[Draft]) -> Bank:
    """The bank of `drafts`: questions, repeated questions, and a problem for every other row."""
    questions: list[BankQuestion] = []
    repeated: list[BankQuestion] = []
    problems: list[BankProblem] = []
    known: dict[object, BankQuestion] = {}
    for draft in drafts:
        question, code, facts = _settled(draft)
        if question is None:
            problems.append(_problem(draft, code, facts))
            continue
        first = known.setdefault(_same(question), question)
        if first is not question:
            alike = _answer_words(first) == _answer_words(question)
            if alike:
                repeated.append(question)
            code = "repeated" if alike else "contradicted"
            problems.append(_problem(draft, code, _place(first, draft)))
            continue
        questions.append(question)
        problems.extend(_problem(draft, note, _shown(draft), kept=True) for note in draft.notes)
    return Bank(tuple(questions), tuple(repeated), tuple(problems))


def _settled(draft: Draft) -> tuple[BankQuestion | None, str, dict[str, object]]:
    """The question of a draft; None with a problem's code and facts where there is none."""
    if draft.flaw != "too_long" and _is_long(draft):
        draft.flaw, draft.flaw_facts = "too_long", {"limit_chars": LONGEST}
    if draft.flaw:
        return None, draft.flaw, draft.flaw_facts
    draft.options = {slot: clean(text) for slot, text in draft.options.items() if clean(text)}
    draft.stem = without_number(clean(draft.stem))
    if not draft.stem:
        return None, "no_stem", {}
    if not draft.correct and not _written(draft):
        return None, "no_answer", {}
    if is_garbled(_written(draft)):
        return None, "answer_garbled", _shown(draft)
    if _is_judged(draft):
        return _judged(draft)
    if draft.kind in {K.BLANK, K.SHORT} or not draft.options:
        return _in_words(draft)
    return _with_options(draft)


def _is_long(draft: Draft) -> bool:
    texts = (draft.stem, str(draft.answer or ""), draft.analysis, *draft.options.values())
    return any(len(text) > LONGEST for text in texts)


def _written(draft: Draft) -> str:
    """The answer as it stands in the source."""
    if isinstance(draft.answer, list | tuple):
        return "；".join(clean(part) for part in draft.answer if clean(part))
    return clean(draft.answer)


def _is_judged(draft: Draft) -> bool:
    texts = [draft.options[slot] for slot in sorted(draft.options)]
    pair = len(texts) == 2 and {truth_of(text) for text in texts} == {True, False}
    if draft.kind is K.JUDGE:
        return not texts or pair
    if draft.kind in {K.BLANK, K.SHORT, K.MULTIPLE}:
        return False
    if texts:
        return pair
    return truth_of(_written(draft).partition("。")[0], certain=True) is not None


def _judged(draft: Draft) -> tuple[BankQuestion | None, str, dict[str, object]]:
    """A question to be judged; its two options, where it has them, say which letter is 对."""
    written = _written(draft)
    slots = draft.correct or (chosen(draft.answer, draft.options) if draft.options else ())
    if len(slots) == 1:
        truth = truth_of(draft.options[slots[0]])
    else:
        truth = truth_of(written)
        if truth is None and comparable(written) in {"1", "0"}:
            truth = comparable(written) == "1"
        if truth is None and (reasoned := _REASONED.fullmatch(written)):
            truth = truth_of(reasoned[1])
            draft.analysis = draft.analysis or reasoned[2]
        if truth is None and not draft.options and bare_answer(written).upper() in {"A", "B"}:
            truth = bare_answer(written).upper() == "A"
            draft.notes.append("judged_by_letter")
    if truth is None:
        return None, "answer_unclear", _shown(draft)
    return _question(draft, K.JUDGE, (), RIGHT if truth else WRONG), "", {}


def _in_words(draft: Draft) -> tuple[BankQuestion | None, str, dict[str, object]]:
    """A question whose answer is known in words only."""
    written = _written(draft)
    if draft.options and draft.kind is K.BLANK:
        slots = chosen(draft.answer, draft.options, words=True)
        if slots:
            return _with_options(draft)
    if is_letters(written) and draft.kind is not K.BLANK and draft.kind is not K.SHORT:
        return None, "no_options", _shown(draft)
    kind = draft.kind if draft.kind is K.SHORT else K.BLANK
    text = clean_lines(draft.answer) if isinstance(draft.answer, str) else written
    return _question(draft, kind, (), text), "", {}


def _with_options(draft: Draft) -> tuple[BankQuestion | None, str, dict[str, object]]:
    """A question with options, all of whose right ones are among them."""
    slots = draft.correct or chosen(
        draft.answer, draft.options, words=draft.answer_words, from_zero=draft.from_zero
    )
    if not slots and (remarked := _REMARKED.fullmatch(narrow_letters(_written(draft)))):
        slots = chosen(remarked[1], draft.options)
        draft.analysis = draft.analysis or remarked[2]
    if not slots:
        return None, "answer_not_option", _shown(draft) | {"letters": _letters(draft)}
    order = sorted(draft.options)
    only_right = set(slots) == set(order) and (len(order) == 1 or order[-1] >= len(order))
    if only_right and draft.loose:
        text = "；".join(draft.options[slot] for slot in slots)
        return _question(draft, K.BLANK, (), text), "", {}
    if len(order) < 2:
        return None, "few_options", {}
    if draft.kind is K.SINGLE and len(slots) > 1:
        return None, "several_answers", _shown(draft)
    several = len(slots) > 1 or draft.kind is K.MULTIPLE
    answer = tuple(order.index(slot) for slot in slots)
    texts = tuple(draft.options[slot] for slot in order)
    _empty_brackets(draft, slots)
    return _question(draft, K.MULTIPLE if several else K.SINGLE, texts, answer), "", {}


def _empty_brackets(draft: Draft, slots: Sequence[int]) -> None:
    """A stem must not carry the answer in its brackets beside the answer column."""
    letters, emptied = letters_in_brackets(draft.stem)
    if letters and letter_slots(letters) == tuple(slots):
        draft.stem = emptied


def _question(
    draft: Draft, kind: K, options: tuple[str, ...], answer: tuple[int, ...] | str
) -> BankQuestion:
    return BankQuestion(
        kind,
        draft.stem,
        options,
        answer,
        clean_lines(draft.analysis),
        clean(draft.source),
        draft.row,
        draft.sheet,
    )


def _problem(
    draft: Draft, code: str, facts: dict[str, object], *, kept: bool = False
) -> BankProblem:
    return BankProblem(draft.row, draft.sheet, code, facts, kept, draft.unit)


def _shown(draft: Draft) -> dict[str, object]:
    return {"shown": _written(draft)[:40]}


def _letters(draft: Draft) -> str:
    """Which options there are: A–D, or A、C where some are missing."""
    slots = sorted(draft.options)
    names = [chr(ord("A") + slot) for slot in slots if slot < 26]
    if len(names) > 2 and slots == list(range(slots[0], slots[-1] + 1)):
        return f"{names[0]}–{names[-1]}"
    return "、".join(names)


def _same(question: BankQuestion) -> object:
    """What makes two questions one: the same words and the same options in the same order."""
    return comparable(question.stem), tuple(comparable(option) for option in question.options)


def _answer_words(question: BankQuestion) -> object:
    return comparable(question.answer) if isinstance(question.answer, str) else question.answer


def _place(first: BankQuestion, draft: Draft) -> dict[str, object]:
    sheet = first.sheet if first.sheet != draft.sheet else ""
    return {"first_row": first.row, "first_sheet": sheet, "unit": draft.unit}
