"""Logs: one handler for everything, which never shows a secret nor what people wrote."""

import json
import logging
import sys
import threading
from collections.abc import Sequence
from datetime import UTC, datetime
from types import TracebackType

from bot.masking import Mask, masker

QUIET = ("aiohttp", "httpx", "httpcore", "asyncio", "apscheduler")
"""Libraries that speak only of trouble, unless everything is wanted."""

# These print whole updates and parameters, and so people's talk, when asked for more.
NEVER_LOUD = {
    "telegram": logging.INFO,
    "aiosqlite": logging.INFO,
    "sqlalchemy": logging.WARNING,
    "alembic": logging.WARNING,
}


class TextLines(logging.Formatter):
    """`2026-11-23T10:00:00.123+08:00 INFO bot.serving words`; further lines are indented."""

    def __init__(self, mask: Mask) -> None:
        super().__init__()
        self._mask = mask

    def format(self, record: logging.LogRecord) -> str:
        """The record as text, without secrets."""
        words = "\n".join(part for part in _parts(record, self._mask).values() if part)
        # A line of a person's making must not look like a line of ours.
        words = words.replace("\r", "").replace("\n", "\n    ")
        return f"{_at(record)} {record.levelname} {record.name} {words}"


class JsonLines(logging.Formatter):
    """One JSON object a line: at, level, logger, message, and exception where there is one."""

    def __init__(self, mask: Mask) -> None:
        super().__init__()
        self._mask = mask

    def format(self, record: logging.LogRecord) -> str:
        """The record as a JSON object, without secrets."""
        head = {"at": _at(record), "level": record.levelname, "logger": record.name}
        parts = _parts(record, self._mask)
        return json.dumps(
            head | {name: part for name, part in parts.items() if part or name == "message"},
            ensure_ascii=False,
        )


def set_up_logs(level: str, format: str, secrets: Sequence[str]) -> None:  # noqa: A002
    """Log to stderr from `level` (debug, info, warning, error) on, as `format` (text, json).

    Replaces every handler there was; libraries cannot add unmasked ones below the root. What
    ends the process or a thread unexpectedly goes through the same handler.
    """
    mask = masker(secrets)
    handler = logging.StreamHandler()
    handler.setFormatter(JsonLines(mask) if format == "json" else TextLines(mask))
    wanted = logging.getLevelNamesMapping()[level.upper()]
    logging.basicConfig(level=wanted, handlers=[handler], force=True)
    logging.captureWarnings(True)
    for name in QUIET:
        logging.getLogger(name).setLevel(max(wanted, _quiet(wanted)))
    for name, lowest in NEVER_LOUD.items():
        logging.getLogger(name).setLevel(max(_quiet(wanted), lowest))
    for logger in logging.Logger.manager.loggerDict.values():
        if isinstance(logger, logging.Logger):
            logger.handlers.clear()
            logger.propagate = True
    sys.excepthook = _log_the_end
    threading.excepthook = _log_a_thread


def _quiet(wanted: int) -> int:
    return logging.DEBUG if wanted <= logging.DEBUG else logging.WARNING


def _at(record: logging.LogRecord) -> str:
    moment = datetime.fromtimestamp(record.created, UTC).astimezone()
    return moment.isoformat(timespec="milliseconds")


def _parts(record: logging.LogRecord, mask: Mask) -> dict[str, str]:
    """The words of a record; the exception is masked after it was written out."""
    message = mask(_words(record))
    exception = logging.Formatter().formatException(record.exc_info) if record.exc_info else ""
    stack = record.stack_info or ""
    return {"message": message, "exception": mask(exception), "stack": mask(stack)}


def _words(record: logging.LogRecord) -> str:
    try:
        return record.getMessage()
    except Exception:  # else the logging module prints record and arguments as they are
        return f"{record.msg} (its arguments do not fit)"


def _log_the_end(
    kind: type[BaseException], error: BaseException, trace: TracebackType | None
) -> None:
    if issubclass(kind, KeyboardInterrupt):
        return
    logging.getLogger("bot").critical("程序意外结束", exc_info=(kind, error, trace))


def _log_a_thread(arguments: threading.ExceptHookArgs) -> None:
    if arguments.exc_value is None:
        return
    trace = (arguments.exc_type, arguments.exc_value, arguments.exc_traceback)
    logging.getLogger("bot").critical("线程意外结束", exc_info=trace)
