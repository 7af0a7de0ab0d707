"""Files built to hurt: refused with one sentence, within the memory that is granted."""

import os
from collections.abc import Callable
from pathlib import Path

import psutil  # type: ignore[import-untyped]
import pytest

from bench.hostile import MEMORY_BAR_MB, measured
from content.cutting.document import Document
from content.reading.alone import GROWTH_BYTES
from content.reading.apart import read_apart
from content.reading.kind import MAX_BYTES, MAX_MEMBERS
from content.reading.limits import MAX_LINES
from content.reading.table import read_tables
from domain.refusals import Refused
from tests.reading.hostile_file import HEAD, PARAGRAPH, TAIL, cell, packed, word_file, workbook

BLANK = " " * (90 * 1024 * 1024)
RUN = "<w:r><w:t>党</w:t></w:r>"
LAUGHS = '<!DOCTYPE w [<!ENTITY a "哈哈"><!ENTITY b "&a;&a;&a;&a;">]>'


def lying() -> bytes:
    """A part that says it is small: the declared size in the list of members is changed."""
    data = bytearray(packed({"word/document.xml": HEAD + PARAGRAPH * 60_000 + TAIL}))
    at = data.index(b"PK\x01\x02")
    data[at + 24 : at + 28] = (1000).to_bytes(4, "little")
    return bytes(data)


def renamed(xml: str) -> str:
    """The same parts under another prefix, which a count of Word's own spelling does not see."""
    return xml.replace("w:", "x:").replace("xmlns:w", "xmlns:x")


def members() -> bytes:
    junk: dict[str, str | bytes] = {f"word/{n}.xml": "" for n in range(2 * MAX_MEMBERS + 1)}
    return packed({"word/document.xml": HEAD + PARAGRAPH + TAIL, **junk})


HOSTILE: dict[str, tuple[Callable[[], bytes], str]] = {
    "large.txt": (lambda: b"\xe5\x85\x9a" * (MAX_BYTES // 3 + 1), "file_too_large"),
    "one-line.txt": (lambda: "党".encode() * 6_000_000, "text_too_long"),
    "bomb.docx": (lambda: packed({"word/document.xml": HEAD + BLANK + TAIL}), "file_bomb"),
    "picture.docx": (lambda: packed({"word/document.xml": "", "word/a.png": BLANK}), "file_bomb"),
    "lying.docx": (lying, "file_broken"),
    "members.docx": (members, "file_bomb"),
    "paragraphs.docx": (lambda: word_file(PARAGRAPH * 300_000), "text_too_long"),
    "prefix.docx": (
        lambda: packed({"word/document.xml": renamed(HEAD + PARAGRAPH * 150_000 + TAIL)}),
        "text_too_long",
    ),
    "deep.docx": (lambda: word_file("<w:p>" * 20_000 + RUN + "</w:p>" * 20_000), "file_broken"),
    "laughs.docx": (lambda: word_file("&b;", LAUGHS), "file_unsafe"),
    "runs.docx": (lambda: word_file(f"<w:p>{RUN * 1_200_000}</w:p>"), "file_unreadable"),
    "bomb.xlsx": (lambda: workbook(BLANK), "file_bomb"),
    "elsewhere.xlsx": (lambda: workbook(BLANK, sheet="sheet.dat"), "file_bomb"),
    "merged.xlsx": (
        lambda: workbook(f"<row>{cell('A1')}</row>", '<mergeCell ref="A1:XFD1048576"/>'),
        "file_bomb",
    ),
    "cells.xlsx": (lambda: workbook(f"<row>{cell('A1') * 170_000}</row>"), "file_bomb"),
    "last.xlsx": (
        lambda: workbook(f'<row r="1048576">{cell("A1048576")}</row>'),
        "table_too_long",
    ),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_refused_within_the_memory_granted(name: str, tmp_path: Path) -> None:
    make, code = HOSTILE[name]
    path = tmp_path / name
    path.write_bytes(make())
    found = measured(path)
    assert found.code == code
    assert found.peak_mb <= MEMORY_BAR_MB


def test_what_is_granted_stays_below_the_bar() -> None:
    bare_interpreter_mb = 12
    assert GROWTH_BYTES / (1 << 20) + bare_interpreter_mb < MEMORY_BAR_MB


async def test_nothing_is_left_behind(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TMPDIR", str(tmp_path / "left"))
    (tmp_path / "left").mkdir()
    path = tmp_path / "runs.docx"
    path.write_bytes(word_file(f"<w:p>{RUN * 1_200_000}</w:p>"))
    with pytest.raises(Refused) as refused:
        await read_apart(path, path.name)
    assert refused.value.facts == {"name": "runs.docx"}
    assert list((tmp_path / "left").iterdir()) == []
    readers = [
        child
        for child in psutil.Process(os.getpid()).children(recursive=True)
        if str(path) in child.cmdline()
    ]
    assert readers == []


@pytest.mark.parametrize("limit", ["two million characters", "most lines"])
async def test_the_largest_honest_texts_are_read(limit: str, tmp_path: Path) -> None:
    line = "党员大会由书记主持，到会的党员发表意见。" * 9
    many = 1_990_000 // len(line) if limit == "two million characters" else MAX_LINES - 10
    text = "\n".join([line if limit == "two million characters" else "到会党员。"] * many)
    path = tmp_path / "long.txt"
    path.write_text(text, encoding="utf-8")
    document = await read_apart(path, path.name)
    assert isinstance(document, Document)
    assert sum(map(len, document.paragraphs)) == len(text) - many + 1


async def test_a_long_word_file_is_read(tmp_path: Path) -> None:
    words = "党员大会由书记主持，到会的党员发表意见。" * 9
    body = f"<w:p><w:pPr/><w:r><w:rPr><w:b/></w:rPr><w:t>{words}</w:t></w:r></w:p>" * 11_000
    path = tmp_path / "long.docx"
    path.write_bytes(word_file(body))
    document = await read_apart(path, path.name)
    assert isinstance(document, Document)
    assert len(document.paragraphs) == 11_000


def test_a_lone_cell_far_below_makes_no_table_of_empty_ones() -> None:
    (table,) = read_tables("a.xlsx", workbook(f'<row r="19000">{cell("A19000", "甲")}</row>'))
    assert table.own(18_999, 0) == "甲"
    assert table.rows[0] is table.rows[1]
