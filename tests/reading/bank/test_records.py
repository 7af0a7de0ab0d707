"""Questions in JSON, with whatever names a program gave to their parts."""

import json

import pytest

from content.reading.bank.bank import read_bank
from content.reading.bank.problems import sentence
from content.reading.bank.question import Bank
from domain.refusals import Refused


def read(value: object) -> Bank:
    return read_bank("a.json", json.dumps(value, ensure_ascii=False).encode())


def answers(value: object) -> list[tuple[str, tuple[str, ...], object]]:
    return [(q.kind.value, q.options, q.answer) for q in read(value).questions]


TWO = ("甲", "乙")


@pytest.mark.parametrize(
    "record",
    [
        {"question": "样例（）", "optionA": "甲", "optionB": "乙", "answer": "B"},
        {"q": "样例（）", "opts": ["甲", "乙"], "correctIndex": 1},
        {"题目": "样例（）", "选项": "A.甲;B.乙", "答案": "B"},
        {"title": "样例（）", "choices": {"A": "甲", "B": "乙"}, "key": ["B"]},
        {"stem": "1、样例（）", "A": "A、甲", "B": "B、乙", "correct_answer": "B、乙"},
        {"content": "样例（）", "options": [{"text": "甲"}, {"text": "乙", "isCorrect": True}]},
        {"question": "样例（）\nA. 甲\nB. 乙", "answer": "B"},
        {"question": "样例（）", "options": ["甲 B.乙"], "answer": "B"},
    ],
)
def test_a_record_in_other_words(record: dict[str, object]) -> None:
    bank = read({"data": {"list": [record]}})
    (question,) = bank.questions
    assert (question.stem, question.options, question.answer) == ("样例（）", TWO, (1,))


def test_kinds_as_numbers_are_told_from_their_questions() -> None:
    value = [
        {"type": 7, "title": "样例一", "candidate": ["甲", "乙"], "answer": "A"},
        {"type": 8, "title": "样例二", "candidate": ["甲", "乙"], "answer": "AB"},
        {"type": 8, "title": "样例三", "candidate": ["甲", "乙"], "answer": "B。"},
        {"type": 9, "title": "样例四", "candidate": [], "answer": "对"},
        {"type": 4, "title": "样例五", "answer": "1"},
        {"type": 4, "title": "样例六", "answer": "0"},
    ]
    assert answers(value) == [
        ("single", TWO, (0,)),
        ("multiple", TWO, (0, 1)),
        ("multiple", TWO, (1,)),
        ("judge", (), "对"),
        ("judge", (), "对"),
        ("judge", (), "错"),
    ]


def test_a_question_as_key_and_its_answer_in_words() -> None:
    value = {
        "样例的数目是多少呢|100|4|3": "4",
        "样例是什么样的呢|甲|乙": "乙",
        "样例说法的对错呢|正确|错误": "正确",
    }
    assert answers(value) == [
        ("single", ("100", "4", "3"), (1,)),
        ("single", TWO, (1,)),
        ("judge", (), "对"),
    ]


def test_only_an_answer_in_words_is_a_blank() -> None:
    value = [
        {"question": "样例的核心是（）", "answer": "集体"},
        {"question": "样例", "answer": "错误"},
    ]
    assert answers(value) == [("blank", (), "集体"), ("judge", (), "错")]


def test_an_option_that_was_cut_off_is_completed_from_the_answer() -> None:
    value = {
        "样例的机关是哪一个|甲委员会|乙委员\ufffd%A": "乙委员会",
        "样例的第二个问题|甲|乙": "甲",
    }
    bank = read(value)
    assert bank.questions[0].options == ("甲委员会", "乙委员会")
    assert [sentence(problem) for problem in bank.problems] == [
        "第 1 题：选项残缺，正确的一项已按答案补全，请核对"
    ]


def test_places_counted_from_zero() -> None:
    value = [
        {"question": "样例一", "options": ["甲", "乙", "丙"], "answer": 0},
        {"question": "样例二", "options": ["甲", "乙", "丙"], "answer": 2},
    ]
    assert [answer for _, _, answer in answers(value)] == [(0,), (2,)]


def test_one_record_a_line() -> None:
    record = {"question": "样例（）", "options": ["甲", "乙"], "answer": "A"}
    other = record | {"question": "样例又（）"}
    data = f"{json.dumps(record)}\n{json.dumps(other)}\n".encode()
    assert len(read_bank("a.txt", data).questions) == 2


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b'{"a": ', "file_broken"),
        (b"[" * 100_000, "file_broken"),
        (b'{"name": "x", "age": 3}', "file_no_questions"),
        (b"[1, 2, 3]", "file_no_questions"),
        ((b'{"a":' * 500) + b"1" + b"}" * 500, "file_no_questions"),
    ],
)
def test_what_holds_no_questions_is_refused(data: bytes, code: str) -> None:
    with pytest.raises(Refused) as refused:
        read_bank("a.json", data)
    assert refused.value.code == code


def test_places_in_a_list_counted_from_zero() -> None:
    value = [{"question": "样例", "options": ["甲", "乙", "丙"], "answer": [0, 2]}]
    assert answers(value) == [("multiple", ("甲", "乙", "丙"), (0, 2))]


def test_rows_with_their_options_in_a_list() -> None:
    value = [
        ["样例的第一题", ["甲", "乙"], "B"],
        ["样例的第二题", ["甲", "乙"], "甲"],
        ["样例", "对"],
    ]
    assert answers(value) == [("single", TWO, (1,)), ("single", TWO, (0,)), ("judge", (), "对")]


def test_a_text_that_only_begins_like_json() -> None:
    text = "[单选题] 1.样例（ ）\nA.甲\nB.乙\n答案：B\n"
    assert read_bank("a.txt", text.encode()).questions[0].answer == (1,)
