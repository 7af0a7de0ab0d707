"""Practice in private: five questions, each explained, and nothing known to anybody else."""

import json
from collections.abc import Iterator

import pytest
from sqlmodel import SQLModel, select

from domain.study_questions import NewQuestion
from store.database import transaction
from store.tables import Event, Outbox, QuizRound, Recall, StudyQuestion
from tests.handlers.desk import ADMIN, GROUP, Desk, Shown
from tests.questions.shelf import ALL, BLANK, MULTIPLE, SINGLE, a_bank, a_rule, the_pack

WHO = "3"


def ask(desk: Desk, who: str = WHO) -> Shown:
    return desk.say(who, "练习", who)[-1]


def test_five_questions_are_asked_one_after_the_other(branch: Desk) -> None:
    the_pack(branch.engine, branch.now)
    shown = ask(branch)
    seen = []
    for place in range(1, 6):
        assert f"第 {place} 题，共 5 题" in shown.text
        seen.append(shown.text)
        after = answer(branch, shown)
        explained = next(s for s in after if s.row.kind == "edit")
        assert "正确答案：" in explained.text
        assert "——《" in explained.text
        assert explained.labels == []
        shown = next(s for s in after if s.row.kind == "reply")
    assert shown.text == "这一组练习到此结束。再练一组，请发“练习”。"
    assert len({text.partition("\n")[2] for text in seen}) == 5
    with transaction(branch.engine) as session:
        assert session.exec(select(QuizRound)).all() == []
        assert len(session.exec(select(Recall)).all()) == 5


def answer(desk: Desk, shown: Shown, who: str = WHO) -> list[Shown]:
    """Answer with the first button, whatever it is, until the next question comes."""
    first = shown.labels[0]
    after = desk.press(who, shown, first)
    if "提交" in shown.labels:
        return desk.press(who, after[-1], "提交")
    return desk.press(who, after[-1], "记得") if first == "看答案" else after


def test_the_passage_is_verbatim_and_cited(branch: Desk) -> None:
    the_pack(branch.engine, branch.now)
    shown = ask(branch)
    number = shown.row.facts["question"]
    explained = next(s for s in answer(branch, shown) if s.row.kind == "edit")
    with transaction(branch.engine) as session:
        question = session.get_one(StudyQuestion, number)
    assert question.passage in explained.text
    assert "（导学，非原文）" in explained.text
    assert "出处：" in explained.text


def test_a_question_without_a_passage_says_so(branch: Desk) -> None:
    a_bank(branch.engine, branch.now, MULTIPLE)
    shown = ask(branch)
    assert "（多选）" in shown.text
    shown = branch.press(WHO, shown, "A")[-1]
    assert "已选：A" in shown.text
    assert "［A］" in shown.labels
    shown = branch.press(WHO, shown, "C")[-1]
    shown = branch.press(WHO, shown, "［A］")[-1]
    assert "已选：C" in shown.text
    explained = next(s for s in branch.press(WHO, shown, "提交") if s.row.kind == "edit")
    assert "正确答案：A. 支部书记主持；C. 每月组织一次" in explained.text
    assert "题库未附原文出处" in explained.text
    assert "题库解析：见学习条例。" in explained.text


def test_nothing_is_sent_off_before_an_option_is_chosen(branch: Desk) -> None:
    a_bank(branch.engine, branch.now, MULTIPLE)
    branch.press(WHO, ask(branch), "提交")
    assert branch.toast is not None
    assert branch.toast.alert
    assert "请先选答案" in branch.toast.text


def test_a_question_without_options_is_answered_in_the_head(branch: Desk) -> None:
    a_bank(branch.engine, branch.now, BLANK)
    shown = ask(branch)
    assert shown.labels == ["看答案"]
    assert "组织委员" not in shown.text
    shown = branch.press(WHO, shown, "看答案")[-1]
    assert "正确答案：组织委员" in shown.text
    assert shown.labels == ["记得", "不记得"]
    after = branch.press(WHO, shown, "不记得")
    assert next(s for s in after if s.row.kind == "edit").labels == []
    branch.now = branch.now.replace(minute=30)
    assert "支部图书角" in ask(branch).text


def test_what_was_missed_comes_back_before_what_was_known(branch: Desk) -> None:
    a_bank(branch.engine, branch.now, SINGLE, BLANK)
    shown = ask(branch)
    for _ in range(2):
        if shown.labels[0] == "看答案":
            shown = branch.press(WHO, shown, "看答案")[-1]
            after = branch.press(WHO, shown, "记得")
        else:
            after = branch.press(WHO, shown, "A")  # the right one is C
        shown = next(s for s in after if s.row.kind == "reply")
    assert "借阅期限是" in ask(branch).text
    branch.wait(minutes=11)
    assert "借阅期限是" in ask(branch).text


def test_an_old_question_is_not_answered_again(branch: Desk) -> None:
    the_pack(branch.engine, branch.now)
    shown = ask(branch)
    after = answer(branch, shown)
    branch.press(WHO, shown, shown.labels[0])
    assert branch.toast is not None
    assert "已经过去" in branch.toast.text
    assert next(s for s in after if s.row.kind == "reply").row.facts["question"]
    with transaction(branch.engine) as session:
        assert len(session.exec(select(Recall)).all()) == 1


def test_an_empty_shelf_says_so(branch: Desk) -> None:
    assert "还没有题目" in ask(branch).text


def test_practice_is_for_the_private_chat(branch: Desk) -> None:
    the_pack(branch.engine, branch.now)
    shown = branch.say(WHO, "/quiz")
    assert [s.chat for s in shown] == [GROUP]
    assert "题" not in shown[0].text
    with transaction(branch.engine) as session:
        assert session.exec(select(QuizRound)).all() == []


def test_everything_kept_of_a_person_can_be_deleted(branch: Desk) -> None:
    the_pack(branch.engine, branch.now)
    answer(branch, ask(branch))
    answer(branch, ask(branch, "4"), "4")
    assert "全部删除" in branch.say(WHO, "练习 清空", WHO)[-1].text
    with transaction(branch.engine) as session:
        rows = session.exec(select(Recall)).all()
        assert len(rows) == 1  # the other person's


def test_a_waiting_bank_is_not_asked(branch: Desk) -> None:
    a_bank(branch.engine, branch.now, state="waiting")
    assert "还没有题目" in ask(branch).text


# -- nothing about a person reaches anybody else ------------------------------------------
def practised(desk: Desk) -> None:
    a_rule(desk.engine, desk.now)
    a_bank(desk.engine, desk.now, *ALL)
    shown = ask(desk)
    while shown.labels:
        shown = next(s for s in answer(desk, shown) if s.row.kind == "reply")


def test_nobody_else_is_told_anything(branch: Desk) -> None:
    practised(branch)
    assert {shown.chat for shown in branch.seen} == {WHO}
    branch.seen.clear()
    for who in ("1", ADMIN):
        for words in ("帮助", "点名", "资料库", "负担", "近期安排", "/quiz"):
            branch.say(who, words, who)
        branch.say(who, "负担")
    told = "".join(s.text for s in branch.seen if s.chat != WHO)
    assert "郑大江" not in told.replace("未答复", "")


def test_no_row_but_the_round_and_the_recall_tells_what_was_chosen(branch: Desk) -> None:
    """Two people answer the same questions, one always right and one always wrong: apart from
    those two tables the database holds the same of both."""
    a_bank(branch.engine, branch.now, SINGLE)
    kept = []
    for who, letter in (("3", "C"), ("4", "A")):
        before = rows_but_recall(branch)
        shown = branch.say(who, "练习", who)[-1]
        branch.press(who, shown, letter)
        kept.append([bare(row, who) for row in rows_but_recall(branch) if row not in before])
    assert kept[0]
    assert kept[0] == kept[1]


def rows_but_recall(desk: Desk) -> list[str]:
    with desk.engine.connect() as connection:
        return [
            f"{table.name} {json.dumps(dict(row), default=str, ensure_ascii=False)}"
            for table in SQLModel.metadata.sorted_tables
            if table.name not in (Recall.__tablename__, QuizRound.__tablename__)
            for row in connection.execute(select(table)).mappings()
        ]


def bare(row: str, who: str) -> str:
    """Without what names the person, the event and the row."""
    fields = json.loads(row.partition(" ")[2])
    for name in ("id", "key", "event_key", "chat_id", "message_id", "edits"):
        fields.pop(name, None)
    return f"{row.partition(' ')[0]} {fields}".replace(f"'{who}'", "")


@pytest.fixture(autouse=True)
def no_letter_keeps_an_answer(branch: Desk) -> Iterator[None]:
    """After every test here: no row of the outbox or of the events keeps a question as said."""
    yield
    with transaction(branch.engine) as session:
        for row in session.exec(select(Outbox).where(Outbox.text_key == "quiz_question")):
            assert row.rendered is None
            assert row.buttons == []
        for event in session.exec(select(Event)):
            assert not event.press_text or "已选" not in event.press_text


def test_a_question_of_another_bank_stands_once(branch: Desk) -> None:
    a_bank(branch.engine, branch.now, SINGLE)
    other = NewQuestion("single", SINGLE.stem, SINGLE.options[::-1], (1,))
    again = a_bank(branch.engine, branch.now, other, sha256="other")
    assert (again.bank, again.added, again.known, again.differing) == (None, 0, 1, 0)
