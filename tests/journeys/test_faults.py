"""A fault of the program itself: one event is undone, the rest of the service goes on."""

import pytest

from domain import answers, meetings
from tests.journeys.cast import HE, QIU, YAO
from tests.journeys.house import ADMIN, House
from tests.journeys.stage import settle_in
from tests.journeys.test_day import call


def broken(*_: object, **__: object) -> None:
    raise RuntimeError("蓝色的门")


async def test_only_the_broken_event_is_undone(
    house: House, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    await settle_in(house)
    monkeypatch.setattr(meetings, "open_meetings", broken)
    for person in (YAO, HE, QIU):
        house.double.people.text(person.number, person.number, "近期安排")
        house.double.people.text(person.number, person.number, "帮助")
    seen = await house.look()
    for person in (YAO, HE, QIU):
        broke, helped = seen.at(person.number).texts
        assert "编号" in broke
        assert person.name in helped
    assert len([text for text in seen.at(ADMIN).texts if "编号" in text]) == 3
    assert "蓝色的门" not in "".join(seen.texts), "what went wrong is for the log"
    assert "could not be handled" in caplog.text


async def test_a_broken_press_is_answered_with_its_number(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    await settle_in(house)
    notice = await call(house)
    monkeypatch.setattr(answers, "answer", broken)
    seen = await house.press(YAO.number, notice, "参加")
    assert seen.alert
    assert "编号" in seen.toast
    assert "编号" in seen.at(ADMIN)[0].text
    monkeypatch.undo()
    assert (await house.press(YAO.number, notice, "参加")).toast == "已记录：参加"


async def test_sending_goes_on_after_an_error_of_the_program(
    house: House, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    await settle_in(house)
    monkeypatch.setattr(house.service.courier, "_transact", broken)
    house.double.people.text(YAO.number, YAO.number, "近期安排")
    await house.double.until(lambda: "蓝色的门" in caplog.text, 5)
    monkeypatch.undo()
    house.service.courier.wake()
    await house.double.until(lambda: house.double.messages(YAO.number))
    assert "没有已通知的会议" in house.double.messages(YAO.number)[0]["text"]
