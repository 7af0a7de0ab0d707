"""The tracks of a study plan as they stand on a day, and what comes next on them.

Nothing here asks the database: a batch of branches and a year's preview walk the same rows.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

TEXT, MEDIA, QUESTION = "text", "media", "question"
SHOWN = frozenset({TEXT, MEDIA})
"""Kinds of step that a push carries by itself; a question needs one to be offered."""


@dataclass(frozen=True, slots=True)
class Stretch:
    """What is read in one go: a text's portions of rank `first` to `last`, or a single thing.

    `item` is the line of the plan it belongs to; a line that takes all texts of a sort has
    several, in order of rank. A medium has its id in `first` and `last`, a question nothing.
    `renewed`: a place outside means that another edition was read, so this one begins anew.
    """

    item: int
    kind: str
    first: int = 0
    last: int = 0
    renewed: bool = False


@dataclass(frozen=True, slots=True)
class Place:
    """What a branch had last on a track: the plan's line, and the portion's rank."""

    item: int
    rank: int = 0


@dataclass(frozen=True, slots=True)
class Step:
    """What comes next: for a text the first portion whose rank is above `after`, for a medium
    the one of the id `after`."""

    track: str
    item: int
    kind: str
    after: int


@dataclass(frozen=True, slots=True)
class Outline:
    """A study plan on a day: its tracks in order, and by weekday (1 to 7) which one it is."""

    tracks: Mapping[str, Sequence[Stretch]] = field(default_factory=dict)
    rhythm: Mapping[str, str] = field(default_factory=dict)

    def step(
        self, day: date, places: Mapping[str, Place], kinds: Collection[str] = SHOWN
    ) -> Step | None:
        """The step of the day's track, or of the next track that has one; None if none has."""
        for track in self.order(day):
            found = _next(self.tracks[track], places.get(track), kinds)
            if found is not None:
                stretch, after = found
                return Step(track, stretch.item, stretch.kind, after)
        return None

    def order(self, day: date) -> list[str]:
        """The tracks in the order in which they are asked on a day.

        A weekday without a track of its own, as a moved workday on a Saturday, has the first.
        """
        names = list(self.tracks)
        chosen = self.rhythm.get(str(day.isoweekday()))
        start = names.index(chosen) if chosen in names else 0
        return names[start:] + names[:start]


def _next(
    stretches: Sequence[Stretch], place: Place | None, kinds: Collection[str]
) -> tuple[Stretch, int] | None:
    """The first stretch after a place with something left, and after which rank it goes on.

    Behind the last line the track begins again.
    """
    for stretch, after in _ahead(stretches, place):
        if stretch.kind in kinds:
            return stretch, after
    return None


def _ahead(stretches: Sequence[Stretch], place: Place | None) -> Iterator[tuple[Stretch, int]]:
    if place is not None:
        for stretch in stretches:
            if stretch.item == place.item:
                after = _rest(stretch, place.rank)
                if after is not None:
                    yield stretch, after
            elif stretch.item > place.item:
                yield stretch, _before(stretch)
    for stretch in stretches:
        yield stretch, _before(stretch)


def _rest(stretch: Stretch, rank: int) -> int | None:
    """After which rank a stretch of the line that was read last goes on; None if it is read."""
    if stretch.kind != TEXT:
        return None
    if stretch.first <= rank < stretch.last:
        return rank
    outside = not stretch.first <= rank <= stretch.last
    if outside and (stretch.renewed or rank < stretch.first):
        return _before(stretch)
    return None


def _before(stretch: Stretch) -> int:
    return stretch.first - 1 if stretch.kind == TEXT else stretch.first
