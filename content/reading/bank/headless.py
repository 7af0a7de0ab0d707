"""Tables of questions without a header: the columns are told from what stands in them."""

import re

from content.reading.bank.answers import is_letters, truth_of
from content.reading.bank.headings import Header
from content.reading.bank.kind_words import kind_from
from content.reading.columns import plain
from content.reading.table import Table

_LOOKED_AT = 60
_MOST_OF = 0.8


def guess_header(table: Table) -> Header | None:
    """The columns of a table without a header; None unless one is stems and one is answers.

    The answer column is the last of nothing but letters or √ ×; options stand between it and the
    stems, which are the first column of long texts.
    """
    rows = [row for row in table.rows if sum(1 for cell in row if plain(cell)) >= 2][:_LOOKED_AT]
    if len(rows) < 2:
        return None
    width = max(len(row) for row in rows)
    columns = [
        [str(row[c]).strip() if c < len(row) and row[c] is not None else "" for row in rows]
        for c in range(width)
    ]
    answers = [c for c, cells in enumerate(columns) if _most(cells, _is_answer)]
    stems = [c for c, cells in enumerate(columns) if _most(cells, lambda text: len(text) >= 8)]
    if not answers or not stems or stems[0] >= answers[-1]:
        return None
    header = Header(0, {"stem": stems[0], "answer": answers[-1]})
    for column, cells in enumerate(columns[: stems[0]]):
        if _most(cells, lambda text: kind_from(text) is not None):
            header.columns["kind"] = column
    for slot, column in enumerate(range(stems[0] + 1, answers[-1])):
        header.slots[slot] = column
    judged = all(truth_of(cell) is not None for cell in columns[answers[-1]] if cell)
    return header if header.slots or judged else None


def _most(cells: list[str], fits: "type[bool] | object") -> bool:
    filled = [cell for cell in cells if cell]
    return (
        len(filled) * 2 > len(cells)
        and callable(fits)
        and sum(1 for cell in filled if fits(cell)) >= _MOST_OF * len(filled)
    )


def _is_answer(text: str) -> bool:
    return bool(re.fullmatch(r".{1,24}", text)) and (
        (is_letters(text) and len(text) <= 16) or truth_of(text) is not None
    )
