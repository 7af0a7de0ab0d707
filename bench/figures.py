"""Figures of paired runs: medians, spreads, ratios, and whether a bar is reached."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from statistics import median


def shown(value: float) -> str:
    """Three digits that matter."""
    if value >= 100 or value == int(value):
        return f"{value:,.0f}"
    return f"{value:.2f}" if value < 10 else f"{value:.1f}"


@dataclass(frozen=True, slots=True)
class Series:
    """The values of repeated runs of one program, in the unit of their table."""

    values: tuple[float, ...]

    def __str__(self) -> str:
        low, high = min(self.values), max(self.values)
        if low == high:
            return shown(low)
        return f"{shown(median(self.values))} ({shown(low)} to {shown(high)})"


def ratios(above: Sequence[float], below: Sequence[float]) -> Series:
    """The ratio of each pair; its median is the figure that a bar is held against."""
    return Series(tuple(a / b for a, b in zip(above, below, strict=True)))


@dataclass(frozen=True, slots=True)
class Verdict:
    """A bar and what was reached: the median of the pairs unless `what` says otherwise."""

    what: str
    bar: str
    reached: str
    held: bool

    def line(self) -> str:
        """A row of the table of verdicts."""
        return f"| {self.what} | {self.bar} | {self.reached} | {'yes' if self.held else '**no**'} |"


@dataclass(slots=True)
class Section:
    """One work's part of the results."""

    title: str
    how: str
    head: tuple[str, ...]
    rows: list[tuple[str, ...]] = field(default_factory=list)
    verdicts: list[Verdict] = field(default_factory=list)

    def text(self) -> str:
        """As it stands in RESULTS.md, below its title."""
        lines = [self.how, "", _row(self.head), _row(["---"] * len(self.head))]
        lines += [_row(row) for row in self.rows]
        if self.verdicts:
            lines += ["", "| what | bar | reached | held |", "| --- | --- | --- | --- |"]
            lines += [verdict.line() for verdict in self.verdicts]
        return "\n".join(lines)


def _row(cells: Sequence[str]) -> str:
    return f"| {' | '.join(cells)} |"


def at_least(what: str, series: Series, bar: float, unit: str = "times") -> Verdict:
    """A bar that the median must reach."""
    held = median(series.values) >= bar
    return Verdict(what, f"at least {bar:g} {unit}", f"{series} {unit}", held)


def at_most(what: str, series: Series, bar: float, unit: str = "times") -> Verdict:
    """A bar that the median must not exceed."""
    held = median(series.values) <= bar
    return Verdict(what, f"at most {bar:g} {unit}", f"{series} {unit}", held)
