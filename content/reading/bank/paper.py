"""Questions in running text: numbered or not, with options, answers and keys in any usual place."""

from collections.abc import Iterable, Sequence

from content.reading.bank.answer_key import KeyReader, entries_of
from content.reading.bank.draft import Draft
from content.reading.bank.key_matching import apply_keys
from content.reading.bank.kind_words import section_heading, without_tag
from content.reading.bank.marks import (
    Numbered,
    after_analysis,
    after_answer,
    after_source,
    after_stem_label,
    heads_key,
    is_chapter,
    is_furniture,
    last_item,
    numbered,
    without_blank_number,
)
from content.reading.bank.option_text import split_line_of_options, split_stem_and_options
from content.reading.bank.parts import Part, last_number_before_answer, next_text, parts_of
from content.reading.bank.question import QuestionKind as K
from content.reading.bank.unwritten import find_unwritten, stands_alone
from content.reading.bank.wording import LONGEST

_LONG_LINE = 34
"""Beyond so many characters, a line may go on in the next one."""


def drafts_of_lines(lines: Iterable[tuple[int, str]]) -> list[Draft]:
    """The drafts in `lines`, each a number from 1 and its words."""
    parts = parts_of(lines)
    paper = _Paper(parts)
    for place in range(len(parts)):
        paper.read(place)
    paper.end()
    return paper.drafts


class _Paper:
    """The reading of one text, part by part."""

    def __init__(self, parts: Sequence[Part]) -> None:
        self.parts = parts
        self.place = 0
        self.drafts: list[Draft] = []
        self.keys = KeyReader()
        self.kind: K | None = None
        self.section = 0
        self.open = ""  # what the next plain part continues: stem, option, answer, ...
        self.loose: list[Part] = []  # parts that may begin a question without a number

    @property
    def draft(self) -> Draft | None:
        """The question that is being read."""
        return self.drafts[-1] if self.drafts else None

    def read(self, place: int) -> None:
        """Take in the part at `place`."""
        self.place = place
        part = self.parts[place]
        if not part.text:
            if self.loose:
                self.loose.append(part)
            return
        if len(part.text) > LONGEST:
            self._too_long(part)
            return
        text = part.text
        if self._heading(text) or self._key(text) or self._labelled(part):
            return
        if not (self._options(text) or self._question(part)):
            self._plain(part)

    def _too_long(self, part: Part) -> None:
        """A line that no question has is named and not looked into."""
        self._drop_loose()
        draft = Draft(part.row, flaw="too_long", flaw_facts={"limit_chars": LONGEST}, loose=True)
        self.drafts.append(draft)
        self.open = ""

    def end(self) -> None:
        """After the last part: what stands loose belongs to no question; keys are applied."""
        self._drop_loose()
        apply_keys(self.drafts, self.keys.keys)
        find_unwritten(self.drafts)

    def _heading(self, line: str) -> bool:
        heads, kind = section_heading(line)
        if heads:
            self._drop_loose()
            self.keys.head(kind, len(self.drafts))
            self.kind, self.open = kind, ""
            self.section += 1
            return True
        if heads_key(line) and not self._waits_for_answer(line):
            self._drop_loose()
            self.open = ""
            self.keys.begin(len(self.drafts))
            return True
        if is_chapter(line) and self.open != "stem":
            self._drop_loose()
            self.open, self.section = "", self.section + 1
            return True
        return is_furniture(line)

    def _waits_for_answer(self, line: str) -> bool:
        """Whether 答案： stands below a question whose answer comes on the next line."""
        if not self.open or line[-1] not in ":：】]":
            return False
        if self.draft is None or self.draft.answer not in (None, ""):
            return False
        following = next_text(self.parts, self.place)
        return not (section_heading(following)[0] or entries_of(following))

    def _key(self, line: str) -> bool:
        if not self.keys.take(line, self.drafts):
            return False
        self.open = ""
        return True

    def _labelled(self, part: Part) -> bool:
        """Parts that begin with 答案：, 解析：, 出处： or 题目：."""
        words = after_answer(part.text)
        if words is not None:
            self._answer(words)
            return True
        for name, after in (("analysis", after_analysis), ("source", after_source)):
            words = after(part.text)
            if words is not None:
                self._tell(name, words)
                return True
        words = after_stem_label(part.text)
        if words is None:
            return False
        if self.draft and not self.draft.stem and not self.draft.options:
            self._append("stem", words)
            self.open = "stem"
        else:
            self._begin(part.row, 0, words)
        return True

    def _answer(self, words: str) -> None:
        """An answer belongs to the question above it, or to loose parts that are one themselves."""
        if self.loose and self.draft and self.draft.answer not in (None, ""):
            self._begin_loose()
        elif self.loose:
            self._keep_loose()
        self._tell("answer", words)

    def _tell(self, name: str, words: str) -> None:
        """An answer, explanation or source, of the question above or of a number in the key."""
        if self.keys.inside:
            self.keys.tell(name, words, self.drafts)
        elif self.draft:
            self._append(name, words)
            self.open = name

    def _options(self, line: str) -> bool:
        held = self.draft.options if self.draft else {}
        following = next_text(self.parts, self.place)
        options = split_line_of_options(line, held, following)
        if not options and self.loose:
            options = split_line_of_options(line, {}, following)
        if not options:
            return False
        if self.loose and 0 in options:
            self._begin_loose()
        elif self.loose:
            self._keep_loose()
        if self.draft is None or set(options) & set(self.draft.options):
            return False
        self.draft.options.update(options)
        self.open, self.keys.inside = "option", False
        return True

    def _question(self, part: Part) -> bool:
        found = numbered(part.text)
        if found is None or not (found.rest or found.sure) or not self._begins(found):
            return False
        self._drop_loose(keep_wrapped=True)
        self._begin(part.row, found.number, found.rest)
        return True

    def _begins(self, found: Numbered) -> bool:
        """Whether a numbered part is a question and not an item of a stem or an answer."""
        draft = self.draft
        if draft is None:
            return True
        if self.open == "answer" and draft.kind is K.SHORT and self._is_item(found, draft):
            return False
        if self.open == "analysis" and found.number != draft.number + 1:
            listed = last_item(draft.analysis)
            if (listed or not draft.analysis) and found.number == listed + 1:
                return False
        fresh = found.number == draft.number + 1 or not self.open
        return found.sure or fresh or (found.number == 1 and bool(draft.options or draft.answer))

    def _is_item(self, found: Numbered, draft: Draft) -> bool:
        """Whether a number in a short answer goes on with its list.

        It does where the next answer belongs to a later number, or none follows.
        """
        if found.number != last_item(str(draft.answer or "")) + 1:
            return False
        return last_number_before_answer(self.parts, self.place) != self.place

    def _plain(self, part: Part) -> None:
        """A part without a mark: it goes on with what is open, or waits for what follows."""
        draft = self.draft
        if draft is None or not self.open:
            self.loose.append(part)
        elif self.open == "stem":
            if stands_alone(draft, part.text):
                self._begin(part.row, 0, part.text)
            else:
                self._append("stem", part.text)
        elif self.open == "answer" and draft.may_go_on():
            self._append("answer", without_blank_number(part.text))
        elif self.open == "analysis" and numbered(part.text):
            self._append("analysis", part.text)
        else:
            self.loose.append(part)

    def _append(self, name: str, words: str) -> None:
        """Add words to a piece of the question that is open."""
        draft = self.draft
        if draft is None or not words:
            return
        held = str(getattr(draft, name, "") or "")
        if len(held) > LONGEST:
            return
        if name == "option":
            last = max(draft.options)
            draft.options[last] = draft.options[last][: LONGEST + 1] + words
        else:
            sign = "\n" if name in {"answer", "analysis"} else ""
            setattr(draft, name, f"{held}{sign}{words}" if held else words)

    def _begin(self, row: int, number: int, words: str) -> None:
        """A new question; options and the kind in brackets may stand in its first line."""
        last = self.draft
        if number == 1 and last is not None and last.number > 1 and last.section == self.section:
            self.section += 1
        if self.keys.inside:
            self.keys.inside = False
            self.kind = self.keys.kind or self.kind
        stem, tagged = without_tag(words)
        stem, options = split_stem_and_options(stem)
        draft = Draft(row, kind=tagged or self.kind, stem=stem, options=options, loose=True)
        draft.number, draft.section = number, self.section
        self.drafts.append(draft)
        self.open = "option" if options else "stem"

    def _begin_loose(self) -> None:
        """The loose parts after the last gap are a stem; a title stands before the gap."""
        groups: list[list[Part]] = [[]]
        for part in self.loose:
            if part.text:
                groups[-1].append(part)
            elif groups[-1]:
                groups.append([])
        stem = next(group for group in reversed(groups) if group)
        self.loose.clear()
        self._begin(stem[0].row, 0, "".join(part.text for part in stem))

    def _keep_loose(self) -> None:
        """Loose parts go on with the piece they follow."""
        for part in self.loose if self.open else ():
            self._append(self.open, part.text)
        self.loose.clear()

    def _drop_loose(self, *, keep_wrapped: bool = False) -> None:
        """Loose parts that no question claimed: a wrapped line, or statements with their answer."""
        parts = [part for part in self.loose if part.text]
        self.loose.clear()
        wrapped = keep_wrapped and len(parts) == 1 and self.open == "option" and self._is_long()
        if parts and (wrapped or self.open in {"analysis", "source"}):
            for part in parts:
                self._append(self.open, part.text)
            return
        for part in parts:
            if self.draft and stands_alone(self.draft, part.text):
                self._begin(part.row, 0, part.text)

    def _is_long(self) -> bool:
        """Whether the last option is so long that its line may have been broken."""
        options = self.draft.options if self.draft else {}
        return bool(options) and len(options[max(options)]) >= _LONG_LINE
