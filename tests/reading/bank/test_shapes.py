"""The same questions in every shape, read back; damaged files are refused and never worse.

Ten examples are drawn for each shape, with FULL_TESTS twenty-five.
"""

import re
from collections.abc import Callable
from functools import cache

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from content.reading.bank.bank import read_bank
from content.reading.bank.likeness import looks_like_bank
from content.reading.bank.question import BankQuestion
from domain.refusals import Refused
from tests.reading.bank.invented import BANK, banks
from tests.reading.bank.writers import WRITERS, Writer
from tests.sizes import FULL

EXAMPLES = 25 if FULL else 10


def content(questions: tuple[BankQuestion, ...] | list[BankQuestion]) -> list[object]:
    return sorted((q.kind.value, re.sub(r"\s", "", q.stem), q.options, q.answer) for q in questions)


@cache
def written(write: Writer) -> tuple[str, bytes]:
    """Written once: a workbook has the time of its making in it."""
    return write(BANK)


@pytest.mark.parametrize("write", WRITERS)
def test_questions_of_every_shape_are_read_back(write: Writer) -> None:
    bank = read_bank(*write(BANK))
    assert content(bank.questions) == content(list(BANK))
    assert (bank.problems, bank.repeated) == ((), ())


@pytest.mark.parametrize("write", WRITERS)
def test_every_shape_looks_like_a_bank(write: Writer) -> None:
    assert looks_like_bank(*write(BANK))


@pytest.mark.parametrize("write", WRITERS)
@settings(max_examples=EXAMPLES, deadline=None, suppress_health_check=list(HealthCheck))
@given(questions=banks)
def test_any_questions_are_read_back(write: Writer, questions: list[BankQuestion]) -> None:
    bank = read_bank(*write(questions))
    assert content(bank.questions) == content(questions)
    assert bank.problems == ()


@pytest.mark.parametrize("write", WRITERS)
@settings(max_examples=EXAMPLES, deadline=None, suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_damaged_bytes_are_refused_or_read(write: Writer, data: st.DataObject) -> None:
    name, whole = written(write)
    damaged = bytearray(whole)
    for _ in range(data.draw(st.integers(1, 6))):
        at = data.draw(st.integers(0, len(damaged) - 1))
        damaged[at : at + data.draw(st.integers(0, 3))] = data.draw(st.binary(max_size=3))
        if not damaged:
            break
    assert ends(read_bank, name, bytes(damaged))
    assert ends(looks_like_bank, name, bytes(damaged))


def ends(read: Callable[[str, bytes], object], name: str, data: bytes) -> bool:
    try:
        read(name, data)
    except Refused as refused:
        return refused.code.startswith(("file_", "bank_", "text_"))
    return True
