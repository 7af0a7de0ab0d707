"""What the documents promise exists: words, commands, settings, targets, links, pictures."""

import re
from pathlib import Path
from urllib.parse import unquote

import pytest

from bot.cli import app
from bot.settings import PREFIX, SECRETS, Settings
from content.sentences import label, plain, sources
from handlers.routes import ROUTES
from tests.docs.pages import GUIDES, PAGES, ROOT, anchors, name_of, targets, text_of

COMMANDS = {route.command for route in ROUTES}
WORDS = {word for route in ROUTES for word in route.words}
SETTINGS = {f"{PREFIX}{field}".upper() for field in Settings.model_fields}
FILES = {f"{PREFIX}{field}_FILE".upper() for field in SECRETS}
SHELL = {info.name or info.callback.__name__ for info in app.registered_commands if info.callback}

SERVED = ("chat", "telegram", "healthz", "readyz", "metrics")
"""Addresses of the web server, which look like commands."""

EMOJI = re.compile("[\U0001f000-\U0001faff\u2600-\u27bf\u2b00-\u2bff\ufe0f]")
MACHINE = re.compile(r"(?<![\w/.])/(?:home|root|Users|work|mnt)/|[A-Z]:\\\\")
SMALL_BYTES = 150_000

each_page = pytest.mark.parametrize("page", PAGES, ids=name_of)
each_guide = pytest.mark.parametrize("page", GUIDES, ids=name_of)


def test_the_documents_are_found() -> None:
    assert {name_of(page) for page in GUIDES} < {name_of(page) for page in PAGES}
    assert len(list((ROOT / "docs/decisions").glob("0*.md"))) >= 10


@each_guide
def test_commands_named_in_a_guide_exist(page: Path) -> None:
    named = set(re.findall(r"`/([a-z]+)[ `]", text_of(page))) - {*SERVED}
    named -= {"newbot", "setprivacy"}  # BotFather's own
    assert named <= COMMANDS


def test_every_command_is_in_both_readmes() -> None:
    for page in GUIDES[:2]:
        named = set(re.findall(r"`/([a-z]+)", text_of(page)))
        assert COMMANDS - named <= {"start"}
        assert "`/start`" in text_of(page)


def test_every_word_is_in_a_guide() -> None:
    told = "".join(text_of(page) for page in GUIDES if page.suffix == ".md")
    assert [word for word in sorted(WORDS - {"查"}) if word not in told] == []


@each_guide
def test_words_in_the_tables_of_what_to_type_begin_with_a_word_that_is_known(page: Path) -> None:
    answers = ("参加", "请假", "晚到", "签到", "到", "帮", "党章第三条")
    rows = re.findall(r"^\| ([^|]+) \| [^|]+ \|$", _tables(page), re.MULTILINE)
    typed = [row.strip() for row in rows if not set(row) <= set("- ")]
    unknown = [words for words in typed if not words.startswith((*WORDS, *answers))]
    assert unknown == []


def _tables(page: Path) -> str:
    """The tables whose first column is what a person types."""
    blocks = re.findall(
        r"^\| (?:您)?发 \|.*\n\|[-|]+\|\n((?:\|.*\n?)+)", text_of(page), re.MULTILINE
    )
    return "\n".join(blocks)


def test_the_tables_of_what_to_type_are_found() -> None:
    assert _tables(ROOT / "docs/secretary.md").count("\n") > 10
    assert _tables(ROOT / "docs/member.md").count("\n") > 2


def test_buttons_named_in_the_handbooks_exist() -> None:
    known = {label(key.removeprefix("button_")) for key in sources() if key.startswith("button_")}
    text = "".join(text_of(page) for page in GUIDES)
    named = set(re.findall(r"点“([^”]+)”", text)) - {"下一件事"}
    assert named
    assert named <= known


def test_sentences_quoted_as_trouble_are_said() -> None:
    said = "".join(sources().values())
    _, _, table = text_of(ROOT / "docs/secretary.md").partition("## 出了岔子")
    quoted = re.findall(r"^\| ([^|]+?)(?: …)? \| ", table, re.MULTILINE)[2:]
    assert len(quoted) >= 3
    assert [words for words in quoted if words not in said] == []


def test_the_starter_pack_has_as_many_portions_as_the_documents_say() -> None:
    from content.starter.pack import starter_pack

    number = len(starter_pack().portions)
    for page in ("README.md", "docs/admin.md", "CHANGELOG.md"):
        assert f"{number} 段" in text_of(ROOT / page)
    assert f"{number} portions" in text_of(ROOT / "README.en.md")


def test_the_caps_are_those_that_the_program_says() -> None:
    said = plain("burden", {"today": 0, "month": 0})
    assert "上限 3 条/天、45 条/30 天" in said
    assert "一天不超过 3 条，30 天不超过 45 条" in text_of(ROOT / "README.md")


@each_page
def test_links_and_pictures_lead_somewhere(page: Path) -> None:
    broken = []
    for target in targets(page):
        if re.match(r"(?:https?|mailto):", target):
            continue
        path, _, anchor = unquote(target).partition("#")
        found = (page.parent / path).resolve() if path else page
        if not found.exists() or (anchor and anchor not in anchors(found)):
            broken.append(target)
    assert broken == []


def test_pictures_are_small_and_all_used() -> None:
    used = {(page.parent / target).resolve() for page in PAGES for target in targets(page)}
    pictures = [path for path in (ROOT / "docs/images").iterdir() if path.is_file()]
    assert pictures
    assert [path.name for path in pictures if path not in used] == []
    assert [path.name for path in pictures if path.stat().st_size >= SMALL_BYTES] == []


@pytest.mark.parametrize("page", GUIDES[:2], ids=name_of)
def test_make_targets_exist(page: Path) -> None:
    makefile = text_of(ROOT / "Makefile")
    rules = set(re.findall(r"^([a-z]+):", makefile, re.MULTILINE))
    named = set(re.findall(r"\bmake ([a-z]+)\b", re.sub(r"和 ?make", "", text_of(page))))
    assert {"demo", "test"} <= named
    assert named & {"demo", "test", "bench", "lint"} <= rules
    head, _, _ = text_of(page).partition("\n## ")
    assert "docs/images/" in head, "the picture belongs to the first screen"


@each_page
def test_shell_commands_exist(page: Path) -> None:
    assert _shell_commands(text_of(page)) <= SHELL


def test_shell_commands_are_found() -> None:
    assert {"load", "roster", "run", "check", "invite"} <= _shell_commands(
        "".join(map(text_of, GUIDES))
    )


def _shell_commands(text: str) -> set[str]:
    """What stands after `zhibu` at the start of a line of code, or of a few words of code."""
    lines = "\n".join(re.findall(r"^ *```sh\n(.*?)^ *```", text, re.MULTILINE | re.DOTALL))
    spans = re.findall(r"`(zhibu [^`\n]+)`", text)
    call = re.compile(r"^ *(?:[\w./]*bin/)?zhibu (?:--debug )?([a-z]+)", re.MULTILINE)
    return set(call.findall("\n".join([lines, *spans])))


@each_page
def test_settings_named_in_a_page_exist(page: Path) -> None:
    named = set(re.findall(r"\bZHIBU_[A-Z_]+\b", text_of(page)))
    assert named <= SETTINGS | FILES


def test_every_setting_is_documented_with_its_default() -> None:
    table = text_of(ROOT / "docs/admin.md")
    example = text_of(ROOT / ".env.example")
    rows = dict(re.findall(r"^\| `(ZHIBU_\w+)`(?:（密）)? \| ([^|]+) \|", table, re.MULTILINE))
    assert set(rows) == SETTINGS
    assert [name for name in SETTINGS if name not in example] == []
    secret = set(re.findall(r"`(ZHIBU_\w+)`（密）", table))
    assert {f"{name}_FILE" for name in secret} == FILES


@each_page
def test_no_emoji_and_no_path_of_a_machine(page: Path) -> None:
    assert EMOJI.findall(text_of(page)) == []
    assert MACHINE.findall(text_of(page)) == []
