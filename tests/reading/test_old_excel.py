"""Excel 97: what stands in the visible sheets, and workbooks whose numbers promise too much."""

from struct import pack

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from content.reading.compound import DamagedError, streams_of, with_one_stream
from content.reading.table import read_tables
from domain.refusals import Refused
from tests.reading.old_workbooks import (
    beginning,
    cell,
    dimensions,
    old_workbook,
    record,
    sheet_of,
)

ROWS = [["题目", "答案"], ["样例", 3], [None, "乙"]]


def test_the_visible_sheets_with_their_values() -> None:
    data = old_workbook({"甲": sheet_of(ROWS), "乙": sheet_of([["旧"]])}, hidden=["乙"])
    (table,) = read_tables("a.xls", data)
    assert table.name == "甲"
    assert table.rows == (("题目", "答案"), ("样例", 3), (None, "乙"))


def sheet(*records: bytes) -> bytes:
    return beginning(0x0010) + b"".join(records) + record(0x000A)


FAR = (cell(0, 0, "甲"), cell(65535, 200, "乙"))
BACKWARDS = record(0x0200, pack("<IIHHH", 54, 19, 0, 7, 0))


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (old_workbook({"甲": sheet(dimensions(2, 2), *FAR)}), "file_bomb"),
        (old_workbook({"甲": sheet(dimensions(70_000, 255), cell(0, 0, "甲"))}), "file_bomb"),
        (old_workbook({"甲": sheet(BACKWARDS, cell(0, 0, "甲"))}), "file_broken"),
        (
            old_workbook({"甲": sheet_of(ROWS)}, extra=record(0x00FC, pack("<II", 1, 0x7FFFFFFF))),
            "file_broken",
        ),
        (old_workbook({"甲": sheet_of(ROWS)})[:6000], "file_broken"),
        (with_one_stream("Workbook", b"Workbook" * 9), "file_broken"),
    ],
)
def test_numbers_that_promise_too_much(data: bytes, code: str) -> None:
    with pytest.raises(Refused) as refused:
        read_tables("a.xls", data)
    assert refused.value.code == code


@settings(max_examples=60, deadline=None)
@given(data=st.data())
def test_damaged_workbooks_are_refused_or_read(data: st.DataObject) -> None:
    damaged = bytearray(old_workbook({"甲": sheet_of(ROWS)}))
    places = st.one_of(st.integers(0, 700), st.integers(4096, 4600), st.integers(8000, 20_000))
    for _ in range(data.draw(st.integers(1, 8))):
        at = min(data.draw(places), len(damaged) - 1)
        damaged[at] = data.draw(st.integers(0, 255))
    try:
        read_tables("a.xls", bytes(damaged))
    except Refused as refused:
        code = refused.code
    else:
        code = "file_read"
    assert code.startswith("file_") or code == "table_too_long"


@given(size=st.integers(1, 40_000))
def test_a_stream_comes_back_from_its_container(size: int) -> None:
    stream = bytes(range(1, 251)) * (size // 250 + 1)
    back = streams_of(with_one_stream("Book", stream[:size]))["Book"]
    assert back[:size] == stream[:size]
    assert not back[size:].strip(b"\0")


@pytest.mark.parametrize("data", [b"", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600])
def test_what_is_no_container(data: bytes) -> None:
    with pytest.raises(DamagedError):
        streams_of(data)
