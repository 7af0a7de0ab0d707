"""Putting a text that was read and cut onto the library's shelves."""

from collections.abc import Sequence
from datetime import date, datetime

from sqlmodel import Session, col, select

from content.cutting.document import Document
from content.cutting.glued import separated
from content.cutting.in_force import in_force_from
from content.cutting.lines import bare
from content.cutting.portions import Portion as CutPortion
from content.cutting.portions import portions
from content.cutting.short_titles import short_titles
from content.question_shelving import shelve_starter_questions
from content.sentences import plain
from content.starter.pack import starter_pack
from domain.editions import family_of, settle
from domain.library import next_rank, work_with_hash
from store.tables import Article, Portion, Work


def shelve(
    session: Session,
    document: Document,
    sha256: str,
    source: str,
    now: datetime,
    kind: str | None = None,
    loaded_by: int | None = None,
    *,
    state: str = "active",
    in_force: date | None = None,
    origin: str | None = None,
) -> tuple[Work, bool]:
    """Store a document with its articles and portions; whether it was new.

    The same bytes, or the same words in another file, loaded again change nothing; a text that
    was withdrawn comes back in `state`. `kind` overrides what the text looks like, `in_force`
    the day that its own words name; `origin` is the address it came from.
    """
    kind = kind or document.kind
    found = work_with_hash(session, sha256) or _same_words(session, document, kind)
    if found is not None:
        return found, _bring_back(session, found, state, loaded_by, now)
    cut = portions(document)
    work = Work(
        title=document.title,
        family=family_of(document.title),
        short_titles=list(short_titles(document.title)),
        kind=kind,
        edition=document.edition,
        issued=document.issued.isoformat() if document.issued else None,
        in_force_from=in_force or in_force_from(document),
        source=source,
        origin=origin,
        sha256=sha256,
        state=state,
        rank=next_rank(session, kind),
        counts=document.counts(),
        loaded_by=loaded_by,
        loaded_at=now,
    )
    session.add(work)
    session.flush()
    session.add_all(_articles(work, document))
    session.add_all(_portions(work, cut))
    session.flush()
    settle(session, work.family)
    return work, True


def _same_words(session: Session, document: Document, kind: str) -> Work | None:
    """A text of this title that stands already, word for word, from another file."""
    alike = session.exec(
        select(Work).where(
            Work.family == family_of(document.title),
            Work.kind == kind,
            col(Work.state).in_(("active", "waiting")),
        )
    ).all()
    if not alike:
        return None
    words = bare("".join(portion.text for portion in portions(document)))
    for work in alike:
        texts = session.exec(
            select(Portion.text).where(Portion.work_id == work.id).order_by(col(Portion.seq))
        ).all()
        if bare("".join(texts)) == words:
            return work
    return None


def _bring_back(
    session: Session, work: Work, state: str, loaded_by: int | None, now: datetime
) -> bool:
    """A withdrawn text is loaded anew; whether it was one."""
    if work.state != "withdrawn":
        return False
    work.state, work.loaded_by, work.loaded_at = state, loaded_by, now
    work.approved_by = work.approved_at = work.withdrawn_by = work.withdrawn_at = None
    session.add(work)
    session.flush()
    settle(session, work.family)
    return True


def shelve_starter(session: Session, now: datetime, *, active: bool) -> Work:
    """Store the starter pack; in a real installation it waits for an admin's 确认.

    A newer edition of the pack takes the place of an older one and keeps its state.
    """
    pack = starter_pack()
    found = work_with_hash(session, f"starter:{pack.edition}")
    if found is not None:
        shelve_starter_questions(session, found, plain("starter_questions"), now)
        return found
    older = session.exec(select(Work).where(Work.kind == "guide")).all()
    active = active or any(work.state == "active" for work in older)
    for replaced in older:
        replaced.state = "replaced"
        session.add(replaced)
    closed = date.fromisoformat(pack.edition)
    work = Work(
        title=pack.title,
        family=pack.title,
        kind="guide",
        edition=f"{closed.year}年{closed.month}月{closed.day}日",
        source="zhibu",
        sha256=f"starter:{pack.edition}",
        state="active" if active else "waiting",
        rank=next_rank(session, "guide"),
        loaded_at=now,
    )
    session.add(work)
    session.flush()
    for seq, portion in enumerate(pack.portions, start=1):
        session.add(
            Portion(
                work_id=work.id or 0,
                seq=seq,
                rank=work.rank * 10_000 + seq,
                label=portion.title,
                text=portion.text,
                references=[portion.source_line.removeprefix("出处：")],
            )
        )
    session.flush()
    shelve_starter_questions(session, work, plain("starter_questions"), now)
    return work


def _articles(work: Work, document: Document) -> list[Article]:
    return [
        Article(
            work_id=work.id or 0,
            seq=seq,
            label=article.label,
            path=list(article.path),
            text=article.own,
        )
        for seq, article in enumerate(separated(document.articles), start=1)
        if article.work == 0  # a second regulation in one file shares the labels of the first
    ]


def _portions(work: Work, cut: Sequence[CutPortion]) -> list[Portion]:
    return [
        Portion(
            work_id=work.id or 0,
            seq=seq,
            rank=work.rank * 10_000 + seq,
            label=portion.label,
            path=list(portion.path),
            articles=list(portion.articles),
            text=portion.text,
        )
        for seq, portion in enumerate(cut, start=1)
    ]
