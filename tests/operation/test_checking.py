import os
import re
from collections.abc import AsyncIterator, Callable
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from aiohttp import web
from pydantic import SecretStr
from sqlalchemy import Engine, text
from sqlmodel import Session

from bot.asking_telegram import ask_telegram
from bot.checking import check
from bot.findings import Finding, Weight, found
from bot.settings import Settings, read_settings
from content.cards import fonts
from store.database import is_sqlite, open_database
from store.migrate import migrate, revisions
from store.tables import Event, Holiday
from tests.media.fake_bucket import FakeBucket

TOKEN = "42:not-to-be-seen"


@pytest.fixture(autouse=True)
def nothing_set(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for name in list(os.environ):
        if name.upper().startswith("ZHIBU_"):
            monkeypatch.delenv(name)
    monkeypatch.chdir(tmp_path)


@pytest.fixture
def settings(database_url: str) -> Settings:
    return read_settings(database=database_url, chat=True, admins="chat:a")


async def ask_nobody(_: Settings) -> Finding:
    return found("channels.telegram", "telegram", name="example")


def of(findings: list[Finding], which: str) -> Finding:
    return next(finding for finding in findings if finding.id == which)


def problems(findings: list[Finding]) -> list[str]:
    return [finding.id for finding in findings if finding.is_problem]


@pytest.fixture
def real_now(engine: Engine, now: datetime) -> datetime:
    """PostgreSQL's own time: its clock is compared with what is given as ours."""
    if is_sqlite(engine):
        return now
    with engine.connect() as connection:
        moment = connection.execute(text("SELECT clock_timestamp()")).scalar_one()
        assert isinstance(moment, datetime)
        return moment


async def test_a_sound_installation(settings: Settings, real_now: datetime) -> None:
    findings = await check(settings, real_now)
    assert problems(findings) == []
    heads = [finding.id.partition(".")[0] for finding in findings]
    for head in ("settings", "database", "migrations", "channels", "fonts", "calendar", "clock"):
        assert head in heads
    assert heads == sorted(heads, key=list(dict.fromkeys(heads)).index)  # each kind together
    for finding in findings:
        line = finding.line()
        assert "\n" not in line
        assert line.startswith(("ok ", "提醒 "))
        assert finding.id in line
        assert bool(finding.hint) is (finding.weight is not Weight.OK)


async def test_it_changes_nothing(settings: Settings, engine: Engine, real_now: datetime) -> None:
    await check(settings, real_now)
    with engine.connect() as connection:
        kind = "sqlite_master WHERE name" if is_sqlite(engine) else "pg_tables WHERE tablename"
        count = connection.execute(text(f"SELECT count(*) FROM {kind} = 'zhibu_check'"))
        assert count.scalar() == 0


async def test_no_database_yet_is_no_problem_and_none_is_made(
    tmp_path: Path, now: datetime
) -> None:
    findings = await check(read_settings(), now)
    assert of(findings, "migrations").weight is Weight.WARNING
    assert problems(findings) == []
    assert list(tmp_path.iterdir()) == []


async def test_a_database_of_another_version(
    settings: Settings, engine: Engine, real_now: datetime
) -> None:
    head = revisions(engine)[1]
    with engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    assert problems(await check(settings, real_now)) == ["migrations"]
    with engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = :head"), {"head": head})
    migrate(engine, "base")
    assert of(await check(settings, real_now), "migrations").weight is Weight.WARNING


async def test_a_database_that_is_away_is_named_without_its_password(now: datetime) -> None:
    settings = read_settings(database="postgresql://me:hush-hush@127.0.0.1:9/name", chat=True)
    findings = await check(settings, now)
    assert problems(findings) == ["database"]
    assert not re.search("hush", "".join(finding.line() for finding in findings))


@pytest.mark.parametrize("damage", ["not a database", "a page overwritten"])
async def test_a_damaged_sqlite_file(sqlite_url: str, now: datetime, damage: str) -> None:
    path = Path(sqlite_url.removeprefix("sqlite:///"))
    data = bytearray(path.read_bytes())
    if damage == "not a database":
        data[:100] = b"x" * 100
    else:
        for start in range(4096 * 2, len(data), 4096):
            data[start : start + 16] = b"\xff" * 16
    path.write_bytes(bytes(data))
    found_problems = problems(await check(read_settings(database=sqlite_url, chat=True), now))
    assert set(found_problems) & {"database", "database.whole"}


async def test_a_postgres_that_cannot_be_written(
    settings: Settings, engine: Engine, real_now: datetime
) -> None:
    if is_sqlite(engine):
        pytest.skip("SQLite's write protection does not bind the user the tests may run as")
    with engine.begin() as connection:
        name = connection.execute(text("SELECT current_database()")).scalar()
        connection.execute(text(f"ALTER DATABASE {name} SET default_transaction_read_only = on"))
    engine.dispose()
    assert problems(await check(settings, real_now)) == ["database"]


async def test_the_clocks(settings: Settings, engine: Engine, real_now: datetime) -> None:
    wrong = real_now + timedelta(seconds=90)
    expected = [] if is_sqlite(engine) else ["clock.database"]
    assert problems(await check(settings, wrong)) == expected
    with Session(engine) as session:
        session.add(Event(key="k", at=real_now + timedelta(minutes=5)))
        session.commit()
    assert problems(await check(settings, real_now)) == ["clock.record"]


async def test_the_calendar(settings: Settings, engine: Engine, now: datetime) -> None:
    far = now.replace(year=2090)
    sqlite_only = is_sqlite(engine)  # PostgreSQL's clock would rightly be called wrong
    findings = await check(settings, far)
    assert of(findings, "calendar.2090").weight is Weight.WARNING
    assert problems(findings) == ([] if sqlite_only else ["clock.database"])
    with Session(engine) as session:
        session.add(Holiday(day=far.date(), works=False))
        session.commit()
    assert of(await check(settings, far), "calendar.2090").weight is Weight.OK


async def test_little_room(
    settings: Settings, real_now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    def disk(free: int) -> Callable[[object], object]:
        return lambda _: type("Usage", (), {"free": free})

    monkeypatch.setattr("shutil.disk_usage", disk(50 * 1024 * 1024))
    assert "data" in problems(await check(settings, real_now))
    monkeypatch.setattr("shutil.disk_usage", disk(500 * 1024 * 1024))
    findings = await check(settings, real_now)
    assert problems(findings) == []
    assert of(findings, "data").weight is Weight.WARNING


async def test_a_data_folder_that_is_a_file(
    database_url: str, real_now: datetime, tmp_path: Path
) -> None:
    (tmp_path / "file").write_text("")
    settings = read_settings(database=database_url, chat=True, data=tmp_path / "file")
    assert problems(await check(settings, real_now)) == ["data"]


async def test_no_channel_and_mistyped_settings_are_warnings(
    database_url: str, real_now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ZHIBU_TELEGRAM_TOKN", "hush-hush")
    findings = await check(read_settings(database=database_url), real_now)
    assert of(findings, "channels").weight is Weight.WARNING
    assert "ZHIBU_TELEGRAM_TOKN" in of(findings, "settings.unknown").line()
    assert not any("hush" in finding.line() for finding in findings)
    assert problems(findings) == []


async def test_the_asked_telegram_is_shown(database_url: str, real_now: datetime) -> None:
    settings = read_settings(database=database_url, telegram_token=TOKEN)
    findings = await check(settings, real_now, ask_nobody)
    assert "@example" in of(findings, "channels.telegram").line()


@pytest.fixture
async def api() -> AsyncIterator[str]:
    """A Bot API that knows one token, on a real port."""

    async def get_me(request: web.Request) -> web.Response:
        token = request.match_info["token"]
        if token == "1:down":
            return web.Response(text="<html>bad gateway</html>", status=502)
        if token != TOKEN:
            return web.json_response({"ok": False, "error_code": 401}, status=401)
        return web.json_response({"ok": True, "result": {"id": 42, "username": "zhibu_bot"}})

    app = web.Application()
    app.router.add_get("/bot{token}/getMe", get_me)
    runner = web.AppRunner(app)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    yield f"http://127.0.0.1:{runner.addresses[0][1]}"
    await runner.cleanup()


@pytest.mark.parametrize(
    ("token", "weight", "words"),
    [
        (TOKEN, Weight.OK, "@zhibu_bot"),
        ("43:wrong", Weight.PROBLEM, "令牌"),
        ("1:down", Weight.PROBLEM, "连不上"),
    ],
)
async def test_telegram_is_asked(api: str, token: str, weight: Weight, words: str) -> None:
    said = await ask_telegram(read_settings(telegram_token=token, telegram_api=api))
    assert said.weight is weight
    assert words in said.line()
    assert token.partition(":")[2] not in said.line()


async def test_telegram_that_is_away() -> None:
    settings = read_settings(telegram_token=TOKEN, telegram_api="http://127.0.0.1:9")
    said = await ask_telegram(settings)
    assert said.is_problem
    assert "not-to-be-seen" not in said.line()


async def test_it_runs_beside_a_writer(sqlite_url: str, now: datetime) -> None:
    engine = open_database(sqlite_url)
    settings = read_settings(database=sqlite_url, chat=True)
    with Session(engine) as session:
        session.add(Event(key="k", at=now))
        session.commit()
        assert problems(await check(settings, now)) == []
    engine.dispose()


async def test_the_font_of_pictures_is_named_and_may_be_set(
    settings: Settings, real_now: datetime, tmp_path: Path
) -> None:
    packaged = of(await check(settings, real_now), "fonts")
    assert packaged.weight is Weight.OK
    assert "Noto" in packaged.text
    own = tmp_path / "own.otf"
    own.write_bytes(fonts.font_file(serif=True).read_bytes())
    chosen = settings.model_copy(update={"font": own})
    try:
        assert str(own) in of(await check(chosen, real_now), "fonts").text
        own.write_bytes(b"no font")
        fonts.font.cache_clear()
        assert of(await check(chosen, real_now), "fonts").weight is Weight.WARNING
    finally:
        fonts.use(None)


async def test_the_store_of_media_is_tried(settings: Settings, real_now: datetime) -> None:
    assert "media" in of(await check(settings, real_now), "media").text
    async with FakeBucket() as bucket:
        update = {
            "media": "s3://shelf/zhibu",
            "s3_endpoint": bucket.root,
            "s3_key": SecretStr("KEY"),
            "s3_secret": SecretStr("hush-hush"),
        }
        chosen = settings.model_copy(update=update)
        assert "s3://shelf/zhibu" in of(await check(chosen, real_now), "media").text
        bucket.refuses = 403
        away = of(await check(chosen, real_now), "media")
        assert away.is_problem
        assert "hush" not in away.line()


async def test_a_speech_engine_that_is_wanted_and_missing_is_told(
    settings: Settings, real_now: datetime
) -> None:
    wanted = settings.model_copy(update={"speech": "no-such-program {file}"})
    missing = of(await check(wanted, real_now), "speech")
    assert missing.weight is Weight.WARNING
    assert "no-such-program" in missing.text
    there = settings.model_copy(update={"speech": "true {file}"})
    assert of(await check(there, real_now), "speech").weight is Weight.OK
