"""Practice and the group's question over the Bot API: what is seen where, and by nobody else."""

from pathlib import Path

import pytest

from bot.exporting import export
from tests.journeys.cast import ORGANISER, PEOPLE, SECRETARY, YAO
from tests.journeys.clock import MORNING
from tests.journeys.house import ADMIN, GROUP, House
from tests.journeys.seen import Seen
from tests.journeys.stage import settle_in
from tests.journeys.test_day import start_study


@pytest.fixture
async def branch(house: House) -> House:
    """The branch after its first day, with the pack confirmed."""
    await settle_in(house)
    await house.service.worker.run(start_study)
    return house


def polls(house: House) -> list[dict[str, object]]:
    return [m["poll"] for m in house.double.messages(GROUP) if "poll" in m]


async def morning(house: House, day: int) -> Seen:
    """The push comes, and a few minutes go by; what the group saw in words."""
    pushed = await house.wait_until(MORNING.replace(day=day, hour=8, minute=0, second=1))
    await house.wait_until(MORNING.replace(day=day, hour=8, minute=5))
    return pushed.at(GROUP)


async def test_a_question_follows_the_push_when_the_secretary_wants_it(branch: House) -> None:
    assert "由书记" in (await branch.say(YAO.number, "群内一题 开")).texts[0]
    assert len(await morning(branch, MORNING.day)) == 1
    assert polls(branch) == [], "off unless it was asked for"
    assert "已开启" in (await branch.say(SECRETARY.number, "/groupquiz on")).texts[0]
    await morning(branch, MORNING.day + 1)
    (poll,) = polls(branch)
    assert poll["type"] == "quiz"
    assert poll["is_anonymous"]
    assert "《" in str(poll["explanation"])
    assert len(str(poll["explanation"])) <= 200
    burden = (await branch.say(YAO.number, "负担")).texts[0]
    assert burden.startswith("今天 2 条，近 30 天 3 条")
    assert "已关闭" in (await branch.say(SECRETARY.number, "群内一题 关")).texts[0]
    await morning(branch, MORNING.day + 2)
    assert len(polls(branch)) == 1


async def practise(house: House, person: int) -> Seen:
    """A whole round with the first answer each time; everything that was seen."""
    everything = Seen(await house.say(person, "/quiz"))
    shown = everything[-1]
    while shown.labels:
        seen = await house.press(person, shown, shown.labels[0])
        if "提交" in shown.labels:
            seen = await house.press(person, seen.edits()[0], "提交")
        everything += seen
        shown = seen.new()[-1]
    return everything


async def test_practice_stays_with_the_person(branch: House, tmp_path: Path) -> None:
    seen = await practise(branch, YAO.number)
    assert {shown.chat for shown in seen} == {YAO.number}
    explained = [shown for shown in seen if "正确答案：" in shown.text]
    assert len(explained) == 5
    assert all("——《" in shown.text for shown in explained)
    assert seen[-1].text == "这一组练习到此结束。再练一组，请发“练习”。"
    stems = {shown.lines[0] for shown in explained}
    for who in (SECRETARY.number, ORGANISER.number, ADMIN):
        for words in ("帮助", "点名", "资料库", "负担"):
            told = "".join((await branch.say(who, words)).texts)
            assert not [stem for stem in stems if stem in told]
            assert YAO.name not in told
    export(branch.service.worker.engine, tmp_path, None)
    written = "".join(path.read_text("utf-8") for path in tmp_path.glob("*.csv"))
    assert PEOPLE[0].name in written
    assert not [stem for stem in stems if stem in written]
    assert "正确答案" not in written


async def test_in_the_group_practice_leads_to_the_private_chat(branch: House) -> None:
    seen = await branch.say(YAO.number, "/quiz", GROUP)
    [door] = seen.at(GROUP)
    assert "题" not in door.text
    assert len(seen) == 1
