from sqlmodel import Session, col, select

from content.finding.passages import OPENING, passages
from store.tables import Article, Portion, Work
from tests.finding.conftest import PLAN, RULES, Shelf


def cut_up(session: Session, work: Work) -> list[tuple[str, tuple[str, ...], str]]:
    articles = session.exec(
        select(Article).where(Article.work_id == work.id).order_by(col(Article.seq))
    ).all()
    portions = session.exec(
        select(Portion).where(Portion.work_id == work.id).order_by(col(Portion.seq))
    ).all()
    return [(p.label, p.path, p.text) for p in passages(work, articles, portions)]


def test_a_text_of_articles_is_its_articles(session: Session, shelf: Shelf) -> None:
    found = cut_up(session, shelf(RULES))
    articles = [row for row in found if row[0].endswith("条")]
    assert [label for label, _, _ in articles] == [f"第{n}条" for n in "一二三四五六七八"]
    assert articles[2][1] == ("第二章　学习日",)
    assert all(text in RULES for _, _, text in found)


def test_paragraphs_stand_under_their_headings(session: Session, shelf: Shelf) -> None:
    found = cut_up(session, shelf(PLAN))
    assert [label for label, _, _ in found] == ["一、", "一、（一）", "二、", "三、"]
    assert found[1][1] == ("一、总体目标", "（一）近期目标")
    assert "二十本书" in found[0][2]


def test_no_line_of_a_text_is_lost(session: Session, shelf: Shelf) -> None:
    for text in (RULES, PLAN):
        found = "\n".join(part for _, _, part in cut_up(session, shelf(text)))
        body = [line for line in text.split("\n")[1:] if line and not line.startswith("（2021")]
        missing = [line for line in body if line not in found and "章" not in line[:4]]
        assert missing == []


def test_what_stands_before_the_first_heading_has_a_name(session: Session, shelf: Shelf) -> None:
    text = "读书活动的意见\n各党小组要重视读书，把读书放在心上。\n一、时间\n每周五下午读书。\n"
    labels = [label for label, _, _ in cut_up(session, shelf(text))]
    assert labels == [OPENING, "一、"]


def test_a_list_of_short_headings_is_quoted_as_well(session: Session, shelf: Shelf) -> None:
    text = "读书纪律清单\n一、读书纪律\n1.不得迟到\n2.不得早退\n二、会场纪律\n3.不得喧哗\n"
    found = "\n".join(part for _, _, part in cut_up(session, shelf(text)))
    assert all(line in found for line in ("1.不得迟到", "2.不得早退", "3.不得喧哗"))
