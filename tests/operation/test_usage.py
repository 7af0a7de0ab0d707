"""Exit codes and sentences of wrong usage."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from bot.cli import main

ROOT = Path(__file__).parents[2]


def zhibu(folder: Path, *words: str) -> subprocess.CompletedProcess[str]:
    """One run of the program in a folder of its own."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("ZHIBU_")}
    return subprocess.run(
        [sys.executable, "-m", "bot", *words],
        cwd=folder,
        env=kept | {"PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.parametrize("words", [("nosuch",), ("roster", "名册.xlsx"), ("check", "--nosuch")])
def test_words_that_no_command_takes_are_two_and_one_sentence(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, words: tuple[str, ...]
) -> None:
    """In this process: nothing is begun before the words are understood."""
    monkeypatch.setattr(sys, "argv", ["zhibu", *words])
    with pytest.raises(SystemExit) as ended:
        main()
    assert ended.value.code == 2
    assert len(capsys.readouterr().err.splitlines()) == 1


@pytest.mark.parametrize(
    "words",
    [
        ("nosuch",),
        ("run", "--only", "kitchen"),
        ("load", "学习.md", "--kind", "novel"),
        ("invite", " "),
    ],
)
def test_wrong_usage_is_two_and_one_sentence(tmp_path: Path, words: tuple[str, ...]) -> None:
    done = zhibu(tmp_path, *words)
    assert done.returncode == 2
    assert len(done.stderr.splitlines()) == 1, done.stderr


def test_without_words_the_help_is_shown(tmp_path: Path) -> None:
    done = zhibu(tmp_path)
    assert done.returncode == 2
    assert "roster" in done.stdout


def test_a_problem_is_one_and_no_traceback(tmp_path: Path) -> None:
    plain = zhibu(tmp_path, "restore", "没有.zip")
    assert plain.returncode == 1
    assert "没有这个文件" in plain.stderr
    assert "Traceback" not in plain.stderr


@pytest.mark.parametrize(
    "words", [("--debug", "restore", "没有.zip"), ("restore", "没有.zip", "--debug")]
)
def test_a_traceback_is_shown_when_asked_for(tmp_path: Path, words: tuple[str, ...]) -> None:
    asked = zhibu(tmp_path, *words)
    assert asked.returncode == 1
    assert "Traceback" in asked.stderr
