"""The files around the program: image, compose, and the check of a clean clone."""

import json
import os
import re
import subprocess
import tomllib
from pathlib import Path

import pytest
from typer.main import get_command

from bot.cli import app
from bot.running import parts_of
from bot.settings import Settings

ROOT = Path(__file__).parents[2]
DOCKERFILE = (ROOT / "Dockerfile").read_text("utf-8")
COMPOSE = (ROOT / "compose.yaml").read_text("utf-8")
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))


def copied() -> list[str]:
    lines = re.findall(r"^COPY (?!--from)(.+)$", DOCKERFILE, re.MULTILINE)
    return [path for line in lines for path in line.split()[:-1]]


def test_what_the_image_copies_is_there_and_let_through() -> None:
    let_through = (ROOT / ".dockerignore").read_text("utf-8").splitlines()
    assert let_through[0] == "*"
    for path in copied():
        assert (ROOT / path).exists(), path
        assert f"!{path}" in let_through


def test_the_image_has_every_package_of_the_project() -> None:
    packages = PROJECT["tool"]["hatch"]["build"]["targets"]["wheel"]["packages"]
    assert set(packages) <= set(copied())


def test_the_image_installs_wheels_by_hash_and_runs_as_nobody_special() -> None:
    assert "--require-hashes --only-binary :all:" in DOCKERFILE
    user = DOCKERFILE.rindex("\nUSER zhibu")
    assert user < DOCKERFILE.index("ENTRYPOINT")
    assert DOCKERFILE.index("useradd") < user
    assert "VOLUME /data" in DOCKERFILE
    assert "/healthz" in DOCKERFILE


@pytest.mark.parametrize("text", [DOCKERFILE, COMPOSE])
def test_settings_named_there_exist(text: str) -> None:
    known = {f"ZHIBU_{name.upper()}" for name in Settings.model_fields}
    named = set(re.findall(r"ZHIBU_\w+", text))
    assert named
    assert named <= known


def commands() -> list[list[str]]:
    lines = re.findall(r"^\s+command: (\[.+\])$", COMPOSE, re.MULTILINE)
    default = re.search(r"^CMD (\[.+\])$", DOCKERFILE, re.MULTILINE)
    assert default is not None
    return [json.loads(line) for line in [*lines, default[1]]]


def test_commands_exist_with_their_options() -> None:
    known = get_command(app).commands  # type: ignore[attr-defined]
    assert len(commands()) == 4
    for name, *arguments in commands():
        options = {option for param in known[name].params for option in param.opts}
        assert {word for word in arguments if word.startswith("--")} <= options


def test_two_workers_share_out_every_part() -> None:
    split = [words[words.index("--only") + 1] for words in commands() if "--only" in words]
    parts = [part for only in split for part in parts_of(only, sqlite=False)]
    assert len(split) == 2
    assert sorted(parts) == sorted(parts_of(None, sqlite=False))


def test_compose_is_laid_out_without_tabs_and_defines_what_it_names() -> None:
    assert "\t" not in COMPOSE
    for name in re.findall(r"<<?: \*([\w-]+)|environment: \*([\w-]+)", COMPOSE):
        anchor = next(part for part in name if part)
        assert re.search(rf": &{anchor}$", COMPOSE, re.MULTILINE)
    volumes = COMPOSE[COMPOSE.rindex("\nvolumes:") :]
    for volume in re.findall(r"- (\w+):/", COMPOSE):
        assert f"\n  {volume}:" in volumes


def test_the_check_of_a_clean_clone() -> None:
    path = ROOT / ".ci" / "run"
    text = path.read_text("utf-8")
    assert os.access(path, os.X_OK)
    subprocess.run(["bash", "-n", str(path)], check=True)
    assert "set -euo pipefail" in text
    for target in re.findall(r"^make .*?(\w+)$", text, re.MULTILINE):
        assert re.search(rf"^{target}:", (ROOT / "Makefile").read_text("utf-8"), re.MULTILINE)
    assert not re.search(r"https?://", text)


def test_the_check_of_a_clean_clone_fails_when_the_suite_fails(tmp_path: Path) -> None:
    (tmp_path / ".ci").mkdir()
    script = tmp_path / ".ci" / "run"
    script.write_bytes((ROOT / ".ci" / "run").read_bytes())
    script.chmod(0o755)
    tools = tmp_path / "tools"
    tools.mkdir()
    stand_ins = {"make": "exit 3", "chromium": "", "apt-get": "", "fc-list": "echo font"}
    for name, body in stand_ins.items():
        (tools / name).write_text(f"#!/bin/sh\n{body}\n")
        (tools / name).chmod(0o755)
    done = subprocess.run(
        [str(script)],
        env=os.environ | {"PATH": f"{tools}:{os.environ['PATH']}"},
        cwd=tmp_path,
        check=False,
    )
    assert done.returncode == 3
