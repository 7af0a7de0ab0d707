"""Editions and trust: which edition counts on a day, and two pairs of eyes on each text."""

import io
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from openpyxl import load_workbook
from sqlmodel import select

from domain.editions import settle
from store.database import transaction
from store.tables import Account, Article, Portion, Work
from tests.handlers.desk import ADMIN, Desk
from tests.handlers.test_filing import Office, word
from tests.reading.web_page import government

TITLE = "柳河支部学习条例"
SECOND = "10009"


def shelve(desk: Desk, digest: str, issued: str, articles: dict[str, str]) -> None:
    """An edition with these articles."""
    with transaction(desk.engine) as session:
        work = Work(
            title=TITLE,
            family=TITLE,
            kind="regulation",
            issued=issued,
            in_force_from=datetime.fromisoformat(issued).date(),
            sha256=digest,
            rank=len(digest),
            counts={"条": len(articles)},
            loaded_at=desk.now,
        )
        session.add(work)
        session.flush()
        for number, (label, text) in enumerate(articles.items()):
            session.add(Article(work_id=work.id or 0, seq=number, label=label, text=text))
        settle(session, TITLE)


def test_the_newest_edition_answers_and_says_so(branch: Desk) -> None:
    shelve(branch, "a", "2020-03-01", {"第一条": "旧的第一条。", "第二条": "旧的第二条。"})
    shelve(branch, "bb", "2024-05-01", {"第一条": "新的第一条。"})
    said = branch.say("3", f"{TITLE}第1条", "3")[-1].text
    assert "新的第一条。" in said
    assert "2024年5月1日" in said
    assert "2 个版本" in said


def test_an_article_that_only_an_older_edition_has_is_none(branch: Desk) -> None:
    shelve(branch, "a", "2020-03-01", {"第一条": "旧的第一条。", "第二条": "旧的第二条。"})
    shelve(branch, "bb", "2024-05-01", {"第一条": "新的第一条。"})
    said = branch.say("3", f"查 {TITLE} 第二条", "3")[-1].text
    assert "没有" in said
    assert "旧的" not in said


def test_one_edition_in_two_files_is_one_edition(branch: Desk) -> None:
    shelve(branch, "a", "2024-05-01", {"第一条": "第一条。"})
    shelve(branch, "bb", "2024-05-01", {"第一条": "第一条。"})
    assert "个版本" not in branch.say("3", f"{TITLE}第一条", "3")[-1].text


def test_a_new_edition_counts_from_its_day_on(branch: Desk) -> None:
    shelve(branch, "a", "2020-03-01", {"第一条": "旧的第一条。"})
    shelve(branch, "bb", "2027-01-01", {"第一条": "新的第一条。"})
    assert "旧的第一条。" in branch.say("3", f"{TITLE}第一条", "3")[-1].text
    branch.now = datetime(2026, 12, 31, 15, 59, tzinfo=UTC)  # 23:59 in Shanghai
    assert "旧的第一条。" in branch.say("3", f"{TITLE}第一条", "3")[-1].text
    branch.now = datetime(2026, 12, 31, 16, 1, tzinfo=UTC)
    assert "新的第一条。" in branch.say("3", f"{TITLE}第一条", "3")[-1].text


def test_the_old_edition_stays_readable_and_says_what_it_is(branch: Desk) -> None:
    shelve(branch, "a", "2020-03-01", {"第一条": "旧的第一条。"})
    shelve(branch, "bb", "2024-05-01", {"第一条": "新的第一条。"})
    for words in (
        f"查 2020年版{TITLE}第一条",
        f"查 {TITLE}（2020年）第一条",
        f"2020年{TITLE}第一条",
        f"查 2020年的{TITLE}第一条",
        f"查 {TITLE}2020年版第一条",
    ):
        said = branch.say("3", words, "3")[-1].text
        assert "旧的第一条。" in said
        assert "旧版，不是现行规定" in said
    assert "没有" in branch.say("3", f"查 2019年版{TITLE}第一条", "3")[-1].text


def test_the_differences_are_shown_by_article(branch: Desk) -> None:
    same = "党支部每月组织一次学习，由书记主持。"
    before = {
        "第一条": f"第一条　{same}",
        "第二条": "第二条　学习时间不少于一小时。",
        "第三条": "第三条　请假须事先说明原因。",
        "第四条": "第四条　本条例自发布之日起施行。",
    }
    after = {
        "第一条": "第一条　为了加强学习，制定本条例，全体党员应当遵守。",
        "第二条": f"第二条　{same}",
        "第三条": "第三条　学习时间不少于两小时。",
        "第四条": "第四条　本条例自发布之日起施行。",
    }
    shelve(branch, "a", "2020-03-01", before)
    shelve(branch, "bb", "2024-05-01", after)
    shown = branch.say("3", f"对照 {TITLE}", "3")[-1]
    assert "修改 1 条，新增 1 条，删去 1 条，条号变动 1 条，未变 1 条" in shown.text
    sheet = load_workbook(io.BytesIO(branch.paper(shown))).worksheets[0]
    rows = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=4)]
    assert [row[2] for row in rows] == ["新增", "条号变动", "修改", "删去", "未变"]
    assert rows[2][:2] == [before["第二条"], after["第三条"]]


def test_one_edition_has_nothing_to_be_compared_with(branch: Desk) -> None:
    shelve(branch, "a", "2020-03-01", {"第一条": "一。"})
    assert "只有一个版本" in branch.say("3", f"对照 {TITLE}", "3")[-1].text


@pytest.fixture
async def office(branch: Desk, tmp_path: Path) -> AsyncIterator[Office]:
    branch.say(ADMIN, "/start", ADMIN)
    office = Office(branch, tmp_path)
    yield office
    office.worker.close()


RULES_2018 = ("第一条　甲。", "第二条　乙。", "第三条　本条例自2018年10月1日起施行。")


def rule(year: int, *more: str) -> bytes:
    return word(
        TITLE,
        f"（{year}年3月1日柳河支部通过）",
        "第一条　为了加强学习，制定本条例。",
        "第二条　党支部每月组织一次学习。",
        *more,
    )


def second_admin(desk: Desk) -> None:
    with transaction(desk.engine) as session:
        session.add(Account(channel="telegram", address=SECOND, name="副管理员", is_admin=True))
    desk.say(SECOND, "/start", SECOND)
    desk.post()


async def test_with_one_admin_what_is_imported_is_published(office: Office) -> None:
    preview = (await office.send("条例.docx", rule(2020)))[-1]
    done = (await office.press(preview, "确认导入"))[-1]
    assert "已导入" in done.text
    assert "第二条　党支部每月组织一次学习。" in office.desk.say("3", f"{TITLE}2", "3")[-1].text


async def test_with_two_admins_the_second_confirms(office: Office) -> None:
    second_admin(office.desk)
    preview = (await office.send("条例.docx", rule(2020)))[-1]
    shown = await office.press(preview, "确认导入")
    asked = next(s for s in shown if s.chat == SECOND)
    told = next(s for s in shown if s.chat == ADMIN)
    assert "等另一位管理员确认" in told.text
    assert TITLE in asked.text
    assert "2 条" in asked.text
    assert "没有" in office.desk.say("3", f"查 {TITLE}第二条", "3")[-1].text
    office.desk.press(ADMIN, asked, "确认")
    assert office.desk.toast is not None
    assert "需要另一位管理员" in office.desk.toast.text
    shown = office.desk.press(SECOND, asked, "确认")
    assert any("已确认" in s.text for s in shown if s.chat == ADMIN)
    assert "每月组织一次学习" in office.desk.say("3", f"查 {TITLE}第二条", "3")[-1].text
    card = office.desk.say(ADMIN, f"资料库 {TITLE}", ADMIN)[-1].text
    assert "副管理员" in card
    with transaction(office.desk.engine) as session:
        work = session.exec(select(Work).where(Work.title == TITLE)).one()
        assert work.sha256 in card
        assert work.loaded_by != work.approved_by is not None


async def test_what_the_second_admin_sends_back_is_not_published(office: Office) -> None:
    second_admin(office.desk)
    preview = (await office.send("条例.docx", rule(2020)))[-1]
    shown = await office.press(preview, "确认导入")
    told = office.desk.press(SECOND, next(s for s in shown if s.chat == SECOND), "退回")
    assert any("退回" in s.text for s in told if s.chat == ADMIN)
    assert "没有" in office.desk.say("3", f"查 {TITLE}第二条", "3")[-1].text
    office.desk.wait(minutes=1)
    preview = (await office.send("条例.docx", rule(2020)))[-1]  # loaded anew, it is asked anew
    shown = await office.press(preview, "确认导入")
    office.desk.press(SECOND, next(s for s in shown if s.chat == SECOND), "确认")
    assert "每月组织一次学习" in office.desk.say("3", f"查 {TITLE}第二条", "3")[-1].text


async def test_a_new_edition_is_announced_to_the_admins_and_takes_over(office: Office) -> None:
    await office.press((await office.send("旧.docx", rule(2020)))[-1], "确认导入")
    newer = rule(2025, "第三条　本条例自2025年6月1日起施行。")
    preview = (await office.send("新.docx", newer))[-1]
    assert "2025年6月1日" in preview.text
    assert "资料库里已有" in preview.text
    shown = await office.press(preview, "确认导入")
    assert any("2025年6月1日" in s.text and "起施行" in s.text for s in shown)
    with transaction(office.desk.engine) as session:
        older, newest = session.exec(
            select(Work).where(Work.title == TITLE).order_by(Work.id)
        ).all()
        assert str(older.in_force_until) == "2025-06-01"
        assert newest.in_force_until is None


async def test_an_edition_without_a_day_gives_way_to_one_that_has_one(office: Office) -> None:
    await office.press((await office.send("新.docx", rule(2020)))[-1], "确认导入")
    undated = word(TITLE, "第一条　不知何时的一条。", "第二条　不知何时的又一条。")
    preview = (await office.send("旧.docx", undated))[-1]
    assert "分不清新旧" in preview.text
    await office.press(preview, "确认导入")
    assert "每月组织一次学习" in office.desk.say("3", f"查 {TITLE}第二条", "3")[-1].text


async def test_title_and_day_may_be_written_beside_the_file(office: Office) -> None:
    text = word("第一条　借阅图书应当登记。", "第二条　逾期应当归还。")
    assert "没有读到标题" in (await office.send("扫描稿.docx", text))[-1].text
    caption = "《柳河图书条例》2024年1月1日起施行"
    preview = (await office.send("扫描稿.docx", text, caption))[-1]
    assert "《柳河图书条例》" in preview.text
    assert "施行：2024年1月1日" in preview.text
    await office.press(preview, "确认导入")
    assert "应当登记" in office.desk.say("3", "查 柳河图书条例第一条", "3")[-1].text


async def test_the_same_words_in_another_file_change_nothing(office: Office) -> None:
    await office.press((await office.send("一.docx", rule(2020)))[-1], "确认导入")
    text = "\n".join(
        [TITLE, "（2020年3月1日柳河支部通过）", "第一条　为了加强学习，制定本条例。",
         "第二条　党支部每月组织一次学习。"]
    )  # fmt: skip
    again = (await office.send("一.txt", text.encode()))[-1]
    assert "没有变化" in (await office.press(again, "确认导入"))[-1].text
    with transaction(office.desk.engine) as session:
        assert len(session.exec(select(Work).where(Work.title == TITLE)).all()) == 1


async def test_a_withdrawn_text_is_gone_at_once_and_the_older_counts_again(
    office: Office,
) -> None:
    await office.press((await office.send("旧.docx", rule(2020)))[-1], "确认导入")
    newer = rule(2025, "第三条　新增的一条。")
    await office.press((await office.send("新.docx", newer))[-1], "确认导入")
    cards = office.desk.say(ADMIN, f"撤下 {TITLE}", ADMIN)
    asked = office.desk.press(ADMIN, cards[0], "撤下")[-1]
    office.desk.press(ADMIN, asked, "确认撤下")
    assert "没有" in office.desk.say("3", f"查 {TITLE}第三条", "3")[-1].text
    assert "旧版" not in office.desk.say("3", f"查 {TITLE}第二条", "3")[-1].text
    with transaction(office.desk.engine) as session:
        pushed = session.exec(
            select(Portion.text).join(Work).where(Work.state == "active", Work.title == TITLE)
        ).all()
        assert all("新增的一条" not in text for text in pushed)


async def test_what_is_in_force_from_new_year_is_called_by_the_year_before(office: Office) -> None:
    text = word(TITLE, "第一条　甲。", "第二条　本条例自2016年1月1日起施行。")
    await office.press((await office.send("旧.docx", text))[-1], "确认导入")
    for year in (2015, 2016):
        said = office.desk.say("3", f"查 {year}年版{TITLE}第一条", "3")[-1].text
        assert "第一条　甲。" in said
    assert "资料库里没有" in office.desk.say("3", f"查 2014年版{TITLE}第一条", "3")[-1].text


async def test_the_day_of_a_page_is_not_the_day_of_the_rule_on_it(office: Office) -> None:
    page = government("".join(f"<p>{line}</p>" for line in RULES_2018))
    preview = (await office.send("旧规.html", page.replace("样例活动室管理办法", TITLE).encode()))[
        -1
    ]
    assert "2018年10月1日" in preview.text
    assert "2022年3月4日" not in preview.text
    await office.press(preview, "确认导入")
    card = office.desk.say(ADMIN, f"资料库 {TITLE}", ADMIN)[-1].text
    assert "施行：2018年10月1日" in card
    assert "2022年" not in card
