"""Keeps tokens and secrets out of every log line, whichever library wrote it."""

import logging
import re
from collections.abc import Iterable
from urllib.parse import quote

HIDDEN = "[hidden]"
_TOKEN = re.compile(r"(?<!\d)\d{5,}:[A-Za-z0-9_-]{20,}")
_FORMATTER = logging.Formatter()


class Secrecy(logging.Filter):
    """A filter for handlers: hides the given secrets, and whatever looks like a bot token.

    Attach it to handlers, not to loggers: a logger's filter does not see what its children
    write. The text of exceptions and stacks is hidden too.
    """

    def __init__(self, secrets: Iterable[str] = ()) -> None:
        super().__init__()
        words = {form for secret in secrets if secret for form in (secret, quote(secret, safe=""))}
        longest_first = sorted(words, key=len, reverse=True)
        self._secrets = re.compile("|".join(map(re.escape, longest_first))) if words else None

    def hide(self, text: str) -> str:
        """The text without secrets."""
        if self._secrets is not None:
            text = self._secrets.sub(HIDDEN, text)
        return _TOKEN.sub(HIDDEN, text)

    def filter(self, record: logging.LogRecord) -> bool:
        """Rewrites the record where it holds a secret; never drops one."""
        if record.exc_info and not record.exc_text:
            record.exc_text = _FORMATTER.formatException(record.exc_info)
        if record.exc_text:
            # The exception itself would be formatted anew by handlers of another kind.
            record.exc_text, record.exc_info = self.hide(record.exc_text), None
        if record.stack_info:
            record.stack_info = self.hide(record.stack_info)
        self._hide_message(record)
        for name, value in record.__dict__.items():
            if isinstance(value, str) and name not in ("msg", "exc_text", "stack_info"):
                record.__dict__[name] = self.hide(value)
        return True

    def _hide_message(self, record: logging.LogRecord) -> None:
        try:
            said = record.getMessage()
        except Exception:
            said = f"{record.msg} (the record's arguments do not fit)"
        record.msg, record.args = self.hide(said), None


def attach(secrets: Iterable[str], handlers: Iterable[logging.Handler] | None = None) -> Secrecy:
    """Puts one filter on the handlers (by default the root logger's); returns it."""
    secrecy = Secrecy(secrets)
    for handler in logging.getLogger().handlers if handlers is None else handlers:
        handler.addFilter(secrecy)
    return secrecy
