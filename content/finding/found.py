"""What a search gives back: verbatim passages with their citations, best first."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class FoundPassage:
    """A passage that answers, word for word, with all that its citation names.

    `excerpt` are whole sentences of `text`, beginning at its character `start`; `spans` are the
    found words in `excerpt` as (start, end). `article_id` is the row that holds the whole
    article, None where the text has no articles; then `portion_id` is the portion around it.
    `is_current` is False for an edition that another has replaced or that is not in force yet.
    """

    work_id: int
    title: str
    edition: str
    issued: str | None
    path: tuple[str, ...]
    label: str
    text: str
    excerpt: str
    start: int
    spans: tuple[tuple[int, int], ...]
    article_id: int | None
    portion_id: int | None
    is_current: bool
    score: float

    @property
    def is_whole(self) -> bool:
        """Whether the excerpt is the whole passage."""
        return len(self.excerpt) == len(self.text)


@dataclass(frozen=True, slots=True)
class Found:
    """Up to five passages, best first; none where nothing in the library answers.

    `sure` is False where the words were found and it is doubtful that they answer.
    """

    passages: tuple[FoundPassage, ...]
    sure: bool
