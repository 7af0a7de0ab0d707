"""The trial documents are cut as the people who read them say."""

import json
from functools import cache
from typing import Any

import pytest

from bench.fidelity.comparison import compare, measured
from bench.fidelity.outcome import outcome_of
from bench.fidelity.trial_data import TrialData
from bench.fidelity.variants import judge
from content.cutting.document import Document
from content.cutting.glued import article_of
from content.cutting.lines import bare
from content.cutting.portions import portions
from content.cutting.units import body_of
from content.reading.document import read_document
from tests.reading.shared import SHARED, needs_shared

READ_EXACTLY = ("charter-2017", "discipline-2018", "huaian-lxyz-2017")
# Its truth leaves out what the last article quotes; the quotation belongs to the article.
QUOTING_AMENDMENT = "law-002"


@cache
def truth() -> dict[str, Any]:
    found: dict[str, Any] = json.loads((SHARED / "expected.json").read_text())["documents"]
    return found


@cache
def document_in(file: str) -> Document:
    """Read and cut once for all tests."""
    return read_document(file, (SHARED / "docs" / file).read_bytes())


def read(expected: dict[str, Any]) -> Document:
    return document_in(expected["file"])


@needs_shared
@pytest.mark.parametrize("slug", READ_EXACTLY)
def test_the_first_texts_come_out_exactly(slug: str) -> None:
    expected = truth()[slug]
    assert compare(read(expected), expected).differences == []


@needs_shared
def test_all_documents_come_out_exactly() -> None:
    wrong = {
        slug for slug, expected in truth().items() if compare(read(expected), expected).differences
    }
    assert wrong <= {QUOTING_AMENDMENT}


@needs_shared
def test_no_character_of_a_document_is_lost() -> None:
    for slug, expected in truth().items():
        source = (SHARED / "docs" / expected["file"]).read_text(encoding="utf-8-sig")
        kept = "".join(read(expected).paragraphs)
        assert measured(kept) == measured(source.replace("\u200b", "")), slug


@needs_shared
def test_portions_fit_and_lose_nothing() -> None:
    sizes = []
    for slug, expected in truth().items():
        document = read(expected)
        parts = portions(document)
        body = "".join(block.text for block in body_of(document))
        assert bare("".join(part.text for part in parts)) == bare(body), slug
        assert len({part.label for part in parts}) == len(parts), slug
        sizes += [part.chars for part in parts]
    assert max(sizes) <= 700
    assert sum(1 for size in sizes if size >= 300) > 0.9 * len(sizes)


@needs_shared
def test_every_untidy_file_ends_as_its_own_line_says() -> None:
    data = TrialData(SHARED)
    wrong = {}
    for entry in data.truth("variants", "variants.json"):
        outcome = outcome_of(data.file("variants", entry["file"]))
        if faults := judge(outcome, entry, data, truth()):
            wrong[entry["file"]] = faults
    assert wrong == {}


@needs_shared
def test_an_article_without_a_line_of_its_own_is_found() -> None:
    articles = read(truth()["discipline-2003-mislabelled"]).articles
    article = article_of(articles, "第四十二条")
    assert article is not None
    assert article.text.startswith("第四十二条")
