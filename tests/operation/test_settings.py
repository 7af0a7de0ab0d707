import os
import re
from pathlib import Path

import pytest

from bot.settings import Settings, SettingsProblem, given_settings, read_settings
from domain.addresses import OFFICIAL

# The contract's table, word for word, and what came after it.
DEFAULTS = {
    "ZHIBU_DATABASE": "sqlite:///data/zhibu.db",
    "ZHIBU_DATA": Path("data"),
    "ZHIBU_TELEGRAM_TOKEN": None,
    "ZHIBU_TELEGRAM_API": "https://api.telegram.org",
    "ZHIBU_TELEGRAM_WEBHOOK": None,
    "ZHIBU_TELEGRAM_SECRET": None,
    "ZHIBU_TELEGRAM_RATE": 30,
    "ZHIBU_TELEGRAM_GROUP_RATE": 20,
    "ZHIBU_TELEGRAM_PRIVATE_RATE": 1,
    "ZHIBU_ADMINS": frozenset(),
    "ZHIBU_TIMEZONE": "Asia/Shanghai",
    "ZHIBU_LISTEN": "127.0.0.1:8642",
    "ZHIBU_CHAT": False,
    "ZHIBU_PUBLIC_URL": None,
    "ZHIBU_SECOND_APPROVAL": True,
    "ZHIBU_SOURCES": OFFICIAL,
    "ZHIBU_MEDIA": None,
    "ZHIBU_S3_ENDPOINT": None,
    "ZHIBU_S3_KEY": None,
    "ZHIBU_S3_SECRET": None,
    "ZHIBU_FONT": None,
    "ZHIBU_SPEECH": None,
    "ZHIBU_LOG": "info",
    "ZHIBU_LOG_FORMAT": "text",
}
SECRETS = (
    *("ZHIBU_DATABASE", "ZHIBU_TELEGRAM_TOKEN", "ZHIBU_TELEGRAM_SECRET"),
    *("ZHIBU_S3_KEY", "ZHIBU_S3_SECRET"),
)
ROOT = Path(__file__).parents[2]


@pytest.fixture(autouse=True)
def nothing_set(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for name in list(os.environ):
        if name.upper().startswith("ZHIBU_"):
            monkeypatch.delenv(name)
    monkeypatch.chdir(tmp_path)


def value_of(settings: Settings, name: str) -> object:
    value = getattr(settings, name.removeprefix("ZHIBU_").lower())
    return value.get_secret_value() if hasattr(value, "get_secret_value") else value


def test_names_and_defaults_are_those_of_the_contract() -> None:
    settings = read_settings()
    assert {f"ZHIBU_{name.upper()}" for name in Settings.model_fields} == set(DEFAULTS)
    assert {name: value_of(settings, name) for name in DEFAULTS} == DEFAULTS
    assert settings.secrets() == ()


@pytest.mark.parametrize(
    ("name", "written", "read"),
    [
        ("ZHIBU_DATABASE", "postgresql://u:p%40s@h/n", "postgresql://u:p%40s@h/n"),
        ("ZHIBU_ADMINS", "telegram:1, telegram:2", {("telegram", "1"), ("telegram", "2")}),
        ("ZHIBU_ADMINS", "telegram:1，chat:a", {("telegram", "1"), ("chat", "a")}),
        ("ZHIBU_TELEGRAM_RATE", "0.25", 0.25),
        ("ZHIBU_TELEGRAM_RATE", "5000", 5000),
        ("ZHIBU_CHAT", "on", True),
        ("ZHIBU_SECOND_APPROVAL", "off", False),
        ("ZHIBU_SOURCES", "12371.cn，GOV.cn", ("12371.cn", "gov.cn")),
        ("ZHIBU_CHAT", "OFF", False),
        ("ZHIBU_LISTEN", "[::1]:80", "[::1]:80"),
        ("ZHIBU_TELEGRAM_API", "http://127.0.0.1:9/", "http://127.0.0.1:9"),
        ("ZHIBU_LOG", "DEBUG", "debug"),
        ("ZHIBU_TELEGRAM_TOKEN", "", None),
        ("ZHIBU_MEDIA", "s3://shelf/zhibu/media", "s3://shelf/zhibu/media"),
        ("ZHIBU_SPEECH", "say -o {file}", "say -o {file}"),
    ],
)
def test_values(name: str, written: str, read: object, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(name, written)
    assert value_of(read_settings(), name) == read


@pytest.mark.parametrize(
    ("name", "written"),
    [
        ("ZHIBU_DATABASE", "mysql://u:hush-hush@h/n"),
        ("ZHIBU_DATABASE", "u:hush-hush@h/n"),
        ("ZHIBU_DATABASE", "sqlite://"),
        ("ZHIBU_DATABASE", "sqlite:///:memory:"),
        ("ZHIBU_DATABASE", "postgresql://u:hush-hush@h:port/n"),
        ("ZHIBU_TELEGRAM_TOKEN", "hush-hush"),
        ("ZHIBU_TELEGRAM_API", "api.telegram.org"),
        ("ZHIBU_TELEGRAM_SECRET", "hush-hush!"),
        ("ZHIBU_TELEGRAM_RATE", "0"),
        ("ZHIBU_TELEGRAM_GROUP_RATE", "-1"),
        ("ZHIBU_TELEGRAM_PRIVATE_RATE", "nan"),
        ("ZHIBU_TELEGRAM_RATE", "inf"),
        ("ZHIBU_ADMINS", "10001"),
        ("ZHIBU_ADMINS", "pigeon:1"),
        ("ZHIBU_TIMEZONE", "Mars/Olympus"),
        ("ZHIBU_TIMEZONE", "../../etc/passwd"),
        ("ZHIBU_LISTEN", "8642"),
        ("ZHIBU_LISTEN", "host:99999"),
        ("ZHIBU_CHAT", "maybe"),
        ("ZHIBU_PUBLIC_URL", "ftp://x"),
        ("ZHIBU_SECOND_APPROVAL", "perhaps"),
        ("ZHIBU_SOURCES", "https://www.gov.cn/"),
        ("ZHIBU_SOURCES", "127.0.0.1"),
        ("ZHIBU_SOURCES", ","),
        ("ZHIBU_MEDIA", "/mnt/hush-hush"),
        ("ZHIBU_MEDIA", "s3://"),
        ("ZHIBU_S3_ENDPOINT", "s3.example.org"),
        ("ZHIBU_S3_KEY", "hush-hush"),  # without its secret
        ("ZHIBU_FONT", "hush-hush.otf"),
        ("ZHIBU_SPEECH", "say hush-hush"),
        ("ZHIBU_LOG", "loud"),
        ("ZHIBU_LOG_FORMAT", "xml"),
    ],
)
def test_a_wrong_value_is_one_sentence_that_names_it(
    name: str, written: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(name, written)
    with pytest.raises(SettingsProblem) as caught:
        read_settings()
    said = str(caught.value)
    assert name in said
    assert "请" in said
    assert "\n" not in said
    assert "hush" not in said


def test_a_webhook_needs_https_and_a_secret(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ZHIBU_TELEGRAM_WEBHOOK", "https://bot.example.org")
    with pytest.raises(SettingsProblem, match="ZHIBU_TELEGRAM_SECRET"):
        read_settings()
    monkeypatch.setenv("ZHIBU_TELEGRAM_SECRET", "abc_DEF-1")
    assert read_settings().telegram_webhook == "https://bot.example.org"
    monkeypatch.setenv("ZHIBU_TELEGRAM_WEBHOOK", "http://bot.example.org")
    with pytest.raises(SettingsProblem, match="http://"):
        read_settings()
    monkeypatch.setenv("ZHIBU_TELEGRAM_API", "http://127.0.0.1:8081")
    assert read_settings().telegram_webhook == "http://bot.example.org"


@pytest.mark.parametrize("name", SECRETS)
def test_a_secret_may_stand_in_a_file(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    value = {"ZHIBU_DATABASE": "postgresql://a:b@c/d", "ZHIBU_TELEGRAM_TOKEN": "1:ab"}.get(
        name, "secret"
    )
    (tmp_path / "secret").write_text(value + "\n")
    monkeypatch.setenv(f"{name}_FILE", str(tmp_path / "secret"))
    for half in {"ZHIBU_S3_KEY", "ZHIBU_S3_SECRET"} - {name}:
        if name.startswith("ZHIBU_S3"):
            monkeypatch.setenv(half, "other")
    assert value_of(read_settings(), name) == value
    monkeypatch.setenv(name, value)
    with pytest.raises(SettingsProblem, match=name):
        read_settings()
    monkeypatch.delenv(name)
    monkeypatch.setenv(f"{name}_FILE", str(tmp_path / "missing"))
    with pytest.raises(SettingsProblem, match=f"{name}_FILE"):
        read_settings()


def test_dotenv_and_its_secret_files_and_who_wins(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "t").write_text("7:xyz")
    lines = "ZHIBU_TELEGRAM_TOKEN_FILE=t\nZHIBU_LOG=debug\nZHIBU_DATA=there\nOTHER=1\n"
    (tmp_path / ".env").write_bytes(b"\xef\xbb\xbf" + lines.encode())
    monkeypatch.setenv("ZHIBU_LOG", "error")
    settings = read_settings(data=Path("here"))
    assert value_of(settings, "ZHIBU_TELEGRAM_TOKEN") == "7:xyz"
    assert (settings.log, settings.data) == ("error", Path("here"))


def test_a_dotenv_that_is_no_text(tmp_path: Path) -> None:
    (tmp_path / ".env").write_bytes("ZHIBU_LOG=信息".encode("gb18030"))
    with pytest.raises(SettingsProblem, match="UTF-8"):
        read_settings()


def test_secrets_are_listed_and_never_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ZHIBU_DATABASE", "postgresql://me:p%40ss-word@h/n")
    monkeypatch.setenv("ZHIBU_TELEGRAM_TOKEN", "12:hidden-part")
    monkeypatch.setenv("ZHIBU_TELEGRAM_SECRET", "hook-part")
    settings = read_settings()
    assert set(settings.secrets()) == {"p@ss-word", "12:hidden-part", "hidden-part", "hook-part"}
    shown = f"{settings!r} {settings} {settings.model_dump()}"
    assert not re.search("ss-word|hidden-part|hook-part", shown)


def test_the_example_names_every_setting_with_its_default() -> None:
    lines = (ROOT / ".env.example").read_text("utf-8").splitlines()
    given = dict(
        line.lstrip("# ").split("=", 1) for line in lines if re.match(r"#? ?ZHIBU_\w+=", line)
    )
    assert set(DEFAULTS) <= set(given)
    for name in ("ZHIBU_DATABASE", "ZHIBU_DATA", "ZHIBU_TIMEZONE", "ZHIBU_LISTEN", "ZHIBU_LOG"):
        assert given[name] == str(DEFAULTS[name])
    for name in ("RATE", "GROUP_RATE", "PRIVATE_RATE"):
        assert float(given[f"ZHIBU_TELEGRAM_{name}"]) == DEFAULTS[f"ZHIBU_TELEGRAM_{name}"]


def test_the_example_as_it_is_can_be_used(tmp_path: Path) -> None:
    (tmp_path / ".env").write_bytes((ROOT / ".env.example").read_bytes())
    settings = read_settings()
    assert {name: value_of(settings, name) for name in DEFAULTS} == DEFAULTS


def test_a_demo_takes_nothing_from_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ZHIBU_TELEGRAM_TOKEN", "1:real")
    monkeypatch.setenv("ZHIBU_TIMEZONE", "nonsense")
    settings = given_settings(chat=True)
    assert (settings.telegram_token, settings.chat) == (None, True)
    with pytest.raises(SettingsProblem, match="ZHIBU_LISTEN"):
        given_settings(listen="nowhere")
