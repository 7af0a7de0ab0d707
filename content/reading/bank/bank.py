"""Question banks in any shape that people keep them in."""

from content.reading.bank.draft import Draft
from content.reading.bank.files import MAX_ROWS, drafts_in
from content.reading.bank.question import Bank
from content.reading.bank.settling import settle
from domain.refusals import Refused


def read_bank(name: str, data: bytes) -> Bank:
    """The questions in `data`, the bytes of the file called `name`.

    Reads Excel (.xlsx, .xls), .csv, web pages, .docx, .odt, text and JSON. A row without an answer
    is a problem and never a question. Refuses unreadable files with a code `file_*`,
    `bank_too_long` or `text_too_long`, and `file_no_questions` where nothing is a question.
    """
    try:
        drafts = drafts_in(name, data)
    except Refused as refused:
        if refused.code == "table_too_long":
            raise Refused("bank_too_long", name=name, limit_rows=MAX_ROWS) from refused
        raise
    if not any(_is_question(draft) for draft in drafts):
        raise Refused("file_no_questions", name=name)
    return settle(drafts)


def _is_question(draft: Draft) -> bool:
    """Whether a draft is at least meant as a question; a numbered line of any text is not."""
    told = draft.answer not in (None, "") or bool(draft.options or draft.correct)
    return told or bool(draft.stem and not draft.loose)
