"""Portions of a text for one message each: about 300 to 700 characters, word for word."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from content.cutting.document import Document
from content.cutting.lines import bare
from content.cutting.portion_labels import labelled
from content.cutting.sentences import pieces
from content.cutting.units import Unit, units_of

SHORTEST = 300
LONGEST = 700
# A text of short headed parts is not broken at every heading.
TOO_SHORT_TO_STAND = 250


@dataclass(frozen=True, slots=True)
class Portion:
    """What one message carries: `text` word for word, where it stands, and its length.

    `articles` are the labels of the articles it holds, whole or in part, of the first work in
    the file; `chars` counts characters without white space.
    """

    text: str
    label: str
    path: tuple[str, ...]
    articles: tuple[str, ...]
    chars: int


def portions(document: Document) -> tuple[Portion, ...]:
    """The body of `document` in order; joined, the portions are the body again."""
    bundles = _evened(_bundles(_fitting(units_of(document))))
    labels = labelled(bundles)
    return tuple(_portion(bundle, label) for bundle, label in zip(bundles, labels, strict=True))


def _portion(bundle: list[Unit], label: str) -> Portion:
    text = "\n".join(line for unit in bundle for line in unit.lines)
    articles = dict.fromkeys(unit.article for unit in bundle if unit.article and not unit.work)
    return Portion(text, label, bundle[0].path, tuple(articles), len(bare(text)))


def _fitting(units: Iterable[Unit]) -> Iterator[Unit]:
    """Units of at most `LONGEST` characters: longer ones cut at lines, then at sentences."""
    for unit in units:
        if unit.size <= LONGEST:
            yield unit
        else:
            yield from _cut_unit(unit)


def _cut_unit(unit: Unit) -> Iterator[Unit]:
    lines = [piece for line in unit.lines for piece in pieces(line, LONGEST)]
    count = -(-unit.size // LONGEST)
    aim = unit.size / count
    part: list[str] = []
    for line in lines:
        size = sum(len(bare(kept)) for kept in part)
        full = size + len(bare(line)) > LONGEST or (size >= aim and len(part) > unit.headed)
        if part and full:
            yield _part(unit, part)
            part = []
        part.append(line)
    yield _part(unit, part)


def _part(unit: Unit, lines: list[str]) -> Unit:
    return Unit(unit.path, unit.chapter, unit.outline, unit.article, unit.work, list(lines))


def _bundles(units: Iterable[Unit]) -> list[list[Unit]]:
    """Neighbours put together until they are long enough to be worth a message."""
    bundles: list[list[Unit]] = []
    for unit in units:
        if bundles and _size(bundles[-1]) < SHORTEST and _may_join(bundles[-1], [unit]):
            bundles[-1].append(unit)
        else:
            bundles.append([unit])
    return bundles


def _evened(bundles: list[list[Unit]]) -> list[list[Unit]]:
    """A short rest at the end of a chapter goes to the portion before it."""
    evened: list[list[Unit]] = []
    for bundle in bundles:
        if evened and _size(bundle) < SHORTEST and _may_join(evened[-1], bundle):
            evened[-1] = [*evened[-1], *bundle]
        else:
            evened.append(bundle)
    return evened


def _may_join(bundle: list[Unit], others: list[Unit]) -> bool:
    """Whether both fit one message and stand in one chapter, or are scraps of neighbours."""
    if _size(bundle) + _size(others) > LONGEST:
        return False
    last, first = bundle[-1], others[0]
    if (last.work, last.chapter) != (first.work, first.chapter):
        return False
    if last.outline[:1] == first.outline[:1] or last.article:
        return True
    return _size(bundle) < TOO_SHORT_TO_STAND or _size(others) < TOO_SHORT_TO_STAND


def _size(bundle: list[Unit]) -> int:
    return sum(unit.size for unit in bundle)
