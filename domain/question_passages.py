"""The passage that answers a question, word for word, as long as it stands in the library."""

from dataclasses import dataclass
from datetime import date

from sqlmodel import Session, col, select

from domain.editions import is_current
from store.tables import Article, Portion, StudyQuestion, Work


@dataclass(frozen=True, slots=True)
class Cited:
    """A verbatim passage with all that its citation names.

    `guide` says that these are the pack's own words; then `references` say where the official
    text stands.
    """

    text: str
    title: str
    label: str
    edition: str
    issued: str | None
    guide: bool = False
    references: tuple[str, ...] = ()


def passage_of(session: Session, question: StudyQuestion, day: date) -> Cited | None:
    """The passage that the question is tied to, from the edition in force on `day`.

    None for a question without one, and where the text was withdrawn or reads otherwise now: an
    old wording proves nothing.
    """
    if not question.passage:
        return None
    if question.portion_id is not None:
        return _of_guide(session, question.passage, question.portion_id)
    if question.family is None:
        return None
    works = session.exec(
        select(Work)
        .where(Work.family == question.family, is_current(day))
        .order_by(col(Work.id).desc())
    ).all()
    for work in works:
        if _stands(session, work, question):
            label = question.label or ""
            return Cited(question.passage, work.title, label, work.edition, work.issued)
    return None


def _of_guide(session: Session, passage: str, portion_id: int) -> Cited | None:
    portion = session.get(Portion, portion_id)
    work = session.get(Work, portion.work_id) if portion else None
    if portion is None or work is None or work.state != "active" or passage not in portion.text:
        return None
    references = tuple(portion.references)
    return Cited(passage, work.title, portion.label, "", None, work.kind == "guide", references)


def _stands(session: Session, work: Work, question: StudyQuestion) -> bool:
    """Whether the words stand there: in the article of that label, or outside the articles."""
    texts = session.exec(
        select(Article.text).where(Article.work_id == work.id, Article.label == question.label)
    ).all()
    if any(question.passage in text for text in texts):
        return True
    if texts:
        return False
    held = select(Portion.id).where(
        Portion.work_id == work.id, col(Portion.text).contains(question.passage, autoescape=True)
    )
    return session.exec(held.limit(1)).first() is not None
