import pytest
from hypothesis import given
from hypothesis import strategies as st

from content.finding.script import aligned, pairs, plain, units

SIGNS = st.text("党员六个月二〇二九年十百千万亿两0129 　“”《》（）A①，。；\n百分之", max_size=60)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("六个月", "6个月"),
        ("二〇二九年", "2029年"),
        ("二○三五年", "2035年"),
        ("第一百零三条", "第103条"),
        ("第二十条", "第 20 条"),
        ("三百元", "300元"),
        ("百分之八十", "80％"),
        ("三万元", "30000元"),
        ("两次", "2次"),
        ("“四种形态”", "四种形态"),
        ("ＡＰＰ", "app"),
        ("十二", "１２"),
    ],
)
def test_the_many_ways_of_writing_are_one(one: str, other: str) -> None:
    assert plain(one) == plain(other)


def test_what_is_no_number_stays_apart() -> None:
    assert plain("三会一课") != plain("三会二课")
    assert plain("十四五") == plain("十四五")


@given(SIGNS)
def test_each_sign_knows_where_it_came_from(text: str) -> None:
    written, origins = aligned(text)
    assert written == plain(text)
    assert len(origins) == len(written) + 1
    assert origins == sorted(origins)
    assert origins[-1] == len(text)


@given(SIGNS)
def test_writing_twice_changes_nothing_but_numbers_that_meet(text: str) -> None:
    assert "“" not in plain(text)
    assert " " not in plain(text)


def test_pairs_keep_numbers_whole_and_stop_at_punctuation() -> None:
    runs = list(units(plain("满二十五人，可以")))
    assert [pairs(run) for run in runs] == [["满25", "25人"], ["可以"]]
