"""Putting a text that was read and cut onto the library's shelves."""

from datetime import datetime

from sqlmodel import Session, select

from content.cutting.document import Document
from content.cutting.glued import separated
from content.cutting.portions import portions
from content.cutting.short_titles import short_titles
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
) -> tuple[Work, bool]:
    """Store a document with its articles and portions; whether it was new.

    The same bytes loaded again change nothing. `kind` overrides what the text looks like.
    """
    found = work_with_hash(session, sha256)
    if found is not None:
        return found, False
    kind = kind or document.kind
    work = Work(
        title=document.title,
        family=family_of(document.title),
        short_titles=list(short_titles(document.title)),
        kind=kind,
        edition=document.edition,
        issued=document.issued.isoformat() if document.issued else None,
        in_force_from=document.issued,
        source=source,
        sha256=sha256,
        rank=next_rank(session, kind),
        counts=document.counts(),
        loaded_by=loaded_by,
        loaded_at=now,
    )
    session.add(work)
    session.flush()
    session.add_all(_articles(work, document))
    session.add_all(_portions(work, document))
    session.flush()
    settle(session, work.family)
    return work, True


def shelve_starter(session: Session, now: datetime, *, active: bool) -> Work:
    """Store the starter pack; in a real installation it waits for an admin's 确认.

    A newer edition of the pack takes the place of an older one and keeps its state.
    """
    pack = starter_pack()
    found = work_with_hash(session, f"starter:{pack.edition}")
    if found is not None:
        return found
    older = session.exec(select(Work).where(Work.kind == "guide")).all()
    active = active or any(work.state == "active" for work in older)
    for replaced in older:
        replaced.state = "replaced"
        session.add(replaced)
    work = Work(
        title=pack.title,
        family=pack.title,
        kind="guide",
        edition=pack.edition,
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


def _portions(work: Work, document: Document) -> list[Portion]:
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
        for seq, portion in enumerate(portions(document), start=1)
    ]
