"""A question as it was found, before anybody has checked that it can be asked."""

from dataclasses import dataclass, field

from content.reading.bank.question import QuestionKind


@dataclass
class Draft:
    """The pieces of one question.

    `options` are by slot (A is 0). `answer` is as written, or a list of such; `correct` are the
    slots where the source marks the right options themselves. `answer_words` tells that the
    source writes answers out and never as letters or numbers. `flaw` is the code of what made a
    cell unreadable, with its facts. `loose` marks text without fixed columns, where a list of
    options may be only the right ones.
    """

    row: int
    sheet: str = ""
    unit: str = "行"
    kind: QuestionKind | None = None
    kind_code: str = ""
    stem: str = ""
    options: dict[int, str] = field(default_factory=dict)
    answer: object = None
    correct: tuple[int, ...] = ()
    answer_words: bool = False
    from_zero: bool = False
    analysis: str = ""
    source: str = ""
    flaw: str = ""
    flaw_facts: dict[str, object] = field(default_factory=dict)
    loose: bool = False
    number: int = 0
    section: int = 0
    notes: list[str] = field(default_factory=list)

    def add_option(self, text: str) -> None:
        """Put `text` into the next free slot."""
        self.options[max(self.options, default=-1) + 1] = text

    def may_go_on(self) -> bool:
        """Whether the answer may have another line: it is empty, or words and no letters."""
        if not str(self.answer or "").strip():
            return True
        return not self.options and self.kind in {QuestionKind.SHORT, QuestionKind.BLANK}
