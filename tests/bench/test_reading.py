"""The readers' benchmarks run on files of our own, and say when there are none."""

from pathlib import Path

import docx
import pytest

from bench import reading
from bench.fidelity import speed
from bench.fidelity.trial_data import Missing, TrialData


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "docs").mkdir()
    source = docx.Document()
    for number in range(40):
        source.add_paragraph(f"这是第 {number} 段样例文字，用来比较两种读法的快慢。")
    source.save(str(tmp_path / "docs" / "sample.docx"))
    return tmp_path


def test_word_files_are_measured_against_the_peer(folder: Path) -> None:
    section = reading.work("F", folder, 1)
    assert section.title.startswith("F. ")
    assert [row[0] for row in section.rows] == ["sample.docx"]
    assert [verdict.what for verdict in section.verdicts] == ["sample.docx"]


def test_kinds_without_files_are_said(folder: Path) -> None:
    with pytest.raises(reading.NoFiles, match="html"):
        reading.work("H", folder, 1)


def test_speed_takes_the_kinds_that_there_are(folder: Path, tmp_path: Path) -> None:
    assert [section.title for section in speed.work(TrialData(folder))] == ["7. Speed: Word files"]
    with pytest.raises(Missing, match="docx"):
        speed.work(TrialData(tmp_path / "nothing"))
