"""A question in the group: the answer is shown to whoever presses, and nothing leaves the page."""

from playwright.async_api import Browser, expect

from domain.messages import Kind, Message, Quiz, Urgency
from tests.browser.conftest import PHONE, hold
from tests.web.stage import Stage

QUIZ = Message(
    "图书角的借阅期限是多久？\n\n答案：C. 三十天",
    quiz=Quiz(
        "图书角的借阅期限是多久？",
        ("十天", "二十天，到期可以再借一次", "三十天"),
        2,
        "支部图书角由组织委员管理，借阅期限为三十天。",
        "《柳河支部学习条例》第三条，2020年1月1日通过",
    ),
)


async def test_the_answer_is_shown_to_the_presser_alone(browser: Browser, stage: Stage) -> None:
    await stage.house.channel.send(stage.group, QUIZ, Urgency.MESSAGE)
    li = await hold(browser, stage, "u-li", PHONE)
    wang = await hold(browser, stage, "u-wang")
    shown = li.locator(".message.bot")
    await expect(shown).to_contain_text("图书角的借阅期限是多久？")
    await expect(shown).not_to_contain_text("答案")
    await li.get_by_role("button", name="A. 十天").click()
    await expect(shown.locator(".answer")).to_contain_text("正确答案：C. 三十天")
    await expect(shown.locator(".answer blockquote")).to_have_text(QUIZ.quiz.passage)  # type: ignore[union-attr]
    await expect(shown.locator(".option.wrong")).to_have_text("A. 十天")
    await expect(shown.locator(".option.right")).to_have_text("C. 三十天")
    await expect(shown.locator(".answer")).to_be_focused()
    await expect(li.get_by_role("button", name="C. 三十天")).to_be_disabled()
    await expect(wang.locator(".answer")).to_have_count(0)
    assert len(stage.house.core.of(Kind.PRESS)) == 0, "nothing is sent to the server"
    await wang.get_by_role("button", name="C. 三十天").click()
    await expect(wang.locator(".answer")).to_contain_text("答对了。")
    await expect(wang.locator(".wrong")).to_have_count(0)
    assert li.faults == []  # type: ignore[attr-defined]


async def test_a_quiz_is_answered_by_keyboard(browser: Browser, stage: Stage) -> None:
    await stage.house.channel.send(stage.group, QUIZ, Urgency.MESSAGE)
    li = await hold(browser, stage, "u-li")
    await li.get_by_role("button", name="B. 二十天").focus()
    await li.keyboard.press("Enter")
    await expect(li.locator(".answer")).to_contain_text("——《柳河支部学习条例》第三条")
