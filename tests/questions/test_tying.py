"""A passage is shown only where it surely answers; in doubt there is none."""

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import datetime

import pytest
from sqlalchemy import Engine
from sqlmodel import Session, select

from content.tying import Tie, tie
from domain.question_passages import passage_of
from domain.study_questions import NewQuestion, row_of
from handlers.tying import Tying
from store.database import transaction
from store.tables import Article, StudyQuestion, Work
from store.worker import Worker
from tests.questions.shelf import (
    ALL,
    ARTICLES,
    BLANK,
    JUDGE,
    MULTIPLE,
    RULE,
    SINGLE,
    a_bank,
    a_rule,
    put_rule,
)


def found(session: Session, question: NewQuestion, now: datetime) -> Tie | None:
    return tie(session, StudyQuestion(bank_id=0, seq=0, **row_of(question)), now)


@pytest.mark.parametrize(
    ("question", "label", "words"),
    [
        (SINGLE, "第三条", "借阅期限为三十天"),
        (MULTIPLE, "第二条", "每月组织一次集中学习"),
        (JUDGE, "第二条", "由支部书记主持"),
        (BLANK, "第三条", "由组织委员管理"),
    ],
    ids=lambda value: getattr(value, "kind", ""),
)
def test_the_sentence_that_holds_the_right_answer_is_found(
    session: Session, now: datetime, question: NewQuestion, label: str, words: str
) -> None:
    put_rule(session, now)
    bound = found(session, question, now)
    if question is MULTIPLE:  # 支部书记主持 does not stand there word for word
        assert bound is None
        return
    assert bound is not None
    assert (bound.family, bound.label) == (RULE, label)
    assert words in bound.passage
    assert bound.passage in ARTICLES[label]


@pytest.mark.parametrize(
    "question",
    [
        # the right answer's words stand in another sentence, about another thing
        NewQuestion("single", "党支部多久换届一次？", ("每月", "三十天", "三年"), (1,)),
        # what is right stands nowhere
        NewQuestion("single", "图书角的借阅期限是（）。", ("十天", "二十天"), (0,)),
        # asked is what does not belong
        NewQuestion("single", "借阅期限不是（）。", ("三十天", "十天"), (0,)),
        # a wrong statement has no sentence that says so
        NewQuestion("judge", "支部图书角由组织委员管理，借阅期限为十天。", answer_text="错"),
        NewQuestion("single", "图书角由谁管理？", ("组织委员", "以上都对"), (1,)),
        NewQuestion("short", "怎样管理图书角？", answer_text="认真管理。"),
    ],
    ids=["elsewhere", "nowhere", "negated", "wrong", "all", "short"],
)
def test_in_doubt_there_is_no_passage(
    session: Session, now: datetime, question: NewQuestion
) -> None:
    put_rule(session, now)
    assert found(session, question, now) is None


def test_the_article_that_the_bank_names_is_taken_if_it_bears_it_out(
    session: Session, now: datetime
) -> None:
    put_rule(session, now)
    named = NewQuestion("single", "多少天要还？", ("三十天", "十天"), (0,), source=f"{RULE}第三条")
    bound = found(session, named, now)
    assert bound is not None
    assert bound.label == "第三条"
    assert found(session, replace(named, answer=(1,)), now) is None


def test_a_passage_that_stands_no_longer_is_not_shown(session: Session, now: datetime) -> None:
    work = put_rule(session, now)
    bound = found(session, SINGLE, now)
    assert bound is not None
    row = StudyQuestion(bank_id=0, seq=0, **row_of(SINGLE))
    row.family, row.label, row.passage = bound.family, bound.label, bound.passage
    cited = passage_of(session, row, now.date())
    assert cited is not None
    assert (cited.title, cited.label, cited.edition) == (RULE, "第三条", "2020年1月1日通过")
    article = session.exec(select(Article).where(Article.label == "第三条")).one()
    kept, article.text = article.text, "第三条　借阅期限为二十天。"
    session.flush()
    assert passage_of(session, row, now.date()) is None
    article.text = kept
    work.state = "withdrawn"
    session.flush()
    assert passage_of(session, row, now.date()) is None


@pytest.fixture
async def tying(engine: Engine, now: datetime) -> AsyncIterator[Tying]:
    worker = Worker(engine)
    yield Tying(worker, lambda: now, "Asia/Shanghai")
    worker.close()


async def steady(tying: Tying) -> int:
    """Steps until two of them find nothing to do; how many questions were looked at."""
    number = idle = 0
    while idle < 2:
        done = await tying.step()
        number, idle = number + done, 0 if done else idle + 1
    return number


def passages(engine: Engine) -> dict[str, str]:
    with transaction(engine) as session:
        rows = session.exec(select(StudyQuestion)).all()
    return {row.stem: row.passage for row in rows if row.passage}


async def test_questions_are_tied_again_when_a_text_comes_later(
    engine: Engine, now: datetime, tying: Tying
) -> None:
    a_bank(engine, now)
    assert await steady(tying) == len(ALL)
    assert passages(engine) == {}
    assert await tying.step() == 0  # nothing is looked for twice
    a_rule(engine, now)
    assert await tying.step() == 0  # the library may still be changing
    assert await steady(tying) == len(ALL)
    tied = passages(engine)
    assert set(tied) == {SINGLE.stem, JUDGE.stem, BLANK.stem}
    with transaction(engine) as session:
        session.exec(select(Work)).one().state = "withdrawn"
    assert await steady(tying) == len(ALL)
    assert passages(engine) == tied  # not shown, but not forgotten


async def test_many_questions_are_tied_in_small_batches(
    engine: Engine, now: datetime, tying: Tying
) -> None:
    a_rule(engine, now)
    many = [NewQuestion("blank", f"第{n}题：（）管理图书角。", answer_text="谁") for n in range(50)]
    a_bank(engine, now, *many)
    await tying.step()
    sizes = []
    while done := await tying.step():
        sizes.append(done)
    assert sizes == [20, 20, 10]
