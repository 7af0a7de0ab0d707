"""What comes next on a track, as a pure walk."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from domain.tracks import MEDIA, QUESTION, TEXT, Outline, Place, Step, Stretch

MONDAY = date(2026, 11, 23)


@st.composite
def tracks(draw: st.DrawFn) -> list[Stretch]:
    """Lines of a track: whole texts, sorts of texts, media and questions."""
    stretches: list[Stretch] = []
    rank = 10_000
    for item in range(1, draw(st.integers(1, 6)) + 1):
        kind = draw(st.sampled_from((TEXT, TEXT, TEXT, MEDIA, QUESTION)))
        if kind != TEXT:
            stretches.append(Stretch(item, kind, item, item))
            continue
        for _ in range(draw(st.integers(1, 3))):
            length = draw(st.integers(1, 4))
            stretches.append(Stretch(item, TEXT, rank + 1, rank + length))
            rank += 10_000
    return stretches


def walk(outline: Outline, day: date, number: int, kinds: set[str]) -> list[Step]:
    """So many steps on one day's track, each taken."""
    places: dict[str, Place] = {}
    taken = []
    for _ in range(number):
        step = outline.step(day, places, kinds)
        assert step is not None
        taken.append(step)
        rank = step.after + 1 if step.kind == TEXT else 0
        places[step.track] = Place(step.item, rank)
    return taken


def round_of(stretches: list[Stretch], kinds: set[str]) -> list[tuple[int, int]]:
    """Every step of a track once, in order."""
    return [
        (stretch.item, after)
        for stretch in stretches
        if stretch.kind in kinds
        for after in (
            range(stretch.first - 1, stretch.last) if stretch.kind == TEXT else [stretch.first]
        )
    ]


@given(tracks(), st.sampled_from([{TEXT}, {TEXT, MEDIA}, {TEXT, MEDIA, QUESTION}]))
def test_a_round_brings_every_portion_once_in_order_and_begins_again(
    stretches: list[Stretch], kinds: set[str]
) -> None:
    expected = round_of(stretches, kinds)
    outline = Outline({"甲": stretches})
    if not expected:
        assert outline.step(MONDAY, {}, kinds) is None
        return
    found = walk(outline, MONDAY, 2 * len(expected) + 1, kinds)
    assert [(step.item, step.after) for step in found] == [*expected, *expected, expected[0]]


NAMES = ("甲", "乙", "丙")


@given(
    st.dictionaries(st.sampled_from([str(n) for n in range(1, 8)]), st.sampled_from(NAMES)),
    st.sets(st.sampled_from(NAMES)),
    st.integers(0, 400),
)
def test_the_weekday_has_its_track_and_an_empty_one_gives_way_to_the_next(
    rhythm: dict[str, str], filled: set[str], ahead: int
) -> None:
    day = MONDAY + timedelta(days=ahead)
    outline = Outline(
        {name: [Stretch(1, TEXT if name in filled else QUESTION, 1, 3)] for name in NAMES}, rhythm
    )
    wished = NAMES.index(rhythm.get(str(day.isoweekday()), "甲"))
    order = NAMES[wished:] + NAMES[:wished]
    step = outline.step(day, {})
    expected = next((name for name in order if name in filled), None)
    assert (step.track if step else None) == expected


def test_a_rhythm_that_names_a_track_without_lines_has_the_first_track() -> None:
    outline = Outline({"甲": [Stretch(1, TEXT, 1, 2)]}, {"1": "没有"})
    assert outline.step(MONDAY, {}) == Step("甲", 1, TEXT, 0)


def test_another_edition_is_read_from_its_beginning() -> None:
    whole = [Stretch(1, TEXT, 50_001, 50_004, renewed=True), Stretch(2, TEXT, 60_001, 60_001)]
    outline = Outline({"甲": whole})
    assert outline.step(MONDAY, {"甲": Place(1, 70_002)}) == Step("甲", 1, TEXT, 50_000)
    assert outline.step(MONDAY, {"甲": Place(1, 20_002)}) == Step("甲", 1, TEXT, 50_000)
    assert outline.step(MONDAY, {"甲": Place(1, 50_004)}) == Step("甲", 2, TEXT, 60_000)


def test_a_text_that_left_a_sort_of_texts_does_not_bring_back_the_others() -> None:
    sort = [Stretch(1, TEXT, 20_001, 20_002), Stretch(1, TEXT, 40_001, 40_002)]
    outline = Outline({"甲": sort})
    assert outline.step(MONDAY, {"甲": Place(1, 30_001)}) == Step("甲", 1, TEXT, 40_000)
    assert outline.step(MONDAY, {"甲": Place(1, 40_002)}) == Step("甲", 1, TEXT, 20_000)


def test_a_line_that_is_gone_gives_way_to_the_one_after_it() -> None:
    outline = Outline({"甲": [Stretch(1, TEXT, 1, 2), Stretch(3, TEXT, 20_001, 20_001)]})
    assert outline.step(MONDAY, {"甲": Place(2, 10_005)}) == Step("甲", 3, TEXT, 20_000)
