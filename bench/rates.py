"""Characters a second of the product and its peer, by turns in one process."""

from collections.abc import Callable
from time import perf_counter

from bench.figures import Series

# A small file is read again until it has taken so long.
_LEAST_SECONDS = 0.05

Reader = Callable[[bytes], int]
"""Reads a file; how many characters it found."""


def in_turns(product: Reader, peer: Reader, data: bytes, runs: int) -> tuple[Series, Series]:
    """Thousands of characters a second of both, a run of each after the other."""
    found: dict[Reader, list[float]] = {product: [], peer: []}
    for _ in range(runs):
        for read, rates in found.items():
            rates.append(_rate(read, data))
    return Series(tuple(found[product])), Series(tuple(found[peer]))


def _rate(read: Reader, data: bytes) -> float:
    chars, begun = 0, perf_counter()
    while True:
        chars += read(data)
        taken = perf_counter() - begun
        if taken >= _LEAST_SECONDS:
            return chars / taken / 1000
