"""The day a rule comes into force, as its own words say: 自2024年1月1日起施行."""

import re
from collections.abc import Iterable
from datetime import date

from content.cutting.document import Document
from content.cutting.issue_date import names_day

_DAY = r"(\d{4})\s*年\s*(\d{1,2})\s*月\s*(\d{1,2})\s*日"
_ITSELF = r"本(?:条例|准则|规则|规定|办法|细则|法|制度|章程|决定|意见)"
_SAID = re.compile(rf"{_ITSELF}.{{0,12}}?自\s*{_DAY}\s*起(?:正式)?(?:施行|实施|执行|生效)")
_NOTED = re.compile(rf"{_DAY}\s*起?(?:正式)?(?:施行|实施|执行|生效)")
_LAST_LINES = 20


def in_force_from(document: Document) -> date | None:
    """The day from which a text is in force, as far as it can be told from the text.

    The line under the title counts first （2026年3月1日起施行）, then the last articles, then the
    day of issue. An amended law still says at its end when it first came into force: the day of
    the newest decision that its head names counts then, or the editions could not be told apart.
    """
    edition, issued = document.edition, document.issued
    if any(edition in line for line in document.preface) and edition:
        headed = list(_NOTED.finditer(edition))
        if headed:
            return _day(headed[-1])
    said = in_force_of(document.paragraphs)
    if said and issued and said < issued and names_day(edition, issued):
        return issued
    return said or issued


def in_force_of(lines: Iterable[str]) -> date | None:
    """The day that the last lines of a text name for the text itself; None where they name none.

    自发布之日起施行 names no day of its own: the day of issue counts.
    """
    for line in reversed(list(lines)[-_LAST_LINES:]):
        found = _SAID.search(line)
        if found:
            return _day(found)
    return None


def in_force_noted(words: str) -> date | None:
    """The day an admin notes on a file: 2024年1月1日起施行."""
    found = _NOTED.search(words)
    return _day(found) if found else None


def _day(found: re.Match[str]) -> date | None:
    try:
        return date(int(found[1]), int(found[2]), int(found[3]))
    except ValueError:
        return None
