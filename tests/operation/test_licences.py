import re
from pathlib import Path

from tests.operation.licences import NOTICES, WEAK_COPYLEFT, licence, locked, notices

ROOT = Path(__file__).parents[2]


def test_nothing_forces_the_gpl_on_anybody() -> None:
    """`licence` knows only permissive and weak copyleft ones and raises for every other."""
    found = {requirement.name: licence(requirement.name) for requirement in locked()}
    assert len(found) > 40
    for name, text in found.items():
        alternatives = text.split(" OR ")
        assert any(not re.search(r"(?<!L)GPL", part) for part in alternatives), (name, text)


def test_the_notices_are_those_of_the_lock() -> None:
    assert NOTICES.read_text("utf-8") == notices(), "run python -m tests.operation.licences"


def test_weak_copyleft_is_named_with_what_it_means() -> None:
    text = NOTICES.read_text("utf-8")
    explained = text[: text.index("## 组件")]
    for requirement in locked():
        if any(kind in licence(requirement.name) for kind in WEAK_COPYLEFT):
            assert requirement.name in explained


def test_the_project_is_under_mit() -> None:
    text = (ROOT / "LICENSE").read_text("utf-8")
    assert text.startswith("MIT License\n\nCopyright (c) 2026 zhibu contributors")
