"""What a fault of the Bot API means: try again later (`Passing`) or never (`Lasting`)."""

from datetime import timedelta

from telegram.error import (
    BadRequest,
    ChatMigrated,
    Conflict,
    Forbidden,
    InvalidToken,
    NetworkError,
    RetryAfter,
    TelegramError,
    TimedOut,
)

from channels.telegram.link import ApiError, Unreachable
from domain.messages import Lasting, Passing

NETWORK_SECONDS = 5.0
SERVER_SECONDS = 10.0
REFUSED_TOKEN_SECONDS = 60.0

# The first words found in the service's description decide; the order matters.
_WORDS: tuple[tuple[str, str], ...] = (
    ("message is not modified", "not_modified"),
    ("message to edit not found", "message_gone"),
    ("message can't be edited", "message_gone"),
    ("message_id_invalid", "message_gone"),
    ("wrong file identifier", "copy_gone"),
    ("wrong remote file", "copy_gone"),
    ("wrong file_id", "copy_gone"),
    ("file_reference_", "copy_gone"),
    ("can't initiate conversation", "cannot_start"),
    ("can't send messages to bots", "cannot_start"),
    ("blocked by the user", "blocked"),
    ("user_is_blocked", "blocked"),
    ("user is deactivated", "gone"),
    ("bot was kicked", "gone"),
    ("bot is not a member", "gone"),
    ("chat was deleted", "gone"),
    ("chat was deactivated", "gone"),
    ("is deactivated", "gone"),
    ("not enough rights to send", "gone"),
    ("have no rights to send", "gone"),
    ("chat_write_forbidden", "gone"),
    ("need administrator rights", "gone"),
)
_UNKNOWN_CHAT = ("chat not found", "peer_id_invalid", "user not found")


def fault_of(error: Exception, chat: str = "") -> Passing | Lasting:
    """The fault behind an error of the library or of a raw call; `chat` is where it happened.

    Texts hold the service's own words at most: never a URL, never a token.
    """
    if isinstance(error, Unreachable):
        return Passing(NETWORK_SECONDS, "no answer from the service")
    if isinstance(error, ApiError):
        return _of_answer(error, chat)
    if isinstance(error, RetryAfter):
        wait = error.retry_after
        seconds = wait.total_seconds() if isinstance(wait, timedelta) else float(wait)
        return Passing(seconds, "too many requests")
    if isinstance(error, ChatMigrated):
        return Lasting("moved", moved_to=str(error.new_chat_id))
    if isinstance(error, BadRequest | Forbidden):
        return Lasting(_reason(error.message, chat, forbidden=isinstance(error, Forbidden)))
    return _of_library(error)


def _of_library(error: Exception) -> Passing | Lasting:
    if isinstance(error, InvalidToken):
        return Passing(REFUSED_TOKEN_SECONDS, "the service refuses the bot's token")
    if isinstance(error, TimedOut):
        return Passing(NETWORK_SECONDS, "no answer from the service")
    if isinstance(error, Conflict):
        return Passing(SERVER_SECONDS, "conflict")
    if isinstance(error, NetworkError) and "entity too large" in error.message.lower():
        return Lasting("bad_message")
    if isinstance(error, TelegramError):
        return Passing(NETWORK_SECONDS, "the service is not working")
    return Passing(SERVER_SECONDS, type(error).__name__)


def _of_answer(error: ApiError, chat: str) -> Passing | Lasting:
    if error.migrate_to:
        return Lasting("moved", moved_to=error.migrate_to)
    if error.code == 429:
        return Passing(error.retry_after or 1.0, "too many requests")
    if error.code in (401, 404):
        return Passing(REFUSED_TOKEN_SECONDS, "the service refuses the bot's token")
    if error.code in (400, 403, 413):
        return Lasting(_reason(error.description, chat, forbidden=error.code == 403))
    return Passing(SERVER_SECONDS, f"the service answers {error.code}")


def _reason(description: str, chat: str, *, forbidden: bool) -> str:
    words = description.lower()
    if any(phrase in words for phrase in _UNKNOWN_CHAT):
        # To a bot a person who never wrote is simply not there.
        return "gone" if chat.startswith("-") else "cannot_start"
    for phrase, reason in _WORDS:
        if phrase in words:
            return reason
    return "gone" if forbidden else "bad_message"
