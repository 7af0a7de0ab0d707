"""Faults of the service, as the library tells them and as raw answers."""

from datetime import timedelta

import pytest
from telegram.error import (
    BadRequest,
    ChatMigrated,
    Conflict,
    Forbidden,
    InvalidToken,
    NetworkError,
    RetryAfter,
    TimedOut,
)

from channels.telegram.errors import fault_of
from channels.telegram.link import ApiError, Unreachable
from domain.messages import Lasting, Passing

LASTING = [
    (403, "Forbidden: bot was kicked from the supergroup chat", "-1", "gone"),
    (403, "Forbidden: bot is not a member of the group chat", "-1", "gone"),
    (403, "Forbidden: the group chat was deleted", "-1", "gone"),
    (403, "Forbidden: bot was blocked by the user", "5", "blocked"),
    (403, "Forbidden: user is deactivated", "5", "gone"),
    (403, "Forbidden: bot can't initiate conversation with a user", "5", "cannot_start"),
    (400, "Bad Request: chat not found", "-1", "gone"),
    (400, "Bad Request: chat not found", "5", "cannot_start"),
    (400, "Bad Request: message is not modified: specified new …", "-1", "not_modified"),
    (400, "Bad Request: message to edit not found", "-1", "message_gone"),
    (400, "Bad Request: message can't be edited", "-1", "message_gone"),
    (400, "Bad Request: not enough rights to send text messages to the chat", "-1", "gone"),
    (400, "Bad Request: can't parse entities", "-1", "bad_message"),
    (400, "Bad Request: BUTTON_DATA_INVALID", "-1", "bad_message"),
]


@pytest.mark.parametrize(("code", "words", "chat", "reason"), LASTING)
def test_lasting_faults_from_both_ways(code, words, chat, reason):
    library = Forbidden(words) if code == 403 else BadRequest(words)
    for error in (library, ApiError(code, words)):
        fault = fault_of(error, chat)
        assert isinstance(fault, Lasting)
        assert fault.reason == reason


def test_a_chat_that_moved():
    for error in (ChatMigrated(-1005), ApiError(400, "upgraded", migrate_to="-1005")):
        fault = fault_of(error, "-5")
        assert isinstance(fault, Lasting)
        assert (fault.reason, fault.moved_to) == ("moved", "-1005")


def test_the_services_own_wait_is_kept():
    for error in (RetryAfter(timedelta(seconds=17)), ApiError(429, "Too Many", retry_after=17)):
        fault = fault_of(error, "-5")
        assert isinstance(fault, Passing)
        assert fault.seconds == 17


@pytest.mark.parametrize(
    "error",
    [
        TimedOut(),
        NetworkError("Bad Gateway"),
        Conflict("terminated by other getUpdates request"),
        InvalidToken(),
        Unreachable("ClientConnectorError"),
        ApiError(500, "Internal Server Error"),
        ApiError(502, "Bad Gateway"),
        ApiError(401, "Unauthorized"),
    ],
)
def test_passing_faults(error):
    fault = fault_of(error, "-5")
    assert isinstance(fault, Passing)
    assert fault.seconds > 0
