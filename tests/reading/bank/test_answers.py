"""How answers are written: each way names the same options, and nothing is guessed."""

import pytest

from content.reading.bank.answers import chosen, truth_of

OPTIONS = {0: "学习", 1: "讨论", 2: "表决", 3: "公示"}


@pytest.mark.parametrize(
    "answer",
    [
        "AC",
        "ac",
        "ＡＣ",
        "A、C",
        "A,C",
        "A C",
        "A；C。",
        "答案：AC",
        "【AC】",
        "（A C）",
        "CA",
        "1,3",
        "13",
        "①③",
        "学习、表决",
        "学习\n表决",
        "A.学习 C.表决",
        ["A", "C"],
        ["学习", "表决"],
    ],
)
def test_every_way_to_write_two_options(answer: object) -> None:
    assert chosen(answer, OPTIONS) == (0, 2)


@pytest.mark.parametrize("answer", ["E", "AF", "5", "0", "学", "A或B", "A.讨论", "", ["A", "X"]])
def test_what_names_no_option_names_none(answer: object) -> None:
    assert chosen(answer, OPTIONS) == ()


def test_a_number_is_a_place_unless_answers_are_written_out() -> None:
    years = {0: "4", 1: "3", 2: "2", 3: "1"}
    assert chosen("4", years) == (3,)
    assert chosen("4", years, words=True) == (0,)
    assert chosen("0", years, from_zero=True) == (0,)


@pytest.mark.parametrize("word", ["对", "√", "正确", "T", "TRUE", "是", "✓", "（√）", "答案：对"])
def test_right(word: str) -> None:
    assert truth_of(word) is True


@pytest.mark.parametrize("word", ["错", "×", "错误", "F", "false", "否", "✗", "X", "不正确"])
def test_wrong(word: str) -> None:
    assert truth_of(word) is False


def test_a_word_that_may_fill_a_blank_is_no_certain_judgement() -> None:
    assert truth_of("是", certain=True) is None
    assert truth_of("错误", certain=True) is False
    assert truth_of("宗旨") is None
