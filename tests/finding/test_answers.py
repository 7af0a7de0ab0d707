import threading
from datetime import datetime

import pytest
from sqlmodel import Session

from content.finding import Found, search, warm
from content.finding import library as libraries
from store.tables import Work
from tests.finding.conftest import PLAN, RULES, Shelf

Both = tuple[Work, Work]
RULES_2024 = RULES.replace("2021年", "2024年").replace("每月举行2次", "每月举行3次")


def first(found: Found) -> tuple[str, str]:
    return found.passages[0].title, found.passages[0].label


@pytest.mark.parametrize(
    ("question", "label"),
    [
        ("学习日一个月搞几次", "第三条"),
        ("学习要坚持哪些原则", "第二条"),
        ("生病了不能来学习怎么办", "第四条"),
        ("公车能不能接送来学习的人", "第五条"),
        ("老婆也在支部的怎么分组", "第六条"),
        ("借学习的名义请客怎么处分", "第七条"),
        ("读书会多久开一次", "二、"),
        ("买书的经费由谁承担", "三、"),
        ("到2029年要读多少本书", "一、"),
        ("清河支部学习管理条例第五条", "第五条"),
        ("学习管理条例里关于学习小组怎么说", "第六条"),
    ],
)
def test_a_question_finds_its_passage(
    session: Session, library: Both, now: datetime, question: str, label: str
) -> None:
    found = search(session, question, now)
    assert found.passages, question
    assert found.passages[0].label == label


@pytest.mark.parametrize("word", ["监督", "党费", "宴请", "领读", "会每"])
def test_words_of_two_signs_are_found_wherever_they_stand(
    session: Session, library: Both, now: datetime, word: str
) -> None:
    found = search(session, word, now)
    assert word in found.passages[0].text


@pytest.mark.parametrize(
    "question",
    [
        "明天会不会下雨",
        "高考什么时候报名",
        "党内监督条例第八条是什么",
        "《清河支部财务制度》讲什么",
        "治安管理处罚法里怎么说",
        "清河支部学习管理条例第二十条",
        "2019年版清河支部学习管理条例怎么说",
        "2019年清河支部学习管理条例第五条",
        "",
        "？！",
        "的了吗",
    ],
)
def test_where_nothing_answers_it_says_so(
    session: Session, library: Both, now: datetime, question: str
) -> None:
    assert search(session, question, now).passages == ()


def test_an_empty_library_has_no_answer(session: Session, now: datetime) -> None:
    assert search(session, "学习日几次", now).passages == ()


def test_the_excerpt_is_the_text_word_for_word_and_the_words_are_marked(
    session: Session, library: Both, now: datetime
) -> None:
    found = search(session, "党员因病不能参加学习日怎么办", now).passages[0]
    assert found.text in RULES
    assert found.text[found.start : found.start + len(found.excerpt)] == found.excerpt
    assert found.is_whole
    marked = [found.excerpt[start:end] for start, end in found.spans]
    assert any("因病" in words for words in marked)
    assert (found.issued, found.path) == ("2021-03-01", ("第二章　学习日",))
    assert found.article_id


def test_a_long_passage_is_cut_at_the_ends_of_sentences(
    session: Session, shelf: Shelf, now: datetime
) -> None:
    sentences = [f"第{n}间教室用于开展第{n}类学习活动并由专人看管好门窗。" for n in range(1, 40)]
    sentences[30] = "锅炉房的钥匙由值班员保管。"
    shelf("教室管理办法\n第一条　本办法管理教室。\n第二条　" + "".join(sentences) + "\n")
    found = search(session, "锅炉房钥匙谁保管", now).passages[0]
    assert "锅炉房的钥匙由值班员保管。" in found.excerpt
    assert not found.is_whole
    assert found.excerpt in found.text
    assert found.excerpt.endswith("。")
    assert found.text[found.start - 1] == "。"


def test_a_withdrawn_text_vanishes_at_once(session: Session, library: Both, now: datetime) -> None:
    assert search(session, "学习日一个月搞几次", now).passages
    library[0].state = "withdrawn"
    session.add(library[0])
    session.flush()
    assert all(p.work_id != library[0].id for p in search(session, "学习日几次", now).passages)


def test_a_new_text_is_found_at_once(session: Session, shelf: Shelf, now: datetime) -> None:
    shelf(RULES)
    assert all(p.label != "二、" for p in search(session, "读书会多久开一次", now).passages)
    shelf(PLAN)
    assert first(search(session, "读书会多久开一次", now)) == ("清河支部读书活动方案", "二、")


def test_the_edition_in_force_comes_first_and_once(
    session: Session, shelf: Shelf, now: datetime
) -> None:
    shelf(RULES)
    shelf(RULES_2024)
    found = search(session, "学习日一个月搞几次", now).passages
    assert found[0].issued == "2024-03-01"
    assert found[0].is_current
    assert [p.label for p in found].count("第三条") == 1


def test_a_named_edition_answers_although_it_is_old(
    session: Session, shelf: Shelf, now: datetime
) -> None:
    shelf(RULES)
    shelf(RULES_2024)
    found = search(session, "2021年版学习管理条例中学习日每月几次", now).passages[0]
    assert "2次" in found.text
    assert not found.is_current


def test_an_edition_is_named_by_the_year_before_it_came_into_force(
    session: Session, shelf: Shelf, now: datetime
) -> None:
    shelf(RULES)
    shelf(RULES_2024.replace("（2024年3月1日清河支部通过）", "（自2024年1月1日起施行）"))
    found = search(session, "2023年学习管理条例第三条", now).passages
    assert ["3次" in passage.text for passage in found] == [True]


def test_a_report_is_known_by_its_congress(session: Session, shelf: Shelf, now: datetime) -> None:
    shelf("在清河市第九次全国代表大会上的报告\n一、读书\n全市要建成一百个书屋。\n")
    shelf(PLAN)
    assert first(search(session, "九大报告里怎么说书屋", now))[1] == "一、"


def test_an_edition_before_its_day_is_not_the_current_one(
    session: Session, shelf: Shelf, now: datetime
) -> None:
    shelf(RULES)
    shelf(RULES.replace("2021年", "2030年").replace("2次", "4次"))
    found = search(session, "学习日一个月搞几次", now).passages[0]
    assert (found.issued, found.is_current) == ("2021-03-01", True)


def test_a_text_that_waits_for_its_approval_is_not_shown(
    session: Session, library: Both, now: datetime
) -> None:
    library[0].state = "waiting"
    session.add(library[0])
    session.flush()
    assert warm(session) > 0
    assert all(p.work_id == library[1].id for p in search(session, "学习日", now).passages)


def test_another_text_under_the_number_of_one_that_is_gone(
    session: Session, library: Both, now: datetime
) -> None:
    assert search(session, "宴请怎么处分", now).passages
    library[0].sha256 = "f" * 64  # as if restored from elsewhere under the same number
    session.add(library[0])
    session.flush()
    assert all(p.work_id != library[0].id for p in search(session, "宴请", now).passages)


def test_many_new_texts_are_taken_in_by_a_thread(
    session: Session, shelf: Shelf, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    shelf(RULES)
    warm(session)
    monkeypatch.setattr(libraries, "AT_ONCE", 0)
    started = threading.Event()
    monkeypatch.setattr(libraries.Library, "_catch_up", lambda *_: started.set())
    shelf(PLAN)
    assert search(session, "学习日一个月搞几次", now).passages
    assert started.wait(5)


def test_a_very_long_question_is_read_to_a_point(
    session: Session, library: Both, now: datetime
) -> None:
    assert search(session, "学习日一个月搞几次" + "，谢谢" * 2000, now).passages
