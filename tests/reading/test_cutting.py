"""Headings, articles and plain paragraphs in texts of every make."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from content.cutting.cut import cut
from content.cutting.glued import article_of, separated
from content.cutting.lines import bare
from content.cutting.portions import portions
from content.cutting.units import body_of

RULES = """样例活动室管理办法
（2020年3月5日样例委员会通过）
第一章　总　则
第一条　为了管好活动室，制定本办法。
第二条　活动室由支部管理。
（一）有人值班；
（二）有记录。
第二章　使用
第三条　借用须登记，参照
第九条第二款的规定办理。
第四条　本办法自发布之日起施行。
"""


def test_chapters_and_articles_with_their_places() -> None:
    document = cut(RULES)
    assert document.title == "样例活动室管理办法"
    assert document.issued == date(2020, 3, 5)
    assert document.kind == "regulation"
    assert document.counts() == {"编": 0, "分编": 0, "章": 2, "节": 0, "条": 4}
    assert [article.label for article in document.articles][-1] == "第四条"
    assert document.articles[1].text.endswith("（二）有记录。")
    assert document.articles[2].path == ("第二章　使用",)


def test_a_cited_article_at_a_line_start_is_no_heading() -> None:
    article = article_of(cut(RULES).articles, "第三条")
    assert article is not None
    assert "第九条第二款" in article.text


def test_white_space_inside_labels_and_no_space_behind_them() -> None:
    document = cut("某规定\n第 一 章 总则\n第 一 条为了试验。\n第　二　条为了再试。")
    assert [article.label for article in document.articles] == ["第一条", "第二条"]
    assert document.counts()["章"] == 1


def test_a_heading_glued_to_its_text_is_taken_off() -> None:
    document = cut("某规定\n第一章 总则第一条 为了试验，制定本规定。\n第二条 无。")
    assert [heading.text for heading in document.headings] == ["第一章 总则"]
    assert len(document.articles) == 2


def test_the_table_of_contents_is_kept_but_not_counted() -> None:
    contents = "某办法\n目　录\n第一章　总则……1\n第二章　附则……2\n"
    body = "第一章　总则\n第一条　甲。\n第二章　附则\n第二条　乙。"
    document = cut(contents + body)
    assert document.counts()["章"] == 2
    assert bare("".join(document.paragraphs)) == bare(contents + body)


def test_a_table_of_contents_in_one_paragraph() -> None:
    contents = "第一章 总则 第二章 借用和归还 第三章 附则"
    body = "第一章 总则\n第一条 甲。\n第二章 借用和归还\n第二条 乙。\n第三章 附则\n第三条 丙。"
    for head in (f"目录\n{contents}", f"目录 {contents}"):
        document = cut(f"某办法\n{head}\n{body}")
        assert document.counts()["章"] == 3, head
        assert len(document.articles) == 3


def test_numbers_that_start_again_are_a_second_regulation() -> None:
    document = cut("甲办法\n第一条　甲。\n第二条　乙。\n乙办法\n第一条　丙。\n第二条　丁。")
    assert [(a.label, a.work) for a in document.articles] == [
        ("第一条", 0),
        ("第二条", 0),
        ("第一条", 1),
        ("第二条", 1),
    ]


def test_articles_quoted_by_an_amendment_are_no_articles_of_it() -> None:
    document = cut(
        "某修正案\n第五条　增加一章。内容如下：\n第九章 附件\n第七十条 旧文。\n第六条　完。"
    )
    assert [article.label for article in document.articles] == ["第五条", "第六条"]
    assert document.counts()["章"] == 0


def test_unnumbered_parts_and_papers_with_levels() -> None:
    document = cut("某章程\n总纲\n我们的宗旨。\n第一章 成员\n第一条 人人平等。")
    assert [heading.text for heading in document.headings] == ["总纲", "第一章 成员"]
    paper = cut(
        "关于样例工作的通知\n各支部：\n一、总体要求\n（一）目标。做好工作。\n二、措施\n抓好落实。"
    )
    assert [heading.label for heading in paper.headings] == ["一、", "二、"]
    assert paper.kind == "notice"


def test_lines_that_head_what_follows_are_not_shown_with_an_article() -> None:
    document = cut("某解释\n一、总则\n第一条 甲。\n二、附则\n第二条 乙。")
    assert document.articles[0].own == "第一条 甲。"
    assert "二、附则" in document.articles[0].text


@pytest.mark.parametrize(
    ("head", "day"),
    [
        ("某讲话\n习近平 2022.10.23", date(2022, 10, 23)),
        ("某条例\n（1990年1月2日发布 2001年3月4日修订）", date(2001, 3, 4)),
        ("某条例\n（2018年修订，自2018年10月1日起施行）", None),
        ("某通知\n请遵照执行。\n某某委员会\n二〇〇五年六月十六日", date(2005, 6, 16)),
        ("某通知\n会议于2020年13月45日召开。", None),
    ],
)
def test_the_day_of_issue(head: str, day: date | None) -> None:
    assert cut(f"{head}\n").issued == day


def test_the_day_in_force_tells_an_edition_without_day_of_issue() -> None:
    document = cut("某条例\n第一条 甲。\n第二条 本条例自2018年10月1日起施行。")
    assert (document.issued, document.edition) == (None, "自2018年10月1日起施行")


def test_an_article_glued_to_the_one_before_is_found() -> None:
    articles = cut(
        "某条例\n第一条 甲。第二条 乙。\n第三条 见第一条。第四条不适用。\n第四条 丁。"
    ).articles
    assert [article.label for article in articles] == ["第一条", "第三条", "第四条"]
    assert [(article.label, article.own) for article in separated(articles)][:2] == [
        ("第一条", "第一条 甲。"),
        ("第二条", "第二条 乙。"),
    ]
    assert len(separated(articles)) == 4


def test_titles() -> None:
    assert cut("某某街道委员会文件\n某发〔2026〕1号\n关于开展学习的通知\n各支部：").title == (
        "关于开展学习的通知"
    )
    assert cut("关于印发《活动室管理办法》的通知\n各支部：").title == "活动室管理办法"
    assert cut("活动室管理条例2018\n第一条 甲。").title == "活动室管理条例"
    speech = cut("为了目标努力奋斗 ——在某会上的讲话\n习近平 2022.10.23\n我们要努力。")
    assert (speech.title, speech.kind) == ("为了目标努力奋斗", "speech")
    assert cut("同志们：\n大家好。", "在某会上的讲话").title == "在某会上的讲话"


def test_a_long_article_is_cut_at_paragraphs_and_sentences_only() -> None:
    items = [f"（{sign}）" + f"第{sign}项内容如此。" * 30 for sign in "一二三四五"]
    document = cut("\n".join(["某规则", "第一条　分为：", *items]))
    parts = portions(document)
    assert [part.label for part in parts] == [
        f"第一条（第{number}部分）" for number in range(1, len(parts) + 1)
    ]
    assert all(part.chars <= 700 and part.text.endswith(("。", "：")) for part in parts)


def test_short_articles_of_a_chapter_go_together() -> None:
    lines = [
        "某规则",
        "第一章 总则",
        *(f"第{n}条 短文。" for n in "一二三"),
        "第二章 附则",
        "第四条 完。",
    ]
    labels = [part.label for part in portions(cut("\n".join(lines)))]
    assert labels == ["第一章 第一条至第三条", "第二章 第四条"]


def test_parts_of_a_paper_are_named() -> None:
    text = (
        "方案\n一、目标\n" + "目标很明确。" * 60 + "\n二、措施\n（一）学习。" + "要认真学习。" * 60
    )
    assert [part.label for part in portions(cut(text))] == ["一、", "二、（一）"]


OPENERS = (
    "第一章 总则",
    "第二条 ",
    "第三条的规定",
    "一、",
    "（一）",
    "1.",
    "“",
    "目录",
    "附件：",
    "",
)
WORDS = st.text(alphabet="学习党章。，；：”“、的第条三0a 　", max_size=60)
LINES = st.lists(st.tuples(st.sampled_from(OPENERS), WORDS).map("".join), max_size=40)


@given(LINES, st.integers(1, 60))
def test_nothing_is_lost_whatever_the_text(lines: list[str], times: int) -> None:
    lines.append("很长的一段话，没有句号" * times)
    document = cut(lines)
    assert bare("".join(document.paragraphs)) == bare("".join(lines))
    parts = portions(document)
    body = "".join(block.text for block in body_of(document))
    assert bare("".join(part.text for part in parts)) == bare(body)
    assert all(part.chars <= 700 for part in parts)
