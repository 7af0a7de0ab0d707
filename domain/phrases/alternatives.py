"""Word lists as patterns: one alternative a string, compiled where they are used."""

import re


def any_of(*words: str) -> str:
    """A pattern for any one of `words`, each of them a pattern itself; the first that fits wins."""
    return f"(?:{'|'.join(words)})"


def compiled(*words: str) -> re.Pattern[str]:
    """As `any_of`, compiled."""
    return re.compile(any_of(*words))
