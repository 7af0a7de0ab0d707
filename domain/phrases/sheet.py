"""Reading what a secretary types from the paper attendance sheet."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from domain.phrases.wording import fold

PRESENT, LATE, LEAVE, ABSENT = "present", "late", "leave", "absent"

_STATUS = re.compile(
    r"(?P<leave>(?:请|告)(?:了)?(?:个)?(?:[病事公丧婚产])?假|[病事公]假)|(?P<late>迟到"
    r"|晚到|来晚)(?:了)?"
    r"|(?P<absent>缺席|未到|没到|没来|旷会|无故缺席|不在|未来|缺勤)(?:了)?"
    r"|(?P<present>已到|实到|到会|到场|出席|参加|签到|全到|都到|到)(?:了|齐)?"
)
_ALL = re.compile(
    r"(?:全部|全体|全员|所有人|都|全|人)(?:都)?(?:已)?(?:到(?:齐|会|场|了)*|出席|参加|签到|实到)"
)
_REST = re.compile(r"(?:其他(?:人|同志)?|其余(?:人|的)?|剩下的?(?:人)?)(?:都|全|全部|均)?")
_JOIN = re.compile(
    r"[\s、,和与及跟:]*(?:同志|都|均|也|是|的|两人|三人"
    r"|俩)*[\s、,和与及跟:]*"
)
_EXCEPT = re.compile(r"除(?:了|去|开|却)?")
_OUTSIDE = re.compile(r"(?:以|之)?外[\s,]*")
_CLAUSE_END = re.compile(r"[;。\n!]")
_REASON = re.compile(
    r"\s*(?:\((?P<bracket>[^()\n]{1,60})\)|[:,\s]*(?:因为?|由于"
    r"|原因是?)?[:]?(?P<plain>[^\s、,;。\n()]{1,60}))"
)


@dataclass(frozen=True)
class Entry:
    """What the sheet says of one member; `status` is present, late, leave or absent."""

    name: str
    status: str
    reason: str | None = None


@dataclass(frozen=True)
class Mark:
    """What was read: `entries` by name, `rest` for everybody else (全到), and what is no name.

    `unknown` holds words that stand where a name should, but are not on the roster, and names
    given without a status: with any of them the secretary is asked before anything is recorded.
    """

    entries: tuple[Entry, ...]
    rest: str | None
    unknown: tuple[str, ...]


def read_mark(text: str, names: Sequence[str]) -> Mark:
    """Read 「张三 李四 到，王五请假（出差）」, 「全到，除了 张三请假」 against the roster `names`.

    Names are matched as they stand on the roster, the longest first; titles and nicknames are not
    guessed. A status holds for all names named just before it. A later word on the same member
    replaces the earlier. Never raises.
    """
    reader = _Sheet(fold(text).text, names)
    while reader.place < len(reader.text):
        reader.step()
    reader.leave_open()
    return Mark(tuple(reader.entries.values()), reader.rest, tuple(reader.unknown))


class _Sheet:
    """The sheet under reading: where we are, and the names that wait for their status."""

    def __init__(self, text: str, names: Sequence[str]) -> None:
        self.text = text
        self.names = _by_length(names)
        self.place = 0
        self.waiting: list[str] = []
        self.stray = ""
        self.rest_waits = False
        self.excepting = False
        self.entries: dict[str, Entry] = {}
        self.rest: str | None = None
        self.unknown: list[str] = []

    def step(self) -> None:
        """Read the next name, status or mark."""
        if self._read_exception() or self._read_all() or self._read_name() or self._read_status():
            return
        gap = _JOIN.match(self.text, self.place)
        if gap and gap.end() > self.place:
            self._end_stray()
            self.place = gap.end()
        elif _CLAUSE_END.match(self.text, self.place):
            self.leave_open()
            self.place += 1
        else:
            self.stray += self.text[self.place]
            self.place += 1

    def leave_open(self) -> None:
        """End a clause: names without a status are asked back."""
        self._end_stray()
        for name in self.waiting:
            self._ask_back(name)
        self.waiting = []
        self.rest_waits = self.excepting = False

    def _read_exception(self) -> bool:
        """除了张三以外: whom the rest leaves out; what became of him is not said."""
        opening = None if self.stray else _EXCEPT.match(self.text, self.place)
        if opening:
            self.excepting, self.place = True, opening.end()
            return True
        closing = _OUTSIDE.match(self.text, self.place) if self.excepting else None
        if closing:
            self.leave_open()
            self.rest_waits, self.place = True, closing.end()
        return closing is not None

    def _read_all(self) -> bool:
        open_to_all = not self.stray and (self.excepting or not self.waiting)
        found = _ALL.match(self.text, self.place) if open_to_all else None
        if found:
            self.leave_open()
            self.rest = PRESENT
            self.place = found.end()
            return True
        rest = None if self.stray else _REST.match(self.text, self.place)
        if rest:
            self.rest_waits = True
            self.place = rest.end()
        return rest is not None

    def _read_name(self) -> bool:
        for folded, name in self.names:
            if self.text.startswith(folded, self.place):
                self._end_stray()
                self.waiting.append(name)
                self.place += len(folded)
                return True
        return False

    def _read_status(self) -> bool:
        found = _STATUS.match(self.text, self.place)
        if not found:
            return False
        self._end_stray()
        status = str(found.lastgroup)
        self.place = found.end()
        if self.rest_waits and not self.waiting:
            self.rest, self.rest_waits = status, False
            return True
        if not self.waiting:
            return True
        reason = self._reason() if status != PRESENT else None
        for name in self.waiting:
            self.entries[name] = Entry(name, status, reason)
        self.waiting = []
        return True

    def _reason(self) -> str | None:
        """The reason behind a status, unless another name or status begins there."""
        found = _REASON.match(self.text, self.place)
        if not found:
            return None
        words = found["bracket"] or found["plain"]
        if found["plain"] and not self._may_be_reason(found.start("plain"), words):
            return None
        self.place = found.end()
        return words.strip()

    def _may_be_reason(self, start: int, words: str) -> bool:
        between = self.text[self.place : start]
        if re.search("[,、]", between) and not re.search("因|由于|原因", between):
            return False
        if re.match(r"(?:以|之)?外", words):
            return False
        names = any(folded in words for folded, _ in self.names)
        return not (names or _STATUS.search(words) or _REST.match(words) or _ALL.match(words))

    def _end_stray(self) -> None:
        words = self.stray.strip(" ()")
        self.stray = ""
        if words and words not in ("了", "同志", "人", "有", "以外"):
            self._ask_back(words)

    def _ask_back(self, words: str) -> None:
        if words not in self.unknown:
            self.unknown.append(words)


def _by_length(names: Sequence[str]) -> list[tuple[str, str]]:
    pairs = [(form, name) for name in dict.fromkeys(names) for form in _forms(name)]
    return sorted(pairs, key=lambda pair: -len(pair[0]))


def _forms(name: str) -> set[str]:
    """A name as it may be typed: 孙丽 is also padded to 孙 丽 on sheets, and back."""
    bare = "".join(fold(name).text.split())
    spaced = " ".join(bare) if len(bare) == 2 else bare
    return {form for form in (bare, spaced, fold(name).text.strip()) if form.strip()}
