# ruff: noqa: E501 - one sentence a row, however long people write
"""The paper sheet, typed in."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.phrases.sheet import Entry, read_mark

NAMES = ["张三", "李四", "王五", "张三丰", "欧阳修文", "赵到", "孙 丽"]

ONE = [
    ("张三 到", [("张三", "present", None)]),
    ("张三到", [("张三", "present", None)]),
    ("李四迟到", [("李四", "late", None)]),
    ("王五请假", [("王五", "leave", None)]),
    ("王五请假（出差）", [("王五", "leave", "出差")]),
    ("王五 请假 出差", [("王五", "leave", "出差")]),
    ("王五请假，因为孩子发烧", [("王五", "leave", "孩子发烧")]),
    ("王五缺席", [("王五", "absent", None)]),
    ("王五没来", [("王五", "absent", None)]),
    ("张三丰到", [("张三丰", "present", None)]),
    ("张三、李四到", [("张三", "present", None), ("李四", "present", None)]),
    ("张三，李四，王五 到", [(n, "present", None) for n in ("张三", "李四", "王五")]),
    ("张三和李四都到了", [("张三", "present", None), ("李四", "present", None)]),
    (
        "张三 李四 到，王五请假（出差）",
        [("张三", "present", None), ("李四", "present", None), ("王五", "leave", "出差")],
    ),
    ("张三李四迟到；王五病假", [("张三", "late", None), ("李四", "late", None), ("王五", "leave", None)]),
    ("张三到\n李四请假（值班）\n王五未到", [("张三", "present", None), ("李四", "leave", "值班"), ("王五", "absent", None)]),
    ("张三到，张三迟到", [("张三", "late", None)]),
    ("赵到 到", [("赵到", "present", None)]),
    ("赵到请假", [("赵到", "leave", None)]),
    ("欧阳修文：到", [("欧阳修文", "present", None)]),
    ("孙丽 到", [("孙 丽", "present", None)]),
    ("孙 丽迟到", [("孙 丽", "late", None)]),
    ("张 三 到", [("张三", "present", None)]),
    ("王五事假：搬家", [("王五", "leave", "搬家")]),
]  # fmt: skip


@pytest.mark.parametrize(("text", "entries"), ONE)
def test_names_with_a_status(text: str, entries: list[tuple[str, str, str | None]]) -> None:
    mark = read_mark(text, NAMES)
    assert list(mark.entries) == [Entry(*entry) for entry in entries]
    assert mark.rest is None


@pytest.mark.parametrize("text", ["全到", "全部到齐", "全体到会", "都到了", "人到齐", "全到！"])
def test_all_present(text: str) -> None:
    mark = read_mark(text, NAMES)
    assert (mark.entries, mark.rest, mark.unknown) == ((), "present", ())


@pytest.mark.parametrize(
    "text",
    [
        "全到，除了 张三请假、李四缺席",
        "全到，除了张三请假，李四缺席",
        "除张三请假、李四缺席外，其余全到",
        "张三请假，李四缺席，其他人都到",
        "张三请假 李四缺席 其余到",
    ],
)
def test_all_but_some(text: str) -> None:
    mark = read_mark(text, NAMES)
    assert mark.rest == "present"
    assert set(mark.entries) == {Entry("张三", "leave"), Entry("李四", "absent")}
    assert mark.unknown == ()


def test_a_reason_holds_for_those_named_together() -> None:
    mark = read_mark("全到，除了 张三、李四请假（出差）", NAMES)
    assert mark.entries == (Entry("张三", "leave", "出差"), Entry("李四", "leave", "出差"))


@pytest.mark.parametrize(
    ("text", "unknown"),
    [
        ("钱七到", ("钱七",)),
        ("张三到，钱七请假", ("钱七",)),
        ("老王到", ("老王",)),
        ("张三", ("张三",)),
        ("张三 李四", ("张三", "李四")),
    ],
)
def test_what_is_no_name_is_asked_back(text: str, unknown: tuple[str, ...]) -> None:
    assert read_mark(text, NAMES).unknown == unknown


@pytest.mark.parametrize(
    "text",
    [
        "除了张三以外全到",
        "除了张三以外，全到",
        "除张三外都到了",
        "除张三之外其余都到",
        "除了张三都到了",
        "除了张三，全部到齐",
        "全到除了张三",
        "全到，除了张三",
        "都到了，张三除外",
        "张三除外，其他人都到",
    ],
)
def test_one_left_out_without_a_status_is_asked_back(text: str) -> None:
    mark = read_mark(text, NAMES)
    assert (mark.entries, mark.rest, mark.unknown) == ((), "present", ("张三",))


@pytest.mark.parametrize("text", ["其余都到", "其他人全到", "剩下的都到了"])
def test_the_rest_alone_is_present(text: str) -> None:
    mark = read_mark(text, NAMES)
    assert (mark.entries, mark.rest, mark.unknown) == ((), "present", ())


def test_some_left_out_with_a_status_and_some_without() -> None:
    mark = read_mark("除了张三请假（出差）、李四以外都到了", NAMES)
    assert mark.entries == (Entry("张三", "leave", "出差"),)
    assert (mark.rest, mark.unknown) == ("present", ("李四",))


def test_an_exception_with_a_status_for_all_it_names() -> None:
    mark = read_mark("除张三、李四都请假外，其余全到", NAMES)
    assert mark.entries == (Entry("张三", "leave"), Entry("李四", "leave"))
    assert (mark.rest, mark.unknown) == ("present", ())


def test_an_empty_roster_knows_nobody() -> None:
    assert read_mark("张三到", []).unknown == ("张三",)


@given(st.text(max_size=60), st.lists(st.text(min_size=1, max_size=4), max_size=5))
def test_any_text_is_read_against_the_roster_only(text: str, names: list[str]) -> None:
    mark = read_mark(text, names)
    assert {entry.name for entry in mark.entries} <= set(names)
