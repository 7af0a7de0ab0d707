"""What a question says: asked in private, explained with its passage, put to a group."""

from datetime import date

from sqlmodel import Session

from content.sentences import plain
from domain.messages import Button, Quiz
from domain.question_passages import Cited, passage_of
from domain.quiz_rounds import at, standing
from domain.study_questions import RIGHT
from store.tables import StudyQuestion

LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
A_ROW = 4
JUDGED = ("对", "错")


def question_facts(question: StudyQuestion) -> dict[str, object]:
    """The question without its answer: kind, stem, options with their letters."""
    return {
        "kind": question.kind,
        "stem": question.stem,
        "options": [
            [LETTERS[at], words] for at, words in enumerate(question.options[: len(LETTERS)])
        ],
    }


def answer_facts(session: Session, question: StudyQuestion, day: date) -> dict[str, object]:
    """The question with its right answer and the passage that answers it."""
    cited = passage_of(session, question, day)
    return {
        **question_facts(question),
        "right": right_answer(question),
        "passage": cited.text if cited else None,
        "citation": citation_of(cited) if cited else "",
        "guide": bool(cited and cited.guide),
        "analysis": question.analysis,
        "source": question.source,
    }


def right_answer(question: StudyQuestion) -> str:
    """B. 三个月; several options one after the other; 对 or 错; the words that fill the gap."""
    if not question.options:
        return question.answer_text
    return "；".join(f"{LETTERS[at]}. {question.options[at]}" for at in question.answer)


def citation_of(cited: Cited) -> str:
    """《中国共产党章程》第三条，2022年10月22日修改; of the pack where the official text stands."""
    facts = {
        "title": cited.title,
        "label": cited.label,
        "edition": cited.edition,
        "issued": cited.issued,
        "guide": cited.guide,
        "references": list(cited.references),
    }
    return plain("quiz_citation", facts)


def practice(
    session: Session, account_id: int, question: StudyQuestion
) -> tuple[dict[str, object], tuple[tuple[Button, ...], ...]]:
    """The question as it stands in the person's round, and its buttons.

    One that the round has left behind has no buttons any more. What was chosen so far is read
    here, so that no row of the outbox holds it.
    """
    number = question.id or 0
    round_ = standing(session, account_id)
    facts = question_facts(question) | {"place": None, "of": None, "chosen": ""}
    if round_ is None or at(round_) != number:
        return facts, ()
    chosen = set(round_.chosen)
    facts |= {"place": round_.at_question + 1, "of": len(round_.questions)}
    if question.kind == "multiple":
        facts["chosen"] = "".join(LETTERS[at_] for at_ in sorted(chosen))
    return facts, _buttons(question, number, chosen)


def _buttons(
    question: StudyQuestion, number: int, chosen: set[int]
) -> tuple[tuple[Button, ...], ...]:
    if question.kind == "judge" and not question.options:
        return (tuple(Button(JUDGED[at], f"quiz_pick:{number}:{at}") for at in (0, 1)),)
    if not question.options:
        return ((Button(plain("button_quiz_show"), f"quiz_show:{number}"),),)
    several = question.kind == "multiple"
    verb = "quiz_mark" if several else "quiz_pick"
    letters = [
        Button(f"［{LETTERS[at]}］" if at in chosen else LETTERS[at], f"{verb}:{number}:{at}")
        for at in range(min(len(question.options), len(LETTERS)))
    ]
    rows = [tuple(letters[at : at + A_ROW]) for at in range(0, len(letters), A_ROW)]
    if several:
        rows.append((Button(plain("button_quiz_send"), f"quiz_send:{number}"),))
    return tuple(rows)


def group_quiz(
    session: Session, question: StudyQuestion, day: date
) -> tuple[dict[str, object], Quiz | None]:
    """The question as a group is asked it: in words with the answer below, and as a quiz."""
    facts = answer_facts(session, question, day)
    options = tuple(question.options) or JUDGED
    right = question.answer[0] if question.options else JUDGED.index(question.answer_text or RIGHT)
    quiz = Quiz(
        question=question.stem,
        options=options,
        right=right,
        passage=str(facts["passage"] or ""),
        citation=str(facts["citation"]),
    )
    return facts, quiz
