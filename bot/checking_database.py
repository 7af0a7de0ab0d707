"""The part of `zhibu check` that asks the database."""

import sqlite3
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from sqlalchemy import Engine, func, select, text
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import SQLAlchemyError
from sqlmodel import col

from bot.disk import room, standing
from bot.findings import Finding, Weight, found, problem, warning
from bot.rebuilding import known_revisions
from bot.settings import Settings
from domain.calendar import calendar_known
from store.database import is_sqlite, open_database
from store.migrate import revisions
from store.tables import Event, Holiday

APART = timedelta(seconds=60)
"""How far the process's clock may be from the database's."""

ANNOUNCED_MONTH = 11
"""The month from which on next year's holidays are usually known."""

CONNECT_SECONDS = 5


def check_database(settings: Settings, now: datetime) -> Iterator[Finding]:
    """Reachable, whole, writable, up to date, its clock, and the calendar with its own days."""
    url = make_url(settings.database_url())
    if url.get_backend_name() == "sqlite":
        file = Path(url.database or "").absolute()
        yield room("database.room", standing(file))
        if not file.exists():
            yield found("database", "database_new", path=str(file))
            yield warning("migrations", "no_tables")
            yield from _calendar(now, set())
            return
    else:
        url = url.update_query_dict({"connect_timeout": str(CONNECT_SECONDS)})
    yield from _reached(url, now)


def _reached(url: URL, now: datetime) -> Iterator[Finding]:
    engine = open_database(url.render_as_string(hide_password=False))
    findings: list[Finding] = []
    try:
        findings += _clock(engine, now)
        findings.append(_whole(engine))
        findings.append(_writable(engine))
        findings.append(_up_to_date(engine))
        findings += _records(engine, now, findings[-1])
    except (SQLAlchemyError, sqlite3.Error) as error:
        # The driver's own words may repeat the address; the kind of the error is enough.
        reason = type(getattr(error, "orig", None) or error).__name__
        findings.append(problem("database", "database_away", reason=reason))
        findings += _calendar(now, set())
    finally:
        engine.dispose()
    yield from findings


def _clock(engine: Engine, now: datetime) -> Iterator[Finding]:
    """PostgreSQL's clock against ours. A SQLite file has no clock of its own."""
    if is_sqlite(engine):
        return
    with engine.connect() as connection:
        theirs = connection.execute(text("SELECT clock_timestamp()")).scalar_one()
    apart = abs(theirs - now)
    if apart > APART:
        yield problem("clock.database", "clocks_apart", seconds=int(apart.total_seconds()))


def _whole(engine: Engine) -> Finding:
    """SQLite: every page is read and found in order. PostgreSQL: it keeps Chinese text."""
    if not is_sqlite(engine):
        with engine.connect() as connection:
            encoding = connection.execute(text("SHOW server_encoding")).scalar_one()
        if encoding != "UTF8":
            return problem("database.encoding", "encoding", encoding=encoding)
        return found("database.encoding", "encoding", encoding=encoding)
    # A plain reader: the service's own connections would keep writers out meanwhile.
    raw = engine.raw_connection()
    try:
        said = raw.cursor().execute("PRAGMA quick_check(1)").fetchone()[0]
    finally:
        raw.close()
    ok = said == "ok"
    return found("database.whole", "whole") if ok else problem("database.whole", "damaged")


def _writable(engine: Engine) -> Finding:
    """A table is made and undone in one transaction: nothing of it is ever seen."""
    kind = "SQLite" if is_sqlite(engine) else "PostgreSQL"
    try:
        with engine.connect() as connection, connection.begin() as transaction:
            connection.execute(text("CREATE TABLE zhibu_check (n INTEGER)"))
            transaction.rollback()
    except SQLAlchemyError as error:
        reason = type(getattr(error, "orig", None) or error).__name__
        return problem("database", "database_unwritable", reason=reason)
    return found("database", "database", kind=kind)


def _up_to_date(engine: Engine) -> Finding:
    current, head = revisions(engine)
    if current == head:
        return found("migrations", "migrated", revision=str(head))
    if current is None:
        return warning("migrations", "no_tables")
    if current not in known_revisions(engine):
        return problem("migrations", "newer_tables")
    return problem("migrations", "not_migrated")


def _records(engine: Engine, now: datetime, migrations: Finding) -> Iterator[Finding]:
    """What the record tells of clock and calendar, where its tables stand."""
    if migrations.weight is not Weight.OK:
        yield from _calendar(now, set())
        return
    with engine.connect() as connection:
        newest = connection.execute(select(func.max(col(Event.at)))).scalar()
        days = connection.execute(select(col(Holiday.day))).scalars().all()
    if newest is not None and newest - now > APART:
        seconds = int((newest - now).total_seconds())
        yield problem("clock.record", "clock_behind_record", seconds=seconds)
    yield from _calendar(now, {day.year for day in days})


def _calendar(now: datetime, loaded: set[int]) -> Iterator[Finding]:
    """Whether the holidays of this year, and late in the year of the next, are known."""
    today = now.astimezone(ZoneInfo("Asia/Shanghai"))
    for year in (today.year, today.year + 1):
        if year in loaded or calendar_known(year):
            yield found(f"calendar.{year}", "year_known", year=year)
        elif year == today.year or today.month >= ANNOUNCED_MONTH:
            yield warning(f"calendar.{year}", "year_unknown", year=year)
