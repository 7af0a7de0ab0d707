"""What a bank's file holds, in the words that admins see: counts, problem rows, a sample."""

from content.question_shelving import rows_of
from content.quizzes import question_facts, right_answer
from content.reading.bank.problems import sentence
from content.reading.bank.question import Bank, QuestionKind
from content.sentences import plain
from domain.study_questions import NewQuestion, row_of
from store.tables import StudyQuestion


def counted(bank: Bank) -> str:
    """共 30 题：单选 20，判断 10."""
    counts = bank.counts()
    facts = {
        "number": sum(counts.values()),
        "counts": [[kind.value, counts[kind]] for kind in QuestionKind if counts.get(kind)],
        "repeated": len(bank.repeated),
    }
    return plain("bank_counts", facts)


def problems(bank: Bank, most: int) -> dict[str, object]:
    """The rows to look at, as many as are shown, and how many more there are."""
    shown = [sentence(problem) for problem in bank.problems[:most]]
    return {"problems": shown, "more": max(0, len(bank.problems) - most)}


def sample(bank: Bank) -> str:
    """The first question with its answer, for whoever looks the bank over; empty for none."""
    rows = rows_of(bank)
    return shown(rows[0]) if rows else ""


def shown(question: NewQuestion) -> str:
    """One question with its answer."""
    row = StudyQuestion(bank_id=0, seq=0, **row_of(question))
    facts = question_facts(row) | {"right": right_answer(row)}
    return plain("bank_sample", facts)
