"""款 and 项: the paragraphs of an article and the numbered points below them."""

from dataclasses import dataclass

from content.cutting.labels import Level, outline_mark
from content.cutting.lines import bare


@dataclass(frozen=True, slots=True)
class Clause:
    """A 款: its paragraph and the 项 below it, each a line of the text word for word."""

    text: str
    items: tuple[str, ...]

    @property
    def whole(self) -> str:
        """All its lines."""
        return "\n".join((self.text, *self.items))


def clauses_of(text: str, label: str) -> list[Clause]:
    """The 款 of an article in order. A line that only holds the article's number is none."""
    found: list[tuple[str, list[str]]] = []
    for line in text.split("\n"):
        if not line.strip() or bare(line) == bare(label):
            continue
        if found and _is_item(line):
            found[-1][1].append(line)
        else:
            found.append((line, []))
    return [Clause(line, tuple(items)) for line, items in found]


def quoted(text: str, label: str, clause: int | None, item: int | None) -> str | None:
    """The 款 or 项 of an article word for word; None where the article has none of that number.

    A 项 is quoted below the opening words of its 款. Without a 款 named, every 项 of the number
    is quoted.
    """
    clauses = clauses_of(text, label)
    if clause is not None:
        if not 0 < clause <= len(clauses):
            return None
        clauses = [clauses[clause - 1]]
    if item is None:
        return clauses[0].whole if clause is not None else text
    lines: list[str] = []
    for found in clauses:
        if 0 < item <= len(found.items):
            lines += [found.text, found.items[item - 1]]
    return "\n".join(lines) or None


def _is_item(line: str) -> bool:
    mark = outline_mark(line)
    return mark is not None and mark.level in (Level.SECOND, Level.THIRD)
