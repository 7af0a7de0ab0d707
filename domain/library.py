"""The study library's shelves: works in force and their articles."""

import re
from collections.abc import Sequence
from datetime import date

from sqlalchemy import case, func
from sqlmodel import Session, col, select

from domain.approvals import awaits
from domain.editions import current, family_of
from domain.refusals import Refused
from store.tables import Article, Branch, Plan, Portion, Work

YEAR = re.compile(
    r"^[（(]?((?:19|20)\d\d)年?(?:版|修订版?|修正版?|的)?[）)]?(?=\D)"
    r"|[（(]?((?:19|20)\d\d)年?(?:版|修订版?|修正版?)[）)]?$|[（(]((?:19|20)\d\d)年?[）)]"
)
"""The edition that a title asks for: 2018年版…, 2018年…, …（2018年）, …2018版."""
MOST_LISTED = 60
KIND_ORDER = ("guide", "charter", "regulation", "speech", "case", "notice")


def works_titled(session: Session, title: str, day: date) -> list[Work]:
    """The works of this full or short title: those in force on `day` first, then the newest.

    A year in the title (2018年版处分条例, 处分条例（2018年）) asks for the edition of that year.
    """
    name, year = split_year(title)
    found = [work for work in _active(session) if _is_called(work, title)]
    if not found and year:
        found = [work for work in _active(session) if _is_called(work, name)]
        dated = [work for work in found if _of_year(work, year)]
        # What is in force from New Year on was issued, and is called, by the year before.
        found = dated or [work for work in found if _from_new_year(work, int(year) + 1)]
    return sorted(found, key=lambda work: _order(work, day), reverse=True)


def split_year(title: str) -> tuple[str, str | None]:
    """A title without the year of the edition it names, and that year."""
    found = YEAR.search(title)
    if found is None:
        return title, None
    return (title[: found.start()] + title[found.end() :]).strip(" 的"), found[1] or found[
        2
    ] or found[3]


def knows_title(session: Session, title: str, day: date) -> bool:
    """Whether an active work has this full or short title."""
    return bool(works_titled(session, title, day))


def find_article(
    session: Session, title: str, label: str, day: date
) -> tuple[Work, Article, int] | None:
    """The article of the edition in force on `day`, and how many editions there are.

    An article that only an older edition has is none any more.
    """
    work = work_with_articles(session, title, day)
    if work is None:
        return None
    article = session.exec(
        select(Article).where(Article.work_id == work.id, Article.label == label)
    ).first()
    return None if article is None else (work, article, editions_number(session, work))


def work_with_articles(session: Session, title: str, day: date) -> Work | None:
    """The text that a citation of an article means: the first of its name that has articles."""
    titled = works_titled(session, title, day)
    works = [work for work in titled if work.counts.get("条")] or titled
    return works[0] if works else None


def editions_number(session: Session, work: Work) -> int:
    """How many editions of this work are kept; one edition in two files counts once."""
    alike = [other for other in _active(session) if _is_called(other, work.title)]
    return len({(other.edition, other.issued) for other in alike})


def _active(session: Session) -> Sequence[Work]:
    return session.exec(select(Work).where(Work.state == "active")).all()


def _is_called(work: Work, title: str) -> bool:
    return family_of(title) in {family_of(name) for name in (work.title, *work.short_titles)}


def _of_year(work: Work, year: str) -> bool:
    return year in (work.issued or work.edition) or year in str(work.in_force_from or "")


def _from_new_year(work: Work, year: int) -> bool:
    return work.issued is None and work.in_force_from == date(year, 1, 1)


def _order(work: Work, day: date) -> tuple[bool, str, int]:
    return bool(current([work], day)), work.issued or "", work.id or 0


def article_facts(work: Work, article: Article, editions: int, day: date) -> dict[str, object]:
    """What the answer names: title, edition, date, headings, and the verbatim text.

    `current` is whether this edition is in force on `day`.
    """
    return {
        "current": bool(current([work], day)),
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
    """An admin's 确认 of the pack that came with the program: it may be pushed from now on."""
    work.state = "active"
    session.add(work)


def articles_of(session: Session, work_id: int) -> Sequence[Article]:
    """All articles of an edition, in order."""
    return session.exec(
        select(Article).where(Article.work_id == work_id).order_by(col(Article.seq))
    ).all()


def articles_between(session: Session, first: Article, last: Article) -> Sequence[Article]:
    """The articles of one edition from `first` to `last`; none where they stand the other way."""
    return session.exec(
        select(Article)
        .where(Article.work_id == first.work_id, Article.seq >= first.seq, Article.seq <= last.seq)
        .order_by(col(Article.seq))
    ).all()


def neighbours(session: Session, article: Article) -> tuple[Article | None, Article | None]:
    """The articles before and after, in the order of the text."""
    here = select(Article).where(Article.work_id == article.work_id)
    before = here.where(Article.seq < article.seq).order_by(col(Article.seq).desc()).limit(1)
    after = here.where(Article.seq > article.seq).order_by(col(Article.seq)).limit(1)
    return session.exec(before).first(), session.exec(after).first()


def waiting_works(session: Session, account_id: int) -> Sequence[Work]:
    """Texts that wait for a second 确认 by this admin: another one loaded them."""
    return session.exec(
        select(Work)
        .where(awaits(Work, account_id), Work.kind != "guide")
        .order_by(col(Work.id))
        .limit(10)
    ).all()


def overview(session: Session) -> dict[str, object]:
    """The works with their portions, those that wait first, and for some branches which portion
    is next; how many works there are `more` than are listed."""
    waits_first = case((col(Work.state) == "waiting", 0), (col(Work.state) == "active", 1), else_=2)
    rows = session.exec(select(Work).order_by(waits_first, col(Work.rank)).limit(MOST_LISTED)).all()
    listed = [work.id for work in rows]
    portions = dict(
        session.execute(
            select(Portion.work_id, func.count())
            .where(col(Portion.work_id).in_(listed))
            .group_by(col(Portion.work_id))
        ).all()
    )
    whole = session.exec(select(func.count()).select_from(Work)).one()
    works = [
        {
            "title": work.title,
            "kind": work.kind,
            "state": work.state,
            "edition": work.edition or work.issued or "",
            "portions": portions.get(work.id, 0),
            "counts": work.counts,
        }
        for work in rows
    ]
    return {"works": works, "more": whole - len(works), "branches": _standing(session)}


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
