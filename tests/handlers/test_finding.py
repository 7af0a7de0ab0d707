"""Finding in the library: articles, ranges, 款 and 项, neighbours, and search by words."""

import pytest

from content.cutting.citations import Citation, read_citation
from content.cutting.clauses import quoted
from content.reading.document import read_document
from content.shelving import shelve
from store.database import transaction
from tests.handlers.desk import Desk

TITLE = "柳河支部管理办法"
LINES = (
    TITLE,
    "（2024年3月1日柳河支部通过）",
    "第一章　总则",
    "第一条　为了规范支部管理，制定本办法。",
    "第二条　支部每月召开一次委员会会议。",
    "会议由书记主持，书记因故缺席的由副书记主持：",
    "（一）研究本月学习安排；",
    "（二）听取党小组汇报。",
    "第三条　党费由组织委员于每月十日前收缴。",
    "第二章　图书",
    "第四条　图书借阅期限为三十日，逾期应当归还。",
    "第五条　损坏图书的，按原价赔偿。",
)


@pytest.fixture
def shelf(branch: Desk) -> Desk:
    with transaction(branch.engine) as session:
        document = read_document("办法.txt", "\n".join(LINES).encode())
        shelve(session, document, "x", "办法.txt", branch.now)
    return branch


@pytest.mark.parametrize(
    ("words", "citation"),
    [
        ("党章第三条至第五条", Citation("党章", "第三条", "第五条")),
        ("党章第3-5条", Citation("党章", "第三条", "第五条")),
        ("党章第三条到第五条", Citation("党章", "第三条", "第五条")),
        ("党章 3-5", Citation("党章", "第三条", "第五条")),
        ("党章第三条第二款", Citation("党章", "第三条", None, 2)),
        ("查 党章第三条第二款第（一）项", Citation("党章", "第三条", None, 2, 1)),
        ("党章第三条第1款(2)项", Citation("党章", "第三条", None, 1, 2)),
        ("党章第三条第四项是什么", Citation("党章", "第三条", None, None, 4)),
    ],
)
def test_what_people_write(words: str, citation: Citation) -> None:
    assert read_citation(words) == citation


def test_the_parts_of_an_article() -> None:
    text = "\n".join(LINES[4:8])
    assert quoted(text, "第二条", 1, None) == LINES[4]
    assert quoted(text, "第二条", 2, None) == "\n".join(LINES[5:8])
    assert quoted(text, "第二条", 2, 2) == f"{LINES[5]}\n{LINES[7]}"
    assert quoted(text, "第二条", None, 1) == f"{LINES[5]}\n{LINES[6]}"
    assert quoted(text, "第二条", 3, None) is None
    assert quoted(text, "第二条", 2, 3) is None
    assert quoted(text, "第二条", 1, 1) is None


def test_a_range_comes_in_one_answer_word_for_word(shelf: Desk) -> None:
    said = shelf.say("3", f"查 {TITLE}第三条至第五条", "3")[-1].text
    assert "第三条至第五条" in said
    for line in (LINES[8], LINES[10], LINES[11]):
        assert line in said
    assert LINES[3] not in said


def test_a_range_the_wrong_way_round_or_too_long_says_so(shelf: Desk) -> None:
    assert "从前到后" in shelf.say("3", f"查 {TITLE}第五条至第三条", "3")[-1].text
    assert "没有" in shelf.say("3", f"查 {TITLE}第三条至第五十条", "3")[-1].text


def test_a_clause_is_quoted_with_its_place_and_the_whole_is_one_press_away(shelf: Desk) -> None:
    shown = shelf.say("3", f"{TITLE}第二条第二款第（二）项", "3")[-1]
    assert "第二条第二款第（二）项" in shown.text
    assert LINES[7] in shown.text
    assert LINES[6] not in shown.text
    assert LINES[6] in shelf.press("3", shown, "全文")[-1].text
    assert "没有" in shelf.say("3", f"{TITLE}第二条第九款", "3")[-1].text


def test_neighbours_are_one_press_away(shelf: Desk) -> None:
    shown = shelf.say("3", f"{TITLE}第三条", "3")[-1]
    assert shown.labels == ["上一条 第二条", "下一条 第四条"]
    turned = shelf.press("3", shown, "下一条 第四条")[-1]
    assert LINES[10] in turned.text
    assert turned.labels == ["上一条 第三条", "下一条 第五条"]
    assert shelf.say("3", f"{TITLE}第五条", "3")[-1].labels == ["上一条 第四条"]


def test_a_question_finds_the_passage_with_its_citation(shelf: Desk) -> None:
    shown = shelf.say("3", "搜 图书能借多少天", "3")[-1]
    assert f"《{TITLE}》第四条" in shown.text
    assert "图书借阅期限为三十日" in shown.text
    assert "2024年3月1日" in shown.text
    bold = {shown.text[m.start : m.end] for m in shown.message.marks if m.kind == "bold"}
    assert any("图书" in words for words in bold)


def test_words_of_two_characters_are_found(shelf: Desk) -> None:
    said = shelf.say("3", "/search 党费", "3")[-1].text
    assert "党费由组织委员于每月十日前收缴。" in said


def test_where_nothing_answers_it_says_so(shelf: Desk) -> None:
    said = shelf.say("3", "搜 明天会不会下雨", "3")[-1].text
    assert "没有查到" in said
    assert "《" not in said.replace("例如：党章第三条", "")


def test_a_search_without_words_says_what_to_write(shelf: Desk) -> None:
    assert "搜 党费" in shelf.say("3", "/search", "3")[-1].text


def test_talk_in_the_group_is_not_taken_for_a_search(shelf: Desk) -> None:
    assert shelf.say("3", "搜集一下大家的意见") == []


def test_a_withdrawn_text_is_not_found(shelf: Desk) -> None:
    assert "第四条" in shelf.say("3", "搜 图书借阅期限", "3")[-1].text
    cards = shelf.say("10001", f"撤下 {TITLE}", "10001")
    asked = shelf.press("10001", cards[0], "撤下")[-1]
    shelf.press("10001", asked, "确认撤下")
    assert "没有查到" in shelf.say("3", "搜 图书借阅期限", "3")[-1].text
