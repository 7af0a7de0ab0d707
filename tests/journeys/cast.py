"""The people of the journeys, and papers they hand in."""

from dataclasses import dataclass
from io import BytesIO

from docx import Document
from openpyxl import Workbook

BRANCH = "柳河第一党支部"


@dataclass(frozen=True)
class Person:
    """A roster row; `number` is the person's id on the chat service."""

    number: int
    name: str
    duty: str | None = None
    group: str | None = "第一党小组"
    status: str | None = "full"
    phone: str | None = None
    gender: str | None = None
    nation: str | None = None
    birth: str | None = None
    joined: str | None = None
    formal: str | None = None


SECRETARY = Person(201, "卢国安", "党支部书记", phone="13800000201")
ORGANISER = Person(202, "温秀英", "组织委员", "第二党小组")
YAO = Person(203, "姚立新")
HE = Person(204, "贺小兰", None, "第二党小组", "probationary")
QIU = Person(205, "邱志远", None, "第二党小组")
HOU = Person(0, "侯德胜")  # has no phone and is not on the chat service
PEOPLE = (SECRETARY, ORGANISER, YAO, HE, QIU, HOU)

HEADER = ("序号", "姓名", "性别", "党员类别", "党内职务", "党小组", "入党时间", "联系电话")
ARTICLES = (
    (
        "第一章 总则",
        ("第一条 为了做好支部的学习，制定本办法。", "第二条 学习要联系实际，注重效果。"),
    ),
    (
        "第二章 组织",
        ("第三条 支部每月集中学习一次，由支部书记召集。", "第四条 本办法自发布之日起施行。"),
    ),
)


def roster_xlsx(people: tuple[Person, ...] = PEOPLE) -> bytes:
    """A branch's roster as a workbook; one row has a date that no calendar knows."""
    book = Workbook()
    sheet = book.worksheets[0]
    sheet.append([f"{BRANCH}党员名册"])
    sheet.append(HEADER)
    for row, person in enumerate(people, start=1):
        joined = "2016-13-45" if person is YAO else "2016-07-01"
        status = "预备党员" if person.status == "probationary" else "正式党员"
        sheet.append(
            [row, person.name, "男", status, person.duty, person.group, joined, person.phone]
        )
    return _bytes(book)


def study_docx(title: str = "柳河支部学习办法") -> bytes:
    """A short text of our own with chapters and articles."""
    document = Document()
    document.add_paragraph(title)
    document.add_paragraph("（2026年3月1日印发）")
    for chapter, articles in ARTICLES:
        document.add_paragraph(chapter)
        for article in articles:
            document.add_paragraph(article)
    return _bytes(document)


def _bytes(paper) -> bytes:
    out = BytesIO()
    paper.save(out)
    return out.getvalue()
