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
_ENTRY = re.compile(rf"[A-L]{{1,60}}|{_TRUTH}|[TF]")


@dataclass
class Key:
    """The answers under one heading of a key, by number; `before` counts the questions above."""

    kind: QuestionKind | None
    before: int
    answers: dict[int, str] = field(default_factory=dict)


@dataclass
class KeyReader:
    """The keys of a text, and whether a key is being read."""

    keys: list[Key] = field(default_factory=list)
    inside: bool = False
    kind: QuestionKind | None = None

    def begin(self, before: int) -> None:
        """A heading of answers, such as 参考答案."""
        self.inside, self.kind = True, None
        self.keys.append(Key(None, before))

    def head(self, kind: QuestionKind | None, before: int) -> None:
        """A heading of a section; inside a key its answers follow."""
        self.kind = kind
        if self.inside:
            self.keys.append(Key(kind, before))

    def take(self, line: str, drafts: list[Draft]) -> bool:
        """Take in a line that holds only answers, or inside a key the words of a blank."""
        bare = after_answer(line)
        entries = entries_of(bare or line)
        if entries and (self.inside or len(entries) >= (2 if bare else 3)):
            self._add(entries, len(drafts))
            return True
        found = numbered(line) if self.inside else None
        if found and found.rest and self._is_awaited(found.number, drafts):
            self.keys[-1].answers[found.number] = found.rest
            return True
        return False

    def _add(self, entries: dict[int, str], before: int) -> None:
        """A number that comes again is the next section's."""
        if not self.inside:
            self.begin(before)
        if self.keys[-1].answers and min(entries) <= min(self.keys[-1].answers):
            self.keys.append(Key(None, before))
        self.keys[-1].answers.update(entries)

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


def apply_keys(drafts: list[Draft], keys: list[Key]) -> None:
    """Give each question the answer of its number in the key of its section.

    A key belongs to the first section above it that has no key yet and is of its kind; a key that
    has the numbers of several sections, counted through, belongs to all of them.
    """
    taken: set[int] = set()
    for key in keys:
        if not key.answers:
            continue
        open_drafts = [
            draft
            for draft in drafts[: key.before]
            if draft.section not in taken and draft.answer in (None, "")
        ]
        section = _section_of(key, open_drafts)
        chosen = [draft for draft in open_drafts if section is None or draft.section == section]
        for draft in chosen:
            if draft.number in key.answers:
                draft.answer = key.answers[draft.number]
                taken.add(draft.section)


def _section_of(key: Key, drafts: list[Draft]) -> int | None:
    """The section that a key belongs to; None for all where numbers never start again."""
    numbers = [draft.number for draft in drafts]
    if key.kind is None and len(set(numbers)) == len(numbers):
        return None
    fitting = [
        draft.section
        for draft in drafts
        if key.kind is None or draft.kind is None or draft.kind is key.kind
    ]
    return min(fitting, default=-1)
