"""What is wrong with a row of a question bank, in one plain sentence each."""

from content.reading.bank.question import BankProblem
from content.reading.problems import placed
from content.sentences import plain


def sentence(problem: BankProblem) -> str:
    """「第 N 行：…」 for a problem of a bank; the sheet is named where there are several."""
    words = plain(f"bank_{problem.code}", problem.facts)
    return placed(problem.row, problem.sheet, words, problem.unit)
