"""Damaged copies: always the same, always damaged, and every error of a reader is noticed."""

import io
import random
import zipfile
from pathlib import Path

import pytest

from bench.fidelity import damaged_files
from bench.fidelity.damaging import broken_by, damaged
from bench.fidelity.trial_data import Missing, TrialData
from domain.refusals import Refused

TEXT = ("样例办法\n第一条　为了试验。\n" * 40).encode()


def packed() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("word/document.xml", "<w>" + "样例" * 200 + "</w>")
        archive.writestr("word/other.bin", "x")
    return out.getvalue()


@pytest.mark.parametrize("data", [TEXT, packed()])
def test_copies_are_damaged_and_always_the_same(data: bytes) -> None:
    copies = [damaged(data, random.Random(number)) for number in range(30)]
    again = [damaged(data, random.Random(number)) for number in range(30)]
    assert [len(copy) for copy in copies] == [len(copy) for copy in again]
    assert sum(copy != data for copy in copies) >= 29


def test_packed_files_are_mostly_damaged_inside() -> None:
    opened = 0
    for number in range(40):
        copy = damaged(packed(), random.Random(number))
        opened += zipfile.is_zipfile(io.BytesIO(copy))
    assert opened > 20


def test_errors_are_noticed_and_refusals_are_not(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes(TEXT)

    def reader(name: str, data: bytes) -> object:
        if len(data) < len(TEXT):
            raise Refused("file_broken", name=name)
        if len(data) > len(TEXT):
            raise ValueError("too long")
        return data

    longer = [damaged(TEXT, random.Random(f"a.txt {number}")) for number in range(40)]
    assert len(broken_by(path, 40, reader)) == sum(len(copy) > len(TEXT) for copy in longer) > 0


def test_honest_text_breaks_no_reader(tmp_path: Path) -> None:
    (tmp_path / "variants").mkdir()
    (tmp_path / "variants" / "a.txt").write_bytes(TEXT)
    (tmp_path / "variants" / "b.docx").write_bytes(packed())
    section = damaged_files.work(TrialData(tmp_path), print)
    assert section.verdicts[0].held
    assert section.verdicts[0].reached == f"0 of {2 * damaged_files.COPIES}"


def test_nothing_to_damage_is_said(tmp_path: Path) -> None:
    with pytest.raises(Missing):
        damaged_files.work(TrialData(tmp_path), print)
