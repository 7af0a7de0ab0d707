"""What is a bank without anybody saying so, and what only reminds of one."""

import pytest

from content.reading.bank.likeness import looks_like_bank
from tests.reading.bank.writers import workbook

LAW = (
    "样例条例\n第一章 总则\n第一条 为了样例（以下简称样例），制定本条例。\n"
    "第二条 样例应当：\n（一）学习；\n（二）工作（含讨论）。\n"
    "第三条 下列情形适用：\n1. 甲类（试行）；\n2. 乙类。\nA. 甲款\nB. 乙款\n"
)


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("条例.txt", LAW * 5),
        ("题库管理办法.txt", LAW * 5),
        (
            "答题须知.md",
            "# 样例须知\n\n1. 按时到场（提前十分钟）。\n2. 独立答题。\n3. 不得喧哗。\n",
        ),
        (
            "讲话.txt",
            "样例讲话\n一、要学习。\n二、要工作。\n答案：都在实践里。\n" + "样例。\n" * 30,
        ),
        ("名册.csv", "姓名,性别,入党时间,备注\n样例,男,2001年7月,正确\n样本,女,2002年,对\n"),
        ("假日.csv", "日期,安排\n2026-01-01,放假\n"),
        ("计划.csv", "日期,篇目,内容,主讲人\n2026-01-01,样例,全文,样本\n"),
        ("设置.json", '{"name": "样例", "items": [{"title": "甲", "text": "乙"}]}'),
        ("空.txt", " "),
    ],
)
def test_what_is_no_bank(name: str, text: str) -> None:
    assert not looks_like_bank(name, text.encode())


def test_a_form_for_signing_is_no_bank() -> None:
    rows = [["序号", "姓名", "签到", "备注"], [1, "样例", "√", None], [2, "样本", "√", None]]
    assert not looks_like_bank("签到.xlsx", workbook(rows))


def test_a_sheet_of_statements_with_their_answers_is_one() -> None:
    rows = [["题目", "答案"], ["样例是对的", "√"]]
    assert looks_like_bank("随便.xlsx", workbook(rows))


@pytest.mark.parametrize("data", [b"", b"PK\x03\x04 cut off", b"%PDF-1.7 x", bytes(range(256))])
def test_what_cannot_be_read_is_no_bank(data: bytes) -> None:
    assert not looks_like_bank("a.xlsx", data)
