"""What a person does in the page, on a phone and on a desk."""

from pathlib import Path

from playwright.async_api import Browser, expect

from domain.attachments import made
from domain.messages import Button, Kind, Mark, Message, Urgency
from tests.browser.conftest import DESK, PHONE, hold
from tests.web.stage import NOTICE, Stage


async def test_pick_a_phone_and_talk(browser: Browser, stage: Stage) -> None:
    page = await browser.new_page(viewport=PHONE)
    await page.goto(f"{stage.house.root}/chat")
    await expect(page.get_by_role("heading", name="拿起谁的手机")).to_be_visible()
    await page.get_by_role("button", name="王秀英").click()
    await page.get_by_role("link", name="第一支部").click()
    await expect(page.locator("#talk-title")).to_have_text("第一支部（2）")

    li = await hold(browser, stage, "u-li", DESK)
    await li.fill("#words", "大家上午好")
    await li.keyboard.press("Enter")

    theirs = page.locator(".message.theirs", has_text="大家上午好")
    await expect(theirs.locator(".author")).to_have_text("李建国")
    await expect(li.locator(".message.mine", has_text="大家上午好")).to_have_count(1)
    await expect(li.locator("#words")).to_have_value("")
    await expect(li.locator("#words")).to_be_focused()

    await page.get_by_role("button", name="返回聊天列表").click()
    await expect(page.locator(".chat-last").first).to_have_text("李建国：大家上午好")
    assert li.faults == []


async def test_press_and_toast_and_alert(browser: Browser, stage: Stage) -> None:
    li, wang = await hold(browser, stage, "u-li"), await hold(browser, stage, "u-wang")
    await stage.house.channel.send(stage.group, NOTICE, Urgency.MESSAGE)
    await li.get_by_role("button", name="参加").click()
    await expect(li.locator(".toast")).to_have_text("已记录：参加")
    await expect(wang.locator(".toast")).to_have_count(0)
    await li.get_by_role("button", name="签到").click()
    await expect(li.locator("#alert-text")).to_have_text("签到已截止")
    await li.get_by_role("button", name="知道了").click()
    await expect(li.locator("#alert")).to_be_hidden()


async def test_an_edit_keeps_the_focus_on_its_button(browser: Browser, stage: Stage) -> None:
    [post] = await stage.house.channel.send(stage.group, NOTICE, Urgency.MESSAGE)
    li = await hold(browser, stage, "u-li")
    await li.get_by_role("button", name="请假").focus()
    counted = Message(NOTICE.text + "\n参加 1，请假 0，未答复 1", buttons=NOTICE.buttons)
    await stage.house.channel.edit(stage.group, post, counted)
    await expect(li.locator(".message.bot")).to_contain_text("参加 1，请假 0")
    await expect(li.get_by_role("button", name="请假")).to_be_focused()


async def test_a_reply_quotes_the_bot(browser: Browser, stage: Stage) -> None:
    [post] = await stage.house.channel.send(stage.group, NOTICE, Urgency.MESSAGE)
    li = await hold(browser, stage, "u-li", PHONE)
    await li.locator(".bot .bubble").click(button="right", position={"x": 20, "y": 20})
    await li.get_by_role("menuitem", name="回复").click()
    await li.fill("#words", "请假 出差")
    await li.click("#send")
    await expect(li.locator(".mine .quoted")).to_contain_text("支部助手：支部党员大会")
    [event] = await stage.house.core.wait_for(Kind.TEXT)
    assert (event.text, event.reply_to) == ("请假 出差", post)


async def test_a_start_button_opens_the_private_chat(browser: Browser, stage: Stage) -> None:
    await stage.house.channel.send(stage.group, NOTICE, Urgency.MESSAGE)
    li = await hold(browser, stage, "u-li")
    await li.get_by_role("button", name="认领姓名").click()
    await expect(li.locator("#talk-title")).to_have_text("支部助手")
    await expect(li.locator(".message.bot")).to_contain_text("收到 /start b1")


async def test_enter_during_input_of_chinese_does_not_send(browser: Browser, stage: Stage) -> None:
    li = await hold(browser, stage, "u-li")
    await li.fill("#words", "dang")
    for name, keys in (("compositionstart", "{}"), ("keydown", "{key:'Enter',isComposing:true}")):
        kind = "CompositionEvent" if name.startswith("comp") else "KeyboardEvent"
        await li.evaluate(
            f"document.getElementById('words').dispatchEvent(new {kind}('{name}',"
            f"Object.assign({keys},{{bubbles:true,cancelable:true}})))"
        )
    await expect(li.locator("#words")).to_have_value("dang")
    await li.evaluate(
        "document.getElementById('words').dispatchEvent(new CompositionEvent('compositionend'))"
    )
    await li.focus("#words")
    await li.keyboard.press("Shift+Enter")
    await expect(li.locator("#words")).to_have_value("dang\n")
    await li.keyboard.press("Enter")
    await expect(li.locator(".message.mine")).to_have_count(1)


async def test_text_is_only_ever_text(browser: Browser, stage: Stage) -> None:
    evil = "<img src=x onerror=alert(1)><b>粗</b> 𠮷字"
    marks = (Mark(0, 4, "bold"), Mark(len(evil) - 2, len(evil) - 1, "bold"))
    message = Message(evil, marks=marks, buttons=((Button(evil, "x"),),))
    await stage.house.channel.send(stage.group, message, Urgency.MESSAGE)
    li = await hold(browser, stage, "u-li")
    await expect(li.locator(".bot .words")).to_have_text(evil)
    assert await li.locator(".bot strong").all_text_contents() == ["<img", "𠮷"]
    assert await li.locator(".log img").count() == 0
    assert li.faults == []


async def test_scroll_stays_where_the_reader_is(browser: Browser, stage: Stage) -> None:
    for number in range(30):
        message = Message(f"第{number}条\n内容", buttons=())
        await stage.house.channel.send(stage.group, message, Urgency.MESSAGE)
    li = await hold(browser, stage, "u-li", PHONE)
    log = li.locator("#log")
    await expect(li.locator(".message").last).to_be_in_viewport()
    await log.evaluate("log => { log.scrollTop = 0 }")
    await stage.house.channel.send(stage.group, Message("新的一条"), Urgency.MESSAGE)
    await expect(li.locator("#newer")).to_have_text("↓ 1 条新消息")
    assert await log.evaluate("log => log.scrollTop") == 0
    await li.click("#newer")
    await expect(li.locator(".message").last).to_be_in_viewport()
    await expect(li.locator("#newer")).to_be_hidden()


async def test_unread_marks(browser: Browser, stage: Stage) -> None:
    li = await hold(browser, stage, "u-li", PHONE)
    await li.get_by_role("button", name="返回聊天列表").click()
    await stage.house.channel.send(stage.group, Message("一"), Urgency.MESSAGE)
    await stage.house.channel.send(stage.group, Message("二"), Urgency.MESSAGE)
    await expect(li.locator(".badge")).to_have_text("2")
    assert await li.title() == "（2）支部聊天"
    await li.reload()
    await expect(li.locator(".badge")).to_have_text("2")
    await li.get_by_role("link", name="第一支部").click()
    await expect(li.locator(".badge")).to_have_count(0)


async def test_files_both_ways(browser: Browser, stage: Stage, tmp_path: Path) -> None:
    source = tmp_path / "考勤表.xlsx"
    source.write_bytes(b"rows")
    sent = Message("考勤表", attachment=made("考勤表.xlsx", b"rows"))
    await stage.house.channel.send(stage.group, sent, Urgency.REPLY)
    li = await hold(browser, stage, "u-li")
    async with li.expect_download() as download:
        await li.get_by_role("link", name="考勤表.xlsx").click()
    got = await download.value
    assert got.suggested_filename == "考勤表.xlsx"
    assert Path(await got.path()).read_bytes() == b"rows"

    await li.fill("#words", "第一支部")
    await li.set_input_files("#file", source)
    await expect(li.locator(".message.mine .file-name")).to_have_text("考勤表.xlsx")
    [event] = await stage.house.core.wait_for(Kind.FILE)
    assert (event.text, event.file.size if event.file else 0) == ("第一支部", 4)
    await expect(li.locator("#words")).to_have_value("")


async def test_an_admin_makes_a_group(browser: Browser, stage: Stage) -> None:
    admin = await hold(browser, stage, "u-admin")
    await admin.get_by_role("button", name="新建群聊").click()
    await admin.fill("#group-title", "支委会")
    await admin.get_by_label("李建国").check()
    await admin.get_by_role("button", name="建群", exact=True).click()
    await expect(admin.locator("#talk-title")).to_have_text("支委会（2）")
    await admin.get_by_role("button", name="成员").click()
    await expect(admin.locator("#people-list li")).to_have_count(2)


async def test_the_clock_bar(browser: Browser, stage: Stage) -> None:
    li = await hold(browser, stage, "u-li")
    wang = await hold(browser, stage, "u-wang", PHONE)
    await expect(li.locator("#demo-now")).to_have_text("11月23日 周一 10:00")
    await wang.get_by_role("button", name="下一件事").click()
    await expect(li.locator("#demo-now")).to_have_text("11月23日 周一 11:00")
    await expect(li.locator("#demo-said")).to_have_text("每日学习已推送到第一支部。")
    await expect(li.locator(".message.bot")).to_contain_text("今日学习")
    await li.get_by_role("button", name="拨钟").click()
    await li.fill("#clock-at", "2026-11-24T08:00")
    await li.get_by_role("button", name="拨到").click()
    await expect(wang.locator("#demo-now")).to_have_text("11月24日 周二 08:00")
