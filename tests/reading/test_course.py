"""Study plans as offices write them: a workbook, YAML, and what is neither."""

import io
from collections.abc import Sequence
from typing import Any

import pytest
import yaml
from docx import Document
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import Workbook

from content.courses import ready_made
from content.cutting.numbers import chinese
from content.reading.course import read_course, read_plan
from content.reading.course_file import CourseFile, CourseLine
from content.reading.course_problems import course_sentence
from content.reading.course_rows import spans_of, weekdays_of
from domain.refusals import Refused

PLAIN: list[list[Any]] = [
    ["栏目", "篇目", "条款"],
    ["原文", "某章程", "第一条至第三条"],
    ["规定", "《某规定》", None],
]


Rows = Sequence[Sequence[Any]]


def book(*sheets: tuple[str, Rows]) -> bytes:
    workbook = Workbook()
    workbook.remove(workbook.worksheets[0])
    for name, rows in sheets:
        sheet = workbook.create_sheet(name)
        for row in rows:
            sheet.append(list(row))
    out = io.BytesIO()
    workbook.save(out)
    return out.getvalue()


def read(*sheets: tuple[str, Rows]) -> CourseFile:
    found = read_course("计划.xlsx", book(*sheets))
    assert found is not None
    return found


def told(file: CourseFile) -> list[str]:
    return [course_sentence(problem) for problem in file.problems]


def test_a_workbook_with_its_plan_on_a_sheet_of_its_own() -> None:
    about: list[list[Any]] = [
        ["计划名称", "全年学习计划"],
        ["支部类型", "农村支部"],
        ["星期一", "原文"],
    ]
    about.append(["周二", "规定"])
    found = read(("计划", about), ("篇目", PLAIN))
    assert (found.name, found.branch_kind) == ("全年学习计划", "农村")
    assert found.rhythm == {"1": "原文", "2": "规定"}
    assert found.lines == (
        CourseLine(2, "原文", "某章程", "第一条", "第三条"),
        CourseLine(3, "规定", "某规定"),
    )
    assert told(found) == ["周三、周四、周五没有栏目，当天推送第一个栏目"]


def test_everything_on_one_sheet_and_words_a_little_different() -> None:
    rows: list[list[Any]] = [
        ["2027年学习安排", None, None, None],
        ["节奏：", "周一至周三 原文；周四、周五：案例", None, None],
        [None, None, None, None],
        ["序号", "学习栏目", "文件名称", "条款范围", "类别"],
        [1, "原文", "某章程", 3, None],
        [2, "案例", None, None, "案例"],
        [3, "案例", "一问", None, None],
    ]
    found = read(("Sheet1", rows))
    assert found.rhythm == {"1": "原文", "2": "原文", "3": "原文", "4": "案例", "5": "案例"}
    assert found.lines == (
        CourseLine(5, "原文", "某章程", "第三条", "第三条"),
        CourseLine(6, "案例", kinds=("case",)),
        CourseLine(7, "案例", question=True),
    )
    assert found.problems == ()
    assert found.name == "计划"  # the file's own name


def test_a_column_of_weekdays_makes_the_rhythm() -> None:
    rows: list[list[Any]] = [
        ["星期", "栏目", "篇目"],
        ["周一", "甲", "某章程"],
        ["周二至周五", "乙", "某规定"],
    ]
    found = read(("Sheet1", rows))
    assert found.rhythm == {"1": "甲", "2": "乙", "3": "乙", "4": "乙", "5": "乙"}


def test_a_plan_without_tracks_is_one_track() -> None:
    found = read(("学习计划", [["篇目", "条款"], ["某章程", None], ["某规定", "2-3"]]))
    assert found.tracks == ("学习",)
    assert found.rhythm == {}
    assert found.lines[1] == CourseLine(3, "学习", "某规定", "第二条", "第三条")


def test_several_tracks_without_a_rhythm_take_turns_and_it_is_said() -> None:
    found = read(("Sheet1", PLAIN))
    assert list(found.rhythm.values()) == ["原文", "规定", "原文", "规定", "原文"]
    assert told(found) == ["有几个栏目，没有写每周节奏，已按周一至周五轮流安排"]


def test_what_is_wrong_is_told_by_row() -> None:
    rows: list[list[Any]] = [
        ["周一", "没有的栏目", None, None],
        ["周二", "原文", None, None],
        ["栏目", "篇目", "条款", "类别"],
        ["原文", "某章程", "前面几条", None],
        ["原文", None, None, "小说"],
        ["原文", None, "第一条", None],
        ["这个栏目的名称实在是太长太长太长太长太长了", "某章程", None, None],
        ["原文", "某章程", None, None],
    ]
    assert told(read(("计划", rows))) == [
        "周一的栏目“没有的栏目”没有篇目，当天推送下一个栏目",
        "周三、周四、周五没有栏目，当天推送第一个栏目",
        "第 4 行：条款“前面几条”没有看懂，请写成“第一条至第五条”，这一行未导入",
        "第 5 行：类别“小说”没有看懂，可以写：党章、党规、讲话、案例、通知、导学、问题",
        "第 6 行：没有篇目，也没有类别，这一行未导入",
        "第 7 行：栏目名称太长，最多 20 个字，这一行未导入",
    ]


@pytest.mark.parametrize(
    "rows",
    [
        [["姓名", "手机号", "党内职务"], ["严松", "13800000001", "书记"]],
        [["题目", "类别", "答案"], ["某题", "单选", "A"]],
        [["标题", "类别"], ["某文", "通知"]],
        [["日期", "安排"], ["2027-02-08", "放假"]],
        [[None]],
    ],
)
def test_other_tables_are_no_plans(rows: list[list[Any]]) -> None:
    assert read_course("表.xlsx", book(("Sheet1", rows))) is None


def test_formulas_are_never_words_of_a_plan() -> None:
    found = read(("Sheet1", [["栏目", "篇目"], ["甲", '=HYPERLINK("x")'], ["甲", "某章程"]]))
    assert found.lines == (CourseLine(3, "甲", "某章程"),)


NUMBERS = st.integers(1, 300)


@settings(deadline=None)
@given(NUMBERS, NUMBERS, st.sampled_from("至到-—~"), st.booleans())
def test_runs_of_articles_however_they_are_written(
    first: int, last: int, sign: str, arabic: bool
) -> None:
    written = [str(n) if arabic else f"第{chinese(n)}条" for n in (first, last)]
    expected = (f"第{chinese(first)}条", f"第{chinese(last)}条")
    assert spans_of(f"{written[0]}{sign}{written[1]}") == [expected]
    assert spans_of(f"{written[0]}、{written[1]}") == [(name, name) for name in expected]


@pytest.mark.parametrize(
    ("words", "days"),
    [
        ("周一", ["1"]),
        ("星期天", ["7"]),
        ("周一至周五", ["1", "2", "3", "4", "5"]),
        ("周二、周四", ["2", "4"]),
        ("5", ["5"]),
        ("周五至周一", []),
        ("每天", []),
        ("", []),
        ("周八", []),
    ],
)
def test_weekdays(words: str, days: list[str]) -> None:
    assert weekdays_of(words) == days


YAML = """\
名称: 一周一章
适用: 社区
节奏:
  周一至周四: 原文
  周五: 一问
篇目:
  - 栏目: 原文
    篇目: 某章程
    条款: [第一条至第二条, 第五条]
  - {栏目: 原文, 类别: 党规, 关键词: 社区 街道}
  - 栏目: 一问
    类别: 问题
"""


def test_a_plan_in_yaml_counts_the_lines_of_the_file() -> None:
    found = read_plan("计划.yaml", YAML.encode())
    assert (found.name, found.branch_kind) == ("一周一章", "社区")
    assert found.rhythm == {"1": "原文", "2": "原文", "3": "原文", "4": "原文", "5": "一问"}
    assert found.lines == (
        CourseLine(7, "原文", "某章程", "第一条", "第二条"),
        CourseLine(7, "原文", "某章程", "第五条", "第五条"),
        CourseLine(10, "原文", kinds=("regulation",), words=("社区", "街道")),
        CourseLine(11, "一问", question=True),
    )
    assert read_plan("计划.yml", YAML.encode("gb18030")) == found
    assert read_plan("x.yaml", "篇目: [某章程, 某规定]".encode()).tracks == ("学习",)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("a: &a [1]\nb: *a\n", "course_alias"),
        ("篇目: &a [某章程]\n", "course_alias"),
        ("篇目: [" * 50 + "x" + "]" * 50, "course_unreadable"),
        ("- 一\n- 二\n", "course_unreadable"),
        ("只有一句话", "course_unreadable"),
        ("篇目: {a: b}\n", "course_unreadable"),
        ("a: b: c\n", "course_unreadable"),
        ("!!python/object/apply:os.system ['true']", "course_unreadable"),
        ("篇目: [" + "x," * 50_000 + "]", "course_unreadable"),
        ("名称: 空的\n", "course_empty"),
        ("篇目: []\n", "course_empty"),
        ("适用: 部队\n篇目: [某章程]\n", "course_kind"),
        ("篇目:\n" + "- 某章程\n" * 2001, "course_long"),
        ("节奏: [周一]\n篇目: [某章程]\n", "course_unreadable"),
        ("篇目: [某章程]\n篇目: [某章程, 某规定]\n", None),
        ("名称: " + "9" * 5000 + "\n篇目: [某章程]\n", "course_unreadable"),
        ("\x00\x01名称", "file_not_text"),
    ],
)
def test_yaml_that_is_no_plan_is_refused(text: str, code: str | None) -> None:
    try:
        read_plan("计划.yaml", text.encode())
        found = None
    except Refused as refused:
        found = refused.code
    assert found == code


def test_the_plans_that_ship_are_whole() -> None:
    plans = [read for _, read in ready_made()]
    assert len({plan.name for plan in plans}) == len(plans) == 10
    for plan in plans:
        assert plan.lines
        assert len(plan.tracks) == 1 or set(plan.rhythm) == set("12345")
        assert set(plan.rhythm.values()) <= set(plan.tracks)


CELLS = st.one_of(
    st.none(),
    st.sampled_from(
        ["栏目", "篇目", "条款", "类别", "周一", "节奏", "名称", "第一条", "=A1", "问题"]
    ),
    st.text(st.characters(codec="utf-8", exclude_categories=("Cs", "Cc")), max_size=12),
    st.integers(-5, 400),
    st.floats(allow_nan=False, allow_infinity=False),
    st.booleans(),
    st.dates(),
)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(st.lists(CELLS, max_size=5), max_size=8), st.sampled_from(["计划", "Sheet1"]))
def test_no_workbook_breaks_the_reader(rows: list[list[Any]], name: str) -> None:
    try:
        found = read_course("计划.xlsx", book((name, [["栏目", "篇目", "条款"], *rows])))
    except Refused:
        return
    assert found is not None
    assert all(told(found)) or not found.problems
    assert set(found.rhythm.values()) <= set(found.tracks)


VALUES = st.recursive(
    st.one_of(
        st.none(), st.booleans(), st.integers(), st.floats(), st.dates(),
        st.sampled_from(["栏目", "篇目", "周一", "问题", "某章程", "第一条"]), st.text(max_size=8),
    ),
    lambda inner: st.one_of(
        st.lists(inner, max_size=4),
        st.dictionaries(
            st.sampled_from(["名称", "篇目", "栏目", "节奏", "条款", "类别", "适用", "周一", "x"]),
            inner,
            max_size=5,
        ),
    ),
    max_leaves=20,
)  # fmt: skip


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(VALUES)
def test_no_yaml_breaks_the_reader(value: Any) -> None:
    try:
        found = read_plan("计划.yaml", yaml.safe_dump(value, allow_unicode=True).encode())
    except Refused:
        return
    assert all(told(found)) or not found.problems


@settings(max_examples=150, deadline=None)
@given(st.one_of(st.binary(max_size=300), st.text(max_size=300).map(str.encode)))
def test_no_bytes_break_the_reader(data: bytes) -> None:
    try:
        read_plan("计划.yaml", data)
    except Refused:
        return


LINES = (
    "2027年学习计划",
    "周一、周三 原文：某章程",
    "周二 规定：《某规定》 第一条至第三条；某办法",
    "周五 案例：某案例",
)


def as_word(*lines: str, table: Rows = ()) -> bytes:
    document = Document()
    for line in lines:
        document.add_paragraph(line)
    if table:
        grid = document.add_table(len(table), len(table[0]))
        for row, cells in zip(grid.rows, table, strict=True):
            for cell, words in zip(row.cells, cells, strict=True):
                cell.text = words or ""
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("计划.txt", "\n".join(LINES).encode("gbk")),
        ("计划.docx", as_word(*LINES)),
    ],
)
def test_a_plan_written_as_lines(name: str, data: bytes) -> None:
    found = read_course(name, data)
    assert found is not None
    assert found.name == "2027年学习计划"
    assert found.rhythm == {"1": "原文", "3": "原文", "2": "规定", "5": "案例"}
    assert [line.title for line in found.lines] == ["某章程", "某规定", "某办法", "某案例"]
    assert told(found) == ["周四没有栏目，当天推送第一个栏目"]


def test_a_plan_in_a_table_of_a_document() -> None:
    found = read_course("学习计划.docx", as_word("某支部学习计划安排如下。", table=PLAIN))
    assert found is not None
    assert [line.track for line in found.lines] == ["原文", "规定"]


def test_a_plan_in_json() -> None:
    words = '{"名称": "某计划", "篇目": [{"栏目": "原文", "篇目": "某章程"}]}'
    found = read_course("某计划.json", words.encode())
    assert found is not None
    assert (found.name, len(found.lines)) == ("某计划", 1)
    assert read_course("题.json", b'[{"question": "a", "answer": "b"}]') is None


@pytest.mark.parametrize(
    "text",
    [
        "关于印发学习计划的通知\n各支部：\n现将学习计划印发给你们，请认真执行。\n一、学习内容",
        "学习计划\n为了加强学习，制定本计划。\n一、目标：学好。\n二、要求：认真。\n第三段没有冒号。\n又一段。",
    ],
)
def test_a_paper_about_plans_is_none(text: str) -> None:
    assert read_course("学习计划.txt", text.encode()) is None
