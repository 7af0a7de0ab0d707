"""Finding: words or a whole question in, the verbatim passages that answer out."""

from content.finding.answers import search, warm
from content.finding.found import Found, FoundPassage

__all__ = ["Found", "FoundPassage", "search", "warm"]
