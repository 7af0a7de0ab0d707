"""Questions of our own, written down in the shapes that banks come in."""

import csv
import io
import json
from collections.abc import Callable, Sequence

import docx
from openpyxl import Workbook

from content.reading.bank.question import BankQuestion, QuestionKind
from tests.reading.old_workbooks import old_workbook, sheet_of

KINDS = {
    QuestionKind.SINGLE: "单选题",
    QuestionKind.MULTIPLE: "多选题",
    QuestionKind.JUDGE: "判断题",
}
Questions = Sequence[BankQuestion]
Writer = Callable[[Questions], tuple[str, bytes]]
LETTERS = "ABCDEF"


def letters(question: BankQuestion) -> str:
    if isinstance(question.answer, str):
        return question.answer
    return "".join(LETTERS[place] for place in question.answer)


def workbook(rows: Sequence[Sequence[object]], title: str = "Sheet1") -> bytes:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = title
    for row in rows:
        sheet.append(list(row))
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def _rows(questions: Questions) -> list[list[object]]:
    rows: list[list[object]] = [["序号", "题型", "题目", *LETTERS, "答案", "解析"]]
    for number, question in enumerate(questions, 1):
        options = [*question.options, *[None] * (6 - len(question.options))]
        kind = KINDS[question.kind]
        rows.append([number, kind, question.stem, *options, letters(question), None])
    return rows


def plain_workbook(questions: Questions) -> tuple[str, bytes]:
    return "a.xlsx", workbook(_rows(questions))


def excel_97(questions: Questions) -> tuple[str, bytes]:
    return "a.xls", old_workbook({"题库": sheet_of(_rows(questions))})


def numbered_workbook(questions: Questions) -> tuple[str, bytes]:
    """Answers are numbers of options; stem last, under titles, with odd headings."""
    rows: list[list[object]] = [["知识题库"], [], ["正 确 答 案", "题 型"]]
    rows[2] += [f"备选项{number}" for number in range(1, 7)] + ["试 题 内 容"]
    for question in questions:
        options = [*question.options, *[None] * (6 - len(question.options))]
        answer = letters(question)
        if not isinstance(question.answer, str):
            answer = "、".join(str(place + 1) for place in question.answer)
        rows.append([answer, KINDS[question.kind], *options, question.stem])
    return "a.xlsx", workbook(rows)


def one_cell_workbook(questions: Questions) -> tuple[str, bytes]:
    rows: list[list[object]] = [["题型", "题干", "选项", "参考答案"]]
    for question in questions:
        options = "\n".join(f"{LETTERS[i]}、{text}" for i, text in enumerate(question.options))
        answer = ",".join(letters(question)) if question.options else letters(question)
        rows.append([KINDS[question.kind], question.stem, options, answer])
    return "a.xlsx", workbook(rows)


def in_the_stem_workbook(questions: Questions) -> tuple[str, bytes]:
    rows: list[list[object]] = [["题型", "题目及选项", "标准答案"]]
    for question in questions:
        options = "  ".join(f"{LETTERS[i]}．{text}" for i, text in enumerate(question.options))
        rows.append([KINDS[question.kind], f"{question.stem}\n{options}", letters(question)])
    return "a.xlsx", workbook(rows)


def utf8_csv(questions: Questions) -> tuple[str, bytes]:
    stream = io.StringIO()
    csv.writer(stream).writerows(_rows(questions))
    return "a.csv", stream.getvalue().encode("utf-8-sig")


def gbk_csv(questions: Questions) -> tuple[str, bytes]:
    stream = io.StringIO()
    csv.writer(stream, delimiter="\t").writerows(_rows(questions))
    return "a.csv", stream.getvalue().encode("gb18030")


def page(questions: Questions) -> tuple[str, bytes]:
    rows = "".join(
        "<tr>" + "".join(f"<td>{cell or ''}</td>" for cell in row) + "</tr>"
        for row in _rows(questions)
    )
    html = f'<html><head><meta charset="gb2312"></head><body><table>{rows}</table></body></html>'
    return "a.xls", html.encode("gb18030")


def _sections(questions: Questions) -> list[tuple[str, list[BankQuestion]]]:
    found: list[tuple[str, list[BankQuestion]]] = []
    for kind, title in KINDS.items():
        same = [question for question in questions if question.kind is kind]
        if same:
            found.append((f"{'一二三'[len(found)]}、{title}（每题2分）", same))
    return found


def _text(questions: Questions, write: Callable[[int, BankQuestion], list[str]]) -> list[str]:
    lines = ["应知应会题库", ""]
    for heading, same in _sections(questions):
        lines.append(heading)
        for number, question in enumerate(same, 1):
            lines += write(number, question)
    return lines


def text_of_lines(questions: Questions) -> tuple[str, bytes]:
    """Options on lines of their own, 答案： below."""

    def write(number: int, question: BankQuestion) -> list[str]:
        options = [f"{LETTERS[i]}．{text}" for i, text in enumerate(question.options)]
        return [f"{number}．{question.stem}", *options, f"答案：{letters(question)}", ""]

    return "a.txt", "\n".join(_text(questions, write)).encode()


def text_in_a_row(questions: Questions) -> tuple[str, bytes]:
    """Options on one line, 【答案】 and 解析 below, in GB18030."""

    def write(number: int, question: BankQuestion) -> list[str]:
        options = "   ".join(f"{LETTERS[i]}. {text}" for i, text in enumerate(question.options))
        answer = "√" if question.answer == "对" else "×" if question.answer == "错" else ""
        below = f"【答案】{answer or letters(question)}"
        return [f"{number}、{question.stem}", *([options] if options else []), below]

    return "a.txt", "\r\n".join(_text(questions, write)).encode("gb18030")


def text_with_inline_answers(questions: Questions) -> tuple[str, bytes]:
    def write(number: int, question: BankQuestion) -> list[str]:
        if not question.options:
            return [f"{number}. {question.stem}（{question.answer}）"]
        stem = question.stem.replace("（ ）", f"（ {letters(question)} ）")
        options = [f"（{LETTERS[i]}）{text}" for i, text in enumerate(question.options)]
        return [f"{number}. {stem}", *options]

    return "a.txt", "\n".join(_text(questions, write)).encode("utf-16")


def _unanswered(number: int, question: BankQuestion) -> list[str]:
    options = [f"{LETTERS[i]}、{text}" for i, text in enumerate(question.options)]
    return [f"{number}、{question.stem}", *options]


def text_with_key(questions: Questions) -> tuple[str, bytes]:
    """All answers at the end, one a line, under the headings of the sections."""
    lines = [*_text(questions, _unanswered), "参考答案"]
    for heading, same in _sections(questions):
        lines.append(heading[:5])
        lines += [f"{number}.{letters(question)}" for number, question in enumerate(same, 1)]
    return "a.txt", "\n".join(lines).encode()


def text_with_ranges(questions: Questions) -> tuple[str, bytes]:
    """All answers at the end, five in a range."""
    lines = [*_text(questions, _unanswered), "答案："]
    for heading, same in _sections(questions):
        lines.append(heading[:5])
        for start in range(0, len(same), 5):
            part = same[start : start + 5]
            words = " ".join(letters(question) for question in part)
            first, last = start + 1, start + len(part)
            lines.append(f"{first}-{last} {words}" if last > first else f"{first}.{words}")
    return "a.txt", "\n".join(lines).encode()


def markdown(questions: Questions) -> tuple[str, bytes]:
    lines = ["# 题库", ""]
    for number, question in enumerate(questions, 1):
        lines += [f"### 第 {number} 题 [{KINDS[question.kind]}]", "", f"**题目**: {question.stem}"]
        lines += [f"- **{LETTERS[i]}**. {text}" for i, text in enumerate(question.options)]
        lines += ["", f"**正确答案**: {' '.join(letters(question))}", "", "---", ""]
    return "a.md", "\n".join(lines).encode()


def records(questions: Questions) -> tuple[str, bytes]:
    value = [
        {
            "questionType": KINDS[question.kind],
            "title": question.stem,
            "options": list(question.options),
            "correct_answer": letters(question),
        }
        for question in questions
    ]
    return "a.json", json.dumps(value, ensure_ascii=False).encode()


def nested_records(questions: Questions) -> tuple[str, bytes]:
    """Grouped by kind, options by letter, answers as lists."""
    groups = {
        title: [
            {
                "题干": question.stem,
                "选项": {LETTERS[i]: text for i, text in enumerate(question.options)},
                "答案": list(letters(question)) if question.options else question.answer,
            }
            for question in questions
            if question.kind is kind
        ]
        for kind, title in KINDS.items()
    }
    return "a.json", json.dumps({"data": groups}, ensure_ascii=True).encode()


def listed_rows(questions: Questions) -> tuple[str, bytes]:
    return "a.json", json.dumps(_rows(questions), ensure_ascii=False).encode()


def _document(document: "docx.document.Document") -> bytes:
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


def word_of_lines(questions: Questions) -> tuple[str, bytes]:
    document = docx.Document()
    for line in text_of_lines(questions)[1].decode().split("\n"):
        document.add_paragraph(line)
    return "a.docx", _document(document)


def word_table(questions: Questions) -> tuple[str, bytes]:
    document = docx.Document()
    document.add_paragraph("应知应会题库")
    rows = _rows(questions)
    table = document.add_table(len(rows), len(rows[0]))
    for row, cells in zip(rows, table.rows, strict=True):
        for value, cell in zip(row, cells.cells, strict=True):
            cell.text = str(value) if value is not None else ""
    return "a.docx", _document(document)


WRITERS: tuple[Writer, ...] = (
    plain_workbook,
    excel_97,
    numbered_workbook,
    one_cell_workbook,
    in_the_stem_workbook,
    utf8_csv,
    gbk_csv,
    page,
    text_of_lines,
    text_in_a_row,
    text_with_inline_answers,
    text_with_key,
    text_with_ranges,
    markdown,
    records,
    nested_records,
    listed_rows,
    word_of_lines,
    word_table,
)
