"""Rows of a roster that are no person: sums, signatures, notes, empty and sample rows."""

import re

from content.reading.columns import Header, field_of, plain
from content.reading.table import Table

_SKIPPED = re.compile(
    r"(?:合计|总计|小计|共计|累计|总人数|人数合计|填表|制表|填报|审核|审批|说明|备注[:：(]|注[:：\d]|注意"
    r"|附[:：注]|党支部书记[:：(]|支部书记签|书记签|单位负责人|负责人|经办人|联系人|日期|报送|盖章|打印日期"
    r"|第\d+页|共\d+[人名页])"
)
_SERIAL = frozenset({"number"})
_NOBODY = "张三 李四 王五 某某 某某某 XXX"
_SAMPLE_NAMES = frozenset(_NOBODY.split())
_SAMPLE_NUMBERS = re.compile(r"(?:0?123456789?\d*|1[38]0{9}|1{6,}|12345\d*|x{3,})", re.IGNORECASE)


def is_skipped(words: str, table: Table, index: int, header: Header) -> bool:
    """Whether a row is a sum, a signature, a note, or the header printed again."""
    if _SKIPPED.match(words):
        return True
    values = [plain(value) for value in table.rows[index]]
    pairs = zip(values, header.words, strict=False)
    again = sum(1 for word, heading in pairs if word and word == heading)
    if again >= 2 and any(field_of(word) == "name" for word in values):
        return True
    filled = {str(value) for value in table.rows[index] if value is not None}
    return (
        len(filled) == 1
        and len(words) > 20
        and not any(table.own(index, block["name"]) for block in header.blocks)
    )


def is_empty_form(table: Table, index: int, block: dict[str, int]) -> bool:
    """Whether the row is a line of a blank form: nothing in it but its number."""
    used = {column for field, column in block.items() if field not in _SERIAL}
    return all(not str(table.at(index, column) or "").strip() for column in used)


def is_sample(table: Table, index: int, block: dict[str, int]) -> bool:
    """Whether the row shows how to fill the form: 张三 with a number like 12345678."""
    if plain(table.at(index, block["name"])) not in _SAMPLE_NAMES:
        return False
    return any(_SAMPLE_NUMBERS.fullmatch(plain(value)) for value in table.rows[index])
