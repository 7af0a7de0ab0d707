"""A year of study as a picture: twelve months on a page, workdays coloured by track."""

import io
from calendar import Calendar
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from datetime import date

from PIL import Image, ImageDraw

from content.cards.fonts import font
from content.cards.study_colours import colours
from content.papers.study_year import span
from content.sentences import WEEKDAYS, plain
from domain.course_year import StudyDay

WIDTH, MARGIN, GAP = 1200, 44, 36
COLUMNS, ROWS = 3, 4
MONTH_WIDTH = (WIDTH - 2 * MARGIN - (COLUMNS - 1) * GAP) // COLUMNS
CELL = MONTH_WIDTH // 7
CELL_HEIGHT, MONTH_HEAD = 46, 84
MONTH_HEIGHT = MONTH_HEAD + 6 * CELL_HEIGHT + 22
LEGEND_LINE, SWATCH, FOOT = 52, 30, 64
PAPER, INK, RED, GREY, LINE = "#FFFDF8", "#2B2622", "#8C1C13", "#968D82", "#D9D1C4"


def year_picture(
    branch: str, plan: str, days: Sequence[StudyDay], guessed: Sequence[int] = ()
) -> tuple[str, bytes]:
    """File name and bytes of a PNG, 1200 pixels wide.

    Days beyond the twelfth month are left to the table, which a line below says. `guessed` are
    the years whose holidays are not known yet.
    """
    months = list(_months(days))
    beyond = any((day.day.year, day.day.month) > months[-1] for day in days)
    facts = {"branch": branch, "plan": plan, "guessed": list(guessed), "beyond": beyond}
    facts |= span(days)
    tints = colours(days)
    legend = _legend(days, tints)
    top = 176 + LEGEND_LINE * len(legend) + 20
    image = Image.new("RGB", (WIDTH, top + ROWS * MONTH_HEIGHT + FOOT), PAPER)
    draw = ImageDraw.Draw(image)
    _head(draw, facts)
    _draw_legend(draw, legend, 176)
    found = {day.day: day for day in days}
    for place, (year, month) in enumerate(months):
        left = MARGIN + (place % COLUMNS) * (MONTH_WIDTH + GAP)
        _month(draw, left, top + place // COLUMNS * MONTH_HEIGHT, (year, month), found, tints)
    foot = (WIDTH / 2, top + ROWS * MONTH_HEIGHT + FOOT / 2 - 8)
    draw.text(foot, plain("year_foot", facts), GREY, font(22), anchor="mm")
    out = io.BytesIO()
    image.save(out, "PNG")  # `optimize` takes five times as long for a twentieth
    return f"{plain('year_title', facts)}.png", out.getvalue()


def _months(days: Sequence[StudyDay]) -> Iterator[tuple[int, int]]:
    if not days:
        return
    first = days[0].day
    for ahead in range(COLUMNS * ROWS):
        place = first.month - 1 + ahead
        yield first.year + place // 12, place % 12 + 1


def _head(draw: ImageDraw.ImageDraw, facts: Mapping[str, object]) -> None:
    _line(draw, 66, plain("year_title", facts), RED, range(50, 27, -2), serif=True)
    _line(draw, 122, plain("year_span", facts), INK, range(26, 19, -2))
    draw.line((MARGIN, 154, WIDTH - MARGIN, 154), LINE, 2)


def _line(
    draw: ImageDraw.ImageDraw,
    middle: int,
    words: str,
    colour: str,
    sizes: range,
    *,
    serif: bool = False,
) -> None:
    """Words in the middle of the page: in the largest size that fits, else cut short."""
    room = WIDTH - 2 * MARGIN
    size = next((s for s in sizes if font(s, serif=serif).getlength(words) <= room), sizes[-1])
    chosen = font(size, serif=serif)
    if chosen.getlength(words) > room:
        while chosen.getlength(words + "…") > room:
            words = words[:-1]
        words += "…"
    draw.text((WIDTH / 2, middle), words, colour, chosen, anchor="mm")


def _legend(days: Sequence[StudyDay], tints: Mapping[str, str]) -> list[list[tuple[str, str]]]:
    """Lines of colour and words; a line is broken where it would leave the page."""
    counts = Counter(day.track for day in days if day.kind)
    lines: list[list[tuple[str, str]]] = [[]]
    used = 0.0
    for track, tint in tints.items():
        words = plain("year_legend", {"track": track, "number": counts[track]})
        width = _entry(words)
        if lines[-1] and used + width > WIDTH - 2 * MARGIN:
            lines.append([])
            used = 0
        lines[-1].append((tint, words))
        used += width
    return lines


def _entry(words: str) -> float:
    return SWATCH + 12 + font(26).getlength(words) + 34


def _draw_legend(
    draw: ImageDraw.ImageDraw, legend: Sequence[Sequence[tuple[str, str]]], top: int
) -> None:
    for line in legend:
        left = (WIDTH - sum(_entry(words) for _, words in line) + 34) / 2
        middle = top + LEGEND_LINE / 2
        for tint, words in line:
            box = (left, middle - SWATCH / 2, left + SWATCH, middle + SWATCH / 2)
            draw.rounded_rectangle(box, 6, tint)
            draw.text((left + SWATCH + 12, middle), words, INK, font(26), anchor="lm")
            left += _entry(words)
        top += LEGEND_LINE


def _month(
    draw: ImageDraw.ImageDraw,
    left: int,
    top: int,
    month: tuple[int, int],
    found: Mapping[date, StudyDay],
    tints: Mapping[str, str],
) -> None:
    middle = left + MONTH_WIDTH / 2
    words = plain("year_month", {"year": month[0], "month": month[1]})
    draw.text((middle, top + 24), words, RED, font(28, serif=True), anchor="mm")
    for column, name in enumerate(WEEKDAYS):
        draw.text((left + (column + 0.5) * CELL, top + 64), name, GREY, font(22), anchor="mm")
    for line, week in enumerate(Calendar().monthdatescalendar(*month)):
        for column, day in enumerate(week):
            if day.month == month[1]:
                corner = (left + column * CELL, top + MONTH_HEAD + line * CELL_HEIGHT)
                _day(draw, corner, day, found.get(day), tints)


def _day(
    draw: ImageDraw.ImageDraw,
    corner: tuple[int, int],
    day: date,
    study: StudyDay | None,
    tints: Mapping[str, str],
) -> None:
    left, top = corner
    box = (left + 2, top + 2, left + CELL - 3, top + CELL_HEIGHT - 3)
    if study is not None and study.kind:
        draw.rounded_rectangle(box, 7, tints[study.track])
    elif study is not None:
        draw.rounded_rectangle(box, 7, outline=LINE, width=2)
    middle = (left + CELL / 2, top + CELL_HEIGHT / 2)
    draw.text(middle, str(day.day), INK if study else GREY, font(25), anchor="mm")
