"""How large a study text may be, whatever kind of file brings it."""

MAX_CHARS = 2_000_000
"""The longest text, in characters: ten times the longest law."""
MAX_LINES = 60_000
