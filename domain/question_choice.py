"""Which questions come next: five for a person, one for a group."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from sqlalchemy import func, or_
from sqlmodel import Session, col, select

from domain.editions import is_current
from domain.recalls import due_questions, never_asked, next_questions
from domain.study_questions import PUBLIC_KINDS, askable
from store.among import among
from store.tables import Branch, Chat, Outbox, Portion, StudyQuestion, Work

ROUND = 5
LATELY = timedelta(days=14)
MOST_CANDIDATES = 1_000
"""Read where any question will do: some years of workdays."""
MOST_FITTING = 10_000
"""Read where one on a certain portion is looked for."""
LONGEST_STEM = 200
"""Characters of a question that a group is asked: it is read on the way."""
_PRIME = 10_007


def five(
    session: Session, account_id: int, branch: Branch | None, now: datetime, most: int = ROUND
) -> list[int]:
    """Questions for a round of practice; fewer only where there are no more at all.

    First what comes back now, then new ones on what the branch studied lately, then other new
    ones, those with a passage first; last what is not due yet.
    """
    chosen = list(due_questions(session, account_id, now, most))
    if len(chosen) < most and branch is not None:
        studied = _studied(session, branch, now)
        _fill(chosen, _new_on(session, account_id, studied, most), most)
    if len(chosen) < most:
        _fill(chosen, _new_ones(session, account_id, now, most + len(chosen)), most)
    if len(chosen) < most:
        _fill(chosen, next_questions(session, account_id, now, most), most)
    return chosen


def _fill(chosen: list[int], more: Iterable[int], most: int) -> None:
    for number in more:
        if len(chosen) < most and number not in chosen:
            chosen.append(number)


@dataclass(frozen=True, slots=True)
class Studied:
    """Portions, and by family of works the labels of the articles that they hold."""

    portions: list[int] = field(default_factory=list)
    articles: dict[str, set[str]] = field(default_factory=dict)


def _studied(session: Session, branch: Branch, now: datetime) -> Studied:
    """What the branch's groups were sent in the last two weeks."""
    groups = select(Chat.id).where(Chat.branch_id == branch.id, Chat.kind == "group")
    rows = session.exec(
        select(Outbox.facts).where(
            col(Outbox.chat_id).in_(groups),
            col(Outbox.started),
            col(Outbox.due_at) > now - LATELY,
            Outbox.kind == "push",
            Outbox.state == "sent",
        )
    ).all()
    return _holding(session, {facts["portion"] for facts in rows if "portion" in facts})


def _holding(session: Session, portions: Iterable[int]) -> Studied:
    wanted = set(portions)
    found = Studied(sorted(wanted))
    if not wanted:
        return found
    rows = session.execute(
        select(Work.family, Portion.articles)
        .join(Portion, col(Portion.work_id) == col(Work.id))
        .where(among(session, col(Portion.id), wanted))
    ).all()
    for family, labels in rows:
        found.articles.setdefault(family, set()).update(labels)
    return found


def _new_on(session: Session, account_id: int, studied: Studied, most: int) -> list[int]:
    if not studied.portions:
        return []
    on_them = [
        col(StudyQuestion.portion_id).in_(studied.portions),
        *(
            (col(StudyQuestion.family) == family) & col(StudyQuestion.label).in_(sorted(labels))
            for family, labels in studied.articles.items()
            if labels
        ),
    ]
    rows = session.execute(
        askable(select(col(StudyQuestion.id)))
        .where(never_asked(account_id), or_(*on_them))
        .order_by(col(StudyQuestion.id))
        .limit(most)
    )
    return [number for (number,) in rows]


def _new_ones(session: Session, account_id: int, now: datetime, most: int) -> list[int]:
    """Each day and for each person another part of the shelf."""
    start = (account_id * 104_729 + now.toordinal()) % _PRIME
    mixed = (col(StudyQuestion.id) * 7919 + start) % _PRIME
    rows = session.execute(
        askable(select(col(StudyQuestion.id)))
        .where(never_asked(account_id))
        .order_by(col(StudyQuestion.passage) == "", mixed, col(StudyQuestion.id))
        .limit(most)
    )
    return [number for (number,) in rows]


def questions_for_branches(
    session: Session, studied: Mapping[int, int | None], day: date
) -> dict[int, int]:
    """For each branch the question that its group may be asked on `day`; none where there is none.

    `studied` gives the portion that the branch just had, which goes before all others. The same
    on one day, whoever asks; the number of statements does not grow with the branches.
    """
    if not studied:
        return {}
    portions = {one for one in studied.values() if one is not None}
    candidates = _candidates(session, day, MOST_FITTING if portions else MOST_CANDIDATES)
    if not candidates:
        return {}
    everything = [number for number, *_ in candidates]
    fitting = _fitting(session, candidates, portions)
    chosen = {}
    for branch_id, portion in studied.items():
        choice = fitting.get(portion or 0) or everything
        chosen[branch_id] = choice[(branch_id * 31 + day.toordinal()) % len(choice)]
    return chosen


def offered_questions(
    session: Session, branch_ids: Iterable[int], day: date
) -> dict[int, tuple[int, ...]]:
    """The questions that a study plan's line for a question brings to these branches."""
    found = questions_for_branches(session, dict.fromkeys(branch_ids), day)
    return {branch_id: (number,) for branch_id, number in found.items()}


Candidate = tuple[int, str | None, str | None, int | None]


def _candidates(session: Session, day: date, most: int) -> list[Candidate]:
    """Questions fit for a group: one right answer, and a passage of a text that is in force."""
    # Without correlate(None) it would mean the work that `askable` joins.
    in_force = select(Work.family).where(is_current(day)).correlate(None)
    rows = session.execute(
        askable(
            select(
                col(StudyQuestion.id),
                col(StudyQuestion.family),
                col(StudyQuestion.label),
                col(StudyQuestion.portion_id),
            )
        )
        .where(
            col(StudyQuestion.kind).in_(PUBLIC_KINDS),
            StudyQuestion.passage != "",
            func.length(StudyQuestion.stem) <= LONGEST_STEM,
            or_(
                col(StudyQuestion.portion_id).is_not(None),
                col(StudyQuestion.family).in_(in_force),
            ),
        )
        .order_by(col(StudyQuestion.id))
        .limit(most)
    ).all()
    return [tuple(row) for row in rows]


def _fitting(
    session: Session, candidates: list[Candidate], portions: set[int]
) -> dict[int, list[int]]:
    """By portion the candidates that it answers."""
    if not portions:
        return {}
    places: dict[tuple[str, str], list[int]] = {}
    found: dict[int, list[int]] = {}
    for number, family, label, portion_id in candidates:
        if portion_id in portions:
            found.setdefault(portion_id or 0, []).append(number)
        elif family is not None and label is not None:
            places.setdefault((family, label), []).append(number)
    rows = session.execute(
        select(col(Portion.id), col(Work.family), col(Portion.articles))
        .join(Work, col(Work.id) == col(Portion.work_id))
        .where(among(session, col(Portion.id), portions))
    ).all()
    for portion_id, family, labels in rows:
        for label in labels:
            found.setdefault(portion_id, []).extend(places.get((family, label), ()))
    return {portion_id: numbers for portion_id, numbers in found.items() if numbers}
