"""Texts made to take long: two thousand characters are read in a fifth of a second."""

import time
from datetime import datetime

import pytest

from domain.phrases.notice import read_notice
from domain.phrases.sheet import read_mark

LONGEST = 2000
MOST_SECONDS = 0.2
REPEATED = [
    "支部", "1", "1:", "12月", "好", "周", "(", "三点", "、1.2", "到会议室", "地点：", " ", "\n",
    "一二三四五六七八九十", "明天下午3点支委会，三楼会议室。", "改到", "的", "在", "去", "党员",
    "开", "，", "二号", "上", "支委", "第一党小组", "一组", "学习", "讨论", "换届", "党课", "-",
    "咱们", "的楼", "A1", "301", "主题党日", "不", "原定", "半小时后", "内容：", "集合", "开大会",
    "三点边a", "□", "■", "生活会评议", "十一十", "去在到", "支部的大会",
]  # fmt: skip


def seconds(text: str, now: datetime) -> float:
    began = time.process_time()
    read_notice(text, now)
    return time.process_time() - began


@pytest.mark.parametrize("unit", REPEATED)
def test_a_long_text_is_read_at_once(unit: str, now: datetime) -> None:
    text = (unit * LONGEST)[:LONGEST]
    read_notice("明天下午3点支委会", now)  # the patterns are compiled once
    assert any(seconds(text, now) < MOST_SECONDS for _ in range(3))


@pytest.mark.parametrize("unit", ["除了", "张三", "除了张三以外", "全到", "请假（", "、"])
def test_a_long_sheet_is_read_at_once(unit: str) -> None:
    names = [f"王{letter}" for letter in "一二三四五六七八九十"] + ["张三"]
    began = time.process_time()
    read_mark((unit * LONGEST)[:LONGEST], names)
    assert time.process_time() - began < MOST_SECONDS
