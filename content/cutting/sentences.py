"""Cutting a long paragraph: at the ends of sentences, inside one only where it must be."""

import re
from collections.abc import Callable

_SENTENCE = re.compile(r".*?[。；！？;!?]+[”’」』）》)]*|.+$", re.DOTALL)
_CLAUSE = re.compile(r".*?[，、：,:]+[”’）》]*|.+$", re.DOTALL)

_Finer = Callable[[str, int], list[str]]


def pieces(text: str, longest: int) -> tuple[str, ...]:
    """`text` in pieces of at most `longest` characters that join to `text` again.

    A sentence stays whole unless it is longer than `longest` by itself.
    """
    return tuple(_packed(_SENTENCE.findall(text), longest, _clauses))


def _clauses(sentence: str, longest: int) -> list[str]:
    return _packed(_CLAUSE.findall(sentence), longest, _chopped)


def _chopped(words: str, longest: int) -> list[str]:
    return [words[at : at + longest] for at in range(0, len(words), longest)]


def _packed(parts: list[str], longest: int, finer: _Finer) -> list[str]:
    """Parts put together up to an even length, so that no short rest is left over."""
    total = sum(map(len, parts))
    aim = total / -(-total // longest) if total else longest
    packed: list[str] = []
    fitting = [small for part in parts for small in _fitting(part, longest, finer)]
    for part in fitting:
        last = packed[-1] if packed else ""
        if packed and len(last) < aim and len(last) + len(part) <= longest:
            packed[-1] = last + part
        else:
            packed.append(part)
    return packed


def _fitting(part: str, longest: int, finer: _Finer) -> list[str]:
    return [part] if len(part) <= longest else finer(part, longest)
