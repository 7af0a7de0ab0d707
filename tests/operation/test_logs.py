import asyncio
import json
import logging
import sys
import threading
from collections.abc import Iterator
from urllib.parse import quote, quote_plus

import aiohttp
import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import Engine, text

from bot.logs import set_up_logs
from bot.masking import MASK, masker

TOKEN = "123456:AAbb-cc_DD"
PASSWORD = 'p@ss/w"örd 1\\'
SECRETS = [TOKEN, PASSWORD, "hook-secret"]


@pytest.fixture(autouse=True)
def logs_as_before() -> Iterator[None]:
    root, hooks = logging.getLogger(), (sys.excepthook, threading.excepthook)
    handlers, level = root.handlers[:], root.level
    yield
    root.handlers[:], root.level = handlers, level
    sys.excepthook, threading.excepthook = hooks
    logging.captureWarnings(False)
    for name in ("telegram", "httpx", "httpcore", "aiohttp", "asyncio", "sqlalchemy", "alembic"):
        logging.getLogger(name).setLevel(logging.NOTSET)


def clean(out: str) -> bool:
    return not any(
        form in out
        for secret in SECRETS
        for form in (secret, quote(secret, safe=""), quote_plus(secret), repr(secret)[1:-1])
    )


@pytest.mark.parametrize("kind", ["text", "json"])
def test_no_secret_in_messages_arguments_and_exceptions(
    kind: str, capsys: pytest.CaptureFixture[str]
) -> None:
    set_up_logs("debug", kind, SECRETS)
    log = logging.getLogger("anything")
    log.debug("GET https://host/bot%s/getMe", TOKEN)
    log.info("postgresql://me:%s@host/db", quote(PASSWORD, safe=""))
    logging.getLogger("httpcore.connection").debug("header %r", {"X-Secret": "hook-secret"})
    try:
        raise RuntimeError(f"cannot open https://host/bot{quote(TOKEN, safe='')}/x {PASSWORD}")
    except RuntimeError:
        log.exception("failed with %r", PASSWORD)
    out = capsys.readouterr().err
    assert clean(out)
    assert out.count(MASK) >= 5
    assert "RuntimeError" in out


@given(st.text(min_size=4), st.text(), st.text())
def test_any_secret_is_masked_in_any_form(secret: str, before: str, after: str) -> None:
    try:
        secret.encode()
    except UnicodeEncodeError:
        return
    mask = masker([secret])
    for form in (secret, quote(secret, safe=""), quote_plus(secret), json.dumps(secret)[1:-1]):
        if form not in MASK + "[values hidden]":
            assert form not in mask(before + form + after).replace(MASK, "")


def test_what_looks_like_a_token_is_hidden_without_being_told() -> None:
    said = masker([])("bot123456789:AAHdqTcvCH1vGWJxfSeofSAs0K5PALDsaw/getMe at 10:30:00")
    assert said == f"bot{MASK}/getMe at 10:30:00"


def test_arguments_that_do_not_fit_show_no_secret(capsys: pytest.CaptureFixture[str]) -> None:
    set_up_logs("info", "text", SECRETS)
    logging.getLogger("x").info("%s and %s of it", TOKEN)
    out = capsys.readouterr().err
    assert clean(out)
    assert "of it" in out


def test_short_secrets_do_not_eat_words() -> None:
    mask = masker(["ab"])
    assert mask("about ab: ab@host") == f"about {MASK}: {MASK}@host"


def test_json_lines_are_objects(capsys: pytest.CaptureFixture[str]) -> None:
    set_up_logs("info", "json", SECRETS)
    logging.getLogger("bot.x").warning('a "quoted"\nline of %s', TOKEN)
    line = json.loads(capsys.readouterr().err)
    assert line["message"] == f'a "quoted"\nline of {MASK}'
    assert (line["level"], line["logger"]) == ("WARNING", "bot.x")
    assert "T" in line["at"]


def test_a_message_cannot_forge_a_line(capsys: pytest.CaptureFixture[str]) -> None:
    set_up_logs("info", "text", [])
    logging.getLogger("x").info("one\n2026-01-01 CRITICAL forged")
    assert capsys.readouterr().err.splitlines()[1].startswith("    ")


def test_libraries_are_quiet_and_never_print_talk(capsys: pytest.CaptureFixture[str]) -> None:
    set_up_logs("info", "text", [])
    logging.getLogger("httpx").info("HTTP Request: POST")
    assert capsys.readouterr().err == ""
    set_up_logs("debug", "text", [])
    logging.getLogger("telegram.Bot").debug("returned update with text")
    logging.getLogger("sqlalchemy.engine.Engine").info("parameters")
    assert capsys.readouterr().err == ""
    logging.getLogger("httpx").info("HTTP Request: POST")
    assert "HTTP Request" in capsys.readouterr().err


def test_handlers_of_libraries_are_taken_away(capsys: pytest.CaptureFixture[str]) -> None:
    logging.getLogger("loud.library").addHandler(logging.StreamHandler(sys.stderr))
    logging.getLogger("loud.library").propagate = False
    set_up_logs("info", "text", [TOKEN])
    logging.getLogger("loud.library").warning(TOKEN)
    assert capsys.readouterr().err.count(MASK) == 1


def test_what_a_database_error_repeats_is_not_logged(
    engine: Engine, capsys: pytest.CaptureFixture[str]
) -> None:
    set_up_logs("debug", "text", [])
    words = {"n": "私下说的]话", "t": "2026-01-01 00:00:00", "c": "x"}
    insert = "INSERT INTO branch (name, timezone, link_code, created_at) VALUES (:n, 'z', :c, :t)"
    try:
        with engine.begin() as connection:
            connection.execute(text(insert), words)
            connection.execute(text(insert), words)
    except Exception:
        logging.getLogger("x").exception("failed")
    out = capsys.readouterr().err
    assert "IntegrityError" in out
    assert "私下" not in out


def test_the_end_of_the_process_is_masked(capsys: pytest.CaptureFixture[str]) -> None:
    set_up_logs("info", "text", SECRETS)
    error = ValueError(TOKEN)
    sys.excepthook(ValueError, error, None)
    thread = threading.Thread(target=_fail, args=(TOKEN,))
    thread.start()
    thread.join()
    out = capsys.readouterr().err
    assert clean(out)
    assert out.count("CRITICAL") == 2


def _fail(words: str) -> None:
    raise ValueError(words)


async def test_no_token_in_the_debug_lines_of_real_libraries(
    capsys: pytest.CaptureFixture[str],
) -> None:
    set_up_logs("debug", "text", SECRETS)
    async with asyncio.timeout(20), httpx.AsyncClient() as client:
        with pytest.raises(httpx.ConnectError):
            await client.get(f"http://127.0.0.1:9/bot{TOKEN}/getMe")
        async with aiohttp.ClientSession() as session:
            try:
                await session.get(f"http://127.0.0.1:9/bot{TOKEN}/getMe")
            except aiohttp.ClientError:
                logging.getLogger("x").exception("away: %s", f"http://127.0.0.1:9/bot{TOKEN}/x")
    out = capsys.readouterr().err
    assert "httpcore" in out
    assert clean(out)
