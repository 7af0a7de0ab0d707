"""Rosters as branches keep them."""

import csv
import io
import json
import pickle
import re
from collections.abc import Sequence
from contextlib import suppress
from datetime import datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook

from bench.fidelity.roster_comparison import unnamed_rows, wrong_people
from content.reading.dates import NoDateError, partial_date
from content.reading.names import OddCellError, clean_name, clean_phone
from content.reading.problems import sentence
from content.reading.roster import RosterFile, read_roster
from domain.refusals import Refused
from tests.reading.shared import SHARED, needs_shared


def sheet(rows: Sequence[Sequence[object]], merged: Sequence[str] = ()) -> bytes:
    book = Workbook()
    for row in rows:
        book.active.append(list(row))
    for area in merged:
        book.active.merge_cells(area)
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def read(rows: Sequence[Sequence[object]], merged: Sequence[str] = ()) -> RosterFile:
    return read_roster("名册.xlsx", sheet(rows, merged))


@needs_shared
def test_every_person_and_every_problem_of_the_trial_rosters() -> None:
    for expected in json.loads((SHARED / "rosters" / "expected_rosters.json").read_text()):
        name = expected["file"]
        data = (SHARED / "rosters" / name).read_bytes()
        if not expected["rows"]:
            with pytest.raises(Refused):
                read_roster(name, data)
            continue
        roster = read_roster(name, data)
        assert wrong_people(roster, expected) == [], name
        assert unnamed_rows(roster, expected) == [], name


def test_two_header_rows_merged_cells_and_merged_groups() -> None:
    roster = read(
        [
            ["某支部党员名册", None, None, None],
            ["党小组", "姓 名", "党内情况", None],
            [None, None, "入党时间", "转正时间"],
            ["第一组", "甲一", "2010.7", "2011.7"],
            [None, "乙二", "2012年8月1日", None],
            ["合计", "2人", None, None],
        ],
        ["A1:D1", "A2:A3", "B2:B3", "C2:D2", "A4:A5"],
    )
    assert [(row.name, row.group, row.joined, row.formal) for row in roster.rows] == [
        ("甲一", "第一组", "2010-07", "2011-07"),
        ("乙二", "第一组", "2012-08-01", None),
    ]
    assert roster.rows[0].status == "full"
    assert [row.row for row in roster.skipped] == [6]


def test_problems_are_told_by_row() -> None:
    roster = read(
        [
            ["姓名", "联系电话", "入党时间", "人员类别"],
            ["甲一", "1380000000", "2010.13", "正式党员"],
            ["乙二", "13800000002", "2020-01-01", "预备党员"],
            ["乙二", "13800000002", None, None],
            ["乙二", "13800000003", None, None],
            [None, "13800000004", None, None],
            ["丙三\n丁四", "13800000005", None, None],
            ["=1+1", "13800000006", None, None],
        ]
    )
    assert [sentence(problem) for problem in roster.problems] == [
        "第 2 行：入党时间“2010.13”不是有效日期，该项未导入",
        "第 2 行：手机号有 9 位，应为 11 位，手机号未导入".replace("9", "10"),
        "第 4 行：乙二与第 3 行重复，未再导入",
        "第 5 行：乙二与第 3 行同名，按两个人导入，请核对",
        "第 6 行：没有姓名，未导入",
        "第 7 行：一格里有几个姓名“丙三 丁四”，未导入，请每人一行",
        "第 8 行：姓名是公式“=1+1”，未导入，请改成文字",
    ]
    assert [row.name for row in roster.rows] == ["甲一", "乙二", "乙二"]
    assert [row.status for row in roster.rows] == ["full", "probationary", None]
    assert pickle.loads(pickle.dumps(roster)) == roster


def test_people_who_are_no_members_are_not_taken_in() -> None:
    roster = read(
        [["姓名", "政治面貌"], ["甲一", "中共党员"], ["乙二", "群众"], ["丙三", "预备党员"]]
    )
    assert [(row.name, row.status) for row in roster.rows] == [
        ("甲一", "full"),
        ("丙三", "probationary"),
    ]
    assert [sentence(problem) for problem in roster.problems] == [
        "第 3 行：乙二的类别是“群众”，不是党员，未导入"
    ]


def test_a_form_in_two_halves_is_read_row_by_row() -> None:
    roster = read(
        [["签到表", *[None] * 5], ["序号", "姓名", "签到"] * 2, [1, "甲一", "√", 2, "乙二", None]]
    )
    assert [(row.row, row.name, row.sign) for row in roster.rows] == [
        (3, "甲一", "√"),
        (3, "乙二", None),
    ]


@pytest.mark.parametrize(
    ("rows", "code"),
    [
        ([["品名", "数量"], ["笔", 3]], "roster_no_header"),
        ([["姓名", "电话"]], "roster_empty"),
        ([["序号", "姓名"], [1, None], [2, None]], "roster_empty"),
        ([["入党积极分子名单", None], ["姓名", "电话"], ["甲一", None]], "roster_not_members"),
        ([["姓名", "电话"], *[[f"甲{n}", None] for n in range(5001)]], "table_too_long"),
    ],
)
def test_tables_that_are_no_roster(rows: list[list[object]], code: str) -> None:
    with pytest.raises(Refused) as refused:
        read(rows)
    assert refused.value.code == code


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gbk", "utf-16"])
def test_csv_in_every_usual_encoding(encoding: str) -> None:
    data = "姓名,手机,入党时间\n甲一,13800000001,2017.03\n乙二\n".encode(encoding)
    roster = read_roster("名册.csv", data)
    assert [(row.name, row.joined) for row in roster.rows] == [("甲一", "2017-03"), ("乙二", None)]


@pytest.mark.parametrize(
    ("value", "day"),
    [
        (datetime(2017, 3, 4), "2017-03-04"),  # noqa: DTZ001  as openpyxl gives it
        ("2011.7.1", "2011-07-01"),
        ("2011年7月", "2011-07"),
        (201107, "2011-07"),
        ("20110701", "2011-07-01"),
        (40725, "2011-07-01"),
        ("２０１１．７", "2011-07"),
        (" 2011 年 7 月 ", "2011-07"),
        ("二〇一一年十二月三十一日", "2011-12-31"),
        ("2011-07-01 00:00:00", "2011-07-01"),
        (2011.7, "2011-07"),
        ("—", None),
        (None, None),
    ],
)
def test_dates(value: Any, day: str | None) -> None:
    assert partial_date(value) == day


@pytest.mark.parametrize(
    ("value", "code"),
    [
        ("2010.2.30", "date_wrong"),
        ("1988.13", "date_wrong"),
        ("去年", "date_wrong"),
        ("1999年", "date_short"),
        (2011.1, "date_unclear"),
        (201313, "date_wrong"),
    ],
)
def test_what_is_no_date_is_said(value: Any, code: str) -> None:
    with pytest.raises(NoDateError) as error:
        partial_date(value)
    assert error.value.code == code


CELLS = st.one_of(
    st.none(),
    st.text(max_size=30),
    st.from_regex(r"[0-9０-９年月日./-]{1,12}", fullmatch=True),
    st.integers(),
    st.floats(allow_nan=False, allow_infinity=False),
    st.datetimes(),
)


@given(CELLS)
def test_any_cell_is_read_or_complained_of(value: Any) -> None:
    with suppress(NoDateError):
        day = partial_date(value)
        assert day is None or re.fullmatch(r"\d{4}-\d\d(-\d\d)?", day)
    with suppress(OddCellError):
        clean_name(value)
    with suppress(OddCellError):
        clean_phone(value)


@given(st.lists(st.lists(st.text(max_size=12), max_size=6), max_size=12))
def test_any_table_is_read_or_refused(rows: list[list[str]]) -> None:
    stream = io.StringIO()
    csv.writer(stream).writerows([["姓名", "电话", "入党时间", "党小组"], *rows])
    with suppress(Refused):
        roster = read_roster("名册.csv", stream.getvalue().encode("utf-8", "replace"))
        assert all(sentence(problem) for problem in roster.problems)


def test_names() -> None:
    assert clean_name(" 甲　一 ") == ("甲一", "")
    assert clean_name("阿依•某某") == ("阿依·某某", "")
    assert clean_name("欧阳 某某") == ("欧阳某某", "")
    assert clean_name("甲一（女）") == ("甲一", "女")
    assert clean_name(None) == ("", "")
    for odd in (
        "<b>甲</b>",
        "甲\u200b一",
        "\u202e一甲",
        "甲一、乙二",
        "甲乙 丙丁",
        "甲" * 30,
        5,
        "A",
    ):
        with pytest.raises(OddCellError):
            clean_name(odd)


def test_phones() -> None:
    assert clean_phone(13800000001.0) == "13800000001"
    assert clean_phone("138-0000 0001") == "13800000001"
    assert clean_phone("+86 13800000001") == "13800000001"
    assert clean_phone("0517-83000000") == "0517-83000000"
    assert clean_phone("无") is None
    for odd in ("1380000001", "138000000011", "23800000001", "见上"):
        with pytest.raises(OddCellError):
            clean_phone(odd)
