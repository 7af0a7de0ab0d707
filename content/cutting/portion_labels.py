"""Where a portion stands, in the words a reader would use to look it up."""

from collections import Counter
from collections.abc import Sequence

from content.cutting.units import Unit


def labelled(bundles: Sequence[Sequence[Unit]]) -> list[str]:
    """A label a portion: 第三章 第十条至第十二条, 总纲（第2部分）, 二、（一）."""
    plain = [_label(bundle) for bundle in bundles]
    many, seen, labels = Counter(plain), Counter[str](), []
    for label in plain:
        seen[label] += 1
        part = f"第{seen[label]}部分"
        if not label:
            labels.append(part)
        else:
            labels.append(f"{label}（{part}）" if many[label] > 1 else label)
    return labels


def _label(bundle: Sequence[Unit]) -> str:
    first, last = bundle[0], bundle[-1]
    chapter = _words(f"第{first.work + 1}件" if first.work else "", _chapter(first.chapter))
    if first.article or last.article:
        return _words(chapter, _span([unit.article for unit in bundle if unit.article]))
    return _words(chapter, _outline(bundle))


def _chapter(labels: tuple[str, ...]) -> str:
    """章 and 节; a 编 only where there is nothing narrower."""
    narrow = [label for label in labels if not label.endswith(("编",))]
    return " ".join(narrow or labels)


def _span(labels: Sequence[str]) -> str:
    if not labels or labels[0] == labels[-1]:
        return labels[0] if labels else ""
    return f"{labels[0]}至{labels[-1]}"


def _outline(bundle: Sequence[Unit]) -> str:
    """二、（一） or 二、（一）至（三）, or 一、至三、 for short parts put together."""
    marked = [unit.outline for unit in bundle if unit.outline]
    if not marked:
        return ""
    first, last = marked[0], marked[-1]
    if first == last:
        return "".join(first)
    if first[:1] == last[:1]:
        return "".join(first) + "至" + "".join(last[1:]) if len(first) > 1 else "".join(first)
    return f"{first[0]}至{last[0]}"


def _words(*parts: str) -> str:
    return " ".join(part for part in parts if part)
