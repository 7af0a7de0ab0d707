"""Questions in running text: numbered or not, with options, answers and keys in any usual place."""

import re
from collections.abc import Iterable

from content.reading.bank.answer_key import Key, apply_keys, entries_of
from content.reading.bank.draft import Draft
from content.reading.bank.inline import words_in_brackets
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
    numbered,
    split_at_answer,
    without_blank_number,
)
from content.reading.bank.option_text import split_options
from content.reading.bank.question import QuestionKind as K
from content.reading.bank.unwritten import find_unwritten
from content.reading.bank.wording import clean, narrow_letters

_MARKDOWN = re.compile(r"^\s*(?:(?:#{1,6}|>)\s+)*(?:[-*+]\s+)?")
_RULE = re.compile(r"\s*(?:[-*_=]\s*){3,}$")
_OPTION_START = re.compile(
    r"[（(【\[]?[A-La-l]\s*[、.．:：,，)）】\]]|[A-L](?=[\s\u4e00-\u9fff《“])"
)
_LONG_LINE = 34
"""Beyond so many characters, a line may go on in the next one."""


def drafts_of_lines(lines: Iterable[tuple[int, str]]) -> list[Draft]:
    """The drafts in `lines`, each a number from 1 and its words."""
    paper = _Paper()
    parts = [
        (row, part)
        for row, line in lines
        if (text := _bare(line))
        for part in split_at_answer(text)
    ]
    for place, (row, line) in enumerate(parts):
        paper.read(row, line, parts[place + 1][1] if place + 1 < len(parts) else "")
    paper.end()
    return paper.drafts


def _bare(line: str) -> str:
    """A line without the marks of Markdown; a ruler is an empty line."""
    if _RULE.fullmatch(line) and "_" not in line:
        return ""
    text = _MARKDOWN.sub("", line).replace("**", "").replace("\\_", "_")
    return text.strip()


class _Paper:
    """The reading of one text, line by line."""

    def __init__(self) -> None:
        self.drafts: list[Draft] = []
        self.keys: list[Key] = []
        self.kind: K | None = None
        self.section = 0
        self.part = ""  # what the next plain line continues: stem, option, answer, ...
        self.following = ""
        self.loose: list[tuple[int, str]] = []
        self.in_key = False
        self.key_kind: K | None = None

    @property
    def draft(self) -> Draft | None:
        return self.drafts[-1] if self.drafts else None

    def read(self, row: int, line: str, following: str = "") -> None:
        """Take in one line; `following` is the next, which may tell what this one is."""
        self.following = following
        if self._heading(line) or self._key_line(line) or self._labelled(row, line):
            return
        if not (self._options(line) or self._question(row, line)):
            self._plain(row, line)

    def end(self) -> None:
        """After the last line: what stands loose belongs to no question; keys are applied."""
        self._drop_loose()
        apply_keys(self.drafts, self.keys)
        find_unwritten(self.drafts)

    def _heading(self, line: str) -> bool:
        heads, kind = section_heading(line)
        if heads:
            self._drop_loose()
            self.key_kind = kind
            if self.in_key:
                self.keys.append(Key(kind, len(self.drafts)))
            self.kind, self.part = kind, ""
            self.section += 1
            return True
        if heads_key(line) and not self._waits_for_answer(line):
            self._drop_loose()
            self.in_key, self.part, self.key_kind = True, "", None
            self.keys.append(Key(None, len(self.drafts)))
            return True
        if is_chapter(line) and self.part != "stem":
            self._drop_loose()
            self.part, self.section = "", self.section + 1
            return True
        return is_furniture(line)

    def _waits_for_answer(self, line: str) -> bool:
        """Whether 答案： stands below a question whose answer comes on the next line."""
        if self.part == "" or line[-1] not in ":：】]":
            return False
        if self.draft is None or self.draft.answer not in (None, ""):
            return False
        return not (section_heading(self.following)[0] or entries_of(self.following))

    def _key_line(self, line: str) -> bool:
        """A line of a key: only answers, or in a key the words that fill a numbered blank."""
        bare = after_answer(line) if self.in_key else None
        entries = entries_of(bare or line)
        if entries and (self.in_key or len(entries) >= 3 or bare):
            if not self.keys or not self.in_key:
                self.in_key = True
                self.keys.append(Key(None, len(self.drafts)))
            key = self.keys[-1]
            if key.answers and min(entries) <= min(key.answers):
                key = Key(None, len(self.drafts))
                self.keys.append(key)
            key.answers.update(entries)
            return True
        found = numbered(line) if self.in_key else None
        if found and found.rest and self._awaits(found):
            self.keys[-1].answers[found.number] = found.rest
            return True
        return False

    def _awaits(self, found: Numbered) -> bool:
        """Whether a blank or a short question of that number still has no answer."""
        kind = self.keys[-1].kind
        if kind not in {K.BLANK, K.SHORT, K.JUDGE} or found.number in self.keys[-1].answers:
            return False
        return any(
            draft.number == found.number and draft.kind is kind and draft.answer in (None, "")
            for draft in self.drafts
        )

    def _labelled(self, row: int, line: str) -> bool:
        """Lines that begin with 答案：, 解析：, 出处： or 题目：."""
        words = after_answer(line)
        if words is not None:
            self._answer(words)
            return True
        for part, after in (("analysis", after_analysis), ("source", after_source)):
            words = after(line)
            if words is not None:
                if self.draft:
                    self._append(part, words)
                    self.part = part
                return True
        words = after_stem_label(line)
        if words is not None:
            if self.draft and not self.draft.stem and not self.draft.options:
                self._append("stem", words)
                self.part = "stem"
            else:
                self._begin(row, 0, words)
            return True
        return False

    def _answer(self, words: str) -> None:
        """An answer belongs to the question above it, or to loose lines that are one themselves."""
        if self.loose and self.draft and self.draft.answer not in (None, ""):
            self._begin_loose()
        elif self.loose:
            self._keep_loose()
        if self.draft is None or self.in_key:
            return
        self._append("answer", words)
        self.part = "answer"

    def _options(self, line: str) -> bool:
        narrow = narrow_letters(line)
        if not _OPTION_START.match(narrow):
            return False
        draft = self.draft
        first = ord(narrow.lstrip("（(【[ ")[0].upper()) - ord("A")
        before, options = split_options(line, first)
        if not options or before.strip() or not self._may_hold(first, options, narrow):
            return False
        if self.loose and first == 0:
            self._begin_loose()
        elif self.loose:
            self._keep_loose()
        draft = self.draft
        if draft is None:
            return False
        draft.options.update(options)
        self.part, self.in_key = "option", False
        return True

    def _may_hold(self, first: int, options: dict[int, str], narrow: str) -> bool:
        """Whether options that begin at `first` fit the question that is open, or a new one."""
        draft = self.draft
        held = draft.options if draft else {}
        signed = re.match(r"[（(【\[]?[A-Za-z]\s*[、.．:：,，)）】\]]", narrow) is not None
        if first == 0:
            fresh = bool(self.loose) or (draft is not None and 0 not in held)
            paired = re.match(r"B(?=[\s\u4e00-\u9fff《“])", narrow_letters(self.following))
            return fresh and (signed or len(options) > 1 or paired is not None)
        return draft is not None and first not in held and (signed or first - 1 in held)

    def _question(self, row: int, line: str) -> bool:
        found = numbered(line)
        if found is None or not (found.rest or found.sure) or not self._begins(found):
            return False
        self._drop_loose(keep_wrapped=True)
        self._begin(row, found.number, found.rest)
        return True

    def _begins(self, found: Numbered) -> bool:
        """Whether a numbered line is a question and not an item of a stem or an answer."""
        draft = self.draft
        if draft is None:
            return True
        follows = found.number == draft.number + 1 or self.part == ""
        if self.part in {"answer", "analysis"} and (draft.kind is K.SHORT or self._in_list()):
            listed = _items(str(draft.answer or "") if self.part == "answer" else draft.analysis)
            if listed and found.number == listed + 1 and found.number != draft.number + 1:
                return False
        if found.sure:
            return True
        return follows or (found.number == 1 and bool(draft.options or draft.answer))

    def _in_list(self) -> bool:
        draft = self.draft
        text = (draft.analysis if self.part == "analysis" else str(draft.answer)) if draft else ""
        return _items(text) > 0

    def _plain(self, row: int, line: str) -> None:
        """A line without a mark: it goes on with what is open, or waits for what follows."""
        draft = self.draft
        if draft is None or self.part == "":
            self.loose.append((row, line))
            return
        if self.part == "stem":
            if _stands_alone(draft.stem, line) and not draft.options:
                self._begin(row, 0, line)
            else:
                self._append("stem", line)
            return
        if self.part == "answer" and _may_go_on(draft):
            self._append("answer", without_blank_number(line))
        elif self.part in {"analysis", "source"}:
            self.loose.append((row, line))
        else:
            self.loose.append((row, line))

    def _append(self, part: str, words: str) -> None:
        draft = self.draft
        if draft is None or not words:
            return
        if part == "option":
            slot = max(draft.options)
            draft.options[slot] += words
        else:
            held = str(getattr(draft, part) or "")
            sign = "\n" if part in {"answer", "analysis"} else ""
            setattr(draft, part, f"{held}{sign}{words}" if held else words)

    def _begin(self, row: int, number: int, words: str) -> None:
        """A new question; options and the kind in brackets may stand in its first line."""
        last = self.draft
        if number == 1 and last is not None and last.number > 1 and last.section == self.section:
            self.section += 1
        if self.in_key:
            self.in_key = False
            self.kind = self.key_kind if self.key_kind is not None else self.kind
        stem, kind = without_tag(words)
        stem, options = _stem_and_options(stem)
        self.drafts.append(
            Draft(
                row,
                kind=kind or self.kind,
                stem=stem,
                options=options,
                loose=True,
                number=number,
                section=self.section,
            )
        )
        self.part = "option" if options else "stem"

    def _begin_loose(self) -> None:
        row = self.loose[0][0]
        words = "".join(line for _, line in self.loose)
        self.loose.clear()
        self._begin(row, 0, words)

    def _keep_loose(self) -> None:
        """Loose lines go on with the part they follow."""
        part = self.part
        for _, line in self.loose:
            if part:
                self._append(part, line)
        self.loose.clear()

    def _drop_loose(self, *, keep_wrapped: bool = False) -> None:
        """Loose lines that no question claimed: statements with their answer are questions."""
        rows, part = list(self.loose), self.part
        self.loose.clear()
        if part in {"analysis", "source"} or (keep_wrapped and part == "option" and len(rows) == 1):
            long = part != "option" or len(self.last_option()) >= _LONG_LINE
            for _, line in rows if long else ():
                self._append(part, line)
            if long:
                return
        for row, line in rows:
            if self.draft and _stands_alone(self.draft.stem, line) and not self.draft.options:
                self._begin(row, 0, line)

    def last_option(self) -> str:
        """The words of the last option."""
        draft = self.draft
        return draft.options[max(draft.options)] if draft and draft.options else ""


def _stem_and_options(text: str) -> tuple[str, dict[int, str]]:
    """A question and the options behind it on the same line, each with a sign."""
    before, options = split_options(text, signed=True)
    return (before.strip(), options) if len(options) > 1 and before.strip() else (text, {})


def _items(text: str) -> int:
    """The number of the last item of a list in `text`; 0 if it is no list."""
    found = re.findall(r"(?:^|\n)\s*[（(]?(\d{1,2})[)）、.．]", text)
    return int(found[-1]) if found else 0


def _may_go_on(draft: Draft) -> bool:
    """Whether an answer may have another line: it is empty, or words and no letters."""
    held = clean(draft.answer)
    if not held:
        return True
    return not draft.options and draft.kind in {K.SHORT, K.BLANK}


def _has_answer(line: str) -> bool:
    return len(line) >= 6 and bool(words_in_brackets(line)[0])


def _stands_alone(stem: str, line: str) -> bool:
    """Whether a line after a finished statement is the next one, both with filled brackets."""
    return _has_answer(stem) and _has_answer(line)
