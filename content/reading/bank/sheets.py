"""The rows of a table of questions, each of them a draft."""

import re
from datetime import date, datetime

from content.reading.bank.answers import is_letters
from content.reading.bank.draft import Draft
from content.reading.bank.headings import Header, find_header
from content.reading.bank.headless import guess_header
from content.reading.bank.inline import letters_in_brackets, truth_in_brackets
from content.reading.bank.kind_codes import name_codes
from content.reading.bank.kind_words import (
    kind_from,
    kind_within,
    section_heading,
    without_tag,
)
from content.reading.bank.option_text import options_in_cell, split_options, without_labels
from content.reading.bank.question import QuestionKind
from content.reading.bank.wording import comparable
from content.reading.columns import plain
from content.reading.table import Formula, Table

_SUM = re.compile(r"(?:合计|小计|总计|总分|共计|共\d+题)")
_NOTE = re.compile(r"(?:备\s*注|说\s*明|注\s*[:：]|注意|提示|※|制表|整理人|填表)")
_COLUMNS = {"stem": "题目", "answer": "答案", "options": "选项"}


def drafts_of_tables(tables: tuple[Table, ...]) -> list[Draft] | None:
    """The drafts of all sheets that hold questions; None where no sheet does."""
    found = [(table, find_header(table)) for table in tables]
    if not any(header for _, header in found):
        found = [(table, guess_header(table)) for table in tables]
    headed = [(table, header) for table, header in found if header]
    if not headed:
        return None
    drafts: list[Draft] = []
    for table, header in headed:
        sheet = table.name if len(headed) > 1 else ""
        drafts.extend(_Rows(table, header, sheet).drafts())
    return drafts


class _Rows:
    """The reading of one sheet from its header down."""

    def __init__(self, table: Table, header: Header, sheet: str) -> None:
        self.table, self.header, self.sheet = table, header, sheet
        self.kind: QuestionKind | None = kind_within(table.name)

    def drafts(self) -> list[Draft]:
        found: list[Draft] = []
        for row in range(self.header.first_row, len(self.table.rows)):
            if not self._filled(row) or self._is_furniture(row):
                continue
            if found and self._continues(row, found[-1]):
                continue
            found.append(self._draft(row))
        _read_styles(found)
        return found

    def _filled(self, row: int) -> list[str]:
        cells = self.table.rows[row]
        return [text for cell in cells if (text := _text(cell).strip())]

    def _is_furniture(self, row: int) -> bool:
        """A sum, the header again, or the heading of a section, whose kind then holds."""
        filled = self._filled(row)
        words = re.sub(r"\s", "", filled[0])
        if _SUM.match(words):
            return True
        pairs = zip(self.table.rows[row], self.header.words, strict=False)
        if sum(1 for cell, word in pairs if word and plain(cell) == word) >= 2:
            return True
        heads, kind = section_heading(words)
        if heads and len(set(filled)) == 1:
            self.kind = kind
            return True
        return False

    def _continues(self, row: int, draft: Draft) -> bool:
        """Whether the row only brings another option of the question above it."""
        column = self.header.columns.get("options")
        if column is None or self.header.slots:
            return False
        option = self._cell(row, "options")
        own = {name: self.table.own(row, at) for name, at in self.header.columns.items()}
        if not option or any(
            _text(own.get(name)).strip() for name in ("stem", "answer", "kind", "number")
        ):
            return False
        before, options = split_options(option, max(draft.options, default=-1) + 1)
        if options and not before.strip():
            draft.options.update(options)
        else:
            draft.add_option(option)
        return True

    def _draft(self, row: int) -> Draft:
        draft = Draft(row + 1, self.sheet, kind=self.kind)
        words = self._cell(row, "kind").strip()
        draft.kind = kind_from(words) or draft.kind
        draft.kind_code = "" if kind_from(words) else words
        draft.stem, tagged = without_tag(self._cell(row, "stem").strip())
        draft.kind = tagged or draft.kind
        draft.analysis = self._cell(row, "analysis")
        draft.source = self._cell(row, "source")
        draft.answer = self._cell(row, "answer").strip()
        self._options(row, draft)
        self._note_flaws(row, draft)
        return draft

    def _cell(self, row: int, field: str) -> str:
        column = self.header.columns.get(field)
        return _text(self.table.at(row, column)) if column is not None else ""

    def _options(self, row: int, draft: Draft) -> None:
        """The options from their columns, their one cell, or the cell of the question."""
        for slot, column in self.header.slots.items():
            text = _text(self.table.own(row, column)).strip()
            if text:
                draft.options[slot] = text
        if not draft.options and (cell := self._cell(row, "options").strip()):
            draft.options = options_in_cell(cell) or {0: cell}
        if not draft.options:
            stem, options = split_options(draft.stem)
            if len(options) > 1 and stem.strip():
                draft.stem, draft.options = stem.strip(), options
        draft.options = without_labels(draft.options)
        if not draft.answer:
            _answer_from_stem(draft)

    def _note_flaws(self, row: int, draft: Draft) -> None:
        """Formulas, dates that were answers, and remarks that stand where a question would."""
        for name, title in _COLUMNS.items():
            column = self.header.columns.get(name)
            if column is not None and isinstance(self.table.at(row, column), Formula):
                draft.flaw, draft.flaw_facts = "formula", {"column": title}
                return
        if any(isinstance(self.table.own(row, at), Formula) for at in self.header.slots.values()):
            draft.flaw, draft.flaw_facts = "formula", {"column": "选项"}
            return
        column = self.header.columns.get("answer")
        value = self.table.at(row, column) if column is not None else None
        if isinstance(value, date):
            draft.flaw, draft.flaw_facts = "answer_date", {"shown": _text(value)}
        words = self._filled(row)
        if not draft.answer and not draft.options and _NOTE.match(words[0]):
            draft.flaw, draft.flaw_facts = "note_row", {"shown": words[0][:30]}


def _answer_from_stem(draft: Draft) -> None:
    if draft.options:
        draft.answer, draft.stem = letters_in_brackets(draft.stem)
    else:
        draft.answer, draft.stem = truth_in_brackets(draft.stem)


def _text(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, Formula):
        return value.text
    if isinstance(value, datetime | date):
        return f"{value:%Y-%m-%d}"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)


def _read_styles(drafts: list[Draft]) -> None:
    """What only the whole sheet shows: answers counted from 0, and codes for kinds."""
    style_answers(drafts)
    name_codes(drafts)


def style_answers(drafts: list[Draft]) -> None:
    """Mark drafts whose answers count options from 0: one is 0, and none is too large for it."""
    chosen = [
        (str(answer), draft)
        for draft in drafts
        if draft.options
        for answer in (draft.answer if isinstance(draft.answer, list) else [draft.answer])
    ]
    numbers = [(int(text), d) for text, d in chosen if re.fullmatch(r"\d{1,2}", text)]
    from_zero = any(number == 0 for number, _ in numbers) and all(
        number <= max(draft.options) for number, draft in numbers
    )
    words = any(is_letters(text) or _is_option(text, draft) for text, draft in chosen)
    for draft in drafts:
        draft.from_zero = from_zero
        draft.answer_words = draft.answer_words or (words and not from_zero)


def _is_option(text: str, draft: Draft) -> bool:
    """Whether an answer is the words of an option and no number."""
    return not re.fullmatch(r"[\d\s,，、;；]+", text) and comparable(text) in {
        comparable(option) for option in draft.options.values()
    }
