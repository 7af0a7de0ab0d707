"""Reads the starter pack (导学) that stands beside this module as TOML.

The pack is package data, so it works from a checkout and from an installed wheel alike.
"""

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from itertools import groupby
from typing import Any

_PACKAGE = "content.starter"
_CITATION = re.compile(r"^《(?P<work>.+)》(?P<article>[^《》]*)$")


@dataclass(frozen=True)
class Reference:
    """Where the official text stands: a work's full title and, where it has one, the place in it.

    `article` reads 第三条, 第五章, 第九部分 or 总纲; None means the work as a whole.
    """

    work: str
    article: str | None

    def __str__(self) -> str:
        """The reference as one reads it: 《中国共产党章程》第三条."""
        return f"《{self.work}》{self.article or ''}"


@dataclass(frozen=True)
class StarterPortion:
    """One guided portion, about 180 to 420 characters, in the words of its editors.

    `mark` says that it is no official text; whoever shows the portion shows the mark with it.
    """

    id: str
    title: str
    text: str
    references: tuple[Reference, ...]
    mark: str

    @property
    def source_line(self) -> str:
        """The references in one line, each work named once: 出处：《…》第五条、第六条；《…》."""
        return f"出处：{'；'.join(_cite_by_work(self.references))}"


@dataclass(frozen=True)
class StarterPack:
    """The whole pack, its portions in the order in which they are pushed.

    `edition` is an ISO date, the day the editors closed the text.
    """

    title: str
    mark: str
    edition: str
    note: str
    portions: tuple[StarterPortion, ...]


@cache
def starter_pack() -> StarterPack:
    """The pack that ships with the product.

    Raises ValueError naming the portion when a reference is not written 《full title》place.
    """
    about = _read("pack.toml")
    return StarterPack(
        title=about["title"],
        mark=about["mark"],
        edition=about["edition"],
        note=about["note"],
        portions=tuple(
            _portion(row, about["mark"])
            for part in about["parts"]
            for row in _read(part)["portion"]
        ),
    )


def _read(name: str) -> dict[str, Any]:
    return tomllib.loads(files(_PACKAGE).joinpath(name).read_text(encoding="utf-8"))


def _portion(row: dict[str, Any], mark: str) -> StarterPortion:
    return StarterPortion(
        id=row["id"],
        title=row["title"],
        text=row["text"].strip(),
        references=tuple(_reference(citation, row["id"]) for citation in row["references"]),
        mark=mark,
    )


def _reference(citation: str, portion_id: str) -> Reference:
    match = _CITATION.match(citation)
    if match is None:
        raise ValueError(
            f"starter portion {portion_id}: {citation!r} is not written 《title》place"
        )
    return Reference(work=match["work"], article=match["article"] or None)


def _cite_by_work(references: tuple[Reference, ...]) -> list[str]:
    return [
        f"《{work}》{'、'.join(each.article for each in group if each.article)}"
        for work, group in groupby(references, key=lambda each: each.work)
    ]
