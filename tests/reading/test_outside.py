"""A file that names other files and addresses: none is opened, none is called."""

import ctypes
import os
import socket
from collections.abc import Iterator
from contextlib import closing, suppress
from pathlib import Path

import pytest

from content.reading.document import read_document
from content.reading.table import read_tables
from domain.refusals import Refused
from tests.reading.hostile_file import (
    HEAD,
    PARAGRAPH,
    SPACE,
    TAIL,
    added,
    cell,
    packed,
    word_file,
    workbook,
)

SECRET = "样例口令样例口令"
IN_OPEN, NONBLOCKING = 0x20, os.O_NONBLOCK
STYLES, NUMBERING = f'<w:styles xmlns:w="{SPACE}"/>', f'<w:numbering xmlns:w="{SPACE}"/>'
RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
USES_BOTH = (
    '<w:p><w:pPr><w:pStyle w:val="a"/><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr>'
    "<w:r><w:t>党支部</w:t></w:r></w:p>"
)


class Outside:
    """A file and a port of this machine that a hostile file points to, both watched."""

    def __init__(self, folder: Path) -> None:
        self.file = folder / "secret"
        self.file.write_text(SECRET, encoding="utf-8")
        self.server = socket.create_server(("127.0.0.1", 0))
        self.server.setblocking(False)
        self.url = f"http://127.0.0.1:{self.server.getsockname()[1]}/x"
        self._libc = ctypes.CDLL(None, use_errno=True)
        self._watch = self._libc.inotify_init1(NONBLOCKING)
        self._libc.inotify_add_watch(self._watch, os.fsencode(self.file), IN_OPEN)

    def reached(self) -> list[str]:
        """What was opened or called, by any library, since the last question."""
        found = []
        with suppress(BlockingIOError):
            if os.read(self._watch, 4096):
                found.append("file")
        with suppress(BlockingIOError):
            self.server.accept()[0].close()
            found.append("port")
        return found

    def close(self) -> None:
        self.server.close()
        os.close(self._watch)


@pytest.fixture
def outside(tmp_path: Path) -> Iterator[Outside]:
    with closing(Outside(tmp_path)) as found:
        yield found


def declarations(outside: Outside) -> list[str]:
    """Document types that reach outside, each in a different way."""
    targets = (outside.file.as_uri(), outside.url)
    return [
        declared
        for target in targets
        for declared in (
            f'<!DOCTYPE w [<!ENTITY e SYSTEM "{target}">]>',
            f'<!DOCTYPE w SYSTEM "{target}">',
            f'<!DOCTYPE w PUBLIC "-//x//y" "{target}">',
            f'<!DOCTYPE w [<!ENTITY % p SYSTEM "{target}"> %p;]>',
            f'<!DOCTYPE w [<!ATTLIST w a CDATA "{"&e;" * 3}">]>',
        )
    ]


def test_the_watch_sees_what_it_must(outside: Outside) -> None:
    outside.file.read_text(encoding="utf-8")
    socket.create_connection(outside.server.getsockname()).close()
    assert outside.reached() == ["file", "port"]
    assert outside.reached() == []


@pytest.mark.parametrize("part", ["document", "styles", "numbering", "footnotes", "theme/theme1"])
def test_a_document_type_is_refused_in_every_part_of_a_word_file(
    part: str, outside: Outside
) -> None:
    for declared in declarations(outside):
        plain = {"styles": STYLES, "numbering": NUMBERING}
        if part == "document":
            data = word_file(f"{USES_BOTH}&e;", declared, **plain)
        else:
            data = word_file(USES_BOTH, **{**plain, part: f"{declared}<w>&e;</w>"})
        with pytest.raises(Refused) as refused:
            read_document("a.docx", data)
        assert refused.value.code == "file_unsafe"
        assert outside.reached() == []


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "utf-16-be", "utf-32", "cp037", "utf-7"])
@pytest.mark.parametrize("padding", [0, 100_000])
def test_a_document_type_does_not_hide(encoding: str, padding: int, outside: Outside) -> None:
    for declared in declarations(outside):
        xml = (HEAD + USES_BOTH + "&e;" + TAIL).removeprefix('<?xml version="1.0"?>')
        head = f'<?xml version="1.0" encoding="{encoding}"?><!--{"x" * padding}-->'
        data = packed({"word/document.xml": (head + declared + xml).encode(encoding, "replace")})
        with pytest.raises(Refused) as refused:
            read_document("a.docx", data)
        assert refused.value.code in {"file_unsafe", "file_broken"}
        assert outside.reached() == []


def test_a_document_type_is_refused_in_every_part_of_a_workbook(outside: Outside) -> None:
    whole = workbook(f"<row>{cell('A1')}</row>")
    for declared in declarations(outside):
        for encoding in ("utf-8", "utf-16"):
            odd = {"xl/comments.dat": f"{declared}<x>&e;</x>".encode(encoding)}
            with pytest.raises(Refused) as refused:
                read_tables("a.xlsx", added(whole, odd))
            assert refused.value.code == "file_unsafe"
            assert outside.reached() == []


def test_links_to_the_outside_are_not_followed(outside: Outside) -> None:
    links = "".join(
        f'<Relationship Id="r{number}" TargetMode="External" Target="{target}" Type="{kind}"/>'
        for number, (target, kind) in enumerate(
            (target, f"http://schemas.openxmlformats.org/officeDocument/2006/relationships/{kind}")
            for target in (outside.url, outside.file.as_uri(), str(outside.file))
            for kind in ("image", "attachedTemplate", "styles", "numbering", "subDocument")
        )
    )
    relations = f'<Relationships xmlns="{RELATIONS}">{links}</Relationships>'
    data = added(
        word_file(f'<w:subDoc r:id="r1" xmlns:r="x"/>{PARAGRAPH}'),
        {"word/_rels/document.xml.rels": relations.encode()},
    )
    assert read_document("样例.docx", data).paragraphs == ("党支部",)
    assert outside.reached() == []


def test_names_that_climb_out_of_the_package_write_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    inner = tmp_path / "a" / "b"
    inner.mkdir(parents=True)
    monkeypatch.chdir(inner)
    names = ("../out", "..\\out", "/out", str(tmp_path / "out"), "word/../../out")
    climbing = dict.fromkeys(names, "x")
    data = added(word_file(PARAGRAPH), climbing)
    assert read_document("样例.docx", data).paragraphs == ("党支部",)
    book = added(workbook(f"<row>{cell('A1', '甲')}</row>"), climbing)
    assert read_tables("a.xlsx", book)[0].own(0, 0) == "甲"
    assert sorted(tmp_path.rglob("*")) == [tmp_path / "a", inner]


def test_a_part_named_outside_the_package_is_not_there(outside: Outside) -> None:
    for target in (str(outside.file), f"../../../..{outside.file}", outside.file.as_uri()):
        tables = read_tables("a.xlsx", workbook("", target=target))
        assert [table.rows for table in tables if table.rows] == []
        assert outside.reached() == []
