"""A small library of invented texts, shelved as a file would be."""

import hashlib
from collections.abc import Callable
from datetime import datetime

import pytest
from sqlmodel import Session

from content.cutting.cut import cut
from content.finding import library as libraries
from content.shelving import shelve
from store.tables import Work

RULES = """清河支部学习管理条例
（2021年3月1日清河支部通过）
第一章　总则
第一条　为了规范支部学习，制定本条例。
第二条　支部学习坚持自愿、平等和节俭的原则。
第二章　学习日
第三条　学习日每月举行2次，每次不超过90分钟，由学习委员主持。
第四条　党员因病不能参加学习日的，可以由同事代领材料，事后自学。
第五条　支部的公务用车不得用于接送参加学习的人员。
第六条　配偶同在一个支部的党员，应当分在不同的学习小组。
第三章　责任
第七条　违反本条例，借学习名义组织宴请的，给予警告处分；情节严重的，取消当年评优资格。
第八条　本条例自2021年4月1日起施行。
"""

PLAN = """清河支部读书活动方案
一、总体目标
到二〇二九年，全体党员读完二十本书。
（一）近期目标
今年每人读完六本，党费中不列支购书款。
二、活动安排
读书会每季度召开一次，由书记领读。监督小组收集意见。
三、保障
购书经费由工会承担，每人每年不超过三百元。
"""


@pytest.fixture(autouse=True)
def _fresh_libraries() -> None:
    """Tests share engines whose databases change behind them; no index outlives its test."""
    libraries._libraries.clear()


Shelf = Callable[[str], Work]


@pytest.fixture
def shelf(session: Session, now: datetime) -> Shelf:
    """Shelves a text and returns its work."""

    def put(text: str) -> Work:
        digest = hashlib.sha256(text.encode()).hexdigest()
        work, _ = shelve(session, cut(text), digest, "test", now)
        return work

    return put


@pytest.fixture
def library(shelf: Shelf) -> tuple[Work, Work]:
    """The rules and the plan."""
    return shelf(RULES), shelf(PLAN)
