"""The year's picture and table, whatever the tracks are called."""

import io
from datetime import date, timedelta

import pytest
from openpyxl import load_workbook
from PIL import Image

from content.cards.fonts import font
from content.cards.study_calendar import MARGIN, PAPER, year_picture
from content.cards.study_colours import PALETTE, colours
from content.papers.study_year import year_sheet
from domain.course_year import StudyDay

FIRST = date(2026, 11, 26)


def a_year(*tracks: str, kind: str = "text") -> list[StudyDay]:
    return [
        StudyDay(
            FIRST + timedelta(days=ahead), tracks[ahead % len(tracks)], kind, "某规定", "第一条"
        )
        for ahead in range(250)
    ]


def picture(days: list[StudyDay], branch: str = "第一党支部") -> Image.Image:
    name, data = year_picture(branch, "每周节奏", days, [2027])
    assert name.endswith("学习日历.png")
    return Image.open(io.BytesIO(data)).convert("RGB")


def test_each_track_has_its_colour_in_the_months_and_in_the_legend() -> None:
    days = a_year("党章", "党规", "讲话")
    image = picture(days)
    found = image.getcolors(maxcolors=1 << 24) or ()
    seen = {"#" + "".join(f"{part:02X}" for part in tuple(colour)) for _, colour in found}  # type: ignore[arg-type]
    assert set(colours(days).values()) == set(PALETTE[:3])
    assert set(PALETTE[:3]) <= seen
    assert not set(PALETTE[3:]) & seen


@pytest.mark.parametrize("number", [1, 8, 12])
def test_long_names_stay_on_the_page(number: int) -> None:
    tracks = [f"{place}这是一个很长很长的学习栏目名称"[:20] for place in range(number)]
    image = picture(a_year(*tracks), "某某市某某区某某街道某某社区第一网格联合流动党员党支部" * 2)
    paper = Image.new("RGB", (1, 1), PAPER).getpixel((0, 0))
    edges = [image.crop((0, 0, MARGIN // 2, image.height))]
    edges.append(image.crop((image.width - MARGIN // 2, 0, image.width, image.height)))
    for edge in edges:
        assert edge.getcolors(maxcolors=4) == [(edge.width * edge.height, paper)]


def test_days_without_study_and_no_days_at_all_can_be_drawn() -> None:
    assert picture(a_year("", kind="")).width == 1200
    assert picture([]).width == 1200


def test_the_font_has_chinese_letters() -> None:
    for serif in (False, True):
        drawn = {bytes(font(40, serif=serif).getmask(letter)) for letter in "党章学习"}
        assert len(drawn) == 4  # a missing letter would be the same empty box each time


def test_the_table_never_starts_a_formula() -> None:
    days = [StudyDay(FIRST, "=1+1", "text", "=cmd", "-1"), StudyDay(FIRST, "问", "question")]
    _, data = year_sheet("=支部", "计划", days, [2027])
    sheet = load_workbook(io.BytesIO(data)).worksheets[0]
    assert all(cell.data_type != "f" for row in sheet.iter_rows() for cell in row)
    assert "2027 年放假安排尚未导入" in str(sheet["A2"].value)
    assert [cell.value for cell in sheet[5]][2:] == ["问", "一道题", None]
