"""A study plan's lines looked up in the library: which text, which edition, which portions."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlmodel import Session, col, select

from content.reading.course_file import CourseFile, CourseLine, CourseProblem
from domain.editions import current, family_of
from domain.tracks import MEDIA, QUESTION
from store.tables import Article, CourseItem, MediaItem, Portion, Work


@dataclass(frozen=True, slots=True)
class Resolved:
    """The rows that a plan makes, not stored yet, and what is wrong with its lines."""

    items: tuple[CourseItem, ...]
    problems: tuple[CourseProblem, ...]


def resolve(session: Session, read: CourseFile, day: date) -> Resolved:
    """Look up a plan's lines in the library as it stands on `day`.

    A whole text that is not there yet keeps its line, and joins once it is loaded; a line that
    names articles of it is left out. Nothing is written.
    """
    looking = _Looking(session, day)
    items, problems = [], list(read.problems)
    for line in read.lines:
        found = looking.item(line)
        if isinstance(found, CourseProblem):
            problems.append(found)
            continue
        items.append(found)
    for seq, item in enumerate(items, start=1):
        item.seq = seq
    problems += looking.missing
    ordered = sorted(problems, key=lambda problem: problem.row)
    return Resolved(tuple(items), tuple(ordered))


class _Looking:
    """The library while one plan is looked up: titles are read once."""

    def __init__(self, session: Session, day: date) -> None:
        self._session = session
        self.missing: list[CourseProblem] = []
        works = session.exec(select(Work).where(Work.state == "active").order_by(col(Work.id)))
        self._titled: dict[str, list[Work]] = {}
        for work in current(works, day):
            for name in dict.fromkeys(map(family_of, (work.title, *work.short_titles))):
                self._titled.setdefault(name, []).append(work)

    def item(self, line: CourseLine) -> CourseItem | CourseProblem:
        item = CourseItem(course_id=0, track=line.track, seq=0, title=line.title)
        if line.question:
            item.kind = QUESTION
            return item
        if not line.title:
            item.selector = {"kinds": list(line.kinds), "words": list(line.words)}
            return item
        work = self._work(line.title)
        item.family = work.family if work else family_of(line.title)
        if line.first is None or line.last is None:
            return item if work else self._medium(line, item)
        if work is None:
            return CourseProblem(line.row, "title_unknown_articles", {"title": line.title})
        return self._pin(line, line.first, line.last, work, item)

    def _work(self, title: str) -> Work | None:
        """By the full title first, then by short ones; of several the one loaded last."""
        found = self._titled.get(family_of(title), [])
        full = [work for work in found if work.family == family_of(title)]
        return next(reversed(full or found), None)

    def _medium(self, line: CourseLine, item: CourseItem) -> CourseItem:
        medium = self._session.exec(
            select(MediaItem).where(MediaItem.title == line.title, MediaItem.state == "active")
        ).first()
        if medium is not None:
            item.kind, item.media_id, item.family = MEDIA, medium.id, ""
            return item
        self.missing.append(CourseProblem(line.row, "title_unknown", {"title": line.title}))
        return item

    def _pin(
        self, line: CourseLine, first: str, last: str, work: Work, item: CourseItem
    ) -> CourseItem | CourseProblem:
        session, title = self._session, work.title
        labels = _labels(session, work, first, last)
        if isinstance(labels, str):
            return CourseProblem(line.row, "article_unknown", {"title": title, "label": labels})
        if not labels:
            facts = {"first": first, "last": last}
            return CourseProblem(line.row, "articles_turned", facts)
        portions = _portions(session, work, set(labels))
        if not portions:
            return CourseProblem(line.row, "article_unknown", {"title": title, "label": first})
        item.work_id, item.first_label, item.last_label = work.id, first, last
        item.first_portion, item.last_portion = min(portions), max(portions)
        return item


def _labels(session: Session, work: Work, first: str, last: str) -> Sequence[str] | str:
    """The articles from `first` to `last`, or of the chapter that is named twice; the label
    that the text lacks; nothing where the two are the wrong way round."""
    rows = session.exec(
        select(Article).where(Article.work_id == work.id).order_by(col(Article.seq))
    ).all()
    labels = [article.label for article in rows]
    if first == last and first not in labels:
        inside = [a.label for a in rows if any(_names(head, first) for head in a.path)]
        return inside or ([first] if _headed(session, work, first) else first)
    for label in (first, last):
        if label not in labels:
            return label
    return labels[labels.index(first) : labels.index(last) + 1]


def _portions(session: Session, work: Work, labels: set[str]) -> list[int]:
    rows = session.exec(select(Portion).where(Portion.work_id == work.id)).all()
    return [p.seq for p in rows if labels & set(p.articles) or _under(p, labels)]


def _headed(session: Session, work: Work, words: str) -> bool:
    rows = session.exec(select(Portion).where(Portion.work_id == work.id)).all()
    return any(_under(portion, {words}) for portion in rows)


def _under(portion: Portion, labels: set[str]) -> bool:
    """Whether a portion without articles stands under such a heading: 总纲, 序言."""
    if portion.articles:
        return False
    return any(_names(head, label) for head in (*portion.path, portion.label) for label in labels)


def _names(heading: str, label: str) -> bool:
    return heading.replace(" ", "").replace("　", "").startswith(label)
