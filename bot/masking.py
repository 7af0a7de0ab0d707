"""Taking secrets, and what people wrote, out of texts that are about to be shown."""

import json
import re
from collections.abc import Callable, Sequence
from urllib.parse import quote, quote_plus

MASK = "***"
SHORTEST = 4
"""Shorter secrets are masked only where they stand alone; inside words they would be everywhere."""

# What looks like a bot's token is one, whichever bot's it is.
_TOKEN = re.compile(r"(?<!\d)\d{5,}:[A-Za-z0-9_-]{20,}")

Mask = Callable[[str], str]

# A database error repeats the row it was about: names, reasons for leave, whole messages.
_VALUES = re.compile(
    r"\[parameters: .*\]"
    r"|(?:DETAIL|CONTEXT):(?s:.*?)(?=\n\[SQL|\n\nThe above exception|\n\nDuring handling|\Z)"
)


def masker(secrets: Sequence[str]) -> Mask:
    """A function that takes every secret out of a text, in all forms in which one may be written.

    The values that a database error repeats are taken out as well, and bots' tokens that nobody
    named.
    """
    forms = {form for secret in secrets for form in _forms(secret)}
    parts = [_pattern(form) for form in sorted(forms, key=len, reverse=True)]
    # Percent codes are written in either case.
    pattern = re.compile("|".join(parts), re.IGNORECASE) if parts else None

    def mask(text: str) -> str:
        shown = pattern.sub(MASK, text) if pattern else text
        return _VALUES.sub("[values hidden]", _TOKEN.sub(MASK, shown))

    return mask


def _forms(secret: str) -> set[str]:
    """The secret as it is, in a URL's path or query, in JSON, and as Python shows it."""
    if not secret:
        return set()
    urls = {quote(secret, safe=safe) for safe in ("", "/", ":", "/:", "!$&'()*+,;=:")}
    shown = {
        repr(secret)[1:-1],
        json.dumps(secret)[1:-1],
        json.dumps(secret, ensure_ascii=False)[1:-1],
    }
    return {secret, quote_plus(secret), quote(quote(secret, safe=""), safe="")} | urls | shown


def _pattern(form: str) -> str:
    plain = re.escape(form)
    return plain if len(form) >= SHORTEST else rf"(?<!\w){plain}(?!\w)"
