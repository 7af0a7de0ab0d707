"""The banks and tables that may lie beside the project, against what is known of them."""

import json
import re
from typing import Any

import pytest

from content.reading.bank.bank import read_bank
from content.reading.bank.likeness import looks_like_bank
from content.reading.bank.question import Bank, BankQuestion, QuestionKind
from domain.refusals import Refused
from tests.reading.shared import SHARED

BANKS = SHARED / "banks"
TRUTH = BANKS / "expected_banks.json"
pytestmark = pytest.mark.skipif(not TRUTH.exists(), reason="no trial banks beside the project")

KINDS = {
    "单选题": QuestionKind.SINGLE,
    "多选题": QuestionKind.MULTIPLE,
    "判断题": QuestionKind.JUDGE,
    "填空题": QuestionKind.BLANK,
}
# The collection counted a database made from an older edition; the file numbers 400 and 150.
OTHERWISE = {"gangyao-gbk.txt": {"单选题": 400, "多选题": 150}}


def truth(part: str) -> list[dict[str, Any]]:
    entries: list[dict[str, Any]] = json.loads(TRUTH.read_bytes())[part] if TRUTH.exists() else []
    return entries


def read(name: str) -> Bank:
    return read_bank(name, (BANKS / name).read_bytes())


def written(question: BankQuestion) -> tuple[object, ...]:
    answer = question.answer
    if not isinstance(answer, str):
        answer = "".join(chr(ord("A") + place) for place in answer)
    return question.kind, question.stem, question.options, answer


@pytest.mark.parametrize("entry", truth("made_tables"), ids=lambda entry: entry["file"])
def test_tables_made_from_real_questions(entry: dict[str, Any]) -> None:
    if not entry["questions"]:
        pytest.skip("refused or read like another table, see below")
    bank = read(entry["file"])
    expected = [
        (KINDS[known["type"]], known["stem"], tuple(known["options"]), known["answer"])
        for known in entry["questions"]
    ]
    assert [written(question) for question in bank.questions] == expected
    rejected = [problem.row for problem in bank.problems if not problem.kept]
    assert rejected == [row["row"] for row in entry["rejected"]]


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("x9-有密码.xlsx", "file_password"),
        ("x10-空表.xlsx", "file_no_questions"),
        ("x11-截断.xlsx", "file_broken"),
    ],
)
def test_tables_that_cannot_be_read(name: str, code: str) -> None:
    with pytest.raises(Refused) as refused:
        read(name)
    assert refused.value.code == code


@pytest.mark.parametrize("name", ["x6b-老格式改名.xlsx", "x8-其实是网页.xls"])
def test_a_wrong_name_hides_nothing(name: str) -> None:
    known = [written(question)[1:] for question in read("x6-老格式.xls").questions]
    assert [written(question)[1:] for question in read(name).questions] == known


@pytest.mark.parametrize("entry", truth("raw_banks"), ids=lambda entry: entry["file"])
def test_banks_as_found(entry: dict[str, Any]) -> None:
    bank = read(entry["file"])
    counts = OTHERWISE.get(entry["file"], entry["by_type"])
    if counts:
        assert bank.counts() == {KINDS[name].value: number for name, number in counts.items()}
    elif entry["questions"] and not entry["file"].endswith(".csv"):
        named = [problem for problem in bank.problems if problem.code != "repeated"]
        told = sum(1 for problem in named if not problem.kept)
        assert sum(bank.counts().values()) + told == entry["questions"]


def test_every_numbered_line_is_a_question_or_is_named() -> None:
    text = (BANKS / "xxqg-challenge.csv").read_text("utf-8-sig")
    bank = read("xxqg-challenge.csv")
    rows = {question.row for question in bank.questions} | {
        problem.row for problem in bank.problems
    }
    lines = enumerate(text.splitlines(), 1)
    numbered = {row for row, line in lines if re.match(r"\d+、", line)}
    assert len(numbered) == 3505
    assert not numbered - rows


def test_what_is_a_bank_and_what_is_not() -> None:
    unreadable = ("x9-", "x10-", "x11-", "expected")
    for path in BANKS.iterdir():
        if not path.name.startswith(unreadable):
            assert looks_like_bank(path.name, path.read_bytes()), path.name
    for folder in ("rosters", "docs", "variants"):
        for path in (SHARED / folder).iterdir():
            assert not (path.is_file() and looks_like_bank(path.name, path.read_bytes())), path
