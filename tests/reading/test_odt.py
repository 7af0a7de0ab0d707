"""OpenDocument text: numbers restored, deletions and notes left out."""

import io
import zipfile
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from content.cutting.lines import Line, lines_of
from content.reading.document import read_document
from content.reading.odt import lines_of_odt
from domain.refusals import Refused

_SPACES = "".join(
    f' xmlns:{prefix}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
    for prefix, name in (
        ("office", "office"),
        ("text", "text"),
        ("table", "table"),
        ("style", "style"),
        ("draw", "drawing"),
        ("manifest", "manifest"),
    )
)
STYLES = (
    '<style:style style:name="Hidden"><style:text-properties text:display="none"/></style:style>'
    '<text:list-style style:name="L"><text:list-level-style-number text:level="1"'
    ' style:num-format="一, 二, 三, ..." style:num-prefix="第" style:num-suffix="条"/>'
    '<text:list-level-style-number text:level="2" style:num-format="1" style:num-prefix="（"'
    ' style:num-suffix="）"><style:list-level-properties><style:list-level-label-alignment'
    ' text:label-followed-by="nothing"/></style:list-level-properties>'
    "</text:list-level-style-number></text:list-style>"
    '<text:list-style style:name="B"><text:list-level-style-bullet text:level="1"/>'
    "</text:list-style>"
)
OUTLINE = (
    '<text:outline-style><text:outline-level-style text:level="1"'
    ' style:num-format="一, 二, 三, ..." style:num-prefix="第" style:num-suffix="章"/>'
    "</text:outline-style>"
)


def odt(body: str, styles: str = STYLES, outline: str = "", **members: str) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as packed:
        packed.writestr("mimetype", "application/vnd.oasis.opendocument.text")
        packed.writestr(
            "content.xml",
            f"<office:document-content{_SPACES}><office:automatic-styles>{styles}"
            f"</office:automatic-styles><office:body><office:text>{body}</office:text>"
            "</office:body></office:document-content>",
        )
        packed.writestr(
            "styles.xml",
            f"<office:document-styles{_SPACES}><office:styles>{outline}</office:styles>"
            "</office:document-styles>",
        )
        for name, text in members.items():
            packed.writestr(name.replace("__", "/") + ".xml", text)
    return stream.getvalue()


def lines(body: str, **parts: str) -> list[Line]:
    return list(lines_of(lines_of_odt("a.odt", odt(body, **parts))))


def texts(body: str, **parts: str) -> list[str]:
    return [line.text for line in lines(body, **parts)]


def item(text: str, inner: str = "") -> str:
    return f"<text:list-item><text:p>{text}</text:p>{inner}</text:list-item>"


def test_paragraphs_headings_and_white_space() -> None:
    found = lines(
        '<text:h text:outline-level="2">第一章<text:s text:c="2"/>总则</text:h>'
        "<text:p>第一条<text:tab/>为了\n  试验<text:span>，制定</text:span>本办法。"
        "<text:line-break/>第二条 附则。</text:p><text:p/>"
    )
    assert [(line.text, line.level) for line in found] == [
        ("第一章  总则", 2),
        ("第一条 为了 试验，制定本办法。", 0),
        ("第二条 附则。", 0),
    ]


def test_what_is_not_printed_is_left_out() -> None:
    assert texts(
        "<text:tracked-changes><text:changed-region><text:deletion><text:p>删去。</text:p>"
        "</text:deletion></text:changed-region></text:tracked-changes>"
        '<text:p>第一条 保留<text:change text:change-id="1"/>。<text:note><text:note-body>'
        "<text:p>脚注。</text:p></text:note-body></text:note><office:annotation><text:p>批注。</text:p>"
        '</office:annotation><text:span text:style-name="Hidden">隐藏</text:span></text:p>'
        '<text:p text:style-name="Hidden">隐藏。</text:p>'
    ) == ["第一条 保留。"]


def test_automatic_numbers_of_lists_come_back() -> None:
    inner = f"<text:list>{item('登记；')}{item('打扫。')}</text:list>"
    body = (
        f'<text:list xml:id="a" text:style-name="L">{item("活动室如下使用：", inner)}{item("乙。")}'
        "</text:list><text:p>另起一段。</text:p>"
        f'<text:list text:continue-list="a" text:style-name="L">{item("丙。", inner)}</text:list>'
        f'<text:list text:style-name="L">{item("丁。")}</text:list>'
        f'<text:list text:style-name="B">{item("圆点。")}</text:list>'
    )
    assert texts(body) == [
        "第一条　活动室如下使用：",
        "（1）登记；",
        "（2）打扫。",
        "第二条　乙。",
        "另起一段。",
        "第三条　丙。",
        "（1）登记；",
        "（2）打扫。",
        "第一条　丁。",
        "圆点。",
    ]


def test_numbers_of_headings_and_written_numbers() -> None:
    body = (
        '<text:h text:outline-level="1">总则</text:h><text:p>第一条 甲。</text:p>'
        '<text:h text:outline-level="1">附则</text:h>'
        "<text:p><text:number>第二条 </text:number>乙。</text:p>"
    )
    assert texts(body, outline=OUTLINE) == [
        "第一章　总则",
        "第一条 甲。",
        "第二章　附则",
        "第二条 乙。",
    ]


def test_tables_in_order() -> None:
    def cell(text: str) -> str:
        return f"<table:table-cell><text:p>{text}</text:p></table:table-cell>"

    body = (
        f"<text:p>第一条 甲。</text:p><table:table><table:table-row>{cell('第二条')}{cell('乙。')}"
        f"</table:table-row><table:table-row>{cell('第三章')}{cell('周一')}{cell('值班')}"
        "</table:table-row></table:table><text:p>第三条 丙。</text:p>"
    )
    found = lines(body)
    assert [line.text for line in found] == [
        "第一条 甲。",
        "第二条　乙。",
        "第三章　周一　值班",
        "第三条 丙。",
    ]
    assert [line.row for line in found] == [False, False, True, False]


ENCRYPTED = (
    f"<manifest:manifest{_SPACES}><manifest:file-entry><manifest:encryption-data/>"
    "</manifest:file-entry></manifest:manifest>"
)


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (odt("<text:p/>"), "file_blank"),
        (odt("<text:p>第一条</text:q>"), "file_broken"),
        (odt("<text:p>" * 5000), "file_broken"),
        (odt("", META__INF__manifest=""), "file_blank"),
        (odt("<text:p>甲。</text:p>", **{"META-INF__manifest": ENCRYPTED}), "file_password"),
        (odt("<text:p>甲。</text:p>")[:-400], "file_broken"),
    ],
)
def test_refusals(data: bytes, code: str) -> None:
    with pytest.raises(Refused) as refused:
        read_document("a.odt", data)
    assert refused.value.code == code


def test_it_is_told_by_its_bytes() -> None:
    assert read_document("a.docx", odt("<text:p>第一条 甲。</text:p>")).articles


BODIES = st.lists(
    st.sampled_from(
        [
            "<text:p>第一条 甲。</text:p>",
            f'<text:list text:style-name="L">{item("乙。")}</text:list>',
            '<text:list text:continue-numbering="true"><text:list-item text:start-value="9"/>'
            "</text:list>",
            '<text:h text:outline-level="99">丙</text:h>',
            '<text:p><text:s text:c="99999999"/>丁<draw:text-box><text:p>戊</text:p>'
            "</draw:text-box></text:p>",
            "<table:table><table:table-row/></table:table>",
        ]
    ),
    max_size=12,
)


@given(BODIES, st.data())
def test_damaged_files_are_read_or_refused(parts: list[str], data: st.DataObject) -> None:
    damaged = bytearray(odt("".join(parts)))
    for _ in range(data.draw(st.integers(0, 6))):
        at = data.draw(st.integers(0, len(damaged)))
        damaged[at : at + data.draw(st.integers(0, 8))] = data.draw(st.binary(max_size=8))
    with suppress(Refused):
        assert all(isinstance(line, Line) for line in lines_of_odt("a.odt", bytes(damaged)))
