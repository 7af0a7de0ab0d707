import ast
from collections.abc import Iterator
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from content.sentences import _template, say, sources
from handlers.routes import PRESSES, ROUTES

ROOT = Path(__file__).parents[2]
FLOORS = ("bot", "handlers", "channels", "scheduler", "web", "content", "domain", "store")
MEETING = {
    "kind": "general_meeting",
    "start": "2026-11-27T14:00:00+08:00",
    "end": None,
    "place": None,
    "topics": [],
    "audience": None,
}


def calls(name: str) -> Iterator[tuple[Path, str]]:
    """Every literal first argument of calls to `name` in the product."""
    for floor in FLOORS:
        for path in (ROOT / floor).rglob("*.py"):
            for node in ast.walk(ast.parse(path.read_text("utf-8"))):
                if not isinstance(node, ast.Call) or getattr(node.func, "id", "") != name:
                    continue
                if node.args and isinstance(node.args[0], ast.Constant):
                    yield path, str(node.args[0].value)


def test_every_refusal_has_its_sentence() -> None:
    missing = {code for _, code in calls("Refused")} - {
        key.removeprefix("refused_") for key in sources() if key.startswith("refused_")
    }
    assert not missing


def test_every_sentence_that_is_said_stands_written() -> None:
    said = {key for _, key in calls("Say")} | {key for _, key in calls("plain")}
    assert not said - set(sources())


def test_every_button_has_a_label_and_every_command_a_menu_line() -> None:
    assert all(f"button_{verb}" in sources() for verb in PRESSES if verb not in LABELLED)
    assert all(f"menu_{route.command}" in sources() for route in ROUTES if route.command != "start")


LABELLED = (
    "kind",
    "option",
    "pick",
    "branch",
    "plan_take",
    "plan_kind",
    "quiz_pick",
    "quiz_mark",
)  # their labels are facts


def test_every_template_compiles() -> None:
    for key in sorted(sources()):
        assert _template(key) is not None, key


def test_a_draft_shows_what_is_open() -> None:
    facts = MEETING | {"kind": None, "start": None, "asks": "kind", "draft": {}}
    lines = say("draft", facts)[0].splitlines()
    assert lines[1:6] == ["类型：待定", "时间：待定", "地点：待定", "议题：待定", "范围：全体党员"]


@given(st.text(max_size=80))
def test_what_a_person_wrote_never_becomes_a_mark(text: str) -> None:
    shown, marks = say("feedback", {"account": "某人", "text": "x" + text + "x"})
    assert not marks
    lines = shown.splitlines()
    assert lines[0] == "收到反馈（某人）："


def test_no_sentence_cheers_or_ranks() -> None:
    for key, text in sources().items():
        for word in ("！", "积分", "排名", "打卡", "加油", "点赞", "连续签到"):
            assert word not in text, (key, word)
