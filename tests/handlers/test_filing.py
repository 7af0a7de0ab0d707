import asyncio
import io
from collections.abc import AsyncIterator
from datetime import date
from pathlib import Path

import pytest
from docx import Document
from openpyxl import Workbook
from sqlmodel import select

from content.shelving import shelve_starter
from domain.calendar import holidays, is_workday
from domain.messages import IncomingFile, Limits, Message, Urgency
from domain.offers import offer_starter
from handlers.call import House
from handlers.intake import Intake
from store.database import transaction
from store.tables import Article, Incident, Member, Portion, Work
from store.worker import Worker
from tests.handlers.desk import ADMIN, Desk, Shown


class Files:
    """A channel of which only the fetching of files is asked."""

    name = "telegram"
    limits = Limits(4096, buttons=True, can_push=True)

    def __init__(self) -> None:
        self.held: dict[str, bytes] = {}
        self.faults: list[Exception] = []

    async def fetch(self, file: IncomingFile, target: Path) -> None:
        if self.faults:
            raise self.faults.pop()
        target.write_bytes(self.held[file.ref])

    async def send(self, chat: str, message: Message, urgency: Urgency) -> list[str]:
        raise AssertionError("nothing is sent here")


class Office:
    """An admin who sends files, and the loop that reads them."""

    def __init__(self, desk: Desk, folder: Path) -> None:
        self.desk = desk
        self.folder = folder
        self.files = Files()
        self.worker = Worker(desk.engine)
        house = House(desk.house.admins, desk.house.timezone, folder)
        self.intake = Intake(
            self.worker, {"telegram": self.files}, house, lambda: desk.now, lambda: None
        )

    async def send(self, name: str, data: bytes, caption: str = "") -> list[Shown]:
        self.files.held[name] = data
        self.desk.send_file(ADMIN, IncomingFile(name, name, len(data)), caption)
        return await self.work()

    async def press(self, shown: Shown, label: str) -> list[Shown]:
        self.desk.press(ADMIN, shown, label)
        return await self.work()

    async def work(self) -> list[Shown]:
        while await self.intake.step():
            pass
        return self.desk.post()


@pytest.fixture
async def office(desk: Desk, tmp_path: Path) -> AsyncIterator[Office]:
    desk.added()
    desk.say(ADMIN, "/bind 第一党支部")
    desk.say(ADMIN, "/start", ADMIN)
    office = Office(desk, tmp_path)
    yield office
    office.worker.close()


def roster(*rows: tuple[object, ...]) -> bytes:
    workbook = Workbook()
    sheet = workbook.worksheets[0]
    for row in (("姓名", "手机号", "党内职务"), *rows):
        sheet.append(row)
    out = io.BytesIO()
    workbook.save(out)
    return out.getvalue()


def word(*lines: str) -> bytes:
    document = Document()
    for line in lines:
        document.add_paragraph(line)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


@pytest.mark.usefixtures("read_apart")
async def test_a_roster_is_previewed_and_imported_only_after_confirming(office: Office) -> None:
    data = roster(
        ("严松", "13800000001", "支部书记"), ("华林", "123", None), (None, "13800000003", None)
    )
    preview = (await office.send("名册.xlsx", data))[-1]
    assert "第一党支部" in preview.text
    assert "共 2 人" in preview.text
    assert "第 3 行：" in preview.text
    assert "第 4 行：" in preview.text
    with transaction(office.desk.engine) as session:
        assert session.exec(select(Member)).all() == []
    done = (await office.press(preview, "确认导入"))[-1]
    assert "新增 2 人" in done.text
    again = (await office.send("名册.xlsx", data))[-1]
    assert "未变 2 人" in (await office.press(again, "确认导入"))[-1].text


async def test_the_caption_names_a_new_branch(office: Office) -> None:
    preview = (await office.send("名册.xlsx", roster(("严松", None, None)), "第九党支部"))[-1]
    assert "第九党支部（新支部）" in preview.text


async def test_with_several_branches_the_branch_is_asked(office: Office) -> None:
    office.desk.say(ADMIN, "/bind 第二党支部", "-2002")
    asked = (await office.send("名册.xlsx", roster(("严松", None, None))))[-1]
    assert asked.labels == ["第一党支部", "第二党支部"]
    preview = (await office.press(asked, "第二党支部"))[-1]
    assert "第二党支部 名册：共 1 人" in preview.text


@pytest.mark.usefixtures("read_apart")
async def test_a_study_text_is_shelved_word_for_word(office: Office) -> None:
    body = "每名同志都应当爱护公共财物，按时归还借用的书籍。" * 3
    data = word("某社区图书借阅规定", "第一章　总则", f"第一条　{body}", f"第二条　{body}")
    preview = (await office.send("规定.docx", data))[-1]
    assert "1 章 2 条，每天一段，共 1 段" in preview.text
    await office.press(preview, "确认导入")
    with transaction(office.desk.engine) as session:
        work = session.exec(select(Work)).one()
        texts = [a.text for a in session.exec(select(Article).order_by(Article.seq)).all()]
        portions = session.exec(select(Portion)).all()
    assert work.title == "某社区图书借阅规定"
    assert texts == [f"第一条　{body}", f"第二条　{body}"]
    assert "".join("".join(p.text.split()) for p in portions).count(body) == 2
    office.desk.load_roster()
    office.desk.say("3", "/iam 郑大江")
    shown = office.desk.say("3", "/article 某社区图书借阅规定 2")[0]
    assert f"第二条　{body}" in shown.text


@pytest.mark.usefixtures("read_apart")
async def test_a_bad_file_is_refused_with_a_sentence(office: Office) -> None:
    for name, data in (("坏.docx", b"PK\x03\x04 broken"), ("旧.doc", b"\xd0\xcf\x11\xe0" * 300)):
        refused = (await office.send(name, data))[-1]
        assert name in refused.text
        assert "请" in refused.text
        assert "确认导入" not in refused.labels


async def test_a_text_marked_secret_is_refused(office: Office) -> None:
    shown = await office.send(
        "通知.txt", "机密★5年\n关于开展学习的通知\n一、总体要求\n略。".encode()
    )
    assert "密级" in shown[-1].text


async def test_only_an_admin_may_send_files(office: Office) -> None:
    shown = office.desk.send_file("77", IncomingFile("x", "x.docx", 9))
    assert "管理员" in shown[0].text
    assert not await office.intake.step()


async def test_the_starter_pack_waits_for_an_admins_word(office: Office) -> None:
    with transaction(office.desk.engine) as session:
        shelve_starter(session, office.desk.now, active=False)
        offer_starter(session, office.desk.now)
    office.desk.load_roster()
    office.desk.say("3", "/iam 郑大江")
    assert "还没有学习内容" in office.desk.say("3", "/today")[0].text
    offer = next(s for s in office.desk.seen if s.row.text_key == "starter_offer")
    office.desk.press(ADMIN, offer, "确认启用")
    assert "导学" in office.desk.say("3", "/today")[0].text


async def test_holidays_of_a_year_the_calendar_does_not_know(office: Office) -> None:
    data = "日期,安排,名称\n2027-02-08,放假,春节\n2027-02-20,上班,补班\n坏日期,放假,\n".encode()
    preview = (await office.send("2027放假.csv", data))[-1]
    assert "放假 1 天，上班 1 天" in preview.text
    assert "没有看懂的行：4" in preview.text
    done = (await office.press(preview, "确认导入"))[-1]
    assert "2 天" in done.text
    with transaction(office.desk.engine) as session:
        loaded = holidays(session, date(2027, 1, 1))
    assert not is_workday(loaded, date(2027, 2, 8))
    assert is_workday(loaded, date(2027, 2, 20))


async def test_a_file_that_breaks_the_program_holds_up_no_other(office: Office) -> None:
    office.files.faults = [ZeroDivisionError()]
    said = await office.send("名册.xlsx", roster(("郑大江", "13700000003", None)))
    assert any("编号" in shown.text for shown in said)
    with transaction(office.desk.engine) as session:
        assert len(session.exec(select(Incident)).all()) == 1
    said = await office.send("名册.xlsx", roster(("郑大江", "13700000003", None)))
    assert "共 1 人" in said[-1].text


async def test_two_processes_import_a_file_once(office: Office) -> None:
    shown = (await office.send("名册.xlsx", roster(("郑大江", "13700000003", None))))[-1]
    office.desk.press(ADMIN, shown, "确认导入")
    other = Office(office.desk, office.folder)
    other.files = office.files
    await asyncio.gather(office.intake.step(), other.intake.step())
    other.worker.close()
    with transaction(office.desk.engine) as session:
        assert session.exec(select(Member.name)).all() == ["郑大江"]
    told = [shown for shown in office.desk.post() if "新增" in shown.text]
    assert len(told) == 1


async def test_a_file_left_by_an_older_database_is_not_taken_for_a_new_one(office: Office) -> None:
    left = office.folder / "uploads"
    left.mkdir()
    for number in range(1, 4):
        (left / str(number)).write_bytes(roster(("旧同志", None, None)))
    said = await office.send("名册.xlsx", roster(("郑大江", None, None), ("冯小满", None, None)))
    assert "共 2 人" in said[-1].text
