"""The measures that ask the library and load the whole set, on a text of our own."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from bench.fidelity import whole_set
from bench.fidelity.asking import ask
from bench.fidelity.found_words import WORDS, judge_words, pairs_of
from bench.fidelity.library import stock
from bench.fidelity.questions import percentiles
from bench.fidelity.trial_data import Missing, TrialData
from bench.figures import Section
from content.cutting.cut import cut

NOW = datetime(2026, 11, 25, tzinfo=UTC)
DUES = """样例收缴办法
第一条　党费由支部按月收缴，党费用于学习活动。
第二条　支部接受监督，党章是根本。
第三条　本办法自发布之日起施行。
"""


@pytest.fixture
def data(tmp_path: Path) -> TrialData:
    for folder in whole_set.FOLDERS:
        (tmp_path / folder).mkdir()
    (tmp_path / "docs" / "dues.txt").write_text(DUES, encoding="utf-8")
    (tmp_path / "variants" / "same.txt").write_text(DUES, encoding="utf-16")
    (tmp_path / "variants" / "empty.txt").write_text("")
    (tmp_path / "variants" / "variants.json").write_text("[]")
    return TrialData(tmp_path)


def test_a_question_is_asked_as_often_as_told(data: TrialData, tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'asked.db'}"
    assert 0 < stock(url, [data.file("docs")], NOW) < 0.01
    found = ask(url, ["党费由谁收缴"], 3, NOW)
    assert len(found["ms"]) == 3
    passages = found["answers"][0]["passages"]
    assert (passages[0]["source"], passages[0]["label"]) == ("dues.txt", "第一条")


def words_section(passages: list[dict[str, Any]]) -> Section:
    section = Section("x", "", ())
    answers = [{"passages": passages if word == "党费" else []} for word in WORDS]
    judge_words(section, answers, list(WORDS), [cut(DUES)])
    return section


def test_a_word_counts_when_it_is_shown_and_marked() -> None:
    text = "第一条　党费由支部按月收缴。"
    good = words_section([{"text": text, "marked": ["党费"]}])
    assert good.verdicts[0].reached.startswith("1 of 3")
    unmarked = words_section([{"text": text, "marked": ["支部"]}])
    assert unmarked.verdicts[0].reached.startswith("0 of 3")
    beside = words_section([{"text": text, "marked": ["党费"]}, {"text": "无关", "marked": []}])
    assert beside.verdicts[0].reached.startswith("0 of 3")


def test_pairs_are_neighbours_and_always_the_same() -> None:
    texts = [DUES * 3, "".join(chr(0x4E00 + number) for number in range(1000))]
    pairs = pairs_of(texts)
    assert pairs == pairs_of(texts)
    assert len(set(pairs)) == len(pairs)
    assert all(any(pair in text for text in texts) for pair in pairs)


def test_percentiles() -> None:
    half, last = percentiles([float(number) for number in range(1, 1001)])
    assert half == pytest.approx(500.5)
    assert 989 < last < 992


def test_the_whole_set_is_loaded_twice(data: TrialData, tmp_path: Path) -> None:
    section = whole_set.work(data, tmp_path / "work")
    first, again = section.rows
    assert first[2:6] == ("3", "1", "1", "1")
    assert again[2:6] == ("3", "0", "2", "1")
    assert [verdict.held for verdict in section.verdicts] == [True] * 5


def test_a_set_without_its_folders_is_missing(tmp_path: Path) -> None:
    with pytest.raises(Missing, match="no docs"):
        whole_set.work(TrialData(tmp_path), tmp_path / "work")
