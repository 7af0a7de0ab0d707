"""So many of so many, and the bars held against them."""

from dataclasses import dataclass

from bench.figures import Verdict


@dataclass(slots=True)
class Share:
    """How many of all are right."""

    right: int = 0
    all: int = 0

    def add(self, right: int, of: int) -> None:
        """Count so many right ones of so many more."""
        self.right += right
        self.all += of

    @property
    def percent(self) -> float:
        """Of a hundred; none of none is nothing, for a bar must not be reached by default."""
        return 100 * self.right / self.all if self.all else 0.0

    def __str__(self) -> str:
        return f"{self.right} of {self.all} ({self._digits()} %)"

    def _digits(self) -> str:
        # 99.97 must not be shown as 100.
        return "100" if self.right == self.all else f"{int(self.percent * 100) / 100:g}"

    def at_least(self, what: str, bar: float) -> Verdict:
        """A bar in percent."""
        held = bool(self.all) and self.percent >= bar
        return Verdict(what, f"at least {bar:g} %", str(self), held)


def all_of(what: str, share: Share) -> Verdict:
    """The bar that none is wrong."""
    return Verdict(what, "all", str(share), bool(share.all) and share.right == share.all)
