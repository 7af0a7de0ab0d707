"""Keys of answers that stand apart from their questions: `1.B 2.AC`, `1-5 ABCDA`."""

import re
from dataclasses import dataclass, field

from content.reading.bank.draft import Draft
from content.reading.bank.marks import after_answer, numbered
from content.reading.bank.question import QuestionKind
from content.reading.bank.wording import narrow_letters

_TRUTH = r"√|×|✓|✔|✗|✘|正确|错误|对|错"
_ONE = re.compile(
    rf"[（(]?(\d{{1,4}})[)）]?\s*[、.．:：]?\s*[（(]?([A-L]{{1,12}}|{_TRUTH}|[TF])[)）]?"
    r"\s*[,，、;；。.]?(?=\s|\d|[（(]|$)\s*"
)
_RANGE = re.compile(
    r"[（(]?(\d{1,4})\s*(?:-|~|—+|–|－|～|至|到)\s*(\d{1,4})[)）]?\s*[题]?\s*[:：、.．]?\s*"
    rf"((?:(?:[A-L]{{1,60}}|{_TRUTH}|[TF])[\s,，、;；]*)+)(?=\d|[（(]|$)"
)
_WORDED = frozenset({QuestionKind.BLANK, QuestionKind.SHORT, QuestionKind.JUDGE})
_NUMBERS = re.compile(r"(?:题号|序号|题目)\s*[:：]?\s+((?:\d{1,4}\s+)+\d{1,4})")
_ANSWERS = re.compile(rf"(?:参考|正确)?答案\s*[:：]?\s+((?:(?:[A-L]{{1,12}}|{_TRUTH}|[TF])\s*)+)")
_ENTRY = re.compile(rf"[A-L]{{1,60}}|{_TRUTH}|[TF]")


@dataclass
class Key:
    """The answers under one heading of a key, by number; `before` counts the questions above."""

    kind: QuestionKind | None
    before: int
    answers: dict[int, str] = field(default_factory=dict)
    analyses: dict[int, str] = field(default_factory=dict)


@dataclass
class KeyReader:
    """The keys of a text, and whether a key is being read.

    `number` is the question that an explanation in the key belongs to; `columns` are the numbers
    in the upper row of a key written as a table.
    """

    keys: list[Key] = field(default_factory=list)
    inside: bool = False
    kind: QuestionKind | None = None
    number: int = 0
    columns: list[int] = field(default_factory=list)

    def begin(self, before: int) -> None:
        """A heading of answers, such as 参考答案."""
        self.inside, self.kind, self.number = True, None, 0
        self.keys.append(Key(None, before))

    def head(self, kind: QuestionKind | None, before: int) -> None:
        """A heading of a section; inside a key its answers follow."""
        self.kind, self.number = kind, 0
        if self.inside:
            self.keys.append(Key(kind, before))

    def take(self, line: str, drafts: list[Draft]) -> bool:
        """Take in a line that holds only answers, or inside a key the words of a blank."""
        bare = after_answer(line)
        entries = self._of_row(line) or entries_of(bare or line)
        if entries and (self.inside or len(entries) >= (2 if bare else 3)):
            self._add(entries, len(drafts))
            return True
        if row := _NUMBERS.fullmatch(line):
            self.columns = [int(number) for number in re.findall(r"\d+", row[1])]
            return True
        found = numbered(line) if self.inside else None
        if found and not found.rest:
            self.number = found.number
            return True
        if found and self._is_awaited(found.number, drafts):
            self._add({found.number: found.rest}, len(drafts))
            return True
        return False

    def tell(self, name: str, words: str, drafts: list[Draft]) -> None:
        """An answer or an explanation for the number that was read last."""
        if self.number and name == "answer":
            self._add({self.number: words}, len(drafts))
        elif self.number and self.keys and name == "analysis":
            self.keys[-1].analyses[self.number] = words

    def _of_row(self, line: str) -> dict[int, str] | None:
        """The answers in the lower row of a table whose upper row has the numbers."""
        row = _ANSWERS.fullmatch(narrow_letters(line)) if self.columns else None
        entries = row[1].split() if row else []
        if not entries or len(entries) != len(self.columns):
            return None
        return dict(zip(self.columns, entries, strict=True))

    def _add(self, entries: dict[int, str], before: int) -> None:
        """A number that comes again is the next section's."""
        if not self.inside:
            self.begin(before)
        if self.keys[-1].answers and min(entries) <= min(self.keys[-1].answers):
            self.keys.append(Key(None, before))
        self.keys[-1].answers.update(entries)
        self.number = max(entries)

    def _is_awaited(self, number: int, drafts: list[Draft]) -> bool:
        """Whether a blank or a short question of that number still has no answer."""
        key = self.keys[-1]
        if key.kind not in _WORDED or number in key.answers:
            return False
        return any(
            draft.number == number and draft.kind is key.kind and draft.answer in (None, "")
            for draft in drafts
        )


def entries_of(line: str) -> dict[int, str] | None:
    """The answers of a line that holds nothing else, by number; None for any other line."""
    text = narrow_letters(line).strip()
    found: dict[int, str] = {}
    at = 0
    while at < len(text):
        several = _RANGE.match(text, at)
        one = None if several else _ONE.match(text, at)
        if several:
            found.update(_spread(int(several[1]), int(several[2]), several[3]))
        elif one:
            found[int(one[1])] = one[2]
        else:
            return None
        at = (several or one).end()  # type: ignore[union-attr]
    return found or None


def _spread(first: int, last: int, words: str) -> dict[int, str]:
    """The answers of a range; none where their number is not that of the questions."""
    count = last - first + 1
    entries: list[str] = _ENTRY.findall(words)
    if len(entries) != count:
        entries = [letter for entry in entries for letter in entry]
    if len(entries) != count:
        return {}
    return dict(enumerate(entries, first))
