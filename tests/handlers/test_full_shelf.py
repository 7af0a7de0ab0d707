"""A shelf of very many texts still answers in a message or two."""

from sqlmodel import select

from store.database import transaction
from store.tables import Work
from tests.courses.shelf import a_text
from tests.handlers.desk import ADMIN, Desk


def test_the_library_lists_some_and_says_how_many_more(branch: Desk) -> None:
    with transaction(branch.engine) as session:
        for number in range(70):
            a_text(session, branch.now, f"示例规定{number:03}", 1)
        session.exec(select(Work).where(Work.title == "示例规定069")).one().state = "waiting"
        before = len(session.exec(select(Work)).all())
    shown = branch.say(ADMIN, "资料库", ADMIN)[-1]
    assert f"另有 {before - 60} 篇" in shown.text
    assert "示例规定069" in shown.text  # it waits for 确认, and is named before all others
    assert len(shown.text) < 4096


def test_an_empty_library_says_how_to_fill_it(branch: Desk) -> None:
    said = branch.say(ADMIN, "资料库", ADMIN)[-1].text
    assert "还没有资料" in said
    assert "另有" not in said
    for words in ("目录", "补学", "今日学习", "学习计划", "必学", "练习", "搜 党费", "党章第三条"):
        who = "1" if words == "学习计划" else ADMIN if words == "必学" else "3"
        answer = branch.say(who, words, who)[-1].text
        assert answer
        assert "编号" not in answer  # no incident
