"""Kinds of question given as a code that every bank chooses for itself: 1, 2, 3."""

from collections import defaultdict

from content.reading.bank.answers import chosen, truth_of
from content.reading.bank.draft import Draft
from content.reading.bank.question import QuestionKind as K
from content.reading.bank.wording import clean


def name_codes(drafts: list[Draft]) -> None:
    """Give every draft with a code the kind that most questions of that code are.

    Without options: judged where the answers are 对 and 错, else blanks. With options: several
    answers in every fifth question make a code the multiple one.
    """
    by_code: dict[str, list[Draft]] = defaultdict(list)
    for draft in drafts:
        if draft.kind is None and draft.kind_code:
            by_code[draft.kind_code].append(draft)
    for same in by_code.values():
        kind = _kind_of_all(same)
        for draft in same:
            draft.kind = kind


def _kind_of_all(drafts: list[Draft]) -> K | None:
    answered = [draft for draft in drafts if draft.answer or draft.correct]
    if not answered:
        return None
    judged = [draft for draft in answered if _is_judged(draft)]
    if len(judged) * 2 > len(answered) or _are_bits(answered):
        return K.JUDGE
    listed = [draft for draft in answered if draft.options]
    if len(listed) * 2 <= len(answered):
        return None
    several = [
        draft for draft in listed if len(draft.correct or chosen(draft.answer, draft.options)) > 1
    ]
    return K.MULTIPLE if len(several) * 5 >= len(listed) else K.SINGLE


def _is_judged(draft: Draft) -> bool:
    texts = list(draft.options.values())
    if texts:
        return len(texts) == 2 and {truth_of(text) for text in texts} == {True, False}
    return truth_of(clean(draft.answer)) is not None


def _are_bits(drafts: list[Draft]) -> bool:
    """Whether questions without options are all answered 1 or 0, and both occur."""
    return not any(draft.options for draft in drafts) and {
        clean(draft.answer) for draft in drafts
    } == {"0", "1"}
