"""Rows of a PDF put together to the paragraphs that they were before they were printed."""

import re
from collections.abc import Sequence

from content.cutting.headings import is_title_like, unnumbered
from content.cutting.labels import Level, Mark, outline_mark, structure_mark
from content.cutting.lines import Line
from content.reading.pdf_frames import INDENTED, Frame
from content.reading.pdf_rows import Row

# A page number behind dots or a gap: an entry of a table of contents.
_ENTRY = re.compile(r"(?:[.．…·・。‥\s]{3,}|[…·\u3000])[0-9]{1,4}$")
# What cannot be torn apart at the end of a row: a word, and the marks that may not begin a row.
_FIRST_WORD = re.compile(r"([!-~]+|.)([，。、；：！？）》〉”’」』】〕…—%]*)")
_OPENERS = frozenset(
    "第（(一二三四五六七八九十百总序前引导附分结后说0123456789０１２３４５６７８９"
)
# The longest name of a part: 总　　则.
_LONGEST_NAME = 10
# In paragraphs.
_LONGEST_ARTICLE = 60
# Print is larger from this ratio on.
_LARGER = 1.12
_CLOSING = frozenset("，。、；：！？）》”’」』】,.;:!?)")
_ENDS = ("。", "；", "：", "！", "？", ";", ":", "!", "?", "…", "”", "）", ")", "》", "】")


# What follows a label that is cited and opens nothing: 第二款第（三）项.
_CITED = re.compile(r"\s*[项款目]")


def paragraphs_of(columns: Sequence[tuple[Frame, Sequence[Row]]]) -> tuple[Line, ...]:
    """The paragraphs of all columns; one that runs on in the next column stays one."""
    found: list[Paragraph] = []
    above: Paragraph | None = None
    for frame, rows in columns:
        turned = True
        for row in rows:
            if (
                above
                and not _plainly_ends(above.last, row, above.frame)
                and (
                    (not turned and _plainly_goes_on(above.last, row, frame))
                    or above.goes_on(row, frame, turned=turned)
                )
            ):
                above.add(row, frame)
            else:
                above = Paragraph(row, frame, above)
                found.append(above)
            turned = False
    return tuple([paragraph.line() for paragraph in found])


def _plainly_goes_on(last: Row, row: Row, frame: Frame) -> bool:
    """The usual case, told at once: a full row, and the next one below it at the left border."""
    em = row[4]
    return (
        last[2] > frame.full
        and frame.outer < row[1] < frame.inner
        and 0 < last[3] - row[3] < frame.below
        and -0.1 * em < last[4] - em < 0.1 * em
        and row[0][0] not in _OPENERS
        and not last[0][-1].isdecimal()
        and row[6] + last[6] == 0
    )


def _plainly_ends(last: Row, row: Row, frame: Frame) -> bool:
    """The other usual case: a row with more room than any Chinese word needs."""
    return (
        last[2] < frame.short
        and (last[5] < frame.hard or not frame.hard)
        and row[0][0] > "\x7f"
        and row[0] not in _CLOSING
    )


class Paragraph:
    """A paragraph while its rows are gathered.

    `frame` is that of its last row; `before` is the paragraph above.
    """

    __slots__ = ("before", "first", "frame", "last", "texts")

    def __init__(self, row: Row, frame: Frame, before: "Paragraph | None") -> None:
        self.first = self.last = row
        self.frame, self.before = frame, before
        self.texts = [row.text]

    def article(self) -> int:
        """The number of the article this stands in, 0 outside."""
        above: Paragraph | None = self
        for _ in range(_LONGEST_ARTICLE):
            mark = structure_mark(above.first.text) if above else None
            if mark and mark.level is Level.ARTICLE:
                return mark.number
            above = above.before if above else None
        return 0

    def add(self, row: Row, frame: Frame) -> None:
        """Take one more row in; words that a row end parts keep their blank."""
        before, after = self.last.text[-1], row.text[0]
        if before < "\x7f" > after and before.isalnum() and after.isalnum():
            self.texts.append("" if frame.hard else " ")
        self.texts.append(row.text)
        self.last, self.frame = row, frame

    def line(self) -> Line:
        """The paragraph as it is read."""
        return Line("".join(self.texts), row=self.first.gaps > 1 and len(self.texts) == 1)

    def goes_on(self, row: Row, frame: Frame, *, turned: bool) -> bool:
        """Whether `row` continues the paragraph; `turned` is the first row of a column."""
        last = self.last
        if last.gaps > 1 or row.gaps > 1 or self._apart(row, turned=turned):
            return False
        if row.text in _CLOSING:
            return True
        if last.right < self.frame.full and not self._is_full(row):
            return False
        if last.text[-1].isdecimal() and _ENTRY.search(last.text):
            return False
        if row.left > frame.inner:
            return self._hangs(row, frame)
        return row.text[0] not in _OPENERS or not self._opens(row)

    def _apart(self, row: Row, *, turned: bool) -> bool:
        """Another size of print, or more distance than between the rows of a paragraph."""
        last = self.last
        larger, smaller = max(last.em, row.em), min(last.em, row.em)
        if larger > _LARGER * smaller and (larger > 1.35 * smaller or _is_chinese(last, row)):
            return True
        gap = last.bottom - row.bottom
        if turned or gap <= 0:
            return False
        usual = self.frame.leading * max(1.0, larger / self.frame.em)
        return gap > 1.7 * usual or (gap > 1.22 * usual and last.text.endswith(_ENDS))

    def _is_full(self, row: Row) -> bool:
        """Whether the last row had no room for what follows it."""
        if self.frame.hard and self.last.chars >= self.frame.hard:
            return True
        word = _FIRST_WORD.match(row.text)
        if word is None:
            return False
        first = len(word[1]) * 0.55 if word[1].isascii() else 1
        larger = max(1.0, row.em / self.frame.em)
        return self.frame.room(self.last) < (first + len(word[2]) + 0.6) * larger

    def _hangs(self, row: Row, frame: Frame) -> bool:
        """Whether an indented row continues: below rows as far in, or the name of a chapter."""
        last, head = self.last, self.last is self.first
        if row.em > _LARGER * frame.em:
            return _is_centred(row, frame) and not _mark(row.text)
        step = (row.left - last.left) / frame.em
        if not head:
            return abs(step) < 0.5 and not self._opens(row)
        mark = _mark(self.first.text)
        if mark and mark.level < Level.ARTICLE:
            return _is_centred(row, frame) and is_title_like(row.text) and not _mark(row.text)
        if last.text.endswith(_ENDS) or _mark(row.text):
            return False
        if step < -INDENTED:
            return True
        return mark is not None and step > INDENTED and not frame.indented

    def _opens(self, row: Row) -> bool:
        """Whether a row that begins with a label begins a paragraph, and cites nothing."""
        if 1 < len(row.text) <= _LONGEST_NAME and unnumbered(Line(row.text)):
            return True
        mark = _mark(row.text)
        if mark is None or _CITED.match(mark.rest):
            return False
        own = _mark(self.first.text)
        if self.last.text.endswith(_ENDS) or (own and own.level < Level.ARTICLE):
            return True
        if mark.level < Level.ARTICLE:
            return self._is_heading(mark, row)
        if mark.level is Level.ARTICLE:
            return mark.number == self.article() + 1 and mark.rest[:1].isspace()
        return own is not None and own.level == mark.level and own.number + 1 == mark.number

    def _is_heading(self, mark: Mark, row: Row) -> bool:
        """A chapter's name on a short row of its own, below a row that merely looks full."""
        return (
            is_title_like(mark.rest)
            and not row.text.endswith("。")
            and row.right < self.frame.full
            and (mark.number == 1 or mark.rest[:1].isspace())
        )


def _mark(text: str) -> Mark | None:
    return structure_mark(text) or outline_mark(text)


def _is_chinese(*rows: Row) -> bool:
    return all(row.text[0] >= "\u3400" or row.text[-1] >= "\u3400" for row in rows)


def _is_centred(row: Row, frame: Frame) -> bool:
    before, after = frame.indent(row), frame.room(row)
    return before > 2.5 and abs(before - after) < 1.5
