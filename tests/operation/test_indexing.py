"""The index is a copy: it follows the shelves by itself and is built anew from nothing."""

from datetime import datetime

from sqlalchemy import Engine
from sqlmodel import Session

from bot.indexing import Indexing
from content.finding import search
from content.reading.document import read_document
from content.shelving import shelve
from store.database import transaction


def put(engine: Engine, title: str, now: datetime) -> None:
    first = f"第一条　{title[:2]}图书借阅期限为三十日。"
    text = f"{title}\n（2024年3月1日）\n{first}\n第二条　逾期应当归还。"
    with transaction(engine) as session:
        shelve(session, read_document(title, text.encode()), title, title, now)


def test_what_is_loaded_beside_the_service_is_found(engine: Engine, now: datetime) -> None:
    indexing = Indexing(engine)
    assert indexing.look() == 0
    put(engine, "柳河图书条例", now)
    assert indexing.look() == 2
    put(engine, "清溪图书条例", now)
    assert indexing.look() == 4
    with Session(engine) as session:
        found = search(session, "图书能借多少天", now)
    assert {passage.title for passage in found.passages} == {"柳河图书条例", "清溪图书条例"}
    assert found.passages[0].label == "第一条"


def test_another_process_finds_the_same(engine: Engine, now: datetime) -> None:
    put(engine, "柳河图书条例", now)
    Indexing(engine).look()
    other = engine.execution_options()  # an index of its own, built from the same rows
    answers = []
    for each in (engine, other):
        with Session(each) as session:
            answers.append(search(session, "借阅期限", now).passages)
    assert answers[0] == answers[1] != ()
