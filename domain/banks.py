"""Question banks as admins see them: what is loaded, what waits, which one a title means."""

from collections.abc import Sequence

from sqlalchemy import case, func
from sqlmodel import Session, col, select

from domain.approvals import awaits
from domain.study_questions import OWN
from store.tables import Bank, StudyQuestion

MOST = 30


def banks_overview(session: Session) -> list[dict[str, object]]:
    """Banks with their state, how many questions each has, how many of them have a passage.

    The questions that admins wrote in the chat are one line for each state.
    """
    tied = func.sum(case((col(StudyQuestion.passage) != "", 1), else_=0))
    rows = session.execute(
        select(Bank, func.count(col(StudyQuestion.id)), tied)
        .outerjoin(StudyQuestion, col(StudyQuestion.bank_id) == col(Bank.id))
        .where(col(Bank.state) != "replaced")
        .group_by(col(Bank.id))
        .order_by(col(Bank.id))
    ).all()
    lines: dict[tuple[str, str | int], dict[str, object]] = {}
    for bank, number, with_passage in rows:
        own = bank.sha256.startswith(OWN)
        key = (bank.state, "" if own else bank.id or 0)
        line = lines.setdefault(key, {"title": bank.title, "own": own, "state": bank.state})
        line["number"] = int(str(line.get("number", 0))) + number
        line["tied"] = int(str(line.get("tied", 0))) + int(with_passage or 0)
    return list(lines.values())[:MOST]


def waiting_banks(session: Session, account_id: int) -> Sequence[Bank]:
    """Banks that wait for a second 确认 by this admin: another one loaded them."""
    return session.exec(
        select(Bank).where(awaits(Bank, account_id)).order_by(col(Bank.id)).limit(10)
    ).all()


def banks_titled(session: Session, title: str) -> Sequence[Bank]:
    """The published banks of this title, the newest first."""
    name = title.strip("《》“” ")
    return session.exec(
        select(Bank)
        .where(Bank.state == "active", Bank.title == name)
        .order_by(col(Bank.id).desc())
        .limit(8)
    ).all()


def counts_of(session: Session, bank: Bank) -> tuple[int, int]:
    """How many questions a bank has, and how many of them have a passage."""
    rows = session.exec(select(StudyQuestion.passage).where(StudyQuestion.bank_id == bank.id)).all()
    return len(rows), sum(passage != "" for passage in rows)
