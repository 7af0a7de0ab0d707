"""A plan's lines looked up in the library, and plans put on the shelf."""

from datetime import date, datetime

import pytest
from sqlmodel import Session, select

from content.course_lines import Resolved, resolve
from content.course_shelving import rounds, shelve_course, shelve_ready_made
from content.reading.course_file import CourseFile, CourseLine
from content.reading.course_problems import course_sentence
from domain.courses import choose_course, take_over
from domain.tracks import MEDIA, QUESTION, TEXT, Outline, Stretch
from store.tables import Course, CourseItem, Plan, Portion, Progress, Work
from tests.courses.shelf import a_medium, a_text
from tests.scheduler.stage import a_branch

DAY = date(2026, 11, 23)


def a_file(*lines: CourseLine, name: str = "计划") -> CourseFile:
    return CourseFile(name, "", {}, lines)


def found(session: Session, *lines: CourseLine) -> Resolved:
    return resolve(session, a_file(*lines), DAY)


def told(resolved: Resolved) -> list[str]:
    return [course_sentence(problem) for problem in resolved.problems]


def line(title: str, first: str | None = None, last: str | None = None, row: int = 2) -> CourseLine:
    return CourseLine(row, "规定", title, first, last or first)


def test_a_short_title_finds_the_text_and_the_full_title_goes_first(
    session: Session, now: datetime
) -> None:
    long, other = a_text(session, now, "某某工作条例"), a_text(session, now, "某条例")
    long.short_titles = ["某条例", "某某条例"]
    session.flush()
    by_short, by_full = found(session, line("某某条例"), line("《某条例》")).items
    assert (by_short.family, by_full.family) == (long.family, other.family)
    assert (by_short.work_id, by_short.seq, by_full.seq) == (None, 1, 2)


def test_articles_are_pinned_to_the_edition_and_its_portions(
    session: Session, now: datetime
) -> None:
    a_text(session, now, "某条例", 9, since=date(2019, 1, 1))
    new = a_text(session, now, "某条例", 9, since=date(2024, 1, 1))
    a_text(session, now, "某条例", 9, since=date(2030, 1, 1))
    (item,) = found(session, line("某条例", "第二条", "第五条")).items
    assert (item.work_id, item.first_label, item.last_label) == (new.id, "第二条", "第五条")
    assert (item.first_portion, item.last_portion) == (2, 5)


def test_a_chapter_is_the_run_of_its_articles(session: Session, now: datetime) -> None:
    a_text(session, now, "某条例", 6)
    first, second = found(session, line("某条例", "第一章"), line("某条例", "第二章")).items
    assert (first.first_portion, first.last_portion) == (1, 2)
    assert (second.first_portion, second.last_portion) == (3, 6)


def test_a_part_without_articles_is_found_by_its_heading(session: Session, now: datetime) -> None:
    work = a_text(session, now, "某章程", 4)
    for portion in session.exec(select(Portion).where(Portion.work_id == work.id)).all():
        if portion.seq < 3:
            portion.articles, portion.label = [], f"总纲（第{portion.seq}部分）"
            session.add(portion)
    session.flush()
    (item,) = found(session, line("某章程", "总纲")).items
    assert (item.first_portion, item.last_portion) == (1, 2)


@pytest.mark.parametrize(
    ("first", "last", "words"),
    [
        ("第九条", None, "第 2 行：《某条例》里没有第九条，这一行未导入"),
        ("第一条", "第九条", "第 2 行：《某条例》里没有第九条，这一行未导入"),
        ("第三条", "第二条", "第 2 行：第三条在第二条之后，次序颠倒，这一行未导入"),
        ("第七章", None, "第 2 行：《某条例》里没有第七章，这一行未导入"),
        ("总纲", None, "第 2 行：《某条例》里没有总纲，这一行未导入"),
    ],
)
def test_articles_that_the_text_lacks_are_named(
    session: Session, now: datetime, first: str, last: str | None, words: str
) -> None:
    a_text(session, now, "某条例", 3)
    resolved = found(session, line("某条例", first, last))
    assert told(resolved) == [words]
    assert resolved.items == ()


def test_an_unknown_title_keeps_its_line_and_joins_later(session: Session, now: datetime) -> None:
    a_text(session, now, "停用的条例", state="withdrawn")
    resolved = found(session, line("没有的条例", row=4), line("停用的条例", row=5))
    assert [item.family for item in resolved.items] == ["没有的条例", "停用的条例"]
    assert [words.split("，")[0] for words in told(resolved)] == [
        "第 4 行：资料库里没有《没有的条例》",
        "第 5 行：资料库里没有《停用的条例》",
    ]


def test_media_and_questions_are_lines_of_their_own_kind(session: Session, now: datetime) -> None:
    medium = a_medium(session, now, "某纪录片")
    question = CourseLine(3, "问答", question=True)
    first, second = found(session, line("某纪录片"), question).items
    assert (first.kind, first.media_id, first.family) == (MEDIA, medium.id, "")
    assert (second.kind, second.track) == (QUESTION, "问答")


def test_looking_up_writes_nothing(session: Session, now: datetime) -> None:
    a_text(session, now, "某条例", 3)
    found(session, line("某条例"), line("某条例", "第一条"), line("没有的"))
    session.flush()
    assert session.exec(select(CourseItem)).all() == []


def test_the_same_bytes_are_loaded_once_while_the_plan_stands(
    session: Session, now: datetime
) -> None:
    file = a_file(line("某条例"))
    course, new = shelve_course(session, file, "a", "x", now, DAY)
    assert new
    assert shelve_course(session, file, "a", "x", now, DAY) == (course, False)
    course.state = "withdrawn"
    session.flush()
    assert shelve_course(session, file, "a", "x", now, DAY)[1]


def test_branches_follow_the_newer_plan_of_a_name_where_they_stood(
    session: Session, now: datetime
) -> None:
    a_text(session, now, "甲", 3)
    a_text(session, now, "乙", 3)
    branch = a_branch(session, now)
    old, _ = shelve_course(session, a_file(line("甲"), line("乙")), "1", "x", now, DAY)
    choose_course(session, branch, old.id)
    for track, item in (("规定", 2), ("没有了", 9)):
        session.add(
            Progress(
                branch_id=branch.id or 0, course_id=old.id or 0, track=track, item_seq=item,
                portion_rank=20_002,
            )
        )  # fmt: skip
    session.flush()
    new, _ = shelve_course(session, a_file(line("乙"), line("甲")), "2", "x", now, DAY)
    take_over(session, new)
    session.expire_all()
    assert (old.state, new.state) == ("replaced", "active")
    assert session.exec(select(Plan.course_id)).one() == new.id
    rows = session.exec(select(Progress).where(Progress.course_id == new.id)).all()
    assert [(row.track, row.item_seq, row.portion_rank) for row in rows] == [("规定", 1, 20_002)]


def test_ready_made_plans_are_stored_once_and_renewed(session: Session, now: datetime) -> None:
    shelve_ready_made(session, now, DAY)
    before = session.exec(select(Course)).all()
    shelve_ready_made(session, now, DAY)
    assert len(session.exec(select(Course)).all()) == len(before)
    before[0].sha256 = "builtin:an older edition"
    session.flush()
    shelve_ready_made(session, now, DAY)
    same = session.exec(select(Course).where(Course.name == before[0].name)).all()
    assert sorted(course.state for course in same) == ["active", "replaced"]
    assert session.exec(select(Work)).all() == []


def test_how_many_workdays_a_round_takes() -> None:
    whole = [Stretch(1, TEXT, 1, 10), Stretch(2, MEDIA, 7, 7)]
    assert rounds(Outline()) == 0
    assert rounds(Outline({"甲": whole})) == 11
    rhythm = {"1": "甲", "2": "甲", "3": "甲", "4": "乙", "5": "乙"}
    assert rounds(Outline({"甲": whole, "乙": [Stretch(3, TEXT, 1, 3)]}, rhythm)) == 19
    assert rounds(Outline({"乙": [Stretch(3, QUESTION)]}, {"1": "乙"})) == 0
