"""Articles as people ask for them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from content.cutting.citations import Citation, article_number, read_citation
from content.cutting.numbers import chinese, number_of
from content.cutting.short_titles import short_titles


@given(st.integers(1, 9999))
def test_numbers_are_read_as_they_are_written(number: int) -> None:
    assert number_of(chinese(number)) == number
    assert article_number(str(number)) == article_number(f"第{chinese(number)}条")


@pytest.mark.parametrize(
    ("words", "label"),
    [
        ("三", "第三条"),
        ("３", "第三条"),
        ("第 三 条", "第三条"),
        ("一百零二", "第一百零二条"),
        ("110", "第一百一十条"),
        ("第十七条之一", "第十七条之一"),
        ("零", None),
        ("三章", None),
        ("", None),
    ],
)
def test_article_numbers(words: str, label: str | None) -> None:
    assert article_number(words) == label


@pytest.mark.parametrize(
    ("text", "citation"),
    [
        ("党章第三条", Citation("党章", "第三条")),
        ("查 纪律处分条例第二十九条", Citation("纪律处分条例", "第二十九条")),
        ("党章 3", Citation("党章", "第三条")),
        ("党章 三", Citation("党章", "第三条")),
        ("中国共产党章程第3条", Citation("中国共产党章程", "第三条")),
        ("查《支部工作条例（试行）》第五条。", Citation("支部工作条例（试行）", "第五条")),
        ("党章第三条的内容是什么？", Citation("党章", "第三条")),
    ],
)
def test_citations(text: str, citation: Citation) -> None:
    assert read_citation(text) == citation


@pytest.mark.parametrize(
    "text",
    [
        "我们看看第三条路",
        "我们看看第三条",
        "第三条",
        "晚到 15",
        "好的 1",
        "明天下午 3",
        "请假 两天",
    ],
)
def test_talk_is_no_citation(text: str) -> None:
    assert read_citation(text) is None


def test_short_titles() -> None:
    assert short_titles("中国共产党章程")[0] == "党章"
    assert "政治生活准则" in short_titles("《关于新形势下党内政治生活的若干准则》")
    assert "支部工作条例" in short_titles("中国共产党支部工作条例（试行）")
    assert "样例管理办法" in short_titles("中国共产党样例管理办法（试行）")
    assert "某规定" not in short_titles("某规定")


def test_rules_of_a_place_or_a_branch_are_called_without_it() -> None:
    assert short_titles("柳河镇党费收缴细则") == ("党费收缴细则",)
    assert "村务公开办法" in short_titles("云州市柳河镇村务公开办法（试行）")
    assert short_titles("柳河支部学习办法") == ("学习办法",)
    assert short_titles("柳河支部走访制度") == ("走访制度",)
    assert short_titles("民族区域样例法") == ()
    assert short_titles("农村样例组织法") == ()
