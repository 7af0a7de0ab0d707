"""Questions and the texts that answer them, for tests."""

from datetime import datetime

from sqlalchemy import Engine
from sqlmodel import Session

from content.shelving import shelve_starter
from domain.editions import family_of
from domain.study_questions import NewQuestion, Shelved, put_bank
from store.database import transaction
from store.tables import Article, Bank, Portion, Work

RULE = "柳河支部学习条例"
ARTICLES = {
    "第一条": "第一条　为了加强学习，制定本条例。",
    "第二条": "第二条　党支部每月组织一次集中学习，由支部书记主持。不能参加的，事先说明原因。",
    "第三条": "第三条　支部图书角由组织委员管理，借阅期限为三十天。",
}

SINGLE = NewQuestion(
    kind="single",
    stem="柳河支部的图书角，借阅期限是（）。",
    options=("十天", "二十天", "三十天", "六十天"),
    answer=(2,),
)
MULTIPLE = NewQuestion(
    kind="multiple",
    stem="柳河支部的学习由谁主持，多久一次？",
    options=("支部书记主持", "组织委员主持", "每月组织一次", "每季度组织一次"),
    answer=(0, 2),
    analysis="见学习条例。",
)
JUDGE = NewQuestion(
    kind="judge", stem="党支部每月组织一次集中学习，由支部书记主持。", answer_text="对"
)
BLANK = NewQuestion(
    kind="blank", stem="支部图书角由（）管理，借阅期限为三十天。", answer_text="组织委员"
)
SHORT = NewQuestion(kind="short", stem="怎样看待学习？", answer_text="学习是进步的阶梯。")
ALL = (SINGLE, MULTIPLE, JUDGE, BLANK, SHORT)


def a_bank(
    engine: Engine,
    now: datetime,
    *questions: NewQuestion,
    state: str = "active",
    sha256: str = "bank",
) -> Shelved:
    with transaction(engine) as session:
        bank = Bank(title="柳河题库", sha256=sha256, state=state, loaded_at=now)
        return put_bank(session, bank, questions or ALL)


def a_rule(engine: Engine, now: datetime, articles: dict[str, str] = ARTICLES) -> None:
    with transaction(engine) as session:
        put_rule(session, now, articles)


def put_rule(session: Session, now: datetime, articles: dict[str, str] = ARTICLES) -> Work:
    work = Work(
        title=RULE,
        family=family_of(RULE),
        kind="regulation",
        issued="2020-01-01",
        edition="2020年1月1日通过",
        sha256="rule",
        rank=20_001,
        counts={"条": len(articles)},
        loaded_at=now,
    )
    session.add(work)
    session.flush()
    for seq, (label, text) in enumerate(articles.items(), start=1):
        session.add(Article(work_id=work.id or 0, seq=seq, label=label, text=text))
        session.add(
            Portion(
                work_id=work.id or 0,
                seq=seq,
                rank=work.rank * 10_000 + seq,
                label=label,
                articles=[label],
                text=text,
            )
        )
    session.flush()
    return work


def the_pack(engine: Engine, now: datetime) -> None:
    with transaction(engine) as session:
        shelve_starter(session, now, active=True)
