"""`练习`: five questions in private. What is answered is for the person alone.

Nothing is written but the round and when each question comes back. Neither the outbox nor the
answer to a press holds what was chosen: the right answer is said the same to everybody.
"""

from content.quizzes import right_answer
from domain import quiz_rounds as rounds
from domain.messages import Button, Say
from domain.question_choice import five
from domain.recalls import forget_all
from domain.refusals import Refused
from handlers.call import Answer, Call
from store.tables import QuizRound, StudyQuestion

CLEAR = ("清空", "删除", "clear")


def practise(call: Call) -> Answer:
    """`练习`: a new round; `练习 清空`: everything kept of the person's practice is deleted."""
    account = call.account.id or 0
    if call.words.strip().lower() in CLEAR:
        rounds.end(call.session, account)
        forget_all(call.session, account)
        return Answer(here=[Say("quiz_cleared")])
    questions = five(call.session, account, call.known_branch, call.now)
    if not questions:
        raise Refused("quiz_nothing")
    rounds.begin(call.session, account, questions, call.now)
    return Answer(here=[_question(questions[0])])


def press_pick(call: Call, question_id: str, option: str) -> Answer:
    """A letter, 对 or 错: the answer follows."""
    round_, question = _at(call, question_id)
    knew = rounds.is_right(question, [_option(question, option)])
    return _answered(call, round_, question, knew=knew)


def press_mark(call: Call, question_id: str, option: str) -> Answer:
    """A letter of a question with several right options: chosen, or not any more."""
    round_, question = _at(call, question_id)
    rounds.toggle(call.session, round_, _option(question, option))
    return Answer(replaces=_question(question.id or 0))


def press_send(call: Call, question_id: str) -> Answer:
    """提交: the answer follows."""
    round_, question = _at(call, question_id)
    if not round_.chosen:
        raise Refused("quiz_none_chosen")
    knew = rounds.is_right(question, list(round_.chosen))
    return _answered(call, round_, question, knew=knew)


def press_show(call: Call, question_id: str) -> Answer:
    """看答案 of a question without options: then the person says whether it was known."""
    _, question = _at(call, question_id)
    number = question.id or 0
    asks = [
        [
            Button(label="", action=f"quiz_knew:{number}"),
            Button(label="", action=f"quiz_forgot:{number}"),
        ]
    ]
    return Answer(replaces=Say("quiz_answer", {"question": number}, asks))


def press_knew(call: Call, question_id: str) -> Answer:
    """记得."""
    return _answered(call, *_at(call, question_id), knew=True)


def press_forgot(call: Call, question_id: str) -> Answer:
    """不记得."""
    return _answered(call, *_at(call, question_id), knew=False)


def _at(call: Call, question_id: str) -> tuple[QuizRound, StudyQuestion]:
    number = int(question_id)
    round_ = rounds.current(call.session, call.account.id or 0, number)
    return round_, call.session.get_one(StudyQuestion, number)


def _option(question: StudyQuestion, option: str) -> int:
    number = int(option)
    if number >= (len(question.options) or 2):
        raise Refused("button_old")
    return number


def _answered(call: Call, round_: QuizRound, question: StudyQuestion, *, knew: bool) -> Answer:
    following = rounds.answer(call.session, round_, call.now, knew=knew)
    then = Say("quiz_over") if following is None else _question(following)
    return Answer(
        toast=Say("quiz_right", {"right": right_answer(question)}),
        replaces=Say("quiz_answer", {"question": question.id}),
        here=[then],
    )


def _question(number: int) -> Say:
    return Say("quiz_question", {"question": number})
