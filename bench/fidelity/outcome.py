"""What became of one file: its document, or the sentence of its refusal."""

import asyncio
import re
from dataclasses import dataclass, field
from pathlib import Path
from time import perf_counter

from bench.fidelity.watching import watched
from content.cutting.document import Document
from content.reading.apart import read_apart
from content.reading.document import read_document
from content.sentences import plain
from domain.refusals import Refused

_PROGRAM = re.compile(r"Traceback|Error|Exception|None|0x[0-9a-f]|\{\{|[A-Za-z]+_[a-z_]+\(")


@dataclass(frozen=True, slots=True)
class Outcome:
    """Either a document or none; `sentence` is what a person is told."""

    document: Document | None
    sentence: str
    seconds: float
    reached: list[str] = field(default_factory=list)

    @property
    def is_plain(self) -> bool:
        """Whether the sentence is one for people: Chinese, ended, and nothing of the program."""
        words = self.sentence
        return (
            re.search("[\u4e00-\u9fff]{4}", words) is not None
            and words.endswith(("。", "！"))
            and "\n" not in words
            and not _PROGRAM.search(words)
        )


def apart_outcome_of(path: Path) -> Outcome:
    """The same, read in a process of its own as the file of an admin is."""
    begun = perf_counter()
    document, words = None, ""
    try:
        read = asyncio.run(read_apart(path, path.name))
        document = read if isinstance(read, Document) else None
        words = "" if document else type(read).__name__
    except Refused as refused:
        words = plain(f"refused_{refused.code}", refused.facts)
    return Outcome(document, words, perf_counter() - begun)


def outcome_of(path: Path) -> Outcome:
    """Read the file at `path` as study text. An error of the program is an outcome as well."""
    data = path.read_bytes()
    begun = perf_counter()
    with watched() as reached:
        try:
            document, words = read_document(path.name, data), ""
        except Refused as refused:
            document, words = None, plain(f"refused_{refused.code}", refused.facts)
        except Exception as error:  # a bar says that there is none, so it is counted
            document, words = None, f"{type(error).__name__}: {error}"
    seconds = perf_counter() - begun
    if document is not None:
        counts = document.counts()
        words = f"《{document.title}》{counts['章']} 章 {counts['节']} 节 {counts['条']} 条"
    return Outcome(document, words, seconds, reached)
