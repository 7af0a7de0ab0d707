"""Texts of a branch that nobody has, in the kinds of files an office keeps them in."""

from collections.abc import Sequence
from io import BytesIO

from docx import Document
from openpyxl import Workbook

from tests.reading.pdf_file import Sheet, pdf
from tests.reading.test_odt import odt
from tests.reading.web_page import TITLE, government

DUES = (
    "柳河镇党费收缴细则",
    "（2026年3月1日起施行）",
    "第一条　为了做好党费收缴工作，制定本细则。",
    "第二条　党员应当在每月10日前向所在党支部交纳党费。",
    "　　因故不能按月交纳的，经支部委员会同意，可以每季度交纳一次。",
    "第三条　党支部每季度公布一次党费收缴情况。",
)
ROOM = (
    "柳河支部活动室管理规定",
    "第一条 活动室由支部管理，供党员和群众读书、开会和谈心使用，任何个人不得长期占用房间里的",
    "桌椅和书架。",
    "第二条 借用活动室的，提前两天向组织委员登记，写明时间、人数和用途。",
    "第三条 本规定自2026年2月1日起施行。",
)
VISITS = (
    "柳河支部走访慰问制度",
    "第一条 支部每年走访老党员和生活困难党员不少于两次。",
    "第二条 党员生病住院的，由党小组组长登门看望。",
    "第三条 本制度自2026年1月1日起施行。",
)
TALKS = (
    "柳河支部谈心谈话办法",
    "第一条 支部书记每半年同每名党员谈心谈话一次。",
    "第二条 谈心谈话要坦诚相见，交流思想，不走过场。",
    "第三条 本办法自2026年1月1日起施行。",
)
SPEECH = "在柳河支部春季学习会上的讲话"
SAID = (
    "同志们，今天我们一起总结去年的学习情况，安排今年的学习任务。去年支部共学习二十次，读完三份"
    "文件，走了四个村组，大家都有收获，也提出了不少好的意见。",
    "今年要把学习同河道治理结合起来，把课堂搬到河边去，边看边学，边学边干，让群众看得见变化。每个"
    "党小组认领一段河道，每月走一遍，发现的问题记下来，能办的当场办，一时办不了的带回支部商量。",
    "学习不在多而在用。读一条，想一想自己做到没有；做到的坚持下去，没有做到的改过来。这样学下去，"
    "支部的工作就会一年比一年扎实。",
)
URGENT = (
    "在全镇防汛动员会上的讲话",
    "同志们，汛期提前到来，各支部要立即行动，巡堤查险的名单今天排定。",
    "每段堤都要有党员带班，夜间巡查不少于两次，险情第一时间报告。",
)
LINKED = (
    "柳河镇村务公开规定",
    "第一条 村里的收支、工程和补助，每月公开一次。",
    "第二条 公开栏设在村委会门口，群众有疑问的，三日内答复。",
)
SCAN = pdf([Sheet().picture(), Sheet().picture()])
"""Pages that are pictures, as a copier makes them."""


def study_docx(number: str = "一", issued: str = "2025年3月1日") -> bytes:
    """The branch's rules on study: an edition in which it studies so many times a month."""
    return docx_of(
        "柳河支部学习办法",
        f"（{issued}起施行）",
        "第一条 为了做好支部的学习，制定本办法。",
        "第二条 学习要联系实际，注重效果。",
        f"第三条 支部每月集中学习{number}次，由支部书记召集。",
    )


def docx_of(*paragraphs: str) -> bytes:
    """A Word file."""
    document, out = Document(), BytesIO()
    for words in paragraphs:
        document.add_paragraph(words)
    document.save(out)
    return out.getvalue()


def page_of(*paragraphs: str) -> bytes:
    """A saved page of a government's site, with what stands around an article there."""
    body = "".join(f"<p>　　{words}</p>" for words in paragraphs[1:])
    return government(body).replace(TITLE, paragraphs[0]).encode()


def hard_wrapped(title: str, paragraphs: Sequence[str], width: int = 22) -> bytes:
    """A text with a line end after every so many characters, as old programs save it."""
    rows = [title]
    for words in paragraphs:
        indented = f"　　{words}"
        rows += [indented[at : at + width] for at in range(0, len(indented), width)]
    return "\r\n".join(rows).encode()


def bank_xlsx() -> bytes:
    """A question bank of two questions."""
    book, out = Workbook(), BytesIO()
    for row in (
        ("题目", "选项A", "选项B", "选项C", "答案"),
        ("党员应当在每月几日前交纳党费？", "5日", "10日", "20日", "B"),
        ("党支部多久公布一次党费收缴情况？", "每季度", "每半年", "每年", "A"),
    ):
        book.worksheets[0].append(row)
    book.save(out)
    return out.getvalue()


SIX = (
    ("学习办法.docx", study_docx()),
    ("活动室.pdf", pdf([Sheet().column(ROOM)])),
    ("走访.html", page_of(*VISITS)),
    ("党费.txt", "\r\n".join(DUES).encode("gb18030")),
    ("谈心.odt", odt("".join(f"<text:p>{words}</text:p>" for words in TALKS))),
    ("讲话.txt", hard_wrapped(SPEECH, SAID)),
)
