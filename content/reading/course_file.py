"""What a file of a study plan holds, whatever kind of file brought it."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from content.reading.course_rows import is_question, kinds_of, spans_of

LONGEST_NAME, LONGEST_TRACK, MOST_LINES = 60, 20, 2000
WORKDAYS = "12345"
ONE_TRACK = "学习"
"""What the track of a plan without tracks is called."""


@dataclass(frozen=True, slots=True)
class CourseLine:
    """A line: `row` as people count it, the track, a title with articles, or a sort of texts.

    Several runs of articles are several lines of one row. `kinds` and `words` select texts of
    the library; `question` asks for a question.
    """

    row: int
    track: str
    title: str = ""
    first: str | None = None
    last: str | None = None
    kinds: tuple[str, ...] = ()
    words: tuple[str, ...] = ()
    question: bool = False


@dataclass(frozen=True, slots=True)
class CourseProblem:
    """What is wrong: `row` 0 for the plan as a whole, a code, and facts for its sentence."""

    row: int
    code: str
    facts: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class CourseFile:
    """A study plan as it was read. Lines with a grave problem are in `problems` only."""

    name: str
    branch_kind: str
    rhythm: Mapping[str, str]
    lines: tuple[CourseLine, ...]
    problems: tuple[CourseProblem, ...] = ()

    @property
    def tracks(self) -> tuple[str, ...]:
        """The tracks in the order of the file."""
        return tuple(dict.fromkeys(line.track for line in self.lines))


@dataclass(frozen=True, slots=True)
class RawLine:
    """A line's words by column, before anything is made of them."""

    row: int
    track: str = ""
    title: str = ""
    articles: str = ""
    kind: str = ""
    words: str = ""


def lines_of(raw: RawLine, problems: list[CourseProblem]) -> list[CourseLine]:
    """The lines that a row makes; what cannot be read is noted in `problems`."""
    track = raw.track or ONE_TRACK
    title = raw.title.strip().strip("《》").strip()
    if len(track) > LONGEST_TRACK:
        problems.append(CourseProblem(raw.row, "track_long", {"longest": LONGEST_TRACK}))
        return []
    if is_question(raw.kind) or (is_question(title) and not raw.articles):
        return [CourseLine(raw.row, track, question=True)]
    if not title:
        return _sort(raw, track, problems)
    if not raw.articles:
        return [CourseLine(raw.row, track, title)]
    spans = spans_of(raw.articles)
    if not spans:
        problems.append(CourseProblem(raw.row, "articles_odd", {"shown": raw.articles[:30]}))
        return []
    return [CourseLine(raw.row, track, title, first, last) for first, last in spans]


def _sort(raw: RawLine, track: str, problems: list[CourseProblem]) -> list[CourseLine]:
    kinds = kinds_of(raw.kind)
    words = tuple(raw.words.replace("、", " ").replace("，", " ").split())
    if kinds is None:
        problems.append(CourseProblem(raw.row, "kind_odd", {"shown": raw.kind[:30]}))
        return []
    if not kinds and not words:
        problems.append(CourseProblem(raw.row, "title_missing"))
        return []
    return [CourseLine(raw.row, track, kinds=tuple(kinds), words=words)]


def settle_rhythm(
    rhythm: Mapping[str, str], tracks: tuple[str, ...], problems: list[CourseProblem]
) -> dict[str, str]:
    """The rhythm that holds; several tracks without one take the workdays in turn."""
    if not rhythm and len(tracks) > 1:
        problems.append(CourseProblem(0, "rhythm_missing"))
        return {day: tracks[place % len(tracks)] for place, day in enumerate(WORKDAYS)}
    kept = {day: track for day, track in sorted(rhythm.items()) if track in tracks}
    for day, track in sorted(rhythm.items()):
        if track not in tracks:
            problems.append(CourseProblem(0, "track_empty", {"day": int(day), "track": track}))
    bare = [int(day) for day in WORKDAYS if day not in rhythm]
    if kept and bare:
        problems.append(CourseProblem(0, "days_without_track", {"days": bare}))
    return kept
