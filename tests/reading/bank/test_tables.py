"""Tables of questions: headers of every kind, and each row that is not taken is named."""

import io
from datetime import date

import pytest
from openpyxl import Workbook

from content.reading.bank.bank import read_bank
from content.reading.bank.problems import sentence
from content.reading.bank.question import Bank, QuestionKind
from domain.refusals import Refused
from tests.reading.bank.writers import workbook

HEAD = ["题型", "题目", "A", "B", "C", "D", "答案"]


def read(*rows: list[object]) -> Bank:
    return read_bank("a.xlsx", workbook(rows))


def told(bank: Bank) -> list[str]:
    return [sentence(problem) for problem in bank.problems]


def test_every_row_that_is_not_taken_has_its_sentence() -> None:
    bank = read(
        HEAD,
        ["单选题", "样例一", "甲", "乙", "丙", "丁", None],
        ["单选题", "样例二", "甲", "乙", "丙", "丁", "F"],
        ["单选题", None, "甲", "乙", "丙", "丁", "A"],
        ["单选题", "样例三", None, None, None, None, "C"],
        ["单选题", "样例四", "甲", "乙", "丙", "丁", "AB"],
        ["单选题", "=1+1", "甲", "乙", "丙", "丁", "A"],
        ["单选题", "样例五", "甲", "乙", "丙", "丁", date(2026, 3, 5)],
        ["判断题", "样例六", None, None, None, None, "也许"],
        ["单选题", "样例七", "甲", "乙", "丙", "丁", "D"],
        ["单选题", " 样例七 ", "甲", "乙", "丙", "丁", "d"],
        ["单选题", "样例七", "甲", "乙", "丙", "丁", "C"],
        [None, "备注：红字是易错题"],
        [None, "样例八", "甲", "乙", "丙", "丁", "null"],
        ["合计", None, "共13题"],
    )
    assert [question.stem for question in bank.questions] == ["样例七"]
    assert [question.row for question in bank.repeated] == [11]
    assert told(bank) == [
        "第 2 行：没有答案，未导入",
        "第 3 行：答案“F”不在选项 A–D 里，未导入",
        "第 4 行：没有题目，未导入",
        "第 5 行：答案是“C”，但没有选项，未导入",
        "第 6 行：是单选题，却有几个答案“AB”，未导入",
        "第 7 行：题目是公式，未导入，请改成文字",
        "第 8 行：答案变成了日期“2026-03-05”，未导入，请把这一格改成文字",
        "第 9 行：是判断题，答案“也许”看不出对错，未导入",
        "第 11 行：与第 10 行重复，未再导入",
        "第 12 行：与第 10 行题目相同而答案不同，未导入，请核对",
        "第 13 行：“备注：红字是易错题”不是题目，未导入",
        "第 14 行：答案“null”是软件的错误记号，未导入",
    ]


@pytest.mark.parametrize(
    "head",
    [
        ["题型", "题干", "选项A", "选项B", "选项C", "选项D", "正确答案"],
        ["试题类型", "试 题 内 容", "A选项", "B选项", "C选项", "D选项", "标准答案（必填）"],
        ["类型", "问题", "选项1", "选项2", "选项3", "选项4", "参考答案"],
        ["题 型", "题目内容", "备选答案A", "备选答案B", "备选答案C", "备选答案D", "正确选项"],
        ["type", "question", "option_a", "option_b", "option_c", "option_d", "answer"],
        ["题型", "题目", "选项一", "选项二", "选项三", "选项四", "答案"],
    ],
)
def test_headings_in_other_words(head: list[object]) -> None:
    bank = read(["样例题库"], [], head, ["多选题", "样例", "甲", "乙", "丙", "丁", "A、D"])
    (question,) = bank.questions
    assert (question.options, question.answer) == (("甲", "乙", "丙", "丁"), (0, 3))


def test_a_missing_option_moves_the_others_up() -> None:
    (question,) = read(HEAD, ["单选题", "样例", "甲", None, "丙", "丁", "C"]).questions
    assert (question.options, question.answer) == (("甲", "丙", "丁"), (1,))


def test_merged_headings_and_kinds() -> None:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    for row in (
        ["样例题库"],
        ["题型", "题目", "选项", None, None, "答案"],
        [None, None, "A", "B", "C", None],
        ["单选题", "样例一", "甲", "乙", "丙", "C"],
        [None, "样例二", "甲", "乙", "丙", "B"],
        ["二、多选题"],
        [None, "样例三", "甲", "乙", "丙", "A"],
    ):
        sheet.append(row)
    for area in ("A1:F1", "A2:A3", "B2:B3", "C2:E2", "F2:F3", "A4:A5", "A6:F6"):
        sheet.merge_cells(area)
    stream = io.BytesIO()
    book.save(stream)
    bank = read_bank("a.xlsx", stream.getvalue())
    kinds = [QuestionKind.SINGLE, QuestionKind.SINGLE, QuestionKind.MULTIPLE]
    assert [question.kind for question in bank.questions] == kinds
    assert [question.answer for question in bank.questions] == [(2,), (1,), (0,)]


def test_one_option_a_row_under_a_merged_question() -> None:
    bank = read(
        ["题目", "选项", "答案"],
        ["样例一", "A.甲", "B"],
        [None, "B.乙", None],
        ["样例二", "A.甲", "AC"],
        [None, "B.乙", None],
        [None, "C.丙", None],
    )
    assert [question.options for question in bank.questions] == [("甲", "乙"), ("甲", "乙", "丙")]
    assert [question.row for question in bank.questions] == [2, 4]


def test_sheets_tell_the_kind_and_hidden_ones_are_left_out() -> None:
    book = Workbook()
    assert book.active is not None
    book.remove(book.active)
    sheets: dict[str, list[list[object]]] = {
        "多选": [["问题", "选项1", "选项2", "正确选项"], ["样例一", "甲", "乙", "1"]],
        "判断": [["试题", "答案(√/×)"], ["样例二", "×"], ["样例三", True]],
        "说明": [["样例支部整理"]],
        "旧题": [["题目", "答案"], ["不该出现", "对"]],
    }
    for title, rows in sheets.items():
        sheet = book.create_sheet(title)
        for row in rows:
            sheet.append(row)
    book["旧题"].sheet_state = "hidden"
    stream = io.BytesIO()
    book.save(stream)
    bank = read_bank("a.xlsx", stream.getvalue())
    assert [(q.sheet, q.kind.value, q.answer) for q in bank.questions] == [
        ("多选", "multiple", (0,)),
        ("判断", "judge", "错"),
        ("判断", "judge", "对"),
    ]
    assert bank.problems == ()


def test_a_problem_names_its_sheet_where_there_are_several() -> None:
    book = Workbook()
    for title in ("甲", "乙"):
        sheet = book.create_sheet(title)
        for row in (["题目", "答案"], ["样例的答案", "对"]):
            sheet.append(row)
    stream = io.BytesIO()
    book.save(stream)
    assert told(read_bank("a.xlsx", stream.getvalue())) == [
        "“乙”第 2 行：与“甲”第 2 行重复，未再导入"
    ]


def test_letters_for_a_judgement_are_read_with_a_word() -> None:
    bank = read(["题型", "题目", "答案"], ["判断题", "样例", "B"])
    assert bank.questions[0].answer == "错"
    assert told(bank) == ["第 2 行：判断题的答案写作“B”，按 A 为对、B 为错导入，请核对"]


def test_a_table_without_a_header() -> None:
    text = "单选,样例的第一个问题（ ）,甲,乙,丙,A\n多选,样例的第二个问题（ ）,甲,乙,丙,AB\n"
    bank = read_bank("a.csv", text.encode("gb18030"))
    assert [question.answer for question in bank.questions] == [(0,), (0, 1)]


def test_commas_of_the_text_are_no_columns() -> None:
    text = "题目,答案,选项\n样例，甲，乙，丙，丁（ ）,B,A.甲 B.乙\n"
    (question,) = read_bank("a.csv", text.encode()).questions
    assert (question.stem, question.options) == ("样例，甲，乙，丙，丁（ ）", ("甲", "乙"))


@pytest.mark.parametrize(
    "rows", [[], [["姓名", "性别"], ["样例", "男"]], [["题目", "答案"]], [["日期", "安排"]]]
)
def test_a_table_without_questions_is_refused(rows: list[list[object]]) -> None:
    with pytest.raises(Refused) as refused:
        read_bank("a.xlsx", workbook(rows))
    assert refused.value.code == "file_no_questions"
