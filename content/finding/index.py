"""The index: pairs of neighbouring characters of every passage, in tantivy, in memory."""

from collections.abc import Iterable, Sequence

import tantivy

from content.finding.passages import Passage
from content.finding.script import pairs, plain, units

_WRITER_BYTES = 30_000_000
_FIELDS = ("body", "top", "signs")
_LEAD = 80
"""Characters at the beginning of a passage that say what it is about."""


class Index:
    """A copy of the library that can always be rebuilt from the database.

    `passages` are numbered in the order in which they were added; the number is what a hit tells.
    `places` tells the number for a work and a label in one script.
    """

    def __init__(self) -> None:
        builder = tantivy.SchemaBuilder()
        for name in _FIELDS:
            builder.add_text_field(name, tokenizer_name="whitespace", index_option="freq")
        builder.add_unsigned_field("number", fast=True)
        builder.add_unsigned_field("work", indexed=True)
        self._schema = builder.build()
        self._index = tantivy.Index(self._schema)
        self._searcher = self._index.searcher()
        self.passages: list[Passage] = []
        self.places: dict[tuple[int, str], int] = {}

    def add(self, works: Iterable[tuple[str, Sequence[Passage]]]) -> None:
        """Passages of works, each with the title of its work; they are found from now on."""
        writer = self._index.writer(_WRITER_BYTES, 1)
        for title, passages in works:
            titled = _pairs(plain(title))
            for passage in passages:
                writer.add_document(self._document(len(self.passages), passage, titled))
                self.places.setdefault((passage.work_id, plain(passage.label)), len(self.passages))
                self.passages.append(passage)
        writer.commit()
        writer.wait_merging_threads()
        self._index.reload()
        self._searcher = self._index.searcher()

    def _document(self, number: int, passage: Passage, title: str) -> "tantivy.Document":
        document = tantivy.Document()
        runs = list(units(passage.plain))
        document.add_text("body", " ".join(pair for run in runs for pair in pairs(run)))
        document.add_text("signs", " ".join(sign for run in runs for sign in set(run)))
        top = (_pairs(passage.plain[:_LEAD]), _pairs(passage.headings), title)
        document.add_text("top", " ".join(top))
        document.add_unsigned("number", number)
        document.add_unsigned("work", passage.work_id)
        return document

    def forget(self, work: int) -> None:
        """Passages of a work are found no more."""
        writer = self._index.writer(_WRITER_BYTES, 1)
        writer.delete_documents_by_term("work", work)
        writer.commit()
        writer.wait_merging_threads()
        self.places = {place: n for place, n in self.places.items() if place[0] != work}

    def frequency(self, pair: str) -> int:
        """How many passages hold a pair of neighbours, or a single sign."""
        return int(self._searcher.doc_freq("signs" if _is_single(pair) else "body", pair))

    def hits(
        self, boosts: Sequence[tuple[str, float]], works: Iterable[int] | None, limit: int
    ) -> list[tuple[float, int]]:
        """The passages with the highest BM25 scores, as (score, number).

        `boosts` are pairs of neighbours (or single signs), each with what it counts; `works`
        restricts to these works.
        """
        query = tantivy.Query
        asked = [
            (tantivy.Occur.Should, query.boost_query(self._term(field, pair), boost * share))
            for pair, boost in boosts
            for field, share in _shares(pair)
        ]
        if not asked:
            return []
        if works is not None:
            within = query.boolean_query(
                [
                    (tantivy.Occur.Should, query.term_query(self._schema, "work", work))
                    for work in works
                ]
            )
            must = (tantivy.Occur.Must, query.const_score_query(within, 0.0))
            asked = [must, (tantivy.Occur.Must, query.boolean_query(asked))]
        found = self._searcher.search(query.boolean_query(asked), limit, count=False).hits
        numbers = self._searcher.fast_field_values("number", [address for _, address in found])
        return [(score, int(n or 0)) for (score, _), n in zip(found, numbers, strict=True)]

    def _term(self, field: str, pair: str) -> "tantivy.Query":
        return tantivy.Query.term_query(self._schema, field, pair, "freq")


def _shares(pair: str) -> tuple[tuple[str, float], ...]:
    if _is_single(pair):
        return (("signs", 0.5),)
    return (("body", 1.0), ("top", 0.5))


def _is_single(pair: str) -> bool:
    return len(pair) == 1 or (pair[:-1].isdigit() and pair[-1:] in "0123456789%")


def _pairs(written: str) -> str:
    return " ".join(pair for run in units(written) for pair in pairs(run))
