"""Questions in running text: where their answers stand, and what is never taken for one."""

import pytest

from content.reading.bank.bank import read_bank
from content.reading.bank.problems import sentence
from content.reading.bank.question import Bank
from domain.refusals import Refused


def read(text: str) -> Bank:
    return read_bank("a.txt", text.encode())


def answers(bank: Bank) -> list[tuple[str, object]]:
    return [(question.kind.value, question.answer) for question in bank.questions]


def test_kinds_in_brackets_and_explanations() -> None:
    bank = read(
        "1.（单选题）样例多久一次（ ）\nA.二年 B.三年 C.四年\n"
        "答案：B\n解析：见样例。\n出处：样例办法\n"
        "2.【多选】样例包括（ ）\nA.甲 B.乙\nC.丙 D.丁\n正确答案：A、C\n"
        "3.[判断] 样例可以不办。( )\n答案：×\n4.（填空题）样例的核心是____。\n答案：集体\n"
        "5.（简答题）样例有哪些？\n答案：\n1.学习。\n2.讨论。\n6.（单选）样例按什么办（ ）\n"
        "A．甲\nB．乙\n参考答案：A\n"
    )
    assert answers(bank) == [
        ("single", (1,)),
        ("multiple", (0, 2)),
        ("judge", "错"),
        ("blank", "集体"),
        ("short", "1.学习。\n2.讨论。"),
        ("single", (0,)),
    ]
    first = bank.questions[0]
    assert (first.stem, first.analysis, first.source) == (
        "样例多久一次（ ）",
        "见样例。",
        "样例办法",
    )
    assert bank.problems == ()


def test_answers_in_brackets_leave_the_brackets_empty() -> None:
    bank = read(
        "单项选择题\n1、样例是（ B ）\nA．甲  B．乙\n2、样例是( Ａ )\nA 甲样   B 乙样\n"
        "二、判断题\n1、样例好。（√）\n2、样例坏。（ 错误 ）\n"
    )
    assert answers(bank) == [("single", (1,)), ("single", (0,)), ("judge", "对"), ("judge", "错")]
    assert [question.stem for question in bank.questions][:2] == ["样例是（ ）", "样例是( )"]


def test_the_words_in_brackets_fill_the_blanks() -> None:
    bank = read(
        "填空题\n1、样例的宗旨是（为人民服务）。\n2、样例有（甲思想）和（乙理论）。\n"
        "3、样例办法（试行）于（2019年）印发。\n"
    )
    assert [(q.stem, q.answer) for q in bank.questions] == [
        ("样例的宗旨是（ ）。", "为人民服务"),
        ("样例有（ ）和（ ）。", "甲思想；乙理论"),
        ("样例办法（试行）于（ ）印发。", "2019年"),
    ]


def test_a_key_with_explanations() -> None:
    bank = read(
        "一、单选题\n1、甲是（ ）\nA、一 B、二\n2、乙是（ ）\nA、一 B、二\n"
        "二、判断题\n1、丙。\n2、丁。\n"
        "参考答案及解析\n一、单选题\n1.【答案】B。解析：因为甲。\n2.【答案】A\n"
        "二、判断题\n1.正确\n2.错误，应当是戊。\n"
    )
    assert answers(bank) == [("single", (1,)), ("single", (0,)), ("judge", "对"), ("judge", "错")]
    assert [question.analysis for question in bank.questions] == ["因为甲。", "", "", "应当是戊。"]


def test_a_key_counted_through_all_sections() -> None:
    bank = read(
        "一、单选题\n1、甲是（ ）\nA、一 B、二\n2、乙是（ ）\nA、一 B、二\n"
        "二、多选题\n3、丙是（ ）\nA、一 B、二\n"
        "答案：1-2 BA 3.AB\n"
    )
    assert answers(bank) == [("single", (1,)), ("single", (0,)), ("multiple", (0, 1))]


def test_a_key_in_two_rows() -> None:
    bank = read(
        "1、甲是（ ）\nA、一 B、二\n2、乙是（ ）\nA、一 B、二\n参考答案\n题号　1　2\n答案　B　A\n"
    )
    assert answers(bank) == [("single", (1,)), ("single", (0,))]


def test_a_key_that_may_belong_to_two_chapters_belongs_to_none() -> None:
    chapter = "一、单选题\n1、{0}是（ ）\nA、一 B、二\n2、{0}为（ ）\nA、一 B、二\n"
    text = (
        "第一章\n"
        + chapter.format("甲")
        + "第二章\n"
        + chapter.format("乙")
        + "参考答案\n1.A 2.B\n"
    )
    bank = read(text)
    assert bank.questions == ()
    assert [problem.code for problem in bank.problems] == ["no_answer"] * 4


def test_a_range_with_too_few_answers_gives_none() -> None:
    bank = read(
        "1、甲是（ ）\nA、一 B、二\n2、乙是（ ）\nA、一 B、二\n3、丙是（ ）\nA、一 B、二\n"
        "参考答案\n1-3 AB\n"
    )
    assert [problem.code for problem in bank.problems] == ["no_answer"] * 3


def test_questions_without_numbers() -> None:
    bank = read(
        "样例测试\n\n谁来领导？（B）\nA. 来宾\nB. 书记\n多久一次？\nA. 每周\nB. 每月\n答案：B\n"
    )
    assert [(q.stem, q.answer) for q in bank.questions] == [
        ("谁来领导？（ ）", (1,)),
        ("多久一次？", (1,)),
    ]


def test_broken_lines_are_joined() -> None:
    long = "很长" * 17
    bank = read(
        f"1、{long}\n的样例（ B ）\nA．{long}\n的选项\nB．短\n2、样例（ A ）\nA．甲 B．乙\n"
    )
    assert bank.questions[0].stem == f"{long}的样例（ ）"
    assert bank.questions[0].options == (f"{long}的选项", "短")


def test_a_bank_without_answers_is_named_row_by_row() -> None:
    bank = read("一、单选题\n1. 样例甲（ ）\nA. 一 B. 二\n2. 样例乙（ ）\nA. 一 B. 二\n")
    assert bank.questions == ()
    assert [sentence(problem) for problem in bank.problems] == [
        "第 2 行：没有答案，未导入",
        "第 4 行：没有答案，未导入",
    ]


@pytest.mark.parametrize(
    "text",
    [
        "一、填空题\n1. 样例的____是人民。\n2. 样例是____的。\n",
        "一、简答题\n1. 谈谈样例（2023年修订）。\n2. 为什么？说明理由。\n",
        "样例条例\n第一条 为了样例（以下简称样例），制定本条例。\n（一）学习；\n1. 甲类。\n",
        "样例讲话\n一是学习。\n二是工作。\n",
    ],
)
def test_where_no_answer_stands_none_is_made_up(text: str) -> None:
    with pytest.raises(Refused) as refused:
        read(text)
    assert refused.value.code == "file_no_questions"


def test_a_line_longer_than_any_question_is_named() -> None:
    bank = read("1、样例（A）\nA、一 B、二\n" + "长" * 6000 + "\n")
    assert [problem.code for problem in bank.problems] == ["too_long"]
