"""Branches: founding one, and tying a group to it."""

import secrets
from datetime import datetime

from sqlmodel import Session

from domain.people import branch_named
from domain.pushes import start_plan
from domain.refusals import Refused
from store.row_locks import lock_row
from store.tables import Branch, Chat

LONGEST_NAME = 60


def found_branch(session: Session, name: str, now: datetime, timezone: str) -> Branch:
    """The branch of this name, created with its study plan where it is new.

    Raises Refused("branch_name") for an empty or overlong name.
    """
    name = _tidy(name)
    found = branch_named(session, name)
    if found is not None:
        return found
    branch = Branch(
        name=name, timezone=timezone, link_code=secrets.token_urlsafe(9), created_at=now
    )
    session.add(branch)
    session.flush()
    return branch


def bind(session: Session, chat: Chat, name: str, now: datetime, timezone: str) -> Branch:
    """Tie a group to a branch, and begin the branch's daily push where it has none.

    Raises Refused("bound_elsewhere") when the group belongs to another branch, and
    Refused("branch_name").
    """
    lock_row(session, chat)
    if chat.branch_id is not None:
        bound = session.get_one(Branch, chat.branch_id)
        if bound.name != _tidy(name):  # before a branch is founded: a refusal leaves nothing
            raise Refused("bound_elsewhere", name=bound.name)
    branch = found_branch(session, name, now, timezone)
    chat.branch_id = branch.id
    session.add(chat)
    start_plan(session, branch, now)
    return branch


def _tidy(name: str) -> str:
    """The name with single spaces. Raises Refused("branch_name")."""
    name = " ".join(name.split())
    if not name or len(name) > LONGEST_NAME:
        raise Refused("branch_name", longest=LONGEST_NAME)
    return name
