"""Whatever bytes arrive, they are read or refused, and nothing else happens."""

import io
import zipfile
from contextlib import suppress

from hypothesis import given, settings
from hypothesis import strategies as st

from content.reading.document import read_document
from content.reading.kind import kind_of
from content.reading.table import read_tables
from domain.refusals import Refused
from tests.reading.hostile_file import PARAGRAPH, SPACE, cell, packed, word_file, workbook

NAMES = st.sampled_from(["a.docx", "a.xlsx", "a.txt", "a.md", "a.csv", "a", "样例.doc"])
STYLES = (
    f'<w:styles xmlns:w="{SPACE}"><w:style w:styleId="1"><w:name w:val="heading 1"/>'
    '<w:basedOn w:val="2"/></w:style><w:style w:styleId="2"><w:basedOn w:val="1"/>'
    '<w:pPr><w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr></w:pPr></w:style></w:styles>'
)
NUMBERING = (
    f'<w:numbering xmlns:w="{SPACE}"><w:abstractNum w:abstractNumId="1"><w:lvl w:ilvl="0">'
    '<w:start w:val="1"/><w:numFmt w:val="chineseCounting"/><w:lvlText w:val="第%1条"/></w:lvl>'
    '</w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="1"/></w:num></w:numbering>'
)
STYLED = (
    '<w:p><w:pPr><w:pStyle w:val="2"/></w:pPr><w:r><w:t>党员大会。</w:t></w:r></w:p>'
    f"<w:tbl><w:tr><w:tc>{PARAGRAPH}</w:tc><w:tc>{PARAGRAPH}</w:tc></w:tr></w:tbl>"
)
WHOLE = (
    word_file(STYLED, styles=STYLES, numbering=NUMBERING),
    workbook(f"<row>{cell('A1', '姓名')}{cell('B1', '性别')}</row><row>{cell('A2', '甲')}</row>"),
    "第一条 党员大会。\n第二章 会议\n".encode("gb18030"),
    "姓名,性别\n甲,男\n".encode(),
)
MANY = settings(max_examples=60, deadline=None)


def read_or_refused(name: str, data: bytes) -> None:
    for read in (kind_of, read_document, read_tables):
        with suppress(Refused):
            read(name, data)


def damaged(draw: st.DrawFn, data: bytes) -> bytes:
    changed = bytearray(data)
    for _ in range(draw(st.integers(1, 6))):
        at = draw(st.integers(0, len(changed)))
        changed[at : at + draw(st.integers(0, 20))] = draw(st.binary(max_size=20))
    return bytes(changed)


@st.composite
def files(draw: st.DrawFn) -> bytes:
    """A sound file with some bytes changed."""
    return damaged(draw, draw(st.sampled_from(WHOLE)))


@st.composite
def packages(draw: st.DrawFn) -> bytes:
    """A package that is whole, with parts damaged, gone, or in one another's place."""
    with zipfile.ZipFile(io.BytesIO(draw(st.sampled_from(WHOLE[:2])))) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    for name in draw(st.lists(st.sampled_from(sorted(parts)), min_size=1, max_size=3)):
        other = draw(st.sampled_from(sorted(parts)))
        parts[name] = draw(st.sampled_from([damaged(draw, parts[name]), parts[other], b""]))
    return packed(parts)


@MANY
@given(NAMES, st.one_of(st.binary(max_size=200), files()))
def test_damaged_bytes(name: str, data: bytes) -> None:
    read_or_refused(name, data)


@MANY
@given(NAMES, packages())
def test_damaged_parts(name: str, data: bytes) -> None:
    read_or_refused(name, data)


_TAG_NAMES = (
    "p tbl tr tc r t br tab pPr rPr numPr ilvl numId pStyle outlineLvl vanish body del ins sdt "
    "drawing txbxContent style name basedOn num abstractNum abstractNumId lvl lvlOverride "
    "startOverride start numFmt lvlText suff isLgl"
)
TAGS = st.sampled_from(_TAG_NAMES.split())
NUMBERS = st.sampled_from(["-1", "0", "1", "8", "9", "²", "٣", "99999999999999999999", "x", ""])
VALUES = st.one_of(NUMBERS, st.text("第%19条a", max_size=6))


def trees(depth: int) -> st.SearchStrategy[str]:
    """Elements of Word in any order, with any values."""
    inner = trees(depth - 1) if depth else st.sampled_from(["", "党", "<!-- -->", "<?x y?>"])
    return st.builds(
        lambda tag, value, parts: (
            f'<w:{tag} w:val="{value}" w:ilvl="{value}" w:numId="1" w:abstractNumId="1" '
            f'w:styleId="{value}">{"".join(parts)}</w:{tag}>'
        ),
        TAGS,
        VALUES,
        st.lists(inner, max_size=3),
    )


@MANY
@given(st.lists(trees(3), max_size=4), trees(2), trees(3))
def test_any_tree_of_word(body: list[str], style: str, lists: str) -> None:
    data = word_file(
        "".join(body) + STYLED,
        styles=f'<w:styles xmlns:w="{SPACE}">{style}</w:styles>',
        numbering=f'<w:numbering xmlns:w="{SPACE}">{lists}</w:numbering>',
    )
    assert "党员大会。" in "".join(read_document("a.docx", data).paragraphs)


CELL_KINDS = st.sampled_from(["n", "s", "b", "d", "e", "str", "inlineStr", "x"])
PLACES = st.sampled_from(["A1", "XFD1", "B1048576", "A0", "1", "ZZZZ9", "", "A1:B2"])


@MANY
@given(
    st.lists(st.tuples(PLACES, CELL_KINDS, VALUES)),
    PLACES,
)
def test_any_cells_of_a_sheet(cells: list[tuple[str, str, str]], merged: str) -> None:
    written = "".join(
        f'<c r="{place}" t="{kind}" s="{value}"><v>{value}</v><f>{value}</f></c>'
        for place, kind, value in cells
    )
    data = workbook(
        f"<row>{written}</row>", f'<mergeCells><mergeCell ref="{merged}"/></mergeCells>'
    )
    read_or_refused("a.xlsx", data)
