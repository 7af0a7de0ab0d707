"""A question that follows the daily push, in groups whose secretary wants one."""

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from zoneinfo import ZoneInfo

from sqlmodel import Session

from domain.calendar import NUMBERS, in_quiet, local_day
from domain.outbox import Letter
from domain.question_choice import questions_for_branches
from scheduler.due_plans import Due
from scheduler.room import STARTING, Room

AFTER_PUSH = timedelta(minutes=3)


def quizzes(session: Session, pushed: Iterable[tuple[Due, int | None]], room: Room) -> list[Letter]:
    """One question for each group of the branches that were pushed something just now.

    It counts as started by the bot and yields like the push: where a reminder or a check-in
    message needs the room, or the quiet hours begin, it is left out and never made up for.
    `pushed` gives with each branch's plan the portion, None where it was no portion.
    """
    by_day: dict[date, list[tuple[Due, int | None]]] = {}
    for due, portion in pushed:
        if due.group_quiz:
            by_day.setdefault(local_day(due.at, due.timezone), []).append((due, portion))
    letters: list[Letter] = []
    for day, wanted in by_day.items():
        studied = {due.branch_id: portion for due, portion in wanted}
        questions = questions_for_branches(session, studied, day)
        for due, _ in wanted:
            if due.branch_id in questions:
                letters += _letters(due, room, questions[due.branch_id])
    return letters


def _letters(due: Due, room: Room, question: int) -> Sequence[Letter]:
    moment = room.moments[due.timezone] + AFTER_PUSH
    if in_quiet(moment.astimezone(ZoneInfo(due.timezone))):
        return []
    day = local_day(due.at, due.timezone)
    reserved = room.reserved(due.branch_id, STARTING)
    letters = []
    for chat_id in room.groups.get(due.branch_id, []):
        if not room.fits(chat_id, reserved):
            continue
        room.take(chat_id)
        letters.append(
            Letter(
                key=f"quiz:{due.branch_id}:{day}:{chat_id}",  # never two a day
                chat_id=chat_id,
                kind="quiz",
                text_key="group_quiz",
                facts={"question": question},
                branch_id=due.branch_id,
                started=True,
                due_at=moment,
                expires_at=due.at + NUMBERS.push_late + AFTER_PUSH,
            )
        )
    return letters
