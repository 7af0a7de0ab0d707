"""The study library's shelves: works in force and their articles."""

from sqlalchemy import func
from sqlmodel import Session, col, select

from domain.editions import family_of
from domain.refusals import Refused
from store.tables import Article, Branch, Plan, Portion, Work

KIND_ORDER = ("guide", "charter", "regulation", "speech", "case", "notice")


def works_titled(session: Session, title: str) -> list[Work]:
    """The works in force of this full or short title, the newest edition first."""
    wanted = family_of(title)
    works = session.exec(select(Work).where(Work.state == "active")).all()
    found = [
        work
        for work in works
        if wanted in {family_of(name) for name in (work.title, *work.short_titles)}
    ]
    return sorted(found, key=lambda work: (work.issued or "", work.id or 0), reverse=True)


def knows_title(session: Session, title: str) -> bool:
    """Whether a work in force has this full or short title."""
    return bool(works_titled(session, title))


def find_article(session: Session, title: str, label: str) -> tuple[Work, Article, int] | None:
    """The article of the newest edition in force, and how many editions there are.

    An article that only an older edition has is none any more.
    """
    titled = works_titled(session, title)
    works = [work for work in titled if work.counts.get("条")] or titled
    if not works:
        return None
    article = session.exec(
        select(Article).where(Article.work_id == works[0].id, Article.label == label)
    ).first()
    editions = {(work.edition, work.issued) for work in works}  # not how many files hold them
    return None if article is None else (works[0], article, len(editions))


def article_facts(work: Work, article: Article, editions: int) -> dict[str, object]:
    """What the answer names: title, edition, date, headings, and the verbatim text."""
    return {
        "title": work.title,
        "edition": work.edition,
        "issued": work.issued,
        "path": list(article.path),
        "label": article.label,
        "text": article.text,
        "editions": editions,
    }


def work_with_hash(session: Session, sha256: str) -> Work | None:
    """The work that was loaded from exactly these bytes."""
    return session.exec(select(Work).where(Work.sha256 == sha256)).first()


def next_rank(session: Session, kind: str) -> int:
    """The place of a new work in the daily push: by kind, then in order of loading."""
    base = KIND_ORDER.index(kind) * 10_000
    last = session.exec(
        select(func.max(Work.rank)).where(Work.rank >= base, Work.rank < base + 10_000)
    ).one()
    return base + 1 if last is None else int(last) + 1


def activate(session: Session, work: Work) -> None:
    """An admin's 确认: the work may be pushed and quoted from now on."""
    work.state = "active"
    session.add(work)


def overview(session: Session) -> dict[str, object]:
    """All works with their portions, and for each branch which portion is next."""
    portions = dict(
        session.execute(select(Portion.work_id, func.count()).group_by(col(Portion.work_id))).all()
    )
    works = [
        {
            "title": work.title,
            "kind": work.kind,
            "state": work.state,
            "edition": work.edition or work.issued or "",
            "portions": portions.get(work.id, 0),
            "counts": work.counts,
        }
        for work in session.exec(select(Work).order_by(col(Work.rank))).all()
    ]
    return {"works": works, "branches": _standing(session)}


def _standing(session: Session) -> list[dict[str, object]]:
    rows = session.execute(
        select(Branch.name, Work.title, Portion.label, Branch.push_time)
        .select_from(Plan)
        .join(Branch, col(Branch.id) == col(Plan.branch_id))
        .outerjoin(Portion, col(Portion.rank) == col(Plan.next_portion))
        .outerjoin(Work, col(Work.id) == col(Portion.work_id))
        .where(Plan.kind == "push")
        .order_by(Branch.name)
        .limit(50)
    ).all()
    return [
        {"branch": name, "title": title, "label": label, "time": time}
        for name, title, label, time in rows
    ]


def waiting_work(session: Session, work_id: int) -> Work:
    """The work that waits for an admin's 确认. Raises Refused("import_gone")."""
    work = session.get(Work, work_id)
    if work is None or work.state != "waiting":
        raise Refused("import_gone")
    return work
