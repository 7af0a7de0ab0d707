"""Leafing through a text: its table of contents, its portions, and what was pushed lately."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlmodel import Session, col, select

from domain.calendar import local_day
from domain.editions import is_current
from domain.library import articles_of
from domain.standing import standing_ids
from domain.tracks import MEDIA, TEXT
from store.tables import Branch, Outbox, Portion, Work

LATELY = timedelta(days=21)
MOST_PUSHES = 10


@dataclass(frozen=True, slots=True)
class Part:
    """A line of a table of contents: the heading, what it holds, the portion where it begins."""

    heading: str
    span: str
    portion_id: int


@dataclass(frozen=True, slots=True)
class Pushed:
    """A push of the last weeks: its day, and the portion or media item that it brought."""

    day: date
    portion_id: int | None
    media_id: int | None


def works_in_force(session: Session, day: date) -> Sequence[Work]:
    """The texts that may be read and pushed on `day`, in the order of the daily push."""
    return session.exec(select(Work).where(is_current(day)).order_by(col(Work.rank))).all()


def portions_of(session: Session, work_id: int) -> Sequence[Portion]:
    """The portions of a text in order."""
    return session.exec(
        select(Portion).where(Portion.work_id == work_id).order_by(col(Portion.seq))
    ).all()


def table_of_contents(session: Session, work: Work) -> list[Part]:
    """The headings of a text with the articles below each; portions where it has no headings."""
    parts: list[Part] = []
    spans = _article_spans(session, work)
    for portion in portions_of(session, work.id or 0):
        heading = "　".join(portion.path)
        if parts and heading and parts[-1].heading == heading:
            continue
        span = spans.get(tuple(portion.path), "") if portion.path else ""
        parts.append(Part(heading or portion.label, span, portion.id or 0))
    return parts


def _article_spans(session: Session, work: Work) -> dict[tuple[str, ...], str]:
    """By path of headings 第一条至第三条."""
    ends: dict[tuple[str, ...], list[str]] = {}
    for article in articles_of(session, work.id or 0):
        ends.setdefault(tuple(article.path), []).append(article.label)
    return {
        path: labels[0] if len(labels) == 1 else f"{labels[0]}至{labels[-1]}"
        for path, labels in ends.items()
    }


def leaves(session: Session, portion: Portion) -> tuple[int | None, int | None]:
    """The ids of the portions before and after."""
    here = select(Portion.id).where(Portion.work_id == portion.work_id)
    before = here.where(Portion.seq < portion.seq).order_by(col(Portion.seq).desc()).limit(1)
    after = here.where(Portion.seq > portion.seq).order_by(col(Portion.seq)).limit(1)
    return session.exec(before).first(), session.exec(after).first()


def pushed_lately(session: Session, branch: Branch, now: datetime) -> list[Pushed]:
    """What the branch was sent in the last three weeks, the newest first, without what was
    withdrawn since.

    Nothing is asked about who read it, and nothing is noted down about who looks it up.
    """
    rows = session.execute(
        select(Outbox.facts, Outbox.sent_at)
        .where(
            Outbox.branch_id == branch.id,
            Outbox.kind == "push",
            Outbox.state == "sent",
            col(Outbox.sent_at) > now - LATELY,
        )
        .order_by(col(Outbox.sent_at).desc())
        .limit(100)
    ).all()
    found: dict[tuple[int | None, int | None], Pushed] = {}
    for facts, sent_at in rows:
        ids = (facts.get("portion"), facts.get("media"))
        if any(ids) and ids not in found:
            found[ids] = Pushed(local_day(sent_at, branch.timezone), *ids)
    portions = standing_ids(session, TEXT, {portion for portion, _ in found if portion})
    media = standing_ids(session, MEDIA, {item for _, item in found if item})
    standing = [
        push for push in found.values() if push.portion_id in portions or push.media_id in media
    ]
    return standing[:MOST_PUSHES]
