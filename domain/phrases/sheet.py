"""What a secretary types from the paper sheet: names and how each of them attended."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

STATUSES = (
    ("迟到", "late"),
    ("缺席", "absent"),
    ("未到", "absent"),
    ("没到", "absent"),
    ("没来", "absent"),
    ("请假", "leave"),
    ("签到", "present"),
    ("到会", "present"),
    ("已到", "present"),
    ("到", "present"),
)
_STATUS = "|".join(word for word, _ in STATUSES)
_ALL = re.compile(rf"(?:全体|全部|全员|都|全)(?P<status>{_STATUS})了?(?:齐了?)?")
_REASON = re.compile(r"[（(]\s*(?P<inside>[^（）()]*)[）)]")
_CLAUSE = re.compile(r"[，,；;。\n]+")
_BETWEEN = re.compile(r"[、\s和与及]+")
_BUT = re.compile(r"^(?:除了?|除去|其中|但是?|只有)")
_TAIL = re.compile(r"(?:以外|之外|外)$")


@dataclass(frozen=True, slots=True)
class Mark:
    """What the sheet says: `entries` of (name, status, reason), `rest` for everybody else.

    `unknown` are words that are neither a name on the list nor a status.
    """

    entries: tuple[tuple[str, str, str | None], ...]
    rest: str | None = None
    unknown: tuple[str, ...] = ()


def read_mark(text: str, names: Sequence[str]) -> Mark:
    """Read the sheet; names are matched against the list only, never guessed."""
    entries: list[tuple[str, str, str | None]] = []
    unknown: list[str] = []
    rest = None
    waiting: list[str] = []
    for clause in _CLAUSE.split(text.strip()):
        words = _TAIL.sub("", _BUT.sub("", clause.strip()).strip())
        everybody = _ALL.search(words)
        if everybody:
            rest = dict(STATUSES)[everybody["status"]]
            words = (words[: everybody.start()] + words[everybody.end() :]).strip()
            words = _BUT.sub("", words).strip()
        found, left = _people(words, names, waiting)
        entries += found
        unknown += left
    unknown += waiting
    return Mark(tuple(entries), rest, tuple(unknown))


def _people(
    words: str, names: Sequence[str], waiting: list[str]
) -> tuple[list[tuple[str, str, str | None]], list[str]]:
    """The entries of one clause; names without a status wait for the one that follows."""
    entries: list[tuple[str, str, str | None]] = []
    unknown: list[str] = []
    longest_first = sorted(names, key=len, reverse=True)
    rest = words
    while rest:
        name = next((name for name in longest_first if rest.startswith(name)), None)
        status = re.match(rf"(?P<word>{_STATUS})了?\s*", rest)
        if name is not None:
            waiting.append(name)
            rest = _BETWEEN.sub("", rest[len(name) :], count=1) if rest[len(name) :] else ""
        elif status and waiting:
            rest, reason = _reason(rest[status.end() :], longest_first)
            entries += [(each, dict(STATUSES)[status["word"]], reason) for each in waiting]
            waiting.clear()
        else:
            piece = re.split(rf"[、\s]|(?={_STATUS})", rest, maxsplit=1)[0] or rest[0]
            unknown.append(piece)
            rest = rest[len(piece) :].lstrip("、 \t　")
            status = re.match(rf"(?P<word>{_STATUS})了?\s*", rest)
            if status and not waiting:
                rest = rest[status.end() :].lstrip("、 \t　")
    return entries, unknown


def _reason(rest: str, names: Sequence[str]) -> tuple[str, str | None]:
    """A reason in brackets or after a space, and what comes behind it."""
    bracket = _REASON.match(rest.lstrip())
    if bracket:
        behind = rest.lstrip()[bracket.end() :]
        return behind.lstrip("、 \t　"), bracket["inside"].strip() or None
    plain = rest.lstrip("、 \t　")
    if not plain or any(plain.startswith(name) for name in names):
        return plain, None
    word = re.split(r"[、\s]", plain, maxsplit=1)
    if re.match(rf"(?:{_STATUS})", word[0]):
        return plain, None
    return (word[1] if len(word) > 1 else ""), word[0]
