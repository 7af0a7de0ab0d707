"""Nothing that an admin sent lies on the disk for ever."""

from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest

from handlers.clearing import clear
from tests.handlers.desk import ADMIN, Desk
from tests.handlers.test_filing import Office, word

PAPER = word("柳河支部学习办法", "第一条　每月学习一次。")


@pytest.fixture
async def office(branch: Desk, tmp_path: Path) -> AsyncIterator[Office]:
    office = Office(branch, tmp_path)
    yield office
    office.worker.close()


def files(office: Office) -> int:
    return len(list((office.folder / "uploads").glob("*")))


async def cleared(office: Office) -> int:
    folder = office.folder / "uploads"
    return await clear(office.worker, folder, lambda: office.desk.now)


async def test_an_imported_file_goes(office: Office) -> None:
    shown = (await office.send("办法.docx", PAPER))[-1]
    assert await cleared(office) == 0  # it waits for 确认
    await office.press(shown, "确认导入")
    assert await cleared(office) == 1
    assert files(office) == 0


async def test_a_file_that_was_given_up_goes(office: Office) -> None:
    shown = (await office.send("办法.docx", PAPER))[-1]
    await office.press(shown, "取消")
    assert await cleared(office) == 1


async def test_what_waits_too_long_is_given_up(office: Office) -> None:
    shown = (await office.send("办法.docx", PAPER))[-1]
    office.desk.now += timedelta(days=14)
    assert await cleared(office) == 1
    office.desk.press(ADMIN, shown, "确认导入")
    assert office.desk.toast is not None
    assert office.desk.toast.text


async def test_what_no_row_knows_goes(office: Office) -> None:
    await office.send("办法.docx", PAPER)
    (office.folder / "uploads" / "987654-0123.name").write_text("x", "utf-8")
    assert await cleared(office) == 1
    assert files(office) == 1
