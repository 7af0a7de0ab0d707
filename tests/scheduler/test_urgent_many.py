"""An urgent text in front of very many plans: a few statements, and each branch as it stands."""

from datetime import timedelta

from sqlalchemy import Engine, event
from sqlmodel import col, select

from domain.urgent import put_in_front
from scheduler.planner import tick
from store.database import transaction
from store.tables import Outbox, Plan, Work
from tests.scheduler.test_many import DUE, many_branches

MANY = 2_000
FIRST = DUE - timedelta(hours=1, minutes=-1)


def test_the_statements_do_not_grow_with_the_branches(engine: Engine) -> None:
    many_branches(engine, MANY)
    count = 0

    def counted(*_: object) -> None:
        nonlocal count
        count += 1

    with transaction(engine) as session:
        work = session.exec(select(Work)).one()
        event.listen(engine, "before_cursor_execute", counted)
        try:
            assert put_in_front(session, work, FIRST) == MANY
        finally:
            event.remove(engine, "before_cursor_execute", counted)
    assert count <= 8
    with transaction(engine) as session:
        assert tick(session, FIRST, limit=500) == 500
    with transaction(engine) as session:  # a quarter has had the first message
        work = session.exec(select(Work)).one()
        put_in_front(session, work, FIRST + timedelta(minutes=1))
        number = 0
        while fired := tick(session, FIRST + timedelta(minutes=2), limit=500):
            number += fired
        assert number == MANY - 500
        assert len(session.exec(select(Outbox.id)).all()) == MANY
        assert {len(front) for front in session.exec(select(Plan.front)).all()} == {2}
        dues = session.exec(select(col(Plan.next_due_at)).distinct()).all()
        assert dues == [DUE + timedelta(days=1)]
