"""What the handbook says of files and checks is what the program does."""

import re
from pathlib import Path

from bot.checking import ORDER
from bot.sheets import SHEETS

ROOT = Path(__file__).parents[2]
HANDBOOK = (ROOT / "docs" / "operation.md").read_text("utf-8")


def table(heading: str) -> dict[str, str]:
    """First and last cell of each row of the first table under a heading."""
    section = HANDBOOK.partition(f"\n## {heading}\n")[2].partition("\n## ")[0]
    rows = re.findall(r"^\| `([^`]+)` \| (.+) \|$", section, re.MULTILINE)
    return dict(rows)


def test_the_columns_of_the_export() -> None:
    told = table("导出")
    assert list(told) == [sheet.name for sheet in SHEETS]
    for sheet in SHEETS:
        plain = re.sub(r"（[^）]*）|；.*", "", told[sheet.name])
        assert plain.split(", ") == list(sheet.columns)


def test_the_ids_of_the_check() -> None:
    assert tuple(table("检查")) == ORDER


def test_links_inside_the_handbook() -> None:
    headings = re.findall(r"^#+ (.+)$", HANDBOOK, re.MULTILINE)
    anchors = {re.sub(r"[^\w-]", "", heading.replace(" ", "-")) for heading in headings}
    links = re.findall(r"\]\(#([^)]+)\)", HANDBOOK)
    assert links
    assert set(links) <= anchors
