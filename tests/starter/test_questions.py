"""The questions on the starter pack: fair, plain, and answered by the portion they are tied to."""

import re
import tomllib
from collections import Counter
from dataclasses import replace
from pathlib import Path

import pytest

from content.reading.bank.question import RIGHT, WRONG, QuestionKind
from content.starter.pack import starter_pack
from content.starter.questions import (
    StarterQuestion,
    _question,
    _refuse_repeats,
    starter_questions,
)

FOLDER = Path(__file__).parents[2] / "content/starter"
QUESTIONS = starter_questions()
PORTIONS = {portion.id: portion for portion in starter_pack().portions}
CHOSEN = [each for each in QUESTIONS if each.kind is not QuestionKind.JUDGE]
SINGLE = [each for each in QUESTIONS if each.kind is QuestionKind.SINGLE]
MULTIPLE = [each for each in QUESTIONS if each.kind is QuestionKind.MULTIPLE]
JUDGED = [each for each in QUESTIONS if each.kind is QuestionKind.JUDGE]
FORBIDDEN = re.compile(
    "积分|得分|分数|排名|排行|打卡|接龙|点赞|加油|勋章|连续天数|答对|恭喜|真棒|一起来|快来|小伙伴"
    "|[！!?~～哦呀吧啦（(]"
)
EMOJI = re.compile(r"[\U0001F000-\U0001FAFF\u2600-\u27BF\uFE0F]")
NEGATIVE = re.compile("不正确的|错误的是|不属于|不包括|除外|以上都|以上各")
TELEGRAM_STEM, TELEGRAM_OPTION, TELEGRAM_EXPLANATION = 300, 100, 200

each_question = pytest.mark.parametrize("question", QUESTIONS, ids=lambda each: each.portion.id)
each_file = pytest.mark.parametrize(
    "name", [path.name for path in sorted((FOLDER / "questions").glob("*.toml"))]
)


def test_there_are_enough_of_each_kind() -> None:
    assert len(QUESTIONS) >= 66
    assert 0.5 <= len(SINGLE) / len(QUESTIONS) <= 0.7
    assert 0.15 <= len(MULTIPLE) / len(QUESTIONS) <= 0.25
    assert 0.15 <= len(JUDGED) / len(QUESTIONS) <= 0.25


def test_every_portion_has_a_question() -> None:
    assert set(PORTIONS) - {each.portion.id for each in QUESTIONS} == set()


def test_every_group_of_portions_has_its_file_of_questions() -> None:
    parts = tomllib.loads((FOLDER / "pack.toml").read_text(encoding="utf-8"))["parts"]
    assert sorted(parts) == sorted(path.name for path in (FOLDER / "questions").glob("*.toml"))


@each_file
def test_a_file_asks_only_about_the_portions_of_its_group(name: str) -> None:
    asked = {row["portion"] for row in _rows(f"questions/{name}", "question")}
    assert asked
    assert asked - {row["id"] for row in _rows(name, "portion")} == set()


def test_questions_come_in_the_order_of_the_portions() -> None:
    order = list(PORTIONS)
    places = [order.index(each.portion.id) for each in QUESTIONS]
    assert places == sorted(places)


@each_question
def test_the_passage_is_whole_sentences_of_its_portion(question: StarterQuestion) -> None:
    text = PORTIONS[question.portion.id].text
    at = text.find(question.passage)
    assert at >= 0
    assert at == 0 or text[at - 1] in "。\n"
    assert question.passage.endswith("。")
    assert "\n" not in question.passage


@each_question
def test_answers_are_within_the_options(question: StarterQuestion) -> None:
    if question.kind is QuestionKind.JUDGE:
        assert question.options == ()
        assert question.answer in (RIGHT, WRONG)
        return
    assert len(set(question.options)) == 4
    assert set(question.answer) <= {0, 1, 2, 3}
    assert len(question.answer) == len(set(question.answer))
    fewest, most = (1, 1) if question.kind is QuestionKind.SINGLE else (2, 4)
    assert fewest <= len(question.answer) <= most


def test_no_stem_stands_twice() -> None:
    stems = Counter(_bare(each.stem) for each in QUESTIONS)
    assert [stem for stem, times in stems.items() if times > 1] == []


@pytest.mark.parametrize("chosen", [SINGLE, MULTIPLE], ids=["single", "multiple"])
def test_right_answers_are_spread_evenly_over_the_letters(chosen: list[StarterQuestion]) -> None:
    letters = Counter(at for each in chosen for at in each.answer)
    assert set(letters) == {0, 1, 2, 3}
    assert max(letters.values()) - min(letters.values()) <= 2


def test_half_of_what_is_judged_is_right() -> None:
    right = sum(each.answer == RIGHT for each in JUDGED)
    assert abs(right - len(JUDGED) / 2) <= 2


def test_length_does_not_give_the_right_option_away() -> None:
    longest = sum(_stands_out(each, longest=True) for each in SINGLE)
    shortest = sum(_stands_out(each, longest=False) for each in SINGLE)
    assert longest <= len(SINGLE) / 3
    assert shortest <= len(SINGLE) / 3


@each_question
def test_tone_is_plain(question: StarterQuestion) -> None:
    said = question.stem + "".join(question.options)
    assert FORBIDDEN.findall(said) == []
    assert not EMOJI.search(said)


@each_question
def test_nothing_is_asked_the_wrong_way_round(question: StarterQuestion) -> None:
    assert NEGATIVE.findall(question.stem) == []
    assert question.stem.endswith("。" if question.kind is QuestionKind.JUDGE else "？")
    assert [option for option in question.options if option[-1] in "。，；？"] == []


@each_question
def test_it_fits_a_quiz_of_the_channel(question: StarterQuestion) -> None:
    assert len(question.stem) <= TELEGRAM_STEM
    assert all(len(option) <= TELEGRAM_OPTION for option in question.options)
    assert len(question.passage) <= TELEGRAM_EXPLANATION


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"stem": " "}, "no stem"),
        ({"passage": "另外一句。"}, "does not stand in"),
        ({"passage": ""}, "does not stand in"),
        ({"options": ("甲", "甲", "乙", "丙")}, "four different options"),
        ({"options": ("甲", "乙", "丙")}, "four different options"),
        ({"options": ("甲", "乙", "丙", " ")}, "four different options"),
        ({"answer": (4,)}, "not among the options"),
        ({"answer": (-1,)}, "not among the options"),
        ({"answer": "对"}, "not among the options"),
        ({"answer": ()}, "0 right options"),
        ({"answer": (0, 1)}, "2 right options"),
        ({"kind": QuestionKind.MULTIPLE}, "1 right options"),
        ({"kind": QuestionKind.MULTIPLE, "answer": (1, 0)}, "not among the options"),
        ({"kind": QuestionKind.BLANK}, "not used here"),
        ({"kind": QuestionKind.JUDGE}, "has options"),
        ({"kind": QuestionKind.JUDGE, "options": ()}, "neither"),
    ],
    ids=str,
)
def test_a_malformed_question_is_refused_by_its_stem(change: dict[str, object], said: str) -> None:
    question = SINGLE[0]
    with pytest.raises(ValueError, match=said) as refused:
        replace(question, **change)  # type: ignore[arg-type]
    assert str(change.get("stem", question.stem)) in str(refused.value)


def test_letters_become_positions() -> None:
    portion = SINGLE[0].portion
    row = {
        "portion": portion.id,
        "kind": "multiple",
        "stem": "题目？",
        "options": ["甲", "乙", "丙", "丁"],
        "answer": "BD",
        "passage": SINGLE[0].passage,
    }
    assert _question(row, PORTIONS).answer == (1, 3)
    with pytest.raises(ValueError, match="not among the options"):
        _question(row | {"answer": "BE"}, PORTIONS)
    with pytest.raises(ValueError, match=r"题目.*no portion 'elsewhere'"):
        _question(row | {"portion": "elsewhere"}, PORTIONS)


def test_a_question_asked_twice_is_refused() -> None:
    with pytest.raises(ValueError, match="asked twice"):
        _refuse_repeats([SINGLE[0], SINGLE[1], SINGLE[0]])


def _rows(path: str, key: str) -> list[dict[str, str]]:
    rows: list[dict[str, str]] = tomllib.loads((FOLDER / path).read_text(encoding="utf-8"))[key]
    return rows


def _bare(text: str) -> str:
    return re.sub(r"\W", "", text)


def _stands_out(question: StarterQuestion, longest: bool) -> bool:
    """The one right option is the longest, or the shortest, with no other as long."""
    lengths = [len(option) for option in question.options]
    right = lengths.pop(question.options.index(_right_option(question)))
    return right > max(lengths) if longest else right < min(lengths)


def _right_option(question: StarterQuestion) -> str:
    assert not isinstance(question.answer, str)
    return question.options[question.answer[0]]
