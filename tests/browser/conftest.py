"""A real Chromium before a real server."""

import shutil
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from playwright.async_api import Browser, Page, async_playwright

from tests.web.stage import Stage, stage_at

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
ARGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]
PHONE = {"width": 390, "height": 844}
DESK = {"width": 1280, "height": 800}


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    here = Path(__file__).parent
    for item in items:
        if here not in item.path.parents:
            continue
        item.add_marker(pytest.mark.browser)
        if CHROMIUM is None:
            item.add_marker(pytest.mark.skip(reason="no Chromium found"))


@pytest.fixture
async def stage(tmp_path: Path) -> AsyncIterator[Stage]:
    async with stage_at(tmp_path) as stage:
        yield stage


@pytest.fixture
async def browser() -> AsyncIterator[Browser]:
    """Chromium, headless."""
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=CHROMIUM, args=ARGS)
        yield browser
        await browser.close()


async def hold(browser: Browser, stage: Stage, address: str, size: dict[str, int] = DESK) -> Page:
    """A window that holds a person's phone, in the group; any error in the page fails."""
    page = await browser.new_page(viewport=size)
    watch(page)
    await page.goto(f"{stage.house.root}/chat?phone={address}#{stage.group}")
    await page.wait_for_selector("#list a", state="attached")
    return page


def watch(page: Page) -> None:
    """Errors of the page's scripts and refusals of its content policy, kept for `faults`."""
    faults: list[str] = []
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.on(
        "console",
        lambda said: faults.append(said.text) if "Content Security Policy" in said.text else None,
    )
    page.faults = faults  # type: ignore[attr-defined]
