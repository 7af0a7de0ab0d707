"""Files of every kind: what is read, what is refused and with which code."""

import io
import pickle
import zipfile

import docx
import pytest
from docx.oxml import OxmlElement
from docx.oxml.ns import qn

from content.reading.document import read_document
from content.reading.kind import MAX_BYTES
from domain.refusals import Refused

TEXT = "样例办法\n第一条 为了试验，在党支部里制定的办法。\n第二条 和第一条是一样的。\n"
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def word(document: "docx.document.Document") -> bytes:
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


def packed(**members: str) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in members.items():
            archive.writestr(name.replace("__", "/"), text)
    return stream.getvalue()


def document_xml(body: str, head: str = "") -> bytes:
    space = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        xml = f'<?xml version="1.0"?>{head}<w:document xmlns:w="{space}"><w:body>{body}</w:body>'
        archive.writestr("word/document.xml", xml + "</w:document>")
    return stream.getvalue()


@pytest.mark.parametrize(
    "data",
    [
        TEXT.encode(),
        TEXT.encode("utf-8-sig"),
        TEXT.replace("\n", "\r\n").encode("utf-16"),
        TEXT.replace("\n", "\r").encode("gb18030"),
    ],
)
def test_text_in_every_usual_encoding(data: bytes) -> None:
    document = read_document("样例.txt", data)
    assert document.title == "样例办法"
    assert [article.text for article in document.articles] == TEXT.splitlines()[1:]


def test_marks_of_markdown_come_off() -> None:
    source = "# 样例办法\n\n**第一条** 甲\\[1995\\]号。\n\n> 第二条 *乙*。\n\n***\n"
    document = read_document("样例.md", source.encode())
    assert [article.text for article in document.articles] == ["第一条 甲[1995]号。", "第二条 乙。"]


@pytest.mark.parametrize(
    ("name", "data", "code"),
    [
        ("a.txt", b"", "file_empty"),
        ("a.txt", " \n　\n".encode(), "file_blank"),
        ("a.txt", b"x" * (MAX_BYTES + 1), "file_too_large"),
        ("a.txt", b"only latin words", "file_not_text"),
        ("a.txt", bytes(range(256)) * 20, "file_not_text"),
        ("a.txt", TEXT.encode() * 9 + b"\xff\xfe\xfa", "file_bad_bytes"),
        ("a.txt", b"%PDF-1.7 ...", "file_broken"),
        ("a.doc", OLE + "WordDocument".encode("utf-16-le"), "file_old_word"),
        ("a.xls", OLE + "Workbook".encode("utf-16-le"), "file_is_table"),
        ("a.docx", OLE + "EncryptedPackage".encode("utf-16-le"), "file_password"),
        ("a.wps", OLE + "WordDocument".encode("utf-16-le"), "file_wps"),
        ("a.doc", b"{\\rtf1\\ansi x}", "file_rich_text"),
        ("a.docx", b"PK\x03\x04 cut off", "file_broken"),
        ("a.docx", packed(readme="x"), "file_broken"),
        ("a.zip", packed(readme="x"), "file_kind_unknown"),
        ("a.xlsx", packed(xl__workbook="x").replace(b"xl/workbook", b"xl/workbook"), "file_broken"),
        ("a.docx", document_xml("<w:p/>"), "file_blank"),
        ("a.docx", document_xml("&e;", '<!DOCTYPE w [<!ENTITY e "x">]>'), "file_unsafe"),
        ("a.docx", document_xml("<w:p>" * 5000 + "</w:p>" * 5000), "file_broken"),
        ("a.docx", document_xml(" " * 90_000_000), "file_bomb"),
        ("a.txt", "长\n".encode() * 70_000, "text_too_long"),
    ],
)
def test_refusals(name: str, data: bytes, code: str) -> None:
    with pytest.raises(Refused) as refused:
        read_document(name, data)
    assert refused.value.code == code
    again = pickle.loads(pickle.dumps(refused.value))
    assert (again.code, again.facts) == (code, refused.value.facts)


def test_a_table_is_not_study_text() -> None:
    data = packed(**{"xl__workbook.xml": "<x/>"})
    with pytest.raises(Refused) as refused:
        read_document("a.xlsx", data)
    assert refused.value.code == "file_is_table"


@pytest.mark.parametrize(
    "mark", ["秘密★1年", "机密", "密级：机密", "【绝密】", "密 级： 秘 密", "000001 机密★10年"]
)
def test_a_text_that_calls_itself_secret_is_refused(mark: str) -> None:
    with pytest.raises(Refused) as refused:
        read_document("a.txt", f"{mark}\n{TEXT}".encode())
    assert refused.value.code == "secret_document"


@pytest.mark.parametrize("words", ["保守党的秘密", "不得泄露机密文件。", "商业秘密保护规定"])
def test_a_text_that_speaks_of_secrets_is_read(words: str) -> None:
    assert read_document("a.txt", f"{TEXT}{words}\n".encode()).articles


def test_word_paragraphs_and_tables_in_order() -> None:
    source = docx.Document()
    source.sections[0].header.paragraphs[0].text = "页眉"
    source.add_heading("样例办法", 0)
    source.add_paragraph("第一章 总则").runs[0].bold = True
    table = source.add_table(rows=2, cols=2)
    table.cell(0, 0).text, table.cell(0, 1).text = "第一条", "甲。"
    table.cell(1, 0).text, table.cell(1, 1).text = "第二条", "乙。"
    source.add_paragraph("第三条 丙。\n第四条 丁。")
    schedule = source.add_table(rows=1, cols=3)
    for cell, text in zip(schedule.rows[0].cells, ("第二章", "周一", "张某"), strict=True):
        cell.text = text
    document = read_document("a.docx", word(source))
    assert document.title == "样例办法"
    assert document.counts()["章"] == 1
    assert [a.label for a in document.articles] == ["第一条", "第二条", "第三条", "第四条"]
    assert document.articles[0].text == "第一条　甲。"
    assert "页眉" not in "".join(document.paragraphs)


def test_word_leaves_out_deletions_and_hidden_text() -> None:
    source = docx.Document()
    paragraph = source.add_paragraph("第一条 保留。")
    paragraph.add_run("隐藏").font.hidden = True
    deleted = OxmlElement("w:del")
    run = OxmlElement("w:r")
    words = OxmlElement("w:delText")
    words.text = "删除"
    run.append(words)
    deleted.append(run)
    paragraph._p.append(deleted)
    document = read_document("样例.docx", word(source))
    assert document.paragraphs == ("第一条 保留。",)


def numbered(source: "docx.document.Document", pattern: str, texts: list[str]) -> None:
    """A list of its own with an automatic label before each text."""
    root = source.part.numbering_part.element
    key = str(900 + len(root))
    abstract = OxmlElement("w:abstractNum")
    abstract.set(qn("w:abstractNumId"), key)
    level = OxmlElement("w:lvl")
    level.set(qn("w:ilvl"), "0")
    for tag, value in (("start", "1"), ("numFmt", "chineseCountingThousand"), ("lvlText", pattern)):
        item = OxmlElement(f"w:{tag}")
        item.set(qn("w:val"), value)
        level.append(item)
    abstract.append(level)
    root.insert(0, abstract)
    num = OxmlElement("w:num")
    num.set(qn("w:numId"), key)
    kin = OxmlElement("w:abstractNumId")
    kin.set(qn("w:val"), key)
    num.append(kin)
    root.append(num)
    for text in texts:
        props = source.add_paragraph(text)._p.get_or_add_pPr().get_or_add_numPr()
        props.get_or_add_ilvl().val = 0
        props.get_or_add_numId().val = int(key)


def test_automatic_numbers_of_word_come_back() -> None:
    source = docx.Document()
    source.add_paragraph("样例办法")
    numbered(source, "第%1条", [f"内容{n}。" for n in range(1, 13)])
    document = read_document("a.docx", word(source))
    assert document.articles[-1].label == "第十二条"
    assert bare_start(document.articles[10].text) == "第十一条"


def bare_start(text: str) -> str:
    return text[:4]


def test_text_broken_at_a_width_is_put_together() -> None:
    paragraph = "本办法所说的活动室是指供党员学习和开会使用的房间以及其中的设备" * 4 + "。"
    lines = ["　　样例办法"]
    for number in "一二三四五六":
        whole = f"　　第{number}条 {paragraph}"
        lines += [whole[at : at + 35] for at in range(0, len(whole), 35)]
    document = read_document("a.txt", "\n".join(lines).encode())
    assert len(document.articles) == 6
    assert all("\n" not in article.text for article in document.articles)
