"""What a draft asks before it may be published."""

from tests.handlers.desk import Desk


def test_a_place_left_open_in_the_sentence_is_confirmed_once(branch: Desk) -> None:
    draft = branch.say("1", "开会 周五下午3点支委会，地点待定", "1")[-1]
    assert draft.labels == ["地点待定", "取消"]
    assert "您写的是地点待定" in draft.text
    ready = branch.press("1", draft, "地点待定")[-1]
    assert ready.labels == ["发布", "取消"]
    assert "地点：待定" in ready.text


def test_an_open_place_is_also_answered_in_words(branch: Desk) -> None:
    branch.say("1", "开会 周五下午3点支委会", "1")
    ready = branch.say("1", "另行通知", "1")[-1]
    assert ready.labels == ["发布", "取消"]
    assert "地点：待定" in ready.text


def test_an_empty_answer_is_asked_again(branch: Desk) -> None:
    branch.say("1", "开会 周五下午3点支委会", "1")
    again = branch.say("1", "。", "1")[-1]
    assert again.labels == ["地点待定", "取消"]
    assert "在哪里开" in again.text


def test_an_hour_before_dawn_is_asked_not_published(branch: Desk) -> None:
    draft = branch.say("1", "开会 周五2:30支委会，党员之家", "1")[-1]
    assert "凌晨02:30？" in draft.text
    assert draft.labels == ["11-27 02:30", "11-27 14:30", "取消"]
    ready = branch.press("1", draft, "11-27 14:30")[-1]
    assert "时间：2026年11月27日（周五）14:30" in ready.text
    assert ready.labels == ["发布", "取消"]


def test_the_early_hour_stands_when_it_is_meant(branch: Desk) -> None:
    draft = branch.say("1", "开会 周五2:30支委会，党员之家", "1")[-1]
    ready = branch.press("1", draft, "11-27 02:30")[-1]
    assert "时间：2026年11月27日（周五）02:30" in ready.text
    assert ready.labels == ["发布", "取消"]


def test_an_early_hour_in_an_answer_is_asked_as_well(branch: Desk) -> None:
    branch.say("1", "开会 周五支委会，党员之家", "1")
    draft = branch.say("1", "周五3:00", "1")[-1]
    assert "凌晨03:00？" in draft.text
    assert "发布" not in draft.labels
    assert branch.say("1", "周五15:00", "1")[-1].labels == ["发布", "取消"]


def test_an_early_hour_that_passed_today_offers_the_afternoon(branch: Desk) -> None:
    draft = branch.say("1", "开会 今天2:30支委会，党员之家", "1")[-1]
    assert "发布" not in draft.labels
    assert [label for label in draft.labels if ":" in label] == ["11-23 14:30"]
