"""PDF files with text: what is left of them, and what is refused."""

import re
from collections.abc import Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from content.cutting.lines import bare
from content.reading.document import read_document
from content.reading.pdf import lines_of_pdf
from domain.refusals import Refused
from tests.reading.pdf_file import Sheet, pdf

TITLE = "样例支部活动室管理办法"
RULES = (
    "第一章 总则",
    "第一条 为了管好支部的活动室，让大家有一个读书、开会和谈心的好地方，根据本支部党员大会的决定，"
    "结合实际情况，制定本办法。",
    "第二条 本办法所称活动室，是指由支部管理、供党员和群众学习的房间，包括阅览室、会议室和展览角。",
    "第二章 使用",
    "第三条 借用活动室的，应当提前2天登记。登记时写明时间、人数和用途；参加的人超过30人的，还应当"
    "按照第九条第二款的规定报支部书记同意。",
    "（一）学习小组优先使用；",
    "（二）同一时间有两个小组的，先登记的先用，后登记的另选时间，双方也可以商量着一起使用同一个房间。",
    "第四条 本办法自通过之日起施行，由支部委员会负责解释，原来的规定同时停止执行。",
)


def broken(paragraphs: Sequence[str], width: int, indent: str = "　　") -> list[str]:
    """Rows of `width` characters, as a program without a sense for type cuts them."""
    rows: list[str] = []
    for paragraph in paragraphs:
        text = (
            paragraph if paragraph.endswith("则") or "章" in paragraph[:4] else indent + paragraph
        )
        rows += [text[at : at + width] for at in range(0, len(text), width)]
    return rows


def texts(data: bytes) -> list[str]:
    return [line.text.strip() for line in lines_of_pdf("样例.pdf", data)]


def sheets(rows: Sequence[str], each: int, head: str = "", foot: str = "") -> list[Sheet]:
    found = []
    for number, at in enumerate(range(0, len(rows), each), 1):
        sheet = Sheet().column(rows[at : at + each])
        if head:
            sheet.put(head, 220, 815, 9)
        if foot:
            sheet.put(foot.format(number), 290, 25, 9)
        found.append(sheet)
    return found


@pytest.mark.parametrize("indent", ["　　", ""])
@pytest.mark.parametrize("width", [20, 34])
def test_broken_lines_become_paragraphs_again(indent: str, width: int) -> None:
    rows = broken((TITLE, *RULES), width, indent)
    assert [bare(text) for text in texts(pdf(sheets(rows, 10)))] == [
        bare(text) for text in (TITLE, *RULES)
    ]


@pytest.mark.parametrize(
    "foot",
    ["— {} —", "- {} -", "{}", "第 {} 页 共 9 页", "第{}页", "{}/9", "· {} ·", "Page {} of 9"],
)
def test_heads_and_page_numbers_are_left_out(foot: str) -> None:
    rows = broken((TITLE, *RULES), 24)
    found = texts(pdf(sheets(rows, 6, "样例支部 学习资料", foot)))
    assert [bare(text) for text in found] == [bare(text) for text in (TITLE, *RULES)]


def test_numbers_that_are_text_stay() -> None:
    found = texts(pdf([Sheet().column(["今年的党员人数：", "38", "明年的党员人数：", "40"])]))
    assert found == ["今年的党员人数：", "38", "明年的党员人数：", "40"]


@pytest.mark.parametrize("row_by_row", [False, True])
def test_two_columns_are_read_one_after_the_other(row_by_row: bool) -> None:
    rows = broken(RULES, 17)
    half = (len(rows) + 1) // 2
    left, right = rows[:half], rows[half:]
    sheet = Sheet().put(TITLE, 180, 810, 18)
    if row_by_row:
        for number, row in enumerate(left):
            sheet.put(row, 70, 780 - 18 * number)
            if number < len(right):
                sheet.put(right[number], 310, 780 - 18 * number)
    else:
        sheet.column(left).column(right, x=310)
    found = texts(pdf([sheet]))
    assert [bare(text) for text in found] == [bare(text) for text in (TITLE, *RULES)]


def test_indents_and_centred_headings_without_blanks() -> None:
    sheet = Sheet().put("样例支部学习小组", 200, 800, 22).put("工作规则（试行）", 210, 770, 22)
    sheet.put("第一章 总则", 250, 730, 14)
    rows = ["第一条 学习小组每周学习一次，每次一个小时，由小组长", "主持，大家轮流发言。"]
    sheet.put(rows[0], 98, 700, 14).put(rows[1], 70, 675, 14)
    sheet.put("第二条 学习小组的记录由各组的记录员整理，于每月月底", 98, 650, 14)
    sheet.put("交支部存档。", 70, 625, 14)
    document = read_document("a.pdf", pdf([sheet]))
    assert document.title == "样例支部学习小组 工作规则（试行）"
    assert [article.label for article in document.articles] == ["第一条", "第二条"]
    assert [heading.text for heading in document.headings] == ["第一章 总则"]


def test_a_blank_of_the_type_setting_is_not_invented() -> None:
    sheet = Sheet().put("共有", 70, 700).put("12", 97, 700).put("人参加", 112, 700)
    assert texts(pdf([sheet])) == ["共有12人参加"]


def test_radicals_are_the_characters_that_are_meant() -> None:
    mapping = "".join(
        f"<{code:04x}> <{ord(sign):04x}>\n" for code, sign in enumerate("⼀⽉⻅⻓，ＡＢ①", 1)
    )
    cmap = (
        "/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapName /X def "
        "1 begincodespacerange <0000> <ffff> endcodespacerange "
        f"8 beginbfchar\n{mapping}endbfchar endcmap end end"
    )
    sheet = Sheet()
    sheet.parts.append("BT /F1 12 Tf 70 700 Td <00010002000300040005000600070008> Tj ET")
    assert texts(pdf([sheet], to_unicode=cmap)) == ["一月见长，ＡＢ①"]


def test_a_table_of_contents_keeps_its_lines() -> None:
    entries = [f"第{n}章 章名{n}" + "．" * 20 + str(k) for k, n in enumerate("一二三", 1)]
    found = texts(pdf([Sheet().column([TITLE, "目录", *entries, "第一章 章名一", "第一条 甲。"])]))
    assert found[2:5] == entries


@pytest.mark.parametrize("pages", [1, 3])
def test_a_scan_is_refused(pages: int) -> None:
    scan = [Sheet().picture().put(f"- {n + 1} -", 290, 25, 9) for n in range(pages)]
    assert refused(pdf(scan)).code == "file_scan"


def test_a_scanned_page_in_the_middle_is_named() -> None:
    first, last = Sheet().column(broken(RULES[:3], 34)), Sheet().column(broken(RULES[3:], 34))
    refusal = refused(pdf([first, Sheet().picture(), last]))
    assert (refusal.code, refusal.facts["pages"]) == ("file_scan_pages", "2")
    cover = Sheet().picture()
    assert texts(pdf([cover, first, last, Sheet().column(["完。"])]))
    assert refused(pdf([first, cover])).code == "file_scan_pages"


def refused(data: bytes) -> Refused:
    with pytest.raises(Refused) as caught:
        lines_of_pdf("样例.pdf", data)
    return caught.value


WHOLE = pdf(sheets(broken((TITLE, *RULES), 24), 6, "样例支部", "- {} -"))


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (WHOLE[: len(WHOLE) // 2], "file_broken"),
        (b"%PDF-1.4\n%%EOF", "file_broken"),
        (pdf([]), "file_broken"),
        (pdf([Sheet()]), "file_blank"),
        (pdf([Sheet().put("\ue001\ue002\ue003\ue004\ue005", 70, 700)]), "file_pdf_garbled"),
    ],
)
def test_refusals(data: bytes, code: str) -> None:
    assert refused(data).code == code


def test_a_pdf_is_known_by_its_bytes() -> None:
    assert read_document("其实.txt", WHOLE).title == TITLE


def test_an_endless_page_tree_is_refused() -> None:
    many = WHOLE.replace(b"/Kids [4 0 R", b"/Kids [2 0 R 2 0 R 4 0 R").replace(
        b"/Count 3", b"/Count 999999"
    )
    assert refused(many).code in {"file_too_many_pages", "file_broken"}


@settings(max_examples=300, deadline=None)
@given(
    st.lists(
        st.tuples(st.integers(0, len(WHOLE) - 1), st.binary(min_size=1, max_size=8)), max_size=6
    ),
    st.integers(0, len(WHOLE)),
)
def test_damaged_files_are_read_or_refused(changes: list[tuple[int, bytes]], cut_off: int) -> None:
    data = bytearray(WHOLE)
    for at, piece in changes:
        data[at : at + len(piece)] = piece
    for damaged in (bytes(data), bytes(data[:cut_off]) + b"\n%%EOF\n"):
        try:
            found = lines_of_pdf("样例.pdf", damaged)
        except Refused:
            continue
        assert found


@given(
    st.lists(
        st.text(alphabet="学习党章，。、；第一二条章（）0a ", min_size=1, max_size=70), max_size=30
    )
)
@settings(deadline=None)
def test_no_character_is_lost_or_added(paragraphs: list[str]) -> None:
    # A row of nothing but digits at the foot of a page could be its number.
    rows = [row for row in broken(paragraphs, 30) if not re.fullmatch(r"[0一二、（）\s]*", row)]
    if not any(map(bare, rows)):
        return
    found = texts(pdf([Sheet().column(rows)]))
    assert bare("".join(found)) == bare("".join(rows))


def test_a_line_of_text_at_the_same_place_of_two_pages_stays() -> None:
    rows = [
        f"{sign}字开头的这一行写满了才换行，读起来和别的行一样。"
        for sign in "甲乙丙丁戊己庚辛壬癸" * 4
    ]
    rows = [sign + row for sign, row in zip("春夏秋冬东南西北" * 5, rows, strict=True)]
    for at in (1, 11):
        rows[at] = "同志们："
    found = "".join(texts(pdf(sheets(rows, 10, "样例讲话", "- {} -"))))
    assert found.count("同志们：") == 2
    assert "样例讲话" not in found


def test_numbered_lines_on_every_page_stay() -> None:
    rows = [f"问题{number}：活动室几点开门？" for number in range(30)]
    assert texts(pdf(sheets(rows, 10, "问答", "- {} -"))) == rows
